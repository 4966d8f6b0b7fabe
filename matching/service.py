"""What the doors ask of matching: people for a vacancy, work for a person, one pair explained."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from foundation.settings import Settings
from matching.artefact import current_model
from matching.crowd import Crowd
from matching.explain import (
    Counterfactual,
    Explanation,
    Shelf,
    counterfactuals,
    explain,
)
from matching.gates import Finding, findings, is_open
from matching.index import Query
from matching.model import Progress, SkillModel, silent
from matching.occupations import Occupations, read_occupations
from matching.once import ReadOnce
from matching.open_work import WorkPool
from matching.pool import SkillNumbers, TalentPool
from matching.rank import rank_pool
from matching.sides import (
    CandidateSide,
    VacancySide,
    candidate_sides,
    courses_on_offer,
    travel_between,
    vacancy_sides,
)
from matching.ties import tie_key
from matching.wishes import WishFit, wish_fit
from matching.work import rank_work
from profiles.service import UnknownCandidate
from vacancies.service import UnknownVacancy

# How many rows are read at a time on the way down an order.
AT_A_TIME = 50


@dataclass(frozen=True, eq=False)
class Matcher:
    """One model with its pool, work, occupations and courses in memory; made once for all requests.

    It belongs to one taxonomy: after another is loaded, a new one is opened.
    """

    model: SkillModel
    numbers: SkillNumbers
    talent: TalentPool
    crowd: Crowd
    work: WorkPool
    occupations: ReadOnce[Occupations]
    courses: ReadOnce[Shelf]
    tie_key: int


def open_matcher(
    session: Session,
    settings: Settings,
    progress: Progress = silent,
) -> Matcher:
    """Load or build the model of the current taxonomy and get ready to rank.

    Raises:
        NotFound: no taxonomy is loaded.
    """
    model = current_model(session, settings, progress)
    numbers = SkillNumbers.read(session, model)
    return Matcher(
        model=model,
        numbers=numbers,
        talent=TalentPool(model, numbers),
        crowd=Crowd(numbers),
        work=WorkPool(model, numbers),
        occupations=ReadOnce(lambda one: read_occupations(one, model, numbers)),
        courses=ReadOnce(lambda one: courses_on_offer(one, numbers)),
        tie_key=tie_key(model.version),
    )


@dataclass(frozen=True, slots=True)
class Match:
    """One pair: its place in the order, its explanation, its wishes and its limits.

    What would change the score is worked out for a single pair only, not for a list.
    """

    candidate_id: int
    vacancy_id: int
    place: int
    explanation: Explanation
    wish: WishFit
    findings: tuple[Finding, ...]
    travel_minutes: int | None
    counterfactuals: tuple[Counterfactual, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether no limit closes this pair."""
        return is_open(self.findings)


@dataclass(frozen=True, slots=True)
class MatchList:
    """A ranked list: open pairs, pairs set apart under their reason, and how many there are.

    Args:
        matches: in order; `place` counts everybody, so that a gap shows who was set apart.
        set_apart: those met on the way whom a limit closes, in the same order.
        total: how many the whole list has; asking for more always reaches the last.
        skilled: False for a vacancy that is "nog niet verskild" and cannot be ranked.
    """

    matches: tuple[Match, ...]
    set_apart: tuple[Match, ...]
    total: int
    skilled: bool = True


def match_pair(session: Session, matcher: Matcher, *, candidate: int, vacancy: int) -> Match:
    """Explain one pair; `place` is 0, outside any order.

    Raises:
        UnknownCandidate: no such person, or withdrawn.
        UnknownVacancy: no such vacancy.
    """
    person = _candidate(session, matcher, candidate)
    work = vacancy_side(session, matcher, vacancy)
    match = match_of(matcher, person, work, matcher.courses.of(session), 0)
    return replace(match, counterfactuals=counterfactuals(matcher.model, person.skills, work.asked))


