"""Kills the exporter of the handover at every step of it, and counts what was lost or told twice.

Usage: python benchmarks/killing_exporter.py [KILLS] [DATABASE]

The database is a temporary SQLite file unless an address is given; it must be empty and migrated.
Each exporter is a real process of its own, killed with SIGKILL (500 times by default). Half of them
die at a chosen step: before or after a statement or a commit in the database, and before or after
opening, writing, syncing, renaming or removing a file. The other half die at a random moment, and
sometimes two of them export at once. All the while outcomes are logged, profiles change, consents
are taken back and given, people are erased, and WIJIJ sends receipts. At the end one exporter
finishes, the independent verifier reads the folder, and every row is compared with the database.
"""

import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from accounts.models import Account, Role
from coaching.caseload import assign
from foundation.clock import day_here, utc_now
from foundation.database import open_engine, reading, writing
from foundation.migrate import upgrade
from foundation.settings import Settings
from placements.drafts import OutcomeDraft
from placements.handover import SomebodyLeft
from placements.handover_batches import batch_in_the_making, batches_of
from placements.handover_bundle import checksum, name_of
from placements.handover_folder import export_batch, export_lost
from placements.models import BatchState, HandoverPerson, HandoverRow, OutcomeKind
from placements.outcomes import log_outcome
from placements.receipts import FORMAT, read_receipt
from placements.verify_batches import verify
from profiles.consent import agreed_purposes, give_consent, withdraw_consent
from profiles.drafts import ConsentDraft, ProfileDraft, SkillDraft
from profiles.models import Candidate, CandidateState, Purpose
from profiles.service import change_profile, open_profile
from profiles.skillset import set_skill
from profiles.states import activate, erase_person
from skills.models import Skill, SkillKind, Taxonomy

KILLS = 500
PEOPLE = 12
LONGEST_LIFE_SECONDS = 0.25
PAUSE_SECONDS = 0.05
# The steps of an export by name, and how often a run takes each about; most are statements.
STATEMENTS = ("before statement", "after statement")
TIMES = {"commit": 4, "open": 2, "write": 1, "fsync": 2, "replace": 1, "unlink": 1}
MOST_STATEMENTS = 90
SOMEBODY_LEFT = 3


@dataclass
class Seen:
    """What happened before the last exporter finished."""

    kills: int = 0
    at_step: Counter[str] = field(default_factory=Counter)
    at_random: int = 0
    lost: int = 0
    receipts: int = 0
    logged: int = 0
    erased: int = 0


@dataclass
class Found:
    """What was told, compared with the database."""

    batches: int
    rows: int
    missing: int
    double: int
    unknown: int
    checksum_errors: list[str]
    not_as_they_are: int
    not_withdrawn: int

    @property
    def in_order(self) -> bool:
        """Whether every row was told once, and nobody who left is still with WIJIJ."""
        wrong = self.missing, self.double, self.unknown, self.not_as_they_are, self.not_withdrawn
        return not any(wrong) and not self.checksum_errors


