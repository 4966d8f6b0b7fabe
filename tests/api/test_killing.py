"""The promise that no crash loses a mail: a worker is killed again and again while mails leave."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS = 6


@pytest.mark.skipif(sys.platform == "win32", reason="the workers are forked from one that is warm")
def test_a_worker_that_is_killed_loses_no_mail_and_repeats_none_that_was_noted(settings):
    ended = subprocess.run(
        [sys.executable, "benchmarks/killing_worker.py", str(KILLS), settings.database_url],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = ended.stdout
    assert re.match(rf"{KILLS} kills, \d+ mails, \d+ arrived\n", told)
    assert "\n0 lost\n" in told
    assert re.search(r"\n\d+ repeated, 0 under another Message-ID\n", told)
    assert "\n0 repeated after they were noted as sent\n" in told
