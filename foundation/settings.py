"""The settings of one running product: a frozen value read once and passed in."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foundation.errors import Invalid

DEFAULT_FOLDER = ".talent"
DEFAULT_ADDRESS = "http://127.0.0.1:8000"
DEFAULT_SENDER = "Talent op Maat <talent@talent.example>"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The mail server (SMTP); `password` stays out of every printed form of the settings."""

    host: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = True


@dataclass(frozen=True, slots=True)
class OrganisationSettings:
    """An organisation's own login (OpenID Connect): where it is and how we are known there."""

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    label: str = "je organisatie"


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from one installation to the next.

    Args:
        database_url: `sqlite:///file` or `postgresql://…`.
        folder: where frozen matching models and other rebuildable files are kept.
        lock_seconds: how long a write waits for another one before it is refused.
        address: where people find the site, without a slash at the end; links in mails begin so.
        demo: invented people only: mails go to a page, and passwords are told.
        mail: the mail server; None writes mails as files in `folder`.
        sender: who mails come from.
        organisation: an organisation's own login; None is off.
        requests_per_minute: how many requests one network may send.
        theme: the file in api/static/themes/ with the colours of a municipality, without `.css`.
    """

    database_url: str
    folder: Path
    lock_seconds: float = 10.0
    address: str = DEFAULT_ADDRESS
    demo: bool = False
    mail: MailSettings | None = None
    sender: str = DEFAULT_SENDER
    organisation: OrganisationSettings | None = None
    theme: str = "maat"
    requests_per_minute: int = 600

    @property
    def https(self) -> bool:
        """Whether people come in over https, so that cookies can be bound to it."""
        return self.address.startswith("https://")


def read_settings(
    environment: Mapping[str, str] = os.environ, *, database_url: str | None = None
) -> Settings:
    """Read the settings from the variables `TOM_…`, as the README lists them.

    A given `database_url` goes before the environment. Without either the product keeps a SQLite
    file in its own folder.

    Raises:
        Invalid: a variable holds something that cannot be; the message names it.
    """
    folder = Path(environment.get("TOM_FOLDER", DEFAULT_FOLDER))
    default = f"sqlite:///{folder / 'talent.db'}"
    return Settings(
        database_url=database_url or environment.get("TOM_DATABASE_URL") or default,
        folder=folder,
        lock_seconds=_seconds(environment.get("TOM_LOCK_SECONDS", "10")),
        address=_address(environment.get("TOM_ADDRESS", DEFAULT_ADDRESS)),
        mail=_mail(environment),
        sender=environment.get("TOM_MAIL_SENDER", DEFAULT_SENDER),
        organisation=_organisation(environment),
        theme=_theme(environment.get("TOM_THEME", "maat")),
        requests_per_minute=_count(environment, "TOM_REQUESTS_PER_MINUTE", "600"),
    )


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,4}(\.\d+)?", text):
        raise Invalid(f"TOM_LOCK_SECONDS is “{text}”. Geef een aantal seconden, zoals 10 of 0.5.")
    # PostgreSQL waits for ever on a limit that rounds to nothing.
    return max(float(text), 0.01)


def _address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+/?", text):
        raise Invalid(f"TOM_ADDRESS is “{text}”. Geef het adres van de site: https://naam.nl")
    return text.rstrip("/")


def _yes(environment: Mapping[str, str], name: str, default: str) -> bool:
    text = environment.get(name, default)
    if text not in ("ja", "nee"):
        raise Invalid(f"{name} is “{text}”. Kies ja of nee.")
    return text == "ja"


def _count(environment: Mapping[str, str], name: str, default: str) -> int:
    text = environment.get(name, default)
    if not re.fullmatch(r"[1-9]\d{0,7}", text):
        raise Invalid(f"{name} is “{text}”. Geef een heel getal, zoals {default}.")
    return int(text)


def _mail(environment: Mapping[str, str]) -> MailSettings | None:
    host = environment.get("TOM_MAIL_HOST")
    if not host:
        return None
    port = environment.get("TOM_MAIL_PORT", "587")
    if not re.fullmatch(r"\d{1,5}", port):
        raise Invalid(f"TOM_MAIL_PORT is “{port}”. Geef een poort, zoals 587.")
    return MailSettings(
        host,
        int(port),
        environment.get("TOM_MAIL_USER", ""),
        environment.get("TOM_MAIL_PASSWORD", ""),
        _yes(environment, "TOM_MAIL_STARTTLS", "ja"),
    )


def _organisation(environment: Mapping[str, str]) -> OrganisationSettings | None:
    issuer = environment.get("TOM_OIDC_ISSUER")
    if not issuer:
        return None
    client = environment.get("TOM_OIDC_CLIENT_ID", "")
    if not client:
        raise Invalid("TOM_OIDC_CLIENT_ID ontbreekt. Zet hem naast TOM_OIDC_ISSUER.")
    return OrganisationSettings(
        issuer,
        client,
        environment.get("TOM_OIDC_CLIENT_SECRET", ""),
        environment.get("TOM_OIDC_LABEL", "je organisatie"),
    )


def _theme(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]{1,40}", text):
        raise Invalid(f"TOM_THEME is “{text}”. Geef een naam van kleine letters, zoals maat.")
    return text
