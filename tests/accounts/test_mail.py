"""Promises about mail: it arrives once, also at a server that hesitates, or says it cannot."""

import socket
import ssl
import stat
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from accounts.mail import FolderPost, Mail, SmtpPost, mails_in, post_of
from foundation.errors import Invalid, Unavailable
from foundation.settings import DEFAULT_SENDER, MailSettings, Settings

MAIL = Mail("naam@voorbeeld.nl", "Één onderwerp", f"Hallo,\n\nhttps://a.nl/?x={'é' * 90}\n\n.\nDag")

SECRET = "geheim"  # noqa: S105 - only known here


class Receiver:
    """A mail server's memory; the first answers can be given in advance."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked = 0
        self.came: list[Any] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.asked += 1
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.came.append(envelope)
        return "250 OK"

    @property
    def messages(self) -> list[Any]:
        return [message_from_bytes(one.content, policy=default) for one in self.came]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


Serve = Callable[..., SmtpPost]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a mail server on this machine and gives the post that leads to it."""
    started: list[Controller] = []

    def start(receiver: Receiver, *, starttls=False, user="", password="", **server: Any):
        controller = Controller(receiver, "127.0.0.1", free_port(), **server)
        controller.start()
        started.append(controller)
        settings = MailSettings("127.0.0.1", controller.port, user, password, starttls)
        return SmtpPost(settings, DEFAULT_SENDER, timeout=5, pause=0)

    yield start
    for controller in started:
        controller.stop()


