"""Sending a mail: over a mail server (SMTP), or into a folder that a page can show."""

import contextlib
import os
import re
import smtplib
import ssl
import time
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as default_policy
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from secrets import token_hex
from typing import Protocol

from foundation.clock import utc_now
from foundation.errors import Invalid, Unavailable
from foundation.settings import MailSettings, Settings

TRIES = 3
FOLDER = "post"
MOST_SHOWN = 50

_ONE_ADDRESS = re.compile(r"[^\s@,;:<>()\[\]\\\"]+@[^\s@,;:<>()\[\]\\\"]+", re.ASCII)
_PERMANENT = 500


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in plain text to one address; every try of one `message_id` carries that.

    Raises:
        Invalid: the address is not one plain address, or the subject is not one line.
    """

    to: str
    subject: str
    text: str
    message_id: str = ""

    def __post_init__(self) -> None:
        if not (self.to.isascii() and self.to.isprintable() and _ONE_ADDRESS.fullmatch(self.to)):
            raise Invalid("Naar dit adres kan geen mail. Gebruik een adres als naam@voorbeeld.nl.")
        if not (self.subject and self.subject.isprintable()):
            raise Invalid("Het onderwerp van een mail moet één regel gewone tekst zijn.")


class Post(Protocol):
    """Whatever brings a mail away."""

    def send(self, mail: Mail) -> None:
        """Bring a mail away.

        Raises:
            Unavailable: it could not be done; the mail may be sent again later.
        """


def post_of(settings: Settings) -> Post:
    """Give the way mails leave this installation: its mail server, or else its folder."""
    if settings.mail is None:
        return FolderPost(settings.folder, settings.sender)
    return SmtpPost(settings.mail, settings.sender)


def _message(mail: Mail, sender: str, encoding: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(utc_now())
    message["Message-ID"] = mail.message_id or make_msgid(domain=_domain(sender))
    message["Auto-Submitted"] = "auto-generated"  # asks out-of-office programs to keep silent
    message.set_content(mail.text, cte=encoding)
    return message


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


@dataclass(frozen=True, slots=True)
class SmtpPost:
    """Mails over SMTP, with STARTTLS unless the settings say otherwise.

    A mail server that is away or says "later" is asked three times in all. All tries carry one
    Message-ID, so that a mail that did arrive is known when it comes again.

    Args:
        settings: the mail server.
        sender: who mails come from, as `Naam <naam@voorbeeld.nl>`.
        timeout: seconds to wait for each answer of the server.
        pause: seconds between the tries.
    """

    settings: MailSettings
    sender: str
    timeout: float = 10.0
    pause: float = 0.5

    def send(self, mail: Mail) -> None:
        """Send a mail.

        Raises:
            Unavailable: the server is away, refuses, or has no STARTTLS.
        """
        message = _message(mail, self.sender, "quoted-printable")
        for number in range(1, TRIES + 1):
            try:
                self._hand_over(message, mail.to)
            except (OSError, smtplib.SMTPException) as error:
                if number == TRIES or _for_good(error):
                    raise Unavailable(
                        "De mail kan nu niet weg. Probeer het over een paar minuten nog eens."
                    ) from error
                time.sleep(self.pause)
            else:
                return

    def _hand_over(self, message: EmailMessage, to: str) -> None:
        server = smtplib.SMTP(
            self.settings.host,
            self.settings.port,
            local_hostname=_domain(self.sender),
            timeout=self.timeout,
        )
        try:
            if self.settings.starttls:
                server.starttls(context=ssl.create_default_context())
            if self.settings.user:
                server.login(self.settings.user, self.settings.password)
            server.send_message(message, parseaddr(self.sender)[1], [to])
            # Accepted is accepted: a server that says goodbye badly must not get the mail twice.
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.quit()
        finally:
            server.close()


def _for_good(error: Exception) -> bool:
    """Tell whether trying again at once is of no use."""
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLCertVerificationError):
        return True
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _PERMANENT for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= _PERMANENT


@dataclass(frozen=True, slots=True)
class FolderPost:
    """Mails as files in a folder, for trying out: nothing leaves the machine.

    The files hold links that log somebody in, so only their owner can read them.
    """

    folder: Path
    sender: str

    def send(self, mail: Mail) -> None:
        """Write a mail as a file whose name sorts by time.

        Raises:
            Unavailable: the folder cannot be written.
        """
        folder = self.folder / FOLDER
        name = f"{time.time_ns():020d}-{token_hex(4)}"
        hidden = folder / f".{name}"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(hidden, bytes(_message(mail, self.sender, "8bit")))
            hidden.rename(folder / f"{name}.eml")  # a reader never sees half a mail
        except OSError as error:
            with contextlib.suppress(OSError):
                hidden.unlink()
            raise Unavailable(
                f"De mail kan niet in de map {folder} worden gezet. Controleer de rechten."
            ) from error


def _write(path: Path, content: bytes) -> None:
    # Without O_BINARY Windows would write two line ends for one.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(content)


def mails_in(folder: Path, *, most: int = MOST_SHOWN) -> list[Mail]:
    """Read back the mails that were written as files in a folder, newest first."""
    files = sorted((folder / FOLDER).glob("*.eml"), reverse=True)[:most]
    return [_read(file) for file in files]


def _read(file: Path) -> Mail:
    message = message_from_bytes(file.read_bytes(), policy=default_policy)
    text = message.get_content().replace("\r\n", "\n").removesuffix("\n")
    return Mail(str(message["To"]), str(message["Subject"]), text)
