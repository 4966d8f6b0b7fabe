"""Kills the worker at random moments while mails must leave, and counts what was lost or repeated.

Usage: python benchmarks/killing_worker.py [KILLS] [DATABASE]

The database is a temporary SQLite file unless an address is given; it must be empty and migrated.
A mail server on this machine notes the Message-ID of every mail it accepts. Each worker is a real
process with its own queue, killed with SIGKILL (500 times by default) somewhere between taking a
mail and noting that it left. The clock of each next worker is set past the lease of the one that
died. At the end one worker brings away what is left.
"""

import asyncio
import multiprocessing
import random
import socket
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import Engine
from sqlmodel import col, select

from accounts.mail import Mail
from accounts.models import OutgoingMail
from accounts.outbox import LEASE, post_later
from foundation.clock import utc_now
from foundation.database import open_engine, reading, writing
from foundation.migrate import upgrade
from foundation.settings import MailSettings, Settings

KILLS = 500
WAITING = 25
LONGEST_LIFE_SECONDS = 0.3
PATIENCE_SECONDS = 60


@dataclass
class Received:
    """What the mail server accepted, in order: the Message-ID and the subject of each mail."""

    mails: list[tuple[str, str]] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Accept a mail, sometimes slowly, so that a kill comes before, during and after it."""
        await asyncio.sleep(random.uniform(0, 0.01))
        message = message_from_bytes(envelope.content)
        self.mails.append((message["Message-ID"], message["Subject"]))
        await asyncio.sleep(random.uniform(0, 0.01))
        return "250 OK"


@dataclass
class Found:
    """What was seen of all kills together."""

    kills: int = 0
    in_hand: set[str] = field(default_factory=set)
    repeated_after_note: int = 0


def work(settings: Settings, shift: timedelta) -> None:
    """Be a worker until killed."""
    from api.background import Background

    background = Background(settings, open_engine(settings), lambda: utc_now() + shift)
    background.start()
    while True:
        time.sleep(60)


def waiting(engine: Engine) -> int:
    """Count the mails that have not left."""
    with reading(engine) as session:
        return len(session.exec(select(OutgoingMail.id).where(_unsent())).all())


def _unsent() -> Any:
    return col(OutgoingMail.sent_at).is_(None)


def noted(engine: Engine) -> set[str]:
    """List the mails that were noted as sent."""
    with reading(engine) as session:
        return set(session.exec(select(OutgoingMail.message_id).where(~_unsent())))


def fill(engine: Engine, posted: dict[str, str]) -> None:
    """Put mails in the outbox until enough are waiting."""
    for _ in range(WAITING - waiting(engine)):
        subject = f"mail {len(posted)}"
        with writing(engine) as session:
            mail = Mail("naam@voorbeeld.nl", subject, "Hallo")
            posted[subject] = post_later(session, mail, now=utc_now()).message_id


def begun(workers: Any, settings: Settings, number: int) -> Any:
    """Start a worker whose clock is past the lease of every one before."""
    shift = number * (LEASE + timedelta(seconds=1))
    process = workers.Process(target=work, args=(settings, shift), daemon=True)
    process.start()
    return process


def kill_often(
    engine: Engine, settings: Settings, received: Received, posted: dict[str, str], kills: int
) -> Found:
    """Start and kill workers, then let the last one finish."""
    workers = multiprocessing.get_context("forkserver")
    workers.set_forkserver_preload(["__main__", "api.background"])
    found, sent, seen = Found(), set[str](), 0
    for number in range(kills):
        fill(engine, posted)
        count = len(received.mails)
        worker = begun(workers, settings, number)
        until(lambda count=count: len(received.mails) > count)  # now it is working
        time.sleep(random.uniform(0, LONGEST_LIFE_SECONDS))
        worker.kill()
        worker.join()
        time.sleep(0.05)  # what is still on its way to the mail server comes in
        found.repeated_after_note += sum(one in sent for one, _ in received.mails[seen:])
        seen, sent = len(received.mails), noted(engine)
        found.in_hand |= {one for one, _ in received.mails} - sent
        found.kills += 1
    last = begun(workers, settings, kills)
    until(lambda: waiting(engine) == 0)
    found.repeated_after_note += sum(one in sent for one, _ in received.mails[seen:])
    last.terminate()
    last.join()
    return found


def until(happened: Any) -> None:
    """Wait until something happened."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        if time.monotonic() > end:
            raise SystemExit("the worker does nothing")
        time.sleep(0.005)


def told(received: Received, posted: dict[str, str], found: Found) -> int:
    """Print what was found; gives the exit code."""
    times = Counter(subject for _, subject in received.mails)
    lost = set(posted) - set(times)
    other_id = [one for one in received.mails if posted.get(one[1]) != one[0]]
    print(f"{found.kills} kills, {len(posted)} mails, {len(received.mails)} arrived")
    print(f"{len(found.in_hand)} had arrived and were not noted yet at a kill")
    print(f"{len(lost)} lost")
    print(f"{sum(times.values()) - len(times)} repeated, {len(other_id)} under another Message-ID")
    print(f"{found.repeated_after_note} repeated after they were noted as sent")
    return 1 if lost or other_id or found.repeated_after_note else 0


def main() -> int:
    """Kill and count."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = int(door.getsockname()[1])
    received, posted = Received(), dict[str, str]()
    server = Controller(received, "127.0.0.1", port)
    server.start()
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder}/mails.db"
        mail = MailSettings("127.0.0.1", port, starttls=False)
        settings = Settings(url, Path(folder), mail=mail)
        engine = open_engine(settings)
        upgrade(engine)
        found = kill_often(engine, settings, received, posted, kills)
        engine.dispose()
    server.stop()
    return told(received, posted, found)


if __name__ == "__main__":
    sys.exit(main())
