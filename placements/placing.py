"""What goes with a placement: days that are free, and the introduction it came from."""

from datetime import datetime

from sqlmodel import Session, col, select

from accounts.models import Role
from coaching.introduction_steps import (
    Actor,
    UnknownIntroduction,
    What,
    introduction_to_change,
    move,
)
from coaching.models import Introduction, IntroductionState
from foundation.errors import Conflict
from placements.drafts import OutcomeDraft
from placements.models import PLACEMENTS, Outcome, OutcomeState
from placements.rules import overlap, said, wrong
from vacancies.models import Vacancy


class PlacementRuns(Conflict):
    """The person has a placement in those days."""


class AcceptedElsewhere(Conflict):
    """An employer accepted the person through an introduction: log the placement there."""


def introduction_of(session: Session, *, introduction_id: int, candidate_id: int) -> Introduction:
    """Take the introduction a placement comes from; its candidate is held already.

    Raises:
        UnknownIntroduction: it is not there, or of somebody else.
    """
    row = introduction_to_change(session, introduction_id=introduction_id, seen=None)
    if row.candidate_id != candidate_id:
        raise UnknownIntroduction("Deze voordracht is er niet. Controleer het adres.")
    return row


def with_employer(
    session: Session, *, introduction: Introduction, draft: OutcomeDraft
) -> OutcomeDraft:
    """Fill in the employer of an introduction.

    Raises:
        Invalid: the draft is of no placement, or names another employer.
    """
    if draft.kind not in PLACEMENTS:
        raise wrong("kind", "een voordracht leidt tot een leerwerkplek of een tijdelijk contract")
    employer_id = session.get_one(Vacancy, introduction.vacancy_id).employer_id
    if draft.employer_id not in (None, employer_id):
        raise wrong("employer_id", "is niet het bedrijf van de voordracht; laat dit weg")
    return draft.model_copy(update={"employer_id": employer_id})


def move_along(
    session: Session,
    row: Outcome,
    target: IntroductionState,
    *,
    what: What,
    coach_id: int,
    now: datetime,
) -> None:
    """Let the introduction of an outcome, if any, go where the outcome goes.

    One whose placement is over stays so: its place was given free and may be somebody else's.

    Raises:
        StepNotPossible: nobody was accepted, or it has ended.
    """
    if row.introduction_id is None:
        return
    introduction = introduction_to_change(session, introduction_id=row.introduction_id, seen=None)
    was_corrected = row.replaces_id is not None or what is What.UNPLACED
    if introduction.state is IntroductionState.FINISHED and was_corrected:
        return
    move(session, introduction, target, what=what, by=Actor(coach_id, Role.COACH), now=now)


def check_free(session: Session, row: Outcome) -> None:
    """Refuse a placement in days that are taken, or beside a place that waits to be logged.

    Raises:
        PlacementRuns, AcceptedElsewhere: so it is.
    """
    if row.kind not in PLACEMENTS:
        return
    others = select(Outcome).where(Outcome.candidate_id == row.candidate_id)
    for one in session.exec(others.order_by(col(Outcome.ended_on).is_not(None))):
        if overlap(one, starts_on=row.starts_on, ended_on=row.ended_on):
            raise placement_runs(one)
    if row.introduction_id is not None or row.state is not OutcomeState.RUNNING:
        return
    waiting = select(Introduction.id).where(
        Introduction.candidate_id == row.candidate_id,
        Introduction.state == IntroductionState.ACCEPTED,
    )
    if session.exec(waiting).first() is not None:
        raise AcceptedElsewhere(
            "Deze persoon is aangenomen via een voordracht. "
            "Leg de plaatsing daar vast, of stop die voordracht eerst."
        )


def placement_runs(row: Outcome | None = None) -> PlacementRuns:
    """Build the refusal of a second placement; `row` is the one in the way."""
    if row is None or row.ended_on is None:
        return PlacementRuns(
            "Deze persoon heeft al een plaatsing die loopt. Beëindig die eerst, of verbeter haar."
        )
    return PlacementRuns(
        f"Deze persoon had al een plaatsing van {said(row.starts_on)} tot {said(row.ended_on)}. "
        "Kies een latere start, of verbeter die plaatsing."
    )
