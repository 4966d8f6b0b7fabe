"""Three questions to both sides about the help they got, once each, and never asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from foundation.database import guarded
from foundation.errors import Conflict
from placements.answering import outcome_held
from placements.check_in_drafts import SatisfactionDraft
from placements.models import CheckIn, Satisfaction, Side

# Sooner nobody can tell.
FROM_WEEK = 6

# Per side what `helped`, `fitting` and `again` ask.
QUESTIONS: Mapping[Side, Mapping[str, str]] = {
    Side.CANDIDATE: {
        "helped": "Heeft Talent op Maat je geholpen om dit werk te vinden?",
        "fitting": "Past dit werk bij je?",
        "again": "Zou je weer met Talent op Maat naar werk zoeken?",
    },
    Side.EMPLOYER: {
        "helped": "Heeft Talent op Maat je geholpen om iemand te vinden?",
        "fitting": "Past deze persoon bij het werk?",
        "again": "Zou je weer via Talent op Maat iemand zoeken?",
    },
}
MARKS: Mapping[int, str] = {
    1: "nee, helemaal niet",
    2: "nee, niet echt",
    3: "een beetje",
    4: "ja",
    5: "ja, heel erg",
}


class AlreadyTold(Conflict):
    """This side has answered the three questions."""


class AskedLater(Conflict):
    """The questions come with the check-in of week 6."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one side answered, each from 1 to 5."""

    side: Side
    helped: int
    fitting: int
    again: int


def tell_satisfaction(
    session: Session, *, outcome_id: int, side: Side, draft: SatisfactionDraft, now: datetime
) -> Satisfaction:
    """Keep what one side answers.

    Raises:
        ProfileEnded: the person has left.
        AskedLater: this side has not answered a check-in of week 6 or later.
        AlreadyTold: it did so before.
    """
    outcome_held(session, outcome_id=outcome_id)
    refusal = AlreadyTold("Je hebt deze drie vragen al beantwoord. Dank je.")
    if satisfaction_of(session, outcome_id=outcome_id, side=side) is not None:
        raise refusal
    if not is_asked(session, outcome_id=outcome_id, side=side):
        raise AskedLater("Deze vragen komen later. Vertel eerst na zes weken hoe het gaat.")
    row = Satisfaction(outcome_id=outcome_id, side=side, answered_at=now, **draft.model_dump())
    with guarded(session, refusal):
        session.add(row)
    return row


def is_asked(session: Session, *, outcome_id: int, side: Side) -> bool:
    """Tell whether the time has come to ask a side the three questions: after its week 6."""
    answered = select(CheckIn.id).where(
        CheckIn.outcome_id == outcome_id,
        CheckIn.side == side,
        CheckIn.week >= FROM_WEEK,
        col(CheckIn.answered_at).is_not(None),
    )
    return session.exec(answered).first() is not None


def satisfaction_of(session: Session, *, outcome_id: int, side: Side) -> Told | None:
    """Tell what a side answered; None when it has not."""
    told = select(Satisfaction).where(
        Satisfaction.outcome_id == outcome_id, Satisfaction.side == side
    )
    row = session.exec(told).first()
    return None if row is None else Told(row.side, row.helped, row.fitting, row.again)
