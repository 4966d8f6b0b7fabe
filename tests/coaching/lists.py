"""A vacancy that asks two skills, people who can some of it, and two coaches who review them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from accounts.models import Role
from coaching.drafts import ReviewDraft
from coaching.models import Entry, Review
from coaching.opening import find_entry, open_card
from coaching.reviews import decide
from coaching.shortlists import propose
from foundation.database import reading, writing
from foundation.entry import validated
from foundation.settings import Settings
from matching.service import Matcher
from profiles.drafts import SkillDraft
from profiles.skillset import set_skills
from tests.coaching.conftest import an_account
from tests.conftest import NOW
from tests.matching.conftest import World, build_world
from vacancies.drafts import RequirementDraft
from vacancies.models import Importance
from vacancies.requirements import remove_requirement, requirements_of, set_requirements

LATER = NOW + timedelta(seconds=40)


@dataclass
class Lists:
    """The world with a coach, a colleague, and the people by the level at which they weld."""

    world: World
    coach: int = 0
    colleague: int = 0
    people: dict[str, int] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        return self.world.engine

    @property
    def vacancy(self) -> int:
        return self.world.vacancy

    @property
    def matcher(self) -> Matcher:
        return self.world.ready()

    def person(self, session: Session, name: str, levels: dict[str, int | None], **wishes) -> int:
        """Somebody active who can this, and nothing else."""
        number = self.world.person(session, name, **wishes)
        drafts = [
            SkillDraft(skill_id=self.world.skill[label], level=level)
            for label, level in {"lassen": None, **levels}.items()
        ]
        set_skills(session, candidate_id=number, drafts=drafts)
        self.people[name] = number
        return number

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with writing(self.engine) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with reading(self.engine) as session:
            yield session

    def proposed(self, session: Session, **more) -> list[Entry]:
        """Let the engine propose."""
        values = {"vacancy_id": self.vacancy, "coach_id": self.coach, "now": NOW, **more}
        return list(propose(session, self.matcher, **values).added)

    def opened(self, session: Session, entry: int, coach: int | None = None) -> None:
        """Open a card."""
        open_card(session, entry_id=entry, coach_id=coach or self.coach, now=NOW)

    def decided(self, session: Session, entry: int, kind: str, **more) -> Review:
        """Decide on the revision there is, as the coach, unless told otherwise."""
        values = {"coach_id": self.coach, "now": LATER, "reason": "de vaardigheden passen", **more}
        draft = {"kind": kind, "reason": values.pop("reason")}
        draft |= {name: values.pop(name) for name in ("text", "place") if name in values}
        values.setdefault("revision", find_entry(session, entry_id=entry).revision)
        matcher = values.pop("matcher", self.matcher)
        draft = validated(ReviewDraft, draft)
        return decide(session, matcher, entry_id=entry, draft=draft, **values)


def build_lists(engine: Engine, settings: Settings) -> Lists:
    """Ask welding at 3 and working together; four people, the best welder first."""
    made = Lists(build_world(engine, settings))
    with writing(engine) as session:
        made.coach = an_account(session, Role.COACH)
        made.colleague = an_account(session, Role.COACH)
        asked = [
            RequirementDraft(
                skill_id=made.world.skill[label], importance=Importance.REQUIRED, level=level
            )
            for label, level in (("lassen", 3), ("samenwerken", 5))
        ]
        set_requirements(session, vacancy_id=made.vacancy, drafts=asked)
        for name, levels in (
            ("first", {"lassen": 3, "samenwerken": 5}),
            ("second", {"lassen": 3, "samenwerken": 4}),
            ("third", {"lassen": 2, "samenwerken": 4}),
            ("fourth", {"lassen": 1}),
        ):
            made.person(session, name, levels)
    return made


def without_skills(session: Session, vacancy: int) -> None:
    """Make a vacancy "nog niet verskild"."""
    for row in requirements_of(session, vacancy_id=vacancy):
        remove_requirement(session, vacancy_id=vacancy, skill_id=row.skill_id)