class Steps:
    """Dies at one step of an exporter: the so-manyth with some name."""

    def __init__(self, name: str, nth: int) -> None:
        self.name, self.left = name, nth

    def take(self, name: str) -> None:
        """Take a step, and die when it is the one."""
        self.left -= name == self.name
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Make a step before a call and one after it."""

        def stepping(*given: Any, **named: Any) -> Any:
            self.take(f"before {name}")
            answer = call(*given, **named)
            self.take(f"after {name}")
            return answer

        return stepping

    def watch(self, engine: Engine) -> None:
        """Take a step around all that reaches the database and the disk."""
        event.listen(engine, "before_cursor_execute", lambda *_: self.take("before statement"))
        event.listen(engine, "after_cursor_execute", lambda *_: self.take("after statement"))
        event.listen(engine, "commit", lambda *_: self.take("before commit"))
        event.listen(Session, "after_commit", lambda *_: self.take("after commit"))
        for name in ("open", "write", "fsync", "replace", "unlink"):
            setattr(os, name, self.around(name, getattr(os, name)))


def schedule() -> Iterator[tuple[str, int]]:
    """Name every step of an export in turn, the rare ones as often as the statements."""
    rare = [
        (f"{when} {name}", nth)
        for name, times in TIMES.items()
        for nth in range(1, times + 1)
        for when in ("before", "after")
    ]
    every = [(name, nth) for nth in range(1, MOST_STATEMENTS + 1) for name in STATEMENTS]
    for one, other in zip(cycle(rare), cycle(every), strict=False):
        yield one
        yield other


def work(settings: Settings, folder: Path, step: tuple[str, int] | None, begun: Any) -> None:
    """Be an exporter until killed, or at the chosen step; without one, go on and on."""
    engine = open_engine(settings)
    begun.set()
    if step:
        Steps(*step).watch(engine)
    try:
        while True:
            done = export_batch(engine, folder=folder, chain="", made_by=None, clock=utc_now)
            if step and done is None:
                return
            time.sleep(0 if done else PAUSE_SECONDS)
    except SomebodyLeft:
        sys.exit(SOMEBODY_LEFT)


def begin(engine: Engine) -> int:
    """Make a coach, a skill and the first people; gives the coach."""
    now = utc_now()
    with writing(engine) as session:
        session.add(Taxonomy(id=1, source="proef", version="1", digest="x", loaded_at=now))
        session.flush()
        kind = SkillKind.SKILL
        session.add(Skill(id=1, uri="urn:proef:1", label="lassen", kind=kind, taxonomy_id=1))
        coach = Account(role=Role.COACH, name="Coach", created_at=now, seen_at=now)
        session.add(coach)
        session.flush()
        for _ in range(PEOPLE):
            join(session, coach.id)
        return coach.id


def join(session: Session, coach: int) -> int:
    """Make somebody who agrees to the handover and is guided by the coach."""
    now = utc_now()
    one = open_profile(session, draft=ProfileDraft(name="Naam"), now=now).id
    set_skill(session, candidate_id=one, draft=SkillDraft(skill_id=1, level=3))
    for purpose in (Purpose.MATCHING, Purpose.HANDOVER):
        draft = ConsentDraft(purpose=purpose, text_version="2026-2")
        give_consent(session, candidate_id=one, draft=draft, now=now)
    activate(session, candidate_id=one, now=now)
    assign(session, candidate_id=one, coach_id=coach, now=now)
    return one


def live(engine: Engine, coach: int, chance: random.Random, seen: Seen) -> None:
    """Let one thing happen to somebody."""
    now = utc_now()
    with writing(engine) as session:
        here = select(Candidate.id).where(Candidate.state == CandidateState.ACTIVE)
        one = chance.choice(session.exec(here.order_by(col(Candidate.id))).all())
        what = chance.random()
        if what < 0.7:
            advice = OutcomeDraft(kind=OutcomeKind.DEVELOPMENT_ADVICE, starts_on=day_here(now))
            log_outcome(session, candidate_id=one, coach_id=coach, draft=advice, now=now)
        elif what < 0.8:
            change_profile(session, candidate_id=one, draft=ProfileDraft(name=f"Naam {what}"))
        elif what < 0.97:
            _change_mind(session, one)
        else:
            erase_person(session, candidate_id=one, now=now)
            join(session, coach)
    seen.logged += what < 0.7
    seen.erased += what >= 0.97


def _change_mind(session: Session, one: int) -> None:
    if Purpose.HANDOVER in agreed_purposes(session, candidate_id=one):
        withdraw_consent(session, candidate_id=one, purpose=Purpose.HANDOVER, now=utc_now())
    else:
        draft = ConsentDraft(purpose=Purpose.HANDOVER, text_version="2026-2")
        give_consent(session, candidate_id=one, draft=draft, now=utc_now())


def receive(engine: Engine, folder: Path, seen: Seen) -> None:
    """Be WIJIJ: confirm the oldest batch in the folder that was not confirmed yet."""
    with reading(engine) as session:
        waits = [
            one
            for one in batches_of(session, chains=[""])
            if one.state is not BatchState.RECEIVED and (folder / name_of(one.number)).exists()
        ]
    if not waits:
        return
    path = folder / name_of(min(one.number for one in waits))
    with zipfile.ZipFile(path) as bundle:
        manifest = bundle.read("manifest.json")
        rows = [
            {"file": name, "id": json.loads(line)["id"], "accepted": True}
            for name in bundle.namelist()
            if name.endswith(".jsonl")
            for line in bundle.read(name).decode().splitlines()
        ]
    number = json.loads(manifest)["batch"]
    told = {"chain": "", "batch": number, "manifest_sha256": checksum(manifest), "rows": rows}
    content = json.dumps({"format": FORMAT, **told}).encode()
    with writing(engine) as session:
        read_receipt(session, content=content, chain="", now=utc_now())
    seen.receipts += 1


def living(engine: Engine, folder: Path, coach: int, seen: Seen, ended: threading.Event) -> None:
    """Let things happen until the end."""
    chance = random.Random(5)
    while not ended.wait(PAUSE_SECONDS):
        live(engine, coach, chance, seen)
        if chance.random() < 0.03:
            receive(engine, folder, seen)


def kill_often(engine: Engine, settings: Settings, folder: Path, kills: int, seen: Seen) -> None:
    """Start and kill exporters; one that has to ask a person gets the answer of that person."""
    workers = multiprocessing.get_context("forkserver")
    workers.set_forkserver_preload(["__main__", "placements.outcomes"])
    steps = schedule()
    while seen.kills < kills:
        step = next(steps) if seen.kills % 2 == 0 else None
        if SOMEBODY_LEFT in _one_life(workers, settings, folder, step, seen):
            _answer_lost(engine, folder, seen)


def _one_life(
    workers: Any, settings: Settings, folder: Path, step: tuple[str, int] | None, seen: Seen
) -> list[int]:
    """Let one or two exporters live and die; gives how they ended."""
    begun = [workers.Event() for _ in range(1 if step or random.random() < 0.8 else 2)]
    exporters = [
        workers.Process(target=work, args=(settings, folder, step, one), daemon=True)
        for one in begun
    ]
    for one, has_begun in zip(exporters, begun, strict=True):
        one.start()
        has_begun.wait()
    if not step:
        time.sleep(random.uniform(0, LONGEST_LIFE_SECONDS))
    for one in exporters:
        if not step:
            one.kill()
        one.join()
    killed = sum(one.exitcode == -signal.SIGKILL for one in exporters)
    seen.kills += killed
    if step:
        seen.at_step[step[0]] += killed
    else:
        seen.at_random += killed
    return [int(one.exitcode or 0) for one in exporters]


def _answer_lost(engine: Engine, folder: Path, seen: Seen) -> None:
    """Say that the file is nowhere, when that is so."""
    with reading(engine) as session:
        batch = batch_in_the_making(session, chain="")
    if batch is not None and not (folder / name_of(batch.number)).exists():
        number = batch.number
        export_lost(engine, folder=folder, chain="", number=number, clock=utc_now)
        seen.lost += 1


def finish(engine: Engine, folder: Path, seen: Seen) -> None:
    """Export what is left; nobody changes anything any more."""
    later = lambda: utc_now() + timedelta(seconds=2)  # noqa: E731
    while True:
        try:
            if export_batch(engine, folder=folder, chain="", made_by=None, clock=later) is None:
                return
        except SomebodyLeft:
            _answer_lost(engine, folder, seen)


def compare(engine: Engine, folder: Path) -> Found:
    """Hold what stands in the folder against the database."""
    report = verify(folder)
    told = Counter(row["id"] for _, row in _rows(folder, "outcomes.jsonl"))
    revisions = {row["id"]: row["revision"] for _, row in _rows(folder, "candidates.jsonl")}
    withdrawn = {row["id"] for _, row in _rows(folder, "withdrawals.jsonl")}
    with reading(engine) as session:
        meant = set(session.exec(select(HandoverRow.public_id)))
        stale = left = 0
        for one in session.exec(select(HandoverPerson)):
            person = session.get_one(Candidate, one.candidate_id)
            agrees = Purpose.HANDOVER in agreed_purposes(session, candidate_id=person.id)
            with_wijij = one.public_id not in withdrawn
            left += with_wijij and not agrees
            stale += with_wijij and revisions.get(one.public_id) != person.revision
    return Found(
        batches=report.batches,
        rows=len(meant),
        missing=len(meant - told.keys()),
        double=sum(told.values()) - len(told),
        unknown=len(told.keys() - meant),
        checksum_errors=report.problems,
        not_as_they_are=stale,
        not_withdrawn=left,
    )


def _rows(folder: Path, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for path in sorted(folder.glob("wijij-*.zip")):
        with zipfile.ZipFile(path) as bundle:
            for line in bundle.read(name).decode().splitlines():
                yield int(path.stem[-6:]), json.loads(line)


def told(seen: Seen, found: Found) -> int:
    """Print what was found; gives the exit code."""
    print(f"{seen.kills} kills: {seen.at_step.total()} at a step, {seen.at_random} at random")
    print("  " + ", ".join(f"{times} {name}" for name, times in sorted(seen.at_step.items())))
    print(f"{seen.logged} outcomes logged, {seen.erased} people erased, {seen.receipts} receipts")
    print(f"{seen.lost} times a person had to say that a file was nowhere")
    print(f"{found.batches} batches, {found.rows} rows")
    print(f"{found.missing} missing, {found.double} double, {found.unknown} unknown")
    print(f"{len(found.checksum_errors)} found by the verifier")
    print(f"{found.not_as_they_are} people not as they are, {found.not_withdrawn} not withdrawn")
    for one in found.checksum_errors[:20]:
        print(f"  {one}")
    return 0 if found.in_order else 1


def main() -> int:
    """Kill and count."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    with tempfile.TemporaryDirectory() as where:
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{where}/handover.db"
        settings = Settings(url, Path(where), lock_seconds=60)
        folder = Path(where) / "batches"
        engine = open_engine(settings)
        upgrade(engine)
        seen, ended = Seen(), threading.Event()
        coach = begin(engine)
        life = threading.Thread(target=living, args=(engine, folder, coach, seen, ended))
        life.start()
        try:
            kill_often(engine, settings, folder, kills, seen)
        finally:
            ended.set()
            life.join()
        finish(engine, folder, seen)
        found = compare(engine, folder)
        engine.dispose()
    return told(seen, found)


if __name__ == "__main__":
    sys.exit(main())
