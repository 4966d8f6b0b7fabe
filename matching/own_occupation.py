"""One occupation for one person: what it asks against what he can, and the work there is in it."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from matching.explain import Explanation, explain
from matching.pool import OUTSIDE
from matching.reach import reach_of
from matching.reference import Asking
from matching.service import Match, Matcher, match_of
from skills.models import Occupation
from skills.service import OccupationNotFound, skills_of
from vacancies.models import Vacancy


@dataclass(frozen=True, slots=True)
class OwnOccupation:
    """An occupation as one person sees it.

    Args:
        occupation: its row.
        explanation: scored as in the explorer: essential skills are required, without levels.
        matches: the open vacancies for it, what no limit closes first, each half in order of work.
        unskilled: the open ones that are "nog niet verskild", by id.
    """

    occupation: Occupation
    explanation: Explanation
    matches: tuple[Match, ...]
    unskilled: tuple[int, ...]


def own_occupation(
    session: Session, matcher: Matcher, *, candidate: int, occupation: int
) -> OwnOccupation:
    """Explain an occupation to a person.

    Raises:
        UnknownCandidate: no such person, or the profile was withdrawn or erased.
        OccupationNotFound: the taxonomy does not hold the occupation.
    """
    row = session.get(Occupation, occupation)
    if row is None or row.retired:
        raise OccupationNotFound("Dit beroep is er niet. Kies een ander uit de lijst.")
    reach = reach_of(session, matcher, candidate=candidate)
    courses = matcher.courses.of(session)
    ours = set(session.exec(select(Vacancy.id).where(col(Vacancy.occupation_id) == row.id)).all())
    order = sorted(
        (one for one in reach.order if one in ours), key=lambda one: one not in reach.open_ids
    )
    asked = _asked(session, matcher, row.id)
    person = reach.person
    return OwnOccupation(
        occupation=row,
        explanation=explain(matcher.model, person.skills, asked, courses, person.course_days),
        matches=tuple(
            match_of(matcher, person, reach.side(one), courses, reach.places[one], own=True)
            for one in order
        ),
        unskilled=tuple(one for one in reach.work.unskilled if one in ours),
    )


def _asked(session: Session, matcher: Matcher, occupation: int) -> list[Asking]:
    asked = skills_of(session, occupation_id=occupation)
    numbered = ((matcher.numbers.of(one.skill.id), one.essential) for one in asked)
    return [Asking(number, None, essential) for number, essential in numbered if number != OUTSIDE]
