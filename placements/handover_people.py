"""Whose profile is handed over: what somebody can and seeks, and the introductions; no name, ever.

Only of people who agreed. Who agreed to an older text, which named no wishes and no languages, is
handed over without them. Free text stays here: names, presentations, notes, own words, experiences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from coaching.caseload import coach_of
from coaching.models import Introduction
from foundation.clock import day_here
from foundation.database import batches
from foundation.places import Postcode
from placements.handover_choice import Choice, ChosenPerson
from placements.handover_outcomes import organisations
from profiles.consent import running_consents
from profiles.models import (
    Candidate,
    CandidateLanguage,
    CandidateSkill,
    Consent,
    Preferences,
    Purpose,
)
from skills.models import Skill, SkillKind

# The texts of the consent that name wishes and languages (profiles/consent_texts.py).
NAMES_WISHES = frozenset({"2026-2"})


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as handed over; `attitudes` are the URIs of the skills that are an attitude."""

    candidate_id: int
    values: Mapping[str, Any]
    attitudes: frozenset[str]


@dataclass(frozen=True, slots=True)
class IntroductionRow:
    """An introduction as handed over."""

    candidate_id: int
    vacancy_id: int
    values: Mapping[str, Any]


def person_rows(session: Session, choice: Choice) -> list[PersonRow]:
    """Tell of everybody chosen who agrees at this moment, in the order of the choice."""
    agreed = [(one, consent) for one in choice.people if (consent := _agreed(session, one))]
    return [_person(session, one, consent) for one, consent in agreed]


def introduction_rows(session: Session, people: Sequence[PersonRow]) -> list[IntroductionRow]:
    """Tell every introduction of the people that are handed over, in order of number."""
    persons = {row.candidate_id: str(row.values["id"]) for row in people}
    found: list[Introduction] = []
    for batch in batches(sorted(persons)):
        found += session.exec(select(Introduction).where(col(Introduction.candidate_id).in_(batch)))
    found.sort(key=lambda row: row.id)
    by_coach = organisations(session, {row.coach_id for row in found})
    return [
        _introduction(row, persons[row.candidate_id], by_coach.get(row.coach_id)) for row in found
    ]


def withdrawal_rows(choice: Choice) -> list[dict[str, Any]]:
    """Tell WIJIJ whom to erase."""
    return [
        {"id": one.public_id, "person": one.public_id, "asks": "wissen"} for one in choice.withdrawn
    ]


def _agreed(session: Session, one: ChosenPerson) -> Consent | None:
    return running_consents(session, candidate_id=one.candidate_id).get(Purpose.HANDOVER)


def _person(session: Session, one: ChosenPerson, consent: Consent) -> PersonRow:
    candidate = session.get_one(Candidate, one.candidate_id)
    skills = _skills(session, one.candidate_id)
    coach = coach_of(session, candidate_id=one.candidate_id)
    wishes = consent.text_version in NAMES_WISHES
    values = {
        "id": one.public_id,
        "person": one.public_id,
        "revision": one.revision,
        "state": candidate.state.value,
        "confirmed_on": day_here(candidate.confirmed_at).isoformat(),
        "agreed_on": day_here(consent.given_at).isoformat(),
        "agreed_text": consent.text_version,
        "coach_organisation": organisations(session, [coach]).get(coach) if coach else None,
        "skills": [told for told, _ in skills],
        "languages": _languages(session, one.candidate_id) if wishes else [],
        "wishes": _wishes(session, one.candidate_id) if wishes else None,
    }
    attitudes = {told["uri"] for told, kind in skills if kind is SkillKind.ATTITUDE}
    return PersonRow(one.candidate_id, values, frozenset(attitudes))


def _skills(session: Session, candidate_id: int) -> list[tuple[dict[str, Any], SkillKind]]:
    owned = (
        select(CandidateSkill, Skill)
        .join(Skill, col(Skill.id) == col(CandidateSkill.skill_id))
        .where(CandidateSkill.candidate_id == candidate_id)
        .order_by(col(Skill.uri))
    )
    return [
        (
            {
                "uri": skill.uri,
                "label": skill.label,
                "level": row.level,
                "evidence": row.evidence.value,
            },
            skill.kind,
        )
        for row, skill in session.exec(owned)
    ]


def _languages(session: Session, candidate_id: int) -> list[dict[str, Any]]:
    spoken = select(CandidateLanguage).where(CandidateLanguage.candidate_id == candidate_id)
    return [
        {"code": row.language, "level": row.level.value if row.level else None}
        for row in session.exec(spoken.order_by(col(CandidateLanguage.language)))
    ]


def _wishes(session: Session, candidate_id: int) -> dict[str, Any] | None:
    row = session.get(Preferences, candidate_id)
    if row is None:
        return None
    place = session.get(Postcode, row.postcode) if row.postcode else None
    return {
        "postcode": row.postcode,
        "municipality": place.municipality if place else None,
        "travel_minutes": row.travel_minutes,
        "travel_means": row.travel_means.value if row.travel_means else None,
        "hours_min": row.hours_min,
        "hours_max": row.hours_max,
        "days": sorted(day.value for day in row.days),
        "wage_floor_cents": row.wage_floor_cents,
        "starts_from": row.starts_from.isoformat() if row.starts_from else None,
        "course_days": row.course_days,
        "sectors": sorted(row.sectors),
        "kinds": sorted(kind.value for kind in row.kinds),
        "licences": sorted(licence.value for licence in row.licences),
    }


def _introduction(row: Introduction, person: str, organisation: str | None) -> IntroductionRow:
    values = {
        "id": str(row.id),
        "person": person,
        "vacancy": str(row.vacancy_id),
        "state": row.state.value,
        "asked_on": day_here(row.asked_at).isoformat(),
        "introduced_on": day_here(row.introduced_at).isoformat() if row.introduced_at else None,
        "ended_on": day_here(row.ended_at).isoformat() if row.ended_at else None,
        "decline_reason": row.decline_reason.value if row.decline_reason else None,
        "coach_organisation": organisation,
    }
    return IntroductionRow(row.candidate_id, row.vacancy_id, values)
