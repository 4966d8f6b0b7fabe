"""The settings of one running product: a frozen value read once and passed in."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from foundation.errors import Invalid

DEFAULT_FOLDER = ".talent"


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from one installation to the next.

    Args:
        database_url: `sqlite:///file` or `postgresql://…`.
        folder: where frozen matching models and other rebuildable files are kept.
        lock_seconds: how long a write waits for another one before it is refused.
    """

    database_url: str
    folder: Path
    lock_seconds: float = 10.0


def read_settings(
    environment: Mapping[str, str] = os.environ, *, database_url: str | None = None
) -> Settings:
    """Read the settings from `TOM_DATABASE_URL`, `TOM_FOLDER` and `TOM_LOCK_SECONDS`.

    A given `database_url` goes before the environment. Without either the product keeps a SQLite
    file in its own folder.

    Raises:
        Invalid: `TOM_LOCK_SECONDS` is no number of seconds.
    """
    folder = Path(environment.get("TOM_FOLDER", DEFAULT_FOLDER))
    default = f"sqlite:///{folder / 'talent.db'}"
    return Settings(
        database_url=database_url or environment.get("TOM_DATABASE_URL") or default,
        folder=folder,
        lock_seconds=_seconds(environment.get("TOM_LOCK_SECONDS", "10")),
    )


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,4}(\.\d+)?", text):
        raise Invalid(f"TOM_LOCK_SECONDS is “{text}”. Geef een aantal seconden, zoals 10 of 0.5.")
    # PostgreSQL waits for ever on a limit that rounds to nothing.
    return max(float(text), 0.01)
