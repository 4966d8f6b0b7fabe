"""The promise of exactly once: the exporter is killed again and again while things happen."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS = 12


@pytest.mark.skipif(
    sys.platform == "win32", reason="the exporters are forked from one that is warm"
)
def test_an_exporter_that_is_killed_loses_no_row_and_tells_none_twice(settings):
    ended = subprocess.run(
        [sys.executable, "benchmarks/killing_exporter.py", str(KILLS), settings.database_url],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = ended.stdout
    assert int(re.match(r"(\d+) kills: [1-9]\d* at a step, [1-9]\d* at random\n", told)[1]) >= KILLS
    assert re.search(r"\n[1-9]\d* batches, [1-9]\d* rows\n", told)
    assert "\n0 missing, 0 double, 0 unknown\n" in told
    assert "\n0 found by the verifier\n" in told
    assert "\n0 people not as they are, 0 not withdrawn\n" in told
