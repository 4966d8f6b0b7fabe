"""What is done by itself, and when: mails, clocks, reminders, check-ins, tidying, not keeping."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from accounts.mail import Post
from accounts.outbox import deliver
from api.bringing import sweep_uploads
from api.checking_in import ask_everybody
from api.reminding import remind_everybody
from api.retaining import keep_no_longer
from api.tidying import tidy
from coaching.clocks import run_clocks
from foundation.clock import Clock
from foundation.database import writing
from foundation.settings import Settings
from placements.journeys import follow_journeys
from vacancies.postings import close_expired


@dataclass(frozen=True, slots=True)
class Duty:
    """What whoever walks a round has with him; `stopped` tells that it is time to go home."""

    settings: Settings
    engine: Engine
    clock: Clock
    post: Post
    stopped: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Round:
    """One thing that is done again and again, at the minutes and hours (UTC) of a crontab."""

    name: str
    walk: Callable[[Duty], object]
    minute: str = "*"
    hour: str = "*"


def _mail(duty: Duty) -> object:
    return deliver(duty.engine, duty.post, clock=duty.clock, stopped=duty.stopped)


def _tidy(duty: Duty) -> object:
    sweep_uploads(duty.settings.folder)
    return tidy(duty.engine, now=duty.clock())


def _clocks(duty: Duty) -> object:
    with writing(duty.engine) as session:
        return run_clocks(session, address=duty.settings.address, now=duty.clock())


def _follow(duty: Duty) -> object:
    with writing(duty.engine) as session:
        return follow_journeys(session, now=duty.clock())


def _postings(duty: Duty) -> object:
    with writing(duty.engine) as session:
        return close_expired(session, now=duty.clock())


def _remind(duty: Duty) -> object:
    return remind_everybody(duty.engine, site=duty.settings.address, now=duty.clock())


def _check_in(duty: Duty) -> object:
    site = duty.settings.address
    return ask_everybody(duty.engine, site=site, now=duty.clock(), stopped=duty.stopped)


def _retain(duty: Duty) -> object:
    site = duty.settings.address
    return keep_no_longer(duty.engine, site=site, now=duty.clock(), stopped=duty.stopped)


MAIL = "mail"

# In the order in which a worker that starts does them all. The daily ones go while it is early
# morning here, and the mails they write leave within a minute.
ROUNDS = (
    Round(MAIL, _mail),
    Round("tidy", _tidy, minute="*/10"),
    Round("clocks", _clocks, minute="5"),
    Round("journeys", _follow, minute="20"),
    Round("postings", _postings, minute="15", hour="3"),
    Round("retention", _retain, minute="30", hour="3"),
    Round("reminders", _remind, minute="0", hour="6"),
    Round("check-ins", _check_in, minute="15", hour="6"),
)
