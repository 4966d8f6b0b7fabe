"""The passport: what a person can do on one to three pages, to take along to anybody.

It holds what the person chose to tell and no address, no score and no place in a list.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from foundation.places import Postcode
from foundation.terms import LanguageLevel, Licence
from profiles.history import experiences_of
from profiles.models import CandidateSkill, Evidence, ExperienceKind, Preferences
from profiles.service import find_candidate
from profiles.wishes import languages_of
from skills.models import Occupation, Skill, SkillGroup, SkillInGroup, SkillKind

# Under which heading a skill stands that the taxonomy put under none.
KIND_HEADINGS: Mapping[SkillKind, str] = {
    SkillKind.SKILL: "andere vaardigheden",
    SkillKind.KNOWLEDGE: "kennis",
    SkillKind.ATTITUDE: "houding",
    SkillKind.LANGUAGE: "taal",
}


@dataclass(frozen=True, slots=True)
class PassportSkill:
    """One skill; level None is unknown, `note` says what the evidence rests on."""

    uri: str
    label: str
    kind: SkillKind
    heading: str
    level: int | None
    evidence: Evidence
    note: str


@dataclass(frozen=True, slots=True)
class PassportLanguage:
    """A language by its ISO 639-3 code; level None is unknown."""

    code: str
    level: LanguageLevel | None


@dataclass(frozen=True, slots=True)
class PassportExperience:
    """Something the person did; `occupation` is its label and URI when one was chosen."""

    kind: ExperienceKind
    title: str
    years: int | None
    occupation: str | None
    occupation_uri: str | None


@dataclass(frozen=True, slots=True)
class Passport:
    """Everything on a passport; `made_on` is the day it was read, `confirmed_on` of the profile."""

    name: str
    presentation: str
    municipality: str | None
    skills: tuple[PassportSkill, ...]
    languages: tuple[PassportLanguage, ...]
    experiences: tuple[PassportExperience, ...]
    licences: tuple[Licence, ...]
    confirmed_on: date
    made_on: date

    @property
    def headings(self) -> dict[str, list[PassportSkill]]:
        """Group the skills under their heading, both in the order of the passport."""
        groups: dict[str, list[PassportSkill]] = defaultdict(list)
        for skill in self.skills:
            groups[skill.heading].append(skill)
        return dict(groups)


def read_passport(session: Session, *, candidate_id: int, now: datetime) -> Passport:
    """Read the passport of a candidate, in any state.

    Skills stand by heading, then the highest level first, unknown levels last, then by label.

    Raises:
        UnknownCandidate: there is no such profile.
    """
    candidate = find_candidate(session, candidate_id=candidate_id)
    wishes = session.get(Preferences, candidate_id)
    languages = languages_of(session, candidate_id=candidate_id)
    return Passport(
        name=candidate.name,
        presentation=candidate.presentation,
        municipality=_municipality(session, wishes),
        skills=_skills(session, candidate_id),
        languages=tuple(PassportLanguage(row.language, row.level) for row in languages),
        experiences=_experiences(session, candidate_id),
        licences=tuple(sorted(wishes.licences)) if wishes else (),
        confirmed_on=candidate.confirmed_at.date(),
        made_on=now.date(),
    )


def _municipality(session: Session, wishes: Preferences | None) -> str | None:
    code = wishes.postcode if wishes else None
    area = session.get(Postcode, code) if code else None
    return area.municipality if area else None


def _skills(session: Session, candidate_id: int) -> tuple[PassportSkill, ...]:
    owned = select(CandidateSkill, Skill).join(Skill)
    rows = session.exec(owned.where(CandidateSkill.candidate_id == candidate_id)).all()
    headings = _headings(session, [skill.id for _, skill in rows])
    found = [
        PassportSkill(
            skill.uri,
            skill.label,
            skill.kind,
            headings.get(skill.id, KIND_HEADINGS[skill.kind]),
            row.level,
            row.evidence,
            row.evidence_note,
        )
        for row, skill in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.heading, -(one.level or 0), one.label)))


def _headings(session: Session, skill_ids: list[int]) -> dict[int, str]:
    """Find the widest heading over each skill; of several the first by the alphabet."""
    groups = {row.id: row for row in session.exec(select(SkillGroup))}
    inside = select(SkillInGroup).where(col(SkillInGroup.skill_id).in_(skill_ids))
    found: dict[int, str] = {}
    for row in session.exec(inside):
        label = _widest(groups, row.group_id)
        found[row.skill_id] = min(found.get(row.skill_id, label), label)
    return found


def _widest(groups: Mapping[int, SkillGroup], group_id: int) -> str:
    seen = {group_id}
    group = groups[group_id]
    while group.parent_id is not None and group.parent_id not in seen:
        seen.add(group.parent_id)
        group = groups[group.parent_id]
    return group.label


def _experiences(session: Session, candidate_id: int) -> tuple[PassportExperience, ...]:
    rows = experiences_of(session, candidate_id=candidate_id)
    chosen = [row.occupation_id for row in rows if row.occupation_id is not None]
    known = select(Occupation).where(col(Occupation.id).in_(chosen))
    occupations = {row.id: row for row in session.exec(known)}
    found = []
    for row in rows:
        occupation = occupations.get(row.occupation_id or 0)
        named = (occupation.label, occupation.uri) if occupation else (None, None)
        found.append(PassportExperience(row.kind, row.title, row.years, *named))
    return tuple(found)
