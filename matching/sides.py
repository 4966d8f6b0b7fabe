"""Turns rows of candidates and vacancies into the plain values that matching compares.

Only what may count is read: no name, no experience, no registration date.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col, select

from foundation.database import batches
from foundation.places import Point, points_of, travel_minutes
from foundation.terms import LanguageLevel, TravelMeans
from matching.explain import Shelf, shelf_of
from matching.gates import Demand, Gate, Person, Work
from matching.pool import IN_THE_POOL, OUTSIDE, SkillNumbers, requirements_of
from matching.reference import Asking, Having, Taught
from matching.wishes import Offer, Wishes
from profiles.models import (
    Candidate,
    CandidateLanguage,
    CandidateSkill,
    CandidateState,
    Consent,
    Evidence,
    HiddenEmployer,
    Interest,
    InterestOutcome,
    Preferences,
    Purpose,
)
from profiles.service import ENDED
from skills.models import Course, CourseSkill, Sector
from vacancies.models import Employer, Limit, LimitKind, Vacancy

_GATE_OF = {
    LimitKind.LICENCE: Gate.LICENCE,
    LimitKind.LANGUAGE: Gate.LANGUAGE,
    LimitKind.DIPLOMA: Gate.DIPLOMA,
}

# A sector tells up to three letters; a third would make nearly everything meet an interest.
STRONGEST = 2

Table = TypeVar("Table", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class CandidateSide:
    """What is compared of a candidate; `unknown_skills` are ids outside the current taxonomy.

    `in_pool` tells whether others may see the person, `running` whether the person himself may
    still look for work: a draft and one who paused may, without any consent.
    """

    candidate_id: int
    skills: tuple[Having, ...]
    unknown_skills: tuple[int, ...]
    person: Person
    wishes: Wishes
    course_days: int | None
    place: Point | None
    means: TravelMeans | None
    in_pool: bool
    running: bool = True


@dataclass(frozen=True, slots=True)
class VacancySide:
    """What is compared of a vacancy; without `asked` it is "nog niet verskild"."""

    vacancy_id: int
    asked: tuple[Asking, ...]
    work: Work
    offer: Offer
    place: Point | None
    postcode: str | None = None


def candidate_sides(
    session: Session,
    candidates: Iterable[int],
    numbers: SkillNumbers,
    *,
    with_skills: bool = True,
) -> dict[int, CandidateSide]:
    """Read the sides of some candidates; an unknown id is absent.

    Without skills, for whoever has them already, reading many people takes half the time.
    """
    ids = sorted(set(candidates))
    rows = dict(_rows_of(session, Candidate, col(Candidate.id), ids))
    skills = _told_skills(session, ids) if with_skills else {}
    languages = _grouped(session, CandidateLanguage, col(CandidateLanguage.candidate_id), ids)
    hidden = _grouped(session, HiddenEmployer, col(HiddenEmployer.candidate_id), ids)
    consents = _grouped(session, Consent, col(Consent.candidate_id), ids)
    stated = dict(_rows_of(session, Preferences, col(Preferences.candidate_id), ids))
    interests = dict(_rows_of(session, InterestOutcome, col(InterestOutcome.candidate_id), ids))
    places = points_of(session, [row.postcode for row in stated.values() if row.postcode])
    return {
        row.id: _candidate_side(
            row,
            skills.get(row.id, []),
            stated.get(row.id) or Preferences(candidate_id=row.id),
            _Around(
                {one.language: one.level for one in languages.get(row.id, [])},
                hidden.get(row.id, []),
                _agreed(consents.get(row.id, [])),
                interests[row.id].interests if row.id in interests else frozenset(),
                places,
            ),
            numbers,
        )
        for row in rows.values()
    }


def _told_skills(
    session: Session, ids: Sequence[int]
) -> dict[int, list[tuple[int, int | None, Evidence]]]:
    """Read (skill row, level, evidence) per candidate; as plain values, for there are many."""
    told: dict[int, list[tuple[int, int | None, Evidence]]] = {}
    table = CandidateSkill
    for batch in batches(ids):
        rows = session.exec(
            select(table.candidate_id, table.skill_id, table.level, table.evidence)
            .where(col(table.candidate_id).in_(batch))
            .order_by(col(table.skill_id))
        )
        for candidate, skill, level, evidence in rows:
            told.setdefault(candidate, []).append((skill, level, Evidence(evidence)))
    return told


@dataclass(frozen=True, slots=True)
class _Around:
    """The rest of what hangs on a candidate."""

    languages: dict[str, LanguageLevel | None]
    hidden: list[HiddenEmployer]
    consented: bool
    interests: frozenset[Interest]
    places: dict[str, Point]


def _agreed(consents: Sequence[Consent]) -> bool:
    return any(one.purpose == Purpose.MATCHING and one.withdrawn_at is None for one in consents)


def _candidate_side(
    row: Candidate,
    skills: Sequence[tuple[int, int | None, Evidence]],
    stated: Preferences,
    around: _Around,
    numbers: SkillNumbers,
) -> CandidateSide:
    numbered = sorted((numbers.of(one[0]), place) for place, one in enumerate(skills))
    return CandidateSide(
        candidate_id=row.id,
        skills=tuple(
            Having(number, skills[place][1], skills[place][2] != Evidence.CLAIMED)
            for number, place in numbered
            if number != OUTSIDE
        ),
        unknown_skills=tuple(skills[place][0] for number, place in numbered if number == OUTSIDE),
        person=Person(
            consented=around.consented,
            paused=row.state == CandidateState.PAUSED,
            hidden_kvk=frozenset(one.kvk for one in around.hidden if one.kvk),
            hidden_names=frozenset(one.trade_name for one in around.hidden if one.trade_name),
            travel_minutes=stated.travel_minutes,
            hours_min=stated.hours_min,
            hours_max=stated.hours_max,
            starts_from=stated.starts_from,
            wage_floor_cents=stated.wage_floor_cents,
            licences=stated.licences or frozenset(),
            languages=around.languages,
        ),
        wishes=Wishes(
            sectors=stated.sectors or frozenset(),
            kinds=stated.kinds or frozenset(),
            days=stated.days or frozenset(),
            interests=frozenset(one.value for one in around.interests),
        ),
        course_days=stated.course_days,
        place=around.places.get(stated.postcode or ""),
        means=stated.travel_means,
        in_pool=row.state in IN_THE_POOL and around.consented,
        running=row.state not in ENDED,
    )


def vacancy_sides(
    session: Session, vacancies: Iterable[int], numbers: SkillNumbers
) -> dict[int, VacancySide]:
    """Read the sides of some vacancies; an unknown id is absent."""
    ids = sorted(set(vacancies))
    rows = dict(_rows_of(session, Vacancy, col(Vacancy.id), ids))
    hiring = {row.employer_id for row in rows.values()}
    employers = dict(_rows_of(session, Employer, col(Employer.id), hiring))
    limits = _grouped(session, Limit, col(Limit.vacancy_id), ids)
    asked = requirements_of(session, ids, numbers)
    places = points_of(session, [row.postcode for row in rows.values() if row.postcode])
    interests = _interests_of_sectors(session)
    return {
        row.id: VacancySide(
            vacancy_id=row.id,
            asked=tuple(one for one in asked[row.id] if one.skill != OUTSIDE),
            work=_work(row, employers[row.employer_id], limits.get(row.id, [])),
            offer=Offer(row.sector, row.kinds, row.days, interests.get(row.sector, frozenset())),
            place=places.get(row.postcode or ""),
            postcode=row.postcode,
        )
        for row in rows.values()
    }


def _interests_of_sectors(session: Session) -> dict[str, frozenset[str]]:
    """Read the letters of Holland that count for each sector: its two strongest."""
    rows = session.exec(select(Sector.key, Sector.interests))
    return {key: frozenset(letters[:STRONGEST]) for key, letters in rows}


def _work(row: Vacancy, employer: Employer, limits: Sequence[Limit]) -> Work:
    return Work(
        kvk=employer.kvk or "",
        trade_name=employer.trade_name,
        hours_min=row.hours_min,
        hours_max=row.hours_max,
        starts_on=row.starts_on,
        wage_cents=row.wage_cents,
        demands=tuple(
            Demand(_GATE_OF[one.kind], one.value, one.legal_reason.rstrip("."), one.level)
            for one in sorted(limits, key=lambda one: (one.kind, one.value))
        ),
    )


def travel_between(candidate: CandidateSide, vacancy: VacancySide) -> int | None:
    """Estimate the minutes between the two; None when a place is unknown.

    A candidate who did not say how he travels is taken to cycle, as most people here do.
    """
    return travel_to(candidate, vacancy.place)


def travel_to(candidate: CandidateSide, there: Point | None) -> int | None:
    """Estimate the minutes from where a candidate lives to a place, as `travel_between` does."""
    if candidate.place is None or there is None:
        return None
    return travel_minutes(candidate.place, there, candidate.means or TravelMeans.BIKE)


def courses_on_offer(session: Session, numbers: SkillNumbers) -> Shelf:
    """Read what every course teaches, in numbers of the model, by skill."""
    rows = session.exec(
        select(CourseSkill.course_id, CourseSkill.skill_id, CourseSkill.level, Course.days)
        .where(Course.id == CourseSkill.course_id)
        .where(col(Course.retired).is_(False))
        .order_by(col(CourseSkill.course_id), col(CourseSkill.skill_id))
    )
    return shelf_of(
        Taught(course, numbers.of(skill), level, days)
        for course, skill, level, days in rows
        if numbers.of(skill) != OUTSIDE
    )


def _rows_of(
    session: Session, table: type[Table], owner: Mapped[int], ids: Iterable[int]
) -> Iterator[tuple[int, Table]]:
    """Read the rows of some owners, each with the id it belongs to."""
    for batch in batches(sorted(set(ids))):
        yield from session.exec(select(owner, table).where(owner.in_(batch)))


def _grouped(
    session: Session, table: type[Table], owner: Mapped[int], ids: Iterable[int]
) -> dict[int, list[Table]]:
    groups: dict[int, list[Table]] = {}
    for identity, row in _rows_of(session, table, owner, ids):
        groups.setdefault(identity, []).append(row)
    return groups
