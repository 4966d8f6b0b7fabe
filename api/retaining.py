"""Lets go of what was kept long enough: accounts nobody came back to, and old applications."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Engine

from coaching.retention import Cleared, clear_applications
from foundation.checkpoint import let_go_of_old_pages
from foundation.database import reading, writing
from foundation.errors import TalentError
from profiles.retention import Parting, accounts_left_alone, part_with

log = structlog.get_logger("talent")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a round did: who was reminded, who was erased, and what went of applications."""

    reminded: int
    erased: int
    cleared: Cleared


def keep_no_longer(
    engine: Engine, *, site: str, now: datetime, stopped: Callable[[], bool] = lambda: False
) -> Kept:
    """Remind and erase whom nobody saw for a year, and clear applications; twice does no more.

    One person is one transaction: who cannot be erased now is left for the next round.

    Raises:
        Unavailable: the database is locked or away; try again later.
    """
    with writing(engine) as session:
        cleared = clear_applications(session, now=now)
    with reading(engine) as session:
        alone = accounts_left_alone(session, now=now)
    done: Counter[Parting | None] = Counter()
    for account_id in alone:
        if stopped():
            break
        try:
            with writing(engine) as session:
                done[part_with(session, account_id=account_id, site=site, now=now)] += 1
        except TalentError as error:
            log.warning("retention", done=False, error=type(error).__name__)
    if done[Parting.ERASED] or cleared != Cleared():
        let_go_of_old_pages(engine)
    return Kept(done[Parting.REMINDED], done[Parting.ERASED], cleared)
