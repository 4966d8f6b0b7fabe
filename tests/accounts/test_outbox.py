"""Promises of the outbox: a mail leaves after the commit, once, and is tried until it does."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import structlog
from sqlmodel import select

from accounts.mail import FolderPost, Mail, mails_in
from accounts.models import OutgoingMail, Role
from accounts.outbox import (
    GIVEN_UP_AFTER,
    LEASE,
    MOST_TRIES,
    PAUSES,
    Delivered,
    deliver,
    forget_mails,
    post_later,
    sweep_outbox,
)
from accounts.service import AccountDraft, close_account, open_account
from foundation.database import reading, writing
from foundation.errors import Unavailable
from foundation.settings import DEFAULT_SENDER

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
TO = "naam@voorbeeld.nl"
MAIL = Mail(TO, "Onderwerp", "Hallo,\n\nhttps://talent.example/x\n\nDag")


class Remembering:
    """A post that keeps what it sent; what `asked` raises, it raises."""

    def __init__(self, asked: Callable[[Mail], None] = lambda _mail: None) -> None:
        self.asked = asked
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.asked(mail)
        self.sent.append(mail)


def refuse(_mail: Mail) -> None:
    raise Unavailable("De mail kan nu niet weg.")


class Stopped(BaseException):
    """The machine stops."""


def stop(_mail: Mail) -> None:
    raise Stopped


@pytest.fixture
def posted(engine):
    """Puts mails in the outbox."""

    def put(*mails: Mail) -> None:
        with writing(engine) as session:
            for mail in mails:
                post_later(session, mail, now=NOW)

    return put


def send(engine, post, now=NOW, **given) -> Delivered:
    return deliver(engine, post, clock=lambda: now, **given)


def rows(engine) -> list[OutgoingMail]:
    with reading(engine) as session:
        return list(session.exec(select(OutgoingMail).order_by(OutgoingMail.id)))


def test_a_mail_leaves_once_and_its_address_and_text_are_emptied(engine, posted):
    posted(MAIL)
    post = Remembering()
    assert send(engine, post) == Delivered(sent=1)
    assert send(engine, post) == Delivered()
    (row,) = rows(engine)
    assert [(one.to, one.subject, one.text) for one in post.sent] == [(TO, "Onderwerp", MAIL.text)]
    assert (row.sent_at, row.to_address, row.text, row.subject) == (NOW, "", "", "Onderwerp")


def test_a_mail_of_a_transaction_that_fails_never_leaves(engine):
    with pytest.raises(Stopped), writing(engine) as session:
        post_later(session, MAIL, now=NOW)
        raise Stopped
    assert send(engine, Remembering()) == Delivered()


def test_mails_leave_in_the_order_in_which_they_were_written(engine, posted):
    posted(*[Mail(f"{number}@voorbeeld.nl", "x", "x") for number in range(5)])
    post = Remembering()
    assert send(engine, post, most=3) == Delivered(sent=3)
    assert send(engine, post) == Delivered(sent=2)
    assert [mail.to[0] for mail in post.sent] == ["0", "1", "2", "3", "4"]


def test_a_mail_that_cannot_leave_is_tried_after_ever_longer_pauses_and_then_given_up(
    engine, posted
):
    posted(MAIL)
    now, tried = NOW, []
    with structlog.testing.capture_logs() as logged:
        while True:
            found = send(engine, Remembering(refuse), now)
            tried.append(now - NOW)
            if found == Delivered(given_up=1):
                break
            assert found == Delivered(later=1)
            (row,) = rows(engine)
            assert send(engine, Remembering(), row.due_at - timedelta(seconds=1)) == Delivered()
            now = row.due_at
    (row,) = rows(engine)
    waited = [later - earlier for earlier, later in pairwise(tried)]
    assert waited[:5] == list(PAUSES)
    assert set(waited[5:]) == {PAUSES[-1]}
    assert GIVEN_UP_AFTER <= now - NOW < GIVEN_UP_AFTER + PAUSES[-1]
    assert (row.given_up_at, row.to_address, row.text, row.sent_at) == (now, "", "", None)
    assert [line["then"] for line in logged] == ["later"] * (len(tried) - 1) + ["given up"]
    assert [line for line in logged if "voorbeeld" in str(line)] == []


def test_one_mail_that_cannot_leave_holds_up_no_other(engine, posted):
    posted(MAIL, Mail("ander@voorbeeld.nl", "x", "x"))
    post = Remembering(lambda mail: refuse(mail) if mail.to == TO else None)
    assert send(engine, post) == Delivered(sent=1, later=1)
    assert [mail.to for mail in post.sent] == ["ander@voorbeeld.nl"]


def test_all_tries_of_a_mail_carry_one_message_id(engine, posted):
    posted(MAIL)
    post, away = Remembering(), []
    with pytest.raises(Stopped):
        send(engine, Remembering(lambda mail: (away.append(mail), stop(mail))))
    assert send(engine, post) == Delivered()  # whoever had it in hand may still be sending
    assert send(engine, post, NOW + LEASE) == Delivered(sent=1)
    assert [mail.message_id for mail in away + post.sent] == [rows(engine)[0].message_id] * 2


def test_the_message_id_stands_in_the_mail_itself(engine, posted, tmp_path):
    posted(MAIL)
    send(engine, FolderPost(tmp_path, DEFAULT_SENDER))
    (file,) = (tmp_path / "post").glob("*.eml")
    assert f"Message-ID: {rows(engine)[0].message_id}\n" in file.read_text()
    assert mails_in(tmp_path) == [MAIL]


def test_a_mail_that_brings_down_whoever_sends_it_is_left_at_last(engine, posted):
    posted(MAIL)
    now = NOW
    for _ in range(MOST_TRIES):
        with pytest.raises(Stopped):
            send(engine, Remembering(stop), now)
        now += LEASE
    assert send(engine, Remembering(stop), now) == Delivered()
    with writing(engine) as session:
        sweep_outbox(session, now=now)
    (row,) = rows(engine)
    assert (row.given_up_at, row.to_address, row.text) == (now, "", "")


def test_whoever_is_told_to_stop_leaves_the_rest_for_later(engine, posted):
    posted(MAIL, MAIL, MAIL)
    post = Remembering()
    assert send(engine, post, stopped=lambda: len(post.sent) == 2) == Delivered(sent=2)
    assert send(engine, post) == Delivered(sent=1)


def test_of_four_workers_at_once_each_mail_leaves_through_one(engine, posted):
    posted(*[Mail(f"{number}@voorbeeld.nl", "x", "x") for number in range(40)])
    post = Remembering()
    with ThreadPoolExecutor(4) as workers:
        found = list(workers.map(lambda _: send(engine, post), range(4)))
    assert sum(one.sent for one in found) == 40
    assert sorted(int(mail.to.partition("@")[0]) for mail in post.sent) == list(range(40))


def test_who_lost_a_mail_to_another_worker_spoils_nothing(engine, posted):
    posted(MAIL)

    def slow(_mail: Mail) -> None:
        later = NOW + LEASE
        assert send(engine, Remembering(), later) == Delivered(sent=1)
        raise Unavailable("De mail kan nu niet weg.")

    send(engine, Remembering(slow))
    assert rows(engine)[0].sent_at == NOW + LEASE
    assert send(engine, Remembering(), NOW + timedelta(days=2)) == Delivered()


def test_what_waits_for_somebody_who_is_erased_never_leaves(engine, posted):
    posted(MAIL, Mail("ander@voorbeeld.nl", "x", "x"))
    with writing(engine) as session:
        assert forget_mails(session, address=TO) == 1
        post_later(session, Mail(TO, "Gewist", "Dag"), now=NOW)
    post = Remembering()
    assert send(engine, post) == Delivered(sent=2)
    assert [(mail.to, mail.subject) for mail in post.sent] == [
        ("ander@voorbeeld.nl", "x"),
        (TO, "Gewist"),
    ]


def test_an_account_that_is_closed_gets_no_more_mails(engine, posted):
    posted(MAIL)
    with writing(engine) as session:
        draft = AccountDraft(role=Role.COACH, name="Cor", email=TO)
        account = open_account(session, draft=draft, now=NOW)
        close_account(session, account_id=account.id, now=NOW)
    assert rows(engine) == []


def test_what_left_goes_after_thirty_days_and_what_waits_stays(engine, posted):
    posted(MAIL, MAIL)
    send(engine, Remembering(), most=1)
    for days, left in ((29, 2), (30, 1), (400, 1)):
        with writing(engine) as session:
            sweep_outbox(session, now=NOW + timedelta(days=days))
        assert len(rows(engine)) == left, days
    assert send(engine, Remembering(), NOW + timedelta(days=400)) == Delivered(sent=1)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_of_a_mail_that_left_no_letter_stays_in_the_file(engine, settings, posted):
    def held() -> bytes:
        return b"".join(file.read_bytes() for file in settings.folder.glob("talent.db*"))

    posted(Mail("kanariezq@voorbeeld.nl", "x", "kanariezq"))
    assert b"kanariezq" in held()
    send(engine, Remembering())
    assert b"kanariezq" not in held()
