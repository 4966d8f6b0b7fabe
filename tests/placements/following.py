"""A placement on 1 September 2026 that is followed, and the days on which something is due."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select

from accounts.models import OutgoingMail
from foundation.entry import validated
from placements.answering import Answerer, answer_check_in
from placements.asking import AskedHow, ask_how, check_ins_due
from placements.check_in_drafts import CheckInDraft
from placements.check_ins import check_ins_of
from placements.models import CheckIn, CheckInAnswer, Outcome, Side
from tests.coaching.introducing import ADDRESS, Region, forget_mails
from tests.placements.placing import placed

WEEK_2, WEEK_6, WEEK_13, WEEK_26 = "2026-09-15", "2026-10-13", "2026-12-01", "2027-03-02"
C, E = Side.CANDIDATE, Side.EMPLOYER
WELL, HELP, STOPPED = CheckInAnswer.WELL, CheckInAnswer.HELP, CheckInAnswer.STOPPED


def at(day: str, hour: int = 6) -> datetime:
    """Give a moment of a day."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + timedelta(
        hours=hour
    )


def followed(session: Session, region: Region, number: int = 0, **more: object) -> Outcome:
    """Place somebody, and forget the mails that came before."""
    row = placed(session, region, number, **more)
    forget_mails(session)
    return row


def ask_all(session: Session, day: str, hour: int = 6) -> Counter[AskedHow | None]:
    """Walk the round of a day."""
    now = at(day, hour)
    due = check_ins_due(session, now=now)
    return Counter(ask_how(session, check_in_id=one, address=ADDRESS, now=now) for one in due)


def check_in(session: Session, row: Outcome, week: int, side: Side) -> CheckIn:
    """Find one check-in."""
    found = check_ins_of(session, outcome_id=row.id)
    return next(one for one in found if (one.week, one.side) == (week, side))


def answer(
    session: Session,
    region: Region,
    row: CheckIn,
    what: CheckInAnswer = WELL,
    *,
    day: str,
    by: str = "",
    text: str = "",
    hour: int = 9,
) -> CheckIn:
    """Answer a check-in as the side it is for, or by "coach"."""
    accounts = {C: region.accounts[0], E: region.contact}
    side = None if by == "coach" else row.side
    return answer_check_in(
        session,
        outcome_id=row.outcome_id,
        check_in_id=row.id,
        draft=validated(CheckInDraft, {"answer": what, "text": text}),
        by=Answerer(region.coach if side is None else accounts[row.side], side),
        address=ADDRESS,
        now=at(day, hour),
    )


def tokens(session: Session) -> list[tuple[str, str]]:
    """List every link that was mailed: to whom, and the token."""
    rows = session.exec(select(OutgoingMail).order_by(col(OutgoingMail.id)))
    return [
        (
            row.to_address.split("@")[0].rstrip("0123456789"),
            row.text.split("/hoe-gaat-het/")[1].split()[0],
        )
        for row in rows
        if "/hoe-gaat-het/" in row.text
    ]
