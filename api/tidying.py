"""Throws away what is over: visits, mailed codes, kept answers, and profiles of one visit."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Engine

from accounts.answers import sweep_answers
from accounts.sweep import remove_abandoned, sweep
from foundation.checkpoint import let_go_of_old_pages
from foundation.clock import Clock
from foundation.database import writing
from foundation.errors import Unavailable
from profiles.service import candidate_of_account
from profiles.states import erase_person

A_ROUND_SECONDS = 600

log = structlog.get_logger("talent")


@dataclass(frozen=True, slots=True)
class Tidied:
    """How much was thrown away of each."""

    visits: int
    codes: int
    answers: int
    profiles: int


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
    if profiles:
        let_go_of_old_pages(engine)
    return Tidied(swept.visits, swept.codes, answers, profiles)


async def keep_tidy(engine: Engine, clock: Clock) -> None:
    """Tidy at the start and every ten minutes, until it is cancelled."""
    while True:
        try:
            await asyncio.to_thread(tidy, engine, now=clock())
        except Unavailable as error:
            log.warning("tidy", done=False, error=type(error).__name__)
        await asyncio.sleep(A_ROUND_SECONDS)
