"""Throws away what is over: visits, codes, mails, invitations, answers, profiles of one visit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from accounts.answers import sweep_answers
from accounts.campaign_invites import sweep_invites
from accounts.outbox import sweep_outbox
from accounts.sweep import remove_abandoned, sweep
from foundation.checkpoint import let_go_of_old_pages
from foundation.database import writing
from profiles.service import candidate_of_account
from profiles.states import erase_person


@dataclass(frozen=True, slots=True)
class Tidied:
    """How much was thrown away of each."""

    visits: int
    codes: int
    answers: int
    profiles: int
    mails: int = 0
    invites: int = 0


def tidy(engine: Engine, *, now: datetime) -> Tidied:
    """Throw away what is over, in one transaction; doing it twice throws away nothing more.

    A profile that somebody began and never saved goes a day after the last look, and nothing of it
    stays.

    Raises:
        Unavailable: the database is locked or away; try again later.
    """
    with writing(engine) as session:
        swept = sweep(session, now=now)
        profiles = 0
        for account_id in swept.abandoned:
            candidate = candidate_of_account(session, account_id=account_id)
            if candidate is not None:
                erase_person(session, candidate_id=candidate.id, now=now)
                profiles += 1
        remove_abandoned(session, account_ids=swept.abandoned)
        answers = sweep_answers(session, now=now)
        mails = sweep_outbox(session, now=now)
        invites = sweep_invites(session, now=now)
    if profiles or invites:
        let_go_of_old_pages(engine)
    return Tidied(swept.visits, swept.codes, answers, profiles, mails, invites)