@pytest.fixture
def certificate(tmp_path, monkeypatch) -> ssl.SSLContext:
    """The TLS of a mail server at 127.0.0.1, with a certificate this machine trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_a_mail_arrives_as_it_was_written(serve):
    receiver = Receiver()
    serve(receiver).send(MAIL)
    (message,) = receiver.messages
    assert (receiver.came[0].mail_from, receiver.came[0].rcpt_tos) == (
        "talent@talent.example",
        ["naam@voorbeeld.nl"],
    )
    assert (message["To"], message["Subject"]) == (MAIL.to, MAIL.subject)
    assert message["From"] == DEFAULT_SENDER
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@talent.example>")
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n") == MAIL.text + "\n"


def test_a_server_that_says_later_twice_gets_the_mail_the_third_time(serve):
    receiver = Receiver("451 Later", "451 Later")
    serve(receiver).send(MAIL)
    assert (receiver.asked, len(receiver.came)) == (3, 1)


def test_a_server_that_keeps_saying_later_is_left_after_three_tries(serve):
    receiver = Receiver(*["451 Later"] * 9)
    with pytest.raises(Unavailable, match="kan nu niet weg"):
        serve(receiver).send(MAIL)
    assert (receiver.asked, receiver.came) == (3, [])


def test_an_address_the_server_does_not_want_is_not_tried_again(serve):
    receiver = Receiver("550 Nobody here")
    with pytest.raises(Unavailable):
        serve(receiver).send(MAIL)
    assert (receiver.asked, receiver.came) == (1, [])


def test_all_tries_carry_one_message_id(serve):
    class Forgetful(Receiver):
        async def handle_DATA(self, server, session, envelope):  # noqa: N802
            await super().handle_DATA(server, session, envelope)
            return "451 Later" if len(self.came) < 3 else "250 OK"

    receiver = Forgetful()
    serve(receiver).send(MAIL)
    assert len(receiver.came) == 3
    assert len({one["Message-ID"] for one in receiver.messages}) == 1


def test_a_server_that_says_goodbye_badly_gets_the_mail_once(serve):
    class Rude(Receiver):
        async def handle_QUIT(self, server, session, envelope):  # noqa: N802
            return "421 Gone"

    receiver = Rude()
    serve(receiver).send(MAIL)
    assert len(receiver.came) == 1


def test_a_server_that_is_away_is_said_in_dutch_within_the_time_given():
    post = SmtpPost(MailSettings("127.0.0.1", free_port()), DEFAULT_SENDER, pause=0)
    with pytest.raises(Unavailable, match="Probeer het over een paar minuten"):
        post.send(MAIL)


def test_a_server_that_keeps_silent_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as door:
        settings = MailSettings("127.0.0.1", door.getsockname()[1])
        post = SmtpPost(settings, DEFAULT_SENDER, timeout=0.1, pause=0)
        started = time.monotonic()
        with pytest.raises(Unavailable):
            post.send(MAIL)
    assert time.monotonic() - started < 3


def test_with_starttls_the_mail_and_the_password_go_encrypted(serve, certificate):
    told: list[tuple[bytes, bytes, bool]] = []

    def check(server, session, envelope, mechanism, login):
        told.append((login.login, login.password, session.ssl is not None))
        return AuthResult(success=True)

    receiver = Receiver()
    post = serve(
        receiver,
        starttls=True,
        user="talent",
        password=SECRET,
        tls_context=certificate,
        require_starttls=True,
        authenticator=check,
        auth_required=True,
    )
    post.send(MAIL)
    assert told == [(b"talent", SECRET.encode(), True)]
    assert len(receiver.came) == 1


def test_a_server_without_starttls_gets_neither_mail_nor_password(serve):
    receiver = Receiver()
    with pytest.raises(Unavailable):
        serve(receiver, starttls=True, user="talent", password=SECRET).send(MAIL)
    assert (receiver.asked, receiver.came) == (0, [])


def test_a_server_with_a_certificate_nobody_trusts_gets_nothing(serve, certificate, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    receiver = Receiver()
    with pytest.raises(Unavailable):
        serve(receiver, starttls=True, tls_context=certificate).send(MAIL)
    assert receiver.came == []


def test_a_password_the_server_refuses_is_told_once(serve, certificate):
    tried: list[object] = []

    def refuse(server, session, envelope, mechanism, login):
        tried.append(mechanism)
        return AuthResult(success=False, handled=False)

    post = serve(
        Receiver(),
        starttls=True,
        user="talent",
        password=SECRET,
        tls_context=certificate,
        authenticator=refuse,
    )
    with pytest.raises(Unavailable) as refused:
        post.send(MAIL)
    assert SECRET not in f"{refused.value} {post!r}"
    assert len(tried) == len(set(tried))


WRONG = {
    "a second header in the address": ("a@b.nl\nBcc: c@d.nl", "x"),
    "two addresses": ("a@b.nl,c@d.nl", "x"),
    "a name with the address": ("Naam <a@b.nl>", "x"),
    "no address": ("", "x"),
    "other letters in the address": ("é@b.nl", "x"),
    "a second header in the subject": ("a@b.nl", "x\r\nBcc: c@d.nl"),
    "another line end in the subject": ("a@b.nl", "x\u2028y"),
    "NUL in the subject": ("a@b.nl", "x\0"),
    "no subject": ("a@b.nl", ""),
}


@pytest.mark.parametrize(("to", "subject"), WRONG.values(), ids=WRONG)
def test_an_address_or_subject_that_could_add_to_a_mail_is_refused(to, subject):
    with pytest.raises(Invalid):
        Mail(to, subject, "x")


def test_mails_in_a_folder_are_read_back_newest_first(tmp_path):
    post = FolderPost(tmp_path / "nog niet", DEFAULT_SENDER)
    assert mails_in(tmp_path / "nog niet") == []
    mails = [Mail(f"{n}@voorbeeld.nl", f"Één {n}", f"Hallo,\n\nTot {n}\n.") for n in range(5)]
    for mail in [*mails, MAIL]:
        post.send(mail)
    assert mails_in(tmp_path / "nog niet") == [MAIL, *reversed(mails)]
    assert mails_in(tmp_path / "nog niet", most=2) == [MAIL, mails[-1]]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_can_read_the_mails_in_a_folder(tmp_path):
    FolderPost(tmp_path, DEFAULT_SENDER).send(MAIL)
    (file,) = (tmp_path / "post").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "post").stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "post").write_text("geen map")
    with pytest.raises(Unavailable, match="post worden gezet"):
        FolderPost(tmp_path, DEFAULT_SENDER).send(MAIL)


def test_the_settings_choose_the_way():
    settings = Settings("sqlite://", Path("folder"), sender="Wij <wij@voorbeeld.nl>")
    assert post_of(settings) == FolderPost(Path("folder"), "Wij <wij@voorbeeld.nl>")
    mail = MailSettings("mail.voorbeeld.nl")
    with_server = Settings("sqlite://", Path("folder"), mail=mail)
    assert post_of(with_server) == SmtpPost(mail, DEFAULT_SENDER)