def people_for(session: Session, matcher: Matcher, *, vacancy: int, most: int | None) -> MatchList:
    """Rank the pool for a vacancy and give the first `most` open ones; None gives everyone.

    Raises:
        UnknownVacancy: no such vacancy.
    """
    work = vacancy_side(session, matcher, vacancy)
    pool = matcher.talent.follow(session)
    if not work.asked:
        return MatchList((), (), len(pool), skilled=False)
    query = Query.of(matcher.model, work.asked)
    courses = matcher.courses.of(session)

    def order(depth: int | None) -> list[int]:
        ranked = rank_pool(pool, query, vacancy=vacancy, key=matcher.tie_key, most=depth)
        ids: list[int] = ranked.ids.tolist()
        return ids

    def matches(ids: Sequence[int], start: int) -> Iterator[Match]:
        sides = candidate_sides(session, ids, matcher.numbers)
        for place, identity in enumerate(ids, start + 1):
            # The index is only a source of candidates: who may be shown is read here and now.
            if identity in sides and sides[identity].in_pool:
                yield match_of(matcher, sides[identity], work, courses, place)

    return _walk(len(pool), most, order, matches)


def work_for(session: Session, matcher: Matcher, *, candidate: int, most: int | None) -> MatchList:
    """Rank the open vacancies for a person in the pool and give the first `most` open ones.

    This is what a coach sees; what people see of their own work is `matching.own.own_work`.

    Raises:
        UnknownCandidate: no such person, or withdrawn.
    """
    person = _candidate(session, matcher, candidate)
    work = matcher.work.follow(session).index
    courses = matcher.courses.of(session)
    ranked = rank_work(matcher.model, work, person.skills, candidate=candidate, key=matcher.tie_key)

    def matches(ids: Sequence[int], start: int) -> Iterator[Match]:
        sides = vacancy_sides(session, ids, matcher.numbers)
        for place, identity in enumerate(ids, start + 1):
            if identity in sides:
                yield match_of(matcher, person, sides[identity], courses, place)

    return _walk(len(work.ids), most, lambda depth: ranked.ids[:depth].tolist(), matches)


def _walk(
    total: int,
    most: int | None,
    order: Callable[[int | None], list[int]],
    matches: Callable[[Sequence[int], int], Iterator[Match]],
) -> MatchList:
    """Go down an order until `most` open pairs are found, or to the last one."""
    opened: list[Match] = []
    apart: list[Match] = []
    seen, depth = 0, total if most is None else max(AT_A_TIME, 2 * most)
    while seen < total and (most is None or len(opened) < most):
        ids = order(None if depth >= total else depth)
        for start in range(seen, len(ids), AT_A_TIME):
            for match in matches(ids[start : start + AT_A_TIME], start):
                if most is not None and len(opened) == most:
                    return MatchList(tuple(opened), tuple(apart), total)
                (opened if match.is_open else apart).append(match)
        seen, depth = len(ids), 4 * depth
    return MatchList(tuple(opened), tuple(apart), total)


def match_of(
    matcher: Matcher,
    person: CandidateSide,
    work: VacancySide,
    courses: Shelf,
    place: int,
    *,
    own: bool = False,
) -> Match:
    """Put one pair together from its two sides; `own` is the person's own view of it."""
    travel = travel_between(person, work)
    return Match(
        candidate_id=person.candidate_id,
        vacancy_id=work.vacancy_id,
        place=place,
        explanation=explain(matcher.model, person.skills, work.asked, courses, person.course_days),
        wish=wish_fit(person.wishes, work.offer),
        findings=findings(person.person, work.work, travel, own=own),
        travel_minutes=travel,
    )


def own_side(session: Session, matcher: Matcher, *, candidate: int) -> CandidateSide:
    """Read a person for his own view: a draft or paused profile too, whatever was agreed to.

    Raises:
        UnknownCandidate: no such person, or the profile was withdrawn or erased.
    """
    side = candidate_sides(session, [candidate], matcher.numbers).get(candidate)
    if side is None or not side.running:
        raise UnknownCandidate("Dit profiel is er niet, of is gestopt. Begin een nieuw profiel.")
    return side


def _candidate(session: Session, matcher: Matcher, candidate: int) -> CandidateSide:
    sides = candidate_sides(session, [candidate], matcher.numbers)
    if candidate not in sides or not sides[candidate].in_pool:
        raise UnknownCandidate(
            f"Kandidaat {candidate} is er niet, of doet niet mee. Controleer het nummer."
        )
    return sides[candidate]


def vacancy_side(session: Session, matcher: Matcher, vacancy: int) -> VacancySide:
    """Read one vacancy as it stands now.

    Raises:
        UnknownVacancy: no such vacancy.
    """
    sides = vacancy_sides(session, [vacancy], matcher.numbers)
    if vacancy not in sides:
        raise UnknownVacancy(f"Vacature {vacancy} is er niet. Controleer het nummer.")
    return sides[vacancy]
