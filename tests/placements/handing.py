"""A small world to hand over: people who agreed or did not, and outcomes in line."""

from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from accounts.models import Account, Role
from accounts.tokens import new_public_id
from foundation.clock import Clock
from foundation.database import writing
from placements.handover_folder import Exported, export_batch
from placements.models import HandoverEvent, HandoverLine, HandoverRow, Outcome, OutcomeKind
from placements.models import OutcomeState as State
from placements.outbox import hand_over_later
from profiles.consent import give_consent, withdraw_consent
from profiles.drafts import ConsentDraft, ProfileDraft, SkillDraft
from profiles.models import Purpose
from profiles.service import open_profile
from profiles.skillset import set_skill
from profiles.states import activate
from tests.profiles.worlds import NOW, WELDING, speak

LATER = NOW + timedelta(days=1)


def a_person(session: Session, *, agrees: bool = True, name: str = "Zoë de Vries") -> int:
    """Make somebody active, who agrees to the handover or not."""
    one = open_profile(session, draft=ProfileDraft(name=name), now=NOW).id
    set_skill(session, candidate_id=one, draft=SkillDraft(skill_id=WELDING, level=3))
    agree(session, one, Purpose.MATCHING)
    if agrees:
        agree(session, one, Purpose.HANDOVER)
    activate(session, candidate_id=one, now=NOW)
    return one


def agree(session: Session, candidate: int, purpose: Purpose = Purpose.HANDOVER) -> None:
    draft = ConsentDraft(purpose=purpose, text_version="2026-2")
    give_consent(session, candidate_id=candidate, draft=draft, now=NOW)


def disagree(session: Session, candidate: int) -> None:
    withdraw_consent(session, candidate_id=candidate, purpose=Purpose.HANDOVER, now=NOW)


def the_coach(session: Session) -> int:
    found = session.exec(select(Account.id).where(Account.role == Role.COACH)).first()
    if found is not None:
        return found
    row = Account(role=Role.COACH, name="Coach", created_at=NOW, seen_at=NOW)
    session.add(row)
    session.flush()
    return row.id


def an_outcome(session: Session, candidate: int, *, now: datetime = NOW) -> HandoverRow:
    """Log advice to somebody, as rows; it waits for a batch."""
    row = Outcome(
        public_id=new_public_id(),
        kind=OutcomeKind.DEVELOPMENT_ADVICE,
        state=State.DONE,
        candidate_id=candidate,
        coach_id=the_coach(session),
        starts_on=date(2026, 8, 1),
        logged_at=now,
    )
    session.add(row)
    session.flush()
    return hand_over_later(session, outcome=row, event=HandoverEvent.LOGGED, now=now)


def told_again(session: Session, row: HandoverRow, *, now: datetime = NOW) -> HandoverRow:
    outcome = session.get_one(Outcome, row.outcome_id)
    return hand_over_later(session, outcome=outcome, event=HandoverEvent.CHECKED_IN, now=now)


def a_start(engine: Engine, *, people: int = 2) -> list[int]:
    """Make people who agree and one who does not, each with an outcome; gives their numbers."""
    with writing(engine) as session:
        speak(session)
        made = [a_person(session) for _ in range(people)]
        made.append(a_person(session, agrees=False))
        for one in made:
            an_outcome(session, one)
    return made


def exported(engine: Engine, folder: Path, now: datetime = NOW, chain: str = "") -> Exported:
    """Write the next batch, which there must be."""
    clock: Clock = lambda: now  # noqa: E731
    done = export_batch(engine, folder=folder, chain=chain, made_by=None, clock=clock)
    assert done is not None
    return done


def texts(session: Session, batch_id: int, file: str) -> list[str]:
    """Give the kept lines of a file."""
    held = select(HandoverLine.text).where(
        HandoverLine.batch_id == batch_id, HandoverLine.file == file
    )
    return list(session.exec(held.order_by(col(HandoverLine.position))))
