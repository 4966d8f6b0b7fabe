"""Promises of the work that goes on by itself: at once after a commit, and whatever goes wrong."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event

import pytest
import structlog
from fastapi.testclient import TestClient
from sqlmodel import select

from accounts.mail import Mail, mails_in
from accounts.models import OutgoingMail
from accounts.outbox import post_later
from accounts.permissions import Relation
from api import background as module
from api.background import Background, Worker, open_queue
from api.main import create_app
from api.rounds import MAIL, ROUNDS, Duty, Round
from foundation.database import reading, writing
from foundation.errors import Unavailable
from tests.access.people import ORIGIN, make_world, settings_for_browsers

MAILED = Mail("naam@voorbeeld.nl", "Onderwerp", "Hallo")
STOPPED = "Je bent gestopt bij Talent op Maat"
PATIENCE_SECONDS = 60


def until(happened: Callable[[], object]) -> None:
    """Wait until something happened; the worker has a thread of its own."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


@pytest.fixture
def background(settings, engine) -> Iterator[Background]:
    """The work of an installation, which nobody does yet."""
    made = Background(settings, engine)
    yield made
    made.stop()


@pytest.fixture
def walked(monkeypatch) -> Callable[..., list[str]]:
    """Lets other rounds be walked; gives the names of what was walked."""

    def only(**walks: Callable[[Duty], object]) -> list[str]:
        names: list[str] = []

        def noted(name: str, walk: Callable[[Duty], object]) -> Callable[[Duty], object]:
            return lambda duty: (names.append(name), walk(duty))

        rounds = tuple(Round(name, noted(name, walk)) for name, walk in walks.items())
        monkeypatch.setattr(module, "ROUNDS", rounds)
        return names

    return only


def post(engine) -> None:
    with writing(engine) as session:
        post_later(session, MAILED, now=module.utc_now())


def test_what_waited_while_nobody_worked_is_done_at_the_start(background, engine, settings):
    post(engine)
    background.start()
    until(lambda: mails_in(settings.folder) == [MAILED])


def test_a_mail_leaves_at_once_when_somebody_is_nudged(background, engine, settings):
    background.start()
    until(lambda: open_queue_size(settings) == 0)
    post(engine)
    background.nudge()
    until(lambda: mails_in(settings.folder) == [MAILED])


def open_queue_size(settings) -> int:
    queue = open_queue(settings)
    size = int(queue.storage.queue_size())
    queue.storage.close()
    return size


def test_nudging_again_and_again_while_nobody_works_fills_no_queue(background, settings):
    for _ in range(50):
        background.nudge()
    assert open_queue_size(settings) == module.MOST_NUDGES


def test_two_processes_bring_each_mail_away_once(settings, engine):
    for _ in range(20):
        post(engine)
    both = [Background(settings, engine) for _ in range(2)]
    for one in both:
        one.start()
    until(lambda: len(mails_in(settings.folder, most=99)) >= 20)
    for one in both:
        one.stop()
    assert len(mails_in(settings.folder, most=99)) == 20


def test_a_round_that_fails_stops_no_other_and_tells_nothing_of_anybody(settings, engine, walked):
    def refuse(_duty: Duty) -> None:
        raise Unavailable("De database is bezet door kanariezq.")

    def fail(_duty: Duty) -> None:
        raise ValueError("kanariezq")

    names = walked(refused=refuse, broken=fail, mail=lambda _duty: None)
    with structlog.testing.capture_logs() as logged:
        background = Background(settings, engine)
        background.start()
        until(lambda: "mail" in names)
        background.nudge()
        until(lambda: names.count("mail") >= 2)
        background.stop()
    told = [(one["event"], one.get("name", one.get("what")), one["error"]) for one in logged]
    assert ("round", "refused", "Unavailable") in told
    assert [one[2] for one in told if one[0] == "queue"] == ["ValueError"] * names.count("broken")
    assert "kanariezq" not in str(logged)


def test_the_queue_runs_nothing_that_somebody_else_wrote_in_it(settings, engine, walked):
    names = walked(mail=lambda _duty: None)
    queue = open_queue(settings)
    for bad in (b"\x80\x04cos\nsystem\n.", b"{}", b'{"id": "1", "name": "os.system"}', b"\xff"):
        queue.storage.enqueue(bad, 10)
    queue.storage.close()
    background = Background(settings, engine)
    with structlog.testing.capture_logs():
        background.start()
        until(lambda: names)
        background.stop()
    assert names[0] == "mail"


def test_who_is_told_to_stop_finishes_what_is_in_hand(settings, engine, walked):
    begun, ended = [], []

    def slow(duty: Duty) -> None:
        begun.append(1)
        until(duty.stopped)
        ended.append(1)

    walked(mail=slow)
    background = Background(settings, engine)
    background.start()
    until(lambda: begun)
    background.stop()
    assert len(ended) == len(begun)


def test_a_mail_written_while_the_first_rounds_wait_leaves_behind_the_last_of_them(
    settings, engine, monkeypatch
):
    held, done = Event(), Event()
    other_hour = str((module.utc_now().hour + 12) % 24)  # so that only the start brings rounds

    def wait(_duty: Duty) -> None:
        held.set()
        done.wait(PATIENCE_SECONDS)

    def nothing(_duty: Duty) -> None:
        """Walk no further."""

    walks = {"mail": nothing, "tidy": wait, "clocks": nothing, "journeys": nothing, "last": nothing}
    rounds = tuple(Round(name, walk, hour=other_hour) for name, walk in walks.items())
    monkeypatch.setattr(module, "ROUNDS", rounds)
    background = Background(settings, engine)
    background.start()
    until(held.is_set)
    background.nudge()
    waiting = [task.name for task in background._queue.pending()]
    done.set()
    background.stop()
    assert waiting == ["clocks", "journeys", "last", "mail"]


def test_every_round_can_be_walked_twice_on_an_empty_database(background, settings, engine):
    duty = Duty(settings, engine, module.utc_now, module.post_of(settings), lambda: False)
    for one in (*ROUNDS, *ROUNDS):
        one.walk(duty)
    assert len({one.name for one in ROUNDS}) == len(ROUNDS)
    assert next(one for one in ROUNDS if one.name == MAIL).minute == "*"


@pytest.mark.parametrize("worker", [Worker.INSIDE, Worker.NOBODY])
def test_who_stops_on_the_site_has_the_mail_at_once_when_somebody_works(settings, engine, worker):
    world = make_world(engine, module.utc_now())
    token = world.people[Relation.SELF].token
    app = create_app(settings_for_browsers(settings), worker=worker)
    with TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN}) as browser:
        browser.cookies.set("__Host-tom", token)
        browser.post("/rechten/stoppen")
        if worker is Worker.INSIDE:
            until(lambda: STOPPED in {mail.subject for mail in mails_in(settings.folder)})
    with reading(engine) as session:
        row = session.exec(select(OutgoingMail).where(OutgoingMail.subject == STOPPED)).one()
        assert (row.sent_at is not None) is (worker is Worker.INSIDE)


def test_a_queue_that_cannot_open_is_said(settings, tmp_path):
    (tmp_path / "file").write_text("x")
    nowhere = {
        "sqlite": replace(settings, folder=tmp_path / "file"),
        "postgresql": replace(settings, database_url="postgresql://nobody@127.0.0.1:1/x"),
    }
    with pytest.raises(Unavailable, match="wachtrij"):
        open_queue(nowhere[settings.database_url.partition("+")[0].partition(":")[0]])
