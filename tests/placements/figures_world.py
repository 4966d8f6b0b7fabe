"""Rows to count: two regions, work in skills, people with levels, introductions and what came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from accounts.models import Account, Region, RegionMunicipality, Role
from coaching.introduction_steps import What
from coaching.models import (
    DeclineReason,
    Entry,
    Introduction,
    IntroductionState,
    IntroductionStep,
    Review,
    ReviewKind,
    ReviewReason,
    Shortlist,
)
from foundation.places import Postcode
from placements.models import Outcome, OutcomeKind, OutcomeState, Satisfaction, Side
from profiles.models import (
    Candidate,
    CandidateSkill,
    CandidateState,
    Consent,
    Preferences,
    Purpose,
)
from skills.models import Course, CourseForm, CourseSkill
from tests.profiles.worlds import NOW, speak
from vacancies.models import Employer, Importance, Requirement, Vacancy, VacancyState

HERE, THERE = 1, 2
POSTCODES = {HERE: "2311", THERE: "2800"}
# A Monday: the five working days after it end on the next Monday.
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Figures:
    """The rows, and how to add some."""

    session: Session
    coach: int = 0
    employers: dict[int, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def next(self, kind: str) -> int:
        """Count up, so that unique columns stay so."""
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        return self.numbers[kind]

    def account(self, role: Role, **more) -> int:
        row = Account(role=role, created_at=NOW, seen_at=NOW, **more)
        return self._kept(row)

    def people(
        self,
        number: int,
        skills: Mapping[int, int | None] | None = None,
        *,
        region: int | None = HERE,
        state: CandidateState = CandidateState.ACTIVE,
        agrees: bool = True,
        sectors: Iterable[str] = (),
    ) -> list[int]:
        """Add people who can the same."""
        return [self._person(skills or {}, region, state, agrees, sectors) for _ in range(number)]

    def _person(self, skills, region, state, agrees, sectors) -> int:
        row = Candidate(name="x", state=state, revision=1, created_at=NOW, confirmed_at=NOW)
        number = self._kept(row)
        self.session.add_all(
            CandidateSkill(candidate_id=number, skill_id=skill, level=level)
            for skill, level in skills.items()
        )
        self.session.add(
            Preferences(
                candidate_id=number,
                postcode=POSTCODES[region] if region else None,
                sectors=frozenset(sectors),
            )
        )
        ended = None if agrees else NOW
        self.session.add(
            Consent(
                candidate_id=number,
                purpose=Purpose.MATCHING,
                text_version="1",
                given_at=NOW,
                withdrawn_at=ended,
            )
        )
        return number

    def work(
        self,
        asked: Mapping[int, tuple[Importance, int | None]] | None = None,
        *,
        places: int = 1,
        region: int | None = HERE,
        sector: str = "techniek",
        state: VacancyState = VacancyState.OPEN,
    ) -> int:
        row = Vacancy(
            employer_id=self.employers[region or 0],
            title="Lasser",
            sector=sector,
            places=places,
            state=state,
            revision=1,
        )
        number = self._kept(row)
        self.session.add_all(
            Requirement(vacancy_id=number, skill_id=skill, importance=importance, level=level)
            for skill, (importance, level) in (asked or {}).items()
        )
        return number

    def entry(self, vacancy: int, candidate: int, place: int = 1) -> int:
        held = self.numbers.get(f"list {vacancy}")
        if held is None:
            row = Shortlist(vacancy_id=vacancy, coach_id=self.coach, opened_at=NOW)
            held = self.numbers[f"list {vacancy}"] = self._kept(row)
        row = Entry(shortlist_id=held, candidate_id=candidate, engine_place=place, proposed_at=NOW)
        return self._kept(row)

    def introduction(
        self,
        steps: Iterable[tuple[What, int]],
        *,
        vacancy: int | None = None,
        asked_at: datetime = MONDAY,
        reason: DeclineReason | None = None,
        seat: int | None = None,
    ) -> int:
        """Add an introduction; each step comes a number of days after it was asked for."""
        vacancy = vacancy or self.work()
        (candidate,) = self.people(1)
        row = Introduction(
            entry_id=self.entry(vacancy, candidate),
            vacancy_id=vacancy,
            candidate_id=candidate,
            coach_id=self.coach,
            asked_at=asked_at,
            decline_reason=reason,
            seat=seat,
        )
        number = self._kept(row)
        for what, days in ((What.ASKED, 0), *steps):
            step = IntroductionStep(
                introduction_id=number,
                state=IntroductionState.ASKED,
                at=asked_at + timedelta(days=days),
                what=what.value,
            )
            self.session.add(step)
            self.session.flush()  # they are read in the order of their numbers
        return number

    def review(self, kind: ReviewKind, *, agreed: bool, **more) -> None:
        vacancy = self.numbers.get("reviewed") or self.work()
        vacancy = more.pop("vacancy", None) or vacancy
        (candidate,) = self.people(1)
        values = {
            "coach_id": self.coach,
            "reason": ReviewReason.SKILLS_FIT,
            "at": MONDAY,
            "engine_place": 2,
            "place": 1,
            "spread": False,
            **more,
        }
        entry = self.entry(vacancy, candidate, values["engine_place"])
        self._kept(Review(entry_id=entry, kind=kind, agreed=agreed, **values))

    def outcome(self, kind: OutcomeKind = OutcomeKind.LEERWERKPLEK, **more) -> int:
        values = {
            "state": OutcomeState.RUNNING,
            "coach_id": self.coach,
            "region_id": HERE,
            "sector": "techniek",
            "starts_on": date(2026, 3, 2),
            "logged_at": MONDAY,
            **more,
        }
        if "candidate_id" not in values:
            (values["candidate_id"],) = self.people(1)
        number = self.next("outcome")
        return self._kept(Outcome(public_id=f"public-{number}", kind=kind, **values))

    def satisfied(self, side: Side, marks: tuple[int, int, int], **more) -> None:
        helped, fitting, again = marks
        row = Satisfaction(
            outcome_id=self.outcome(**more.pop("outcome", {})),
            side=side,
            helped=helped,
            fitting=fitting,
            again=again,
            answered_at=more.pop("at", MONDAY),
        )
        self._kept(row)

    def course(self, name: str, skill: int, level: int, days: int = 5) -> None:
        row = Course(
            uri=f"urn:course:{self.next('course')}",
            name=name,
            provider="Demo School",
            days=days,
            form=CourseForm.EVENING,
        )
        number = self._kept(row)
        self.session.add(CourseSkill(course_id=number, skill_id=skill, level=level))

    def _kept(self, row) -> int:
        self.session.add(row)
        self.session.flush()
        return row.id


def make_figures(session: Session) -> Figures:
    """Two regions with an employer each, an employer of none, and a coach."""
    speak(session)
    session.add_all(
        [Region(id=HERE, key="hier", name="Hier"), Region(id=THERE, key="daar", name="Daar")]
    )
    session.flush()
    for region, place in ((HERE, "Leiden"), (THERE, "Gouda")):
        session.add(RegionMunicipality(municipality=place, region_id=region))
        session.add(
            Postcode(
                code=POSTCODES[region],
                place=place,
                municipality=place,
                latitude=52.1,
                longitude=4.5,
            )
        )
    made = Figures(session)
    made.coach = made.account(Role.COACH, name="Demo coach")
    for region in (HERE, THERE, None):
        firm = Employer(trade_name=f"Demo {region}", sector="techniek", region_id=region)
        made.employers[region or 0] = made._kept(firm)
    return made
