"""Promises of `talent reminders`: everybody due gets one mail, and one bad address stops nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.audit import entries_about
from accounts.mail import FolderPost, mails_in
from accounts.models import Account, Role
from api.commands import reminding
from foundation.database import reading, writing
from foundation.errors import Unavailable
from profiles.freshness import due_for_reminder
from profiles.models import Candidate, CandidateState
from tests.api.delivering import delivered

OLD = datetime.now(UTC).replace(microsecond=0) - timedelta(days=91)


@pytest.fixture
def post(monkeypatch, tmp_path):
    """The folder of the mails that were sent; no mail server is set."""
    return lambda: [mail.to for mail in reversed(mails_in(tmp_path))]


@pytest.fixture
def remind(talent, empty, monkeypatch, tmp_path):
    """Runs the command on an empty database of its own."""

    def run(*words):
        monkeypatch.setenv("TOM_FOLDER", str(tmp_path))
        monkeypatch.setenv("TOM_ADDRESS", "https://voorbeeld.nl")
        return talent("reminders", "send", *words, at=empty)

    return run


@pytest.fixture
def stale(engine):
    """Adds active profiles that are 91 days old, each with an address."""

    def add(*addresses):
        with writing(engine) as session:
            for number, address in enumerate(addresses, start=1):
                account = Account(role=Role.CANDIDATE, email=address, created_at=OLD, seen_at=OLD)
                session.add(account)
                session.flush()
                session.add(
                    Candidate(
                        account_id=account.id,
                        name="Zebedeus",
                        state=CandidateState.ACTIVE,
                        revision=number,
                        created_at=OLD,
                        confirmed_at=OLD,
                    )
                )

    return add


def due(engine):
    with reading(engine) as session:
        return [one.address for one in due_for_reminder(session, now=datetime.now(UTC))]


def test_everybody_who_is_due_gets_one_mail(remind, stale, post):
    stale("a@voorbeeld.nl", "b@voorbeeld.nl")
    assert remind("--json").json == {"due": 2, "sent": 2, "problems": []}
    assert remind("--json").json == {"due": 0, "sent": 0, "problems": []}
    assert post() == ["a@voorbeeld.nl", "b@voorbeeld.nl"]


def test_the_mail_leads_to_the_profile_and_names_nobody(remind, stale, tmp_path):
    stale("a@voorbeeld.nl")
    remind()
    (mail,) = mails_in(tmp_path)
    assert "https://voorbeeld.nl/profiel\n" in mail.text
    assert "Zebedeus" not in mail.text + mail.subject


def test_a_bad_address_stops_nobody_and_is_tried_again(remind, stale, post, engine):
    stale("a@voorbeeld.nl", "b@x, c@y", "d@voorbeeld.nl")
    told = remind("--json").json
    (problem,) = told.pop("problems")
    assert told == {"due": 3, "sent": 2}
    assert problem["candidate"] == 2
    assert problem["message"].startswith("Naar dit adres kan geen mail")
    assert post() == ["a@voorbeeld.nl", "d@voorbeeld.nl"]
    assert due(engine) == ["b@x, c@y"]


def test_people_read_how_many_mails_left(remind, stale):
    stale("a@voorbeeld.nl", "b@x, c@y")
    shown = remind()
    assert (shown.code, shown.err) == (0, "")
    assert "Geschreven: 1 van 2 herinneringen." in shown.out
    assert "K-2" in shown.out


class Stopped(BaseException):
    """The machine stops."""


def test_after_a_crash_nobody_gets_another_mail(remind, stale, post, monkeypatch, tmp_path):
    stale("a@voorbeeld.nl", "b@voorbeeld.nl", "c@voorbeeld.nl")

    class Breaking(FolderPost):
        def send(self, mail):
            super().send(mail)
            if mail.to == "b@voorbeeld.nl":
                raise Stopped

    with monkeypatch.context() as broken:
        broken.setattr(reminding, "post_of", lambda settings: Breaking(tmp_path, settings.sender))
        with pytest.raises(Stopped):
            remind()
    assert remind("--json").json == {"due": 0, "sent": 0, "problems": []}
    assert post() == ["a@voorbeeld.nl", "b@voorbeeld.nl", "c@voorbeeld.nl"]


def test_a_mail_server_that_is_away_is_said_and_the_mails_wait(
    remind, stale, engine, monkeypatch, settings
):
    stale("a@voorbeeld.nl")

    class Away:
        def send(self, mail):
            raise Unavailable("De mail kan nu niet weg.")

    with monkeypatch.context() as broken:
        broken.setattr(reminding, "post_of", lambda _: Away())
        shown = remind()
    assert "Geschreven: 1 van 1 herinneringen." in shown.out
    assert "De mails wachten" in shown.out
    assert due(engine) == []
    assert [mail.to for mail in delivered(settings)] == ["a@voorbeeld.nl"]


def test_that_somebody_was_reminded_stands_in_the_trail(remind, stale, engine):
    stale("a@voorbeeld.nl", "b@x, c@y")
    remind()
    with reading(engine) as session:
        told = {number: entries_about(session, candidate_id=number, most=9) for number in (1, 2)}
    assert [(one.action, one.actor_role, one.reason) for one in told[1]] == [
        ("herinnering gestuurd", "programma", "het profiel is 90 dagen niet bevestigd")
    ]
    assert told[2] == []
