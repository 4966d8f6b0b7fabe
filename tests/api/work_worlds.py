"""A little work on a small site: five vacancies, a course, and somebody who can weld."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import Session

from foundation.database import reading, writing
from foundation.places import Postcode
from foundation.settings import Settings
from foundation.terms import WorkKind
from matching.service import Matcher, open_matcher
from profiles.drafts import PreferencesDraft, SkillDraft
from profiles.skillset import set_skill
from profiles.wishes import set_preferences
from skills.models import Course, CourseForm, CourseSkill
from tests.api.worlds import (
    COOKING,
    ENGLISH_ONLY,
    LISTENING,
    TRUCK,
    WAREHOUSE,
    WELDING,
    Visitor,
    add_words,
    visitor_at,
)
from vacancies.drafts import EmployerDraft, LimitDraft, RequirementDraft, VacancyDraft
from vacancies.employers import register_employer
from vacancies.models import Importance, LimitKind
from vacancies.requirements import add_limit, set_requirements
from vacancies.service import open_vacancy, write_vacancy

MARKUP = "<script>alert('Demo')</script> & Zoon"


@dataclass(frozen=True)
class Work:
    """The site, who looks, and the numbers of the vacancies."""

    settings: Settings
    engine: Engine
    visitor: Visitor
    number: dict[str, int]

    @property
    def person(self) -> int:
        return self.visitor.candidate_id

    def get(self, path: str, **query: object) -> Response:
        return self.visitor.browser.get(path, params=query)

    def matcher(self) -> Matcher:
        with reading(self.engine) as session:
            return open_matcher(session, self.settings)

    def skill(self, skill: int, level: int | None) -> None:
        with writing(self.engine) as session:
            draft = SkillDraft(skill_id=skill, level=level)
            set_skill(session, candidate_id=self.person, draft=draft)

    def wish(self, **wishes: object) -> None:
        with writing(self.engine) as session:
            draft = PreferencesDraft(**wishes)
            set_preferences(session, candidate_id=self.person, draft=draft)

    def offer(self, title: str, asked: dict[int, dict[str, object]], **offer: object) -> int:
        with writing(self.engine) as session:
            return add_vacancy(session, 1, title, asked, **offer)


def add_vacancy(
    session: Session, employer: int, title: str, asked: dict[int, dict[str, object]], **offer
) -> int:
    """Open a vacancy that requires these skills; each with a level and whether one learns it."""
    draft = VacancyDraft(**{"title": title, "sector": "techniek", **offer})
    number = write_vacancy(session, employer_id=employer, draft=draft).id
    wanted = [
        RequirementDraft(**{"skill_id": skill, "importance": Importance.REQUIRED, **more})
        for skill, more in asked.items()
    ]
    set_requirements(session, vacancy_id=number, drafts=wanted)
    return open_vacancy(session, vacancy_id=number).id


@contextmanager
def work_at(settings: Settings, engine: Engine) -> Iterator[Work]:
    """Open the site with work; the visitor welds at 3 and does not know how well he listens."""
    with visitor_at(settings, engine) as visitor:
        with writing(engine) as session:
            number = _add_work(session)
        site = Work(settings, engine, visitor, number)
        site.skill(WELDING, 3)
        site.skill(LISTENING, None)
        yield site


def _add_work(session: Session) -> dict[str, int]:
    add_words(session)
    session.add_all(
        Postcode(code=code, place=town, municipality=town, latitude=52.16, longitude=east)
        for code, town, east in (("2311", "Leiden", 4.49), ("2225", "Katwijk", 4.41))
    )
    session.add(
        Course(id=1, uri="urn:c", name="Heftruck in drie dagen", provider="Demo College", days=3,
               cost_euro=1250, form=CourseForm.CLASSROOM)
    )  # fmt: skip
    session.flush()
    session.add(CourseSkill(course_id=1, skill_id=TRUCK, level=3))
    firm = EmployerDraft(kvk="12345678", trade_name=MARKUP, sector="techniek", postcode="2311")
    employer = register_employer(session, draft=firm).id
    assert employer == 1
    kinds = frozenset({WorkKind.LEERWERKPLEK})
    listening = {LISTENING: {"importance": Importance.DESIRED, "level": 3}}
    number = {
        "welder": add_vacancy(session, 1, "Lasser", {WELDING: {"level": 4}, **listening},
                              hours_min=32, hours_max=36, postcode="2311", kinds=kinds),
        "driver": add_vacancy(session, 1, "Chauffeur " + MARKUP, {TRUCK: {"level": 3}, **listening},
                              hours_min=8, hours_max=16, postcode="2225", wage_cents=1725,
                              description="Rijden.\n" + MARKUP, occupation_id=WAREHOUSE),
        "cook": add_vacancy(session, 1, "Kok", {COOKING: {"level": 2, "learnable": True}},
                            sector="horeca", kinds=frozenset({WorkKind.INTERNSHIP})),
        "crane": add_vacancy(session, 1, "Kraan", {ENGLISH_ONLY: {}}),
        "unskilled": add_vacancy(session, 1, "Hulp", {}, occupation_id=WAREHOUSE),
    }  # fmt: skip
    law = LimitDraft(kind=LimitKind.LICENCE, value="CE", legal_reason="Reglement rijbewijzen")
    add_limit(session, vacancy_id=number["driver"], draft=law)
    draft = VacancyDraft(title="Nog geheim", sector="techniek")
    number["draft"] = write_vacancy(session, employer_id=1, draft=draft).id
    return number
