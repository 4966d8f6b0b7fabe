"""Promises of `talent worker`: it says that it works, and finishes what is in hand when told."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from accounts.mail import Mail, mails_in
from accounts.outbox import post_later
from foundation.clock import utc_now
from foundation.database import writing

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_worker_brings_mails_away_and_ends_well_when_told(settings, engine):
    mails = [Mail(f"{number}@voorbeeld.nl", "x", "x") for number in range(5)]
    with writing(engine) as session:
        for mail in mails:
            post_later(session, mail, now=utc_now())
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TOM_")}
    worker = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "worker", "--database", settings.database_url],
        cwd=ROOT,
        env=kept | {"TOM_FOLDER": str(settings.folder), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "Ik doe het werk dat vanzelf gaat. Stop met Ctrl-C.\n"
    worker.send_signal(signal.SIGTERM)
    said, complained = worker.communicate(timeout=60)
    assert said == "Ik maak af waar ik mee bezig ben, en stop dan.\n"
    assert (worker.returncode, complained) == (0, "")
    # What it had in hand has left; nothing was sent twice.
    gone = [mail.to for mail in mails_in(settings.folder)]
    assert len(gone) == len(set(gone))
