"""A little world in the database: five skills, three people, two vacancies."""

from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from foundation.database import reading, writing
from foundation.places import Postcode
from foundation.settings import Settings
from matching.service import Matcher, open_matcher
from profiles.consent import give_consent
from profiles.drafts import ConsentDraft, PreferencesDraft, ProfileDraft, SkillDraft
from profiles.models import Purpose
from profiles.service import open_profile
from profiles.skillset import set_skills
from profiles.states import activate
from profiles.wishes import set_preferences
from skills.models import (
    Occupation,
    OccupationSkill,
    RelationKind,
    Sector,
    Skill,
    SkillKind,
    SkillRelation,
    Taxonomy,
)
from tests.conftest import NOW
from vacancies.drafts import EmployerDraft, RequirementDraft, VacancyDraft
from vacancies.employers import register_employer
from vacancies.models import Importance
from vacancies.requirements import set_requirements
from vacancies.service import open_vacancy, write_vacancy

LABELS = ("lassen", "MIG-lassen", "koken", "heftruck rijden", "samenwerken")


@dataclass
class World:
    """The world and how to ask it."""

    engine: Engine
    settings: Settings
    skill: dict[str, int]
    matcher: Matcher | None = None
    vacancy: int = 0
    employer: int = 0

    def ready(self) -> Matcher:
        """The matcher of this world, made once."""
        if self.matcher is None:
            with reading(self.engine) as session:
                self.matcher = open_matcher(session, self.settings)
        return self.matcher

    def person(self, session: Session, name: str, **wishes: object) -> int:
        """An active candidate who can weld, with wishes; agreed to matching."""
        number = open_profile(session, draft=ProfileDraft(name=name), now=NOW).id
        set_skills(
            session,
            candidate_id=number,
            drafts=[SkillDraft(skill_id=self.skill["lassen"], level=3)],
        )
        set_preferences(session, candidate_id=number, draft=PreferencesDraft(**wishes))
        agreed = ConsentDraft(purpose=Purpose.MATCHING, text_version="1")
        give_consent(session, candidate_id=number, draft=agreed, now=NOW)
        activate(session, candidate_id=number, now=NOW)
        return number

    def work(self, session: Session, **offer: object) -> int:
        """An open vacancy that asks welding at 3."""
        draft = VacancyDraft(title="Lasser", sector="techniek", **offer)
        number = write_vacancy(session, employer_id=self.employer, draft=draft).id
        asked = RequirementDraft(
            skill_id=self.skill["lassen"], importance=Importance.REQUIRED, level=3
        )
        set_requirements(session, vacancy_id=number, drafts=[asked])
        return open_vacancy(session, vacancy_id=number).id


@pytest.fixture
def world(engine, settings) -> World:
    """The little world, once on each database."""
    return build_world(engine, settings)


def build_world(engine: Engine, settings: Settings) -> World:
    """Five skills (MIG welding is welding), an employer, and an open vacancy that asks welding."""
    with writing(engine) as session:
        session.add(Taxonomy(id=1, source="test", version="1", digest="d" * 64, loaded_at=NOW))
        session.flush()
        skills = [
            Skill(uri=f"urn:{n}", label=label, kind=SkillKind.SKILL, taxonomy_id=1)
            for n, label in enumerate(LABELS)
        ]
        session.add_all(skills)
        session.add(Sector(key="techniek", label="Techniek", isco="7"))
        session.add(Occupation(id=1, uri="urn:o", label="lasser", isco="7212", taxonomy_id=1))
        session.add_all(
            Postcode(code=code, place="x", municipality="x", latitude=52.16, longitude=east)
            for code, east in (("2311", 4.49), ("2381", 4.65))
        )
        session.flush()
        ids = {skill.label: skill.id for skill in skills}
        session.add(OccupationSkill(occupation_id=1, skill_id=ids["lassen"], essential=True))
        session.add(
            SkillRelation(
                skill_id=ids["MIG-lassen"], other_id=ids["lassen"], kind=RelationKind.BROADER
            )
        )
        made = World(engine, settings, ids)
        firm = EmployerDraft(
            kvk="12345678", trade_name="Demo Las", sector="techniek", postcode="2311"
        )
        made.employer = register_employer(session, draft=firm).id
        made.vacancy = made.work(session, postcode="2311", hours_min=32, hours_max=36)
    return made
