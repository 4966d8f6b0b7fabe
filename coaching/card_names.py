"""What somebody is called on the cards that one employer sees: another name for every employer.

A coach says K-204, and so would two employers who compare what they saw. Here the name is a keyed
hash of employer and candidate: the same tomorrow, another one elsewhere, and no way back to the
number. The key is made at first use and stands in the folder of the product, beside the database
and not in it: a copy of the database alone does not undo the names. Without the key, or with
another, the names change and nothing else does: a name is never stored.
"""

import base64
import contextlib
import hmac
import os
import secrets
from pathlib import Path

from foundation.errors import Unavailable

KEY_BYTES = 32
LETTERS = 7  # of 32 each: two of the people one employer sees share a name once in a million
_PLAIN = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def key_of_names(folder: Path) -> bytes:
    """Read the key, or make it when there is none; of two that make it, one wins.

    Raises:
        Unavailable: the folder cannot be written or read.
    """
    path = folder / "pool.key"
    try:
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as error:
        raise Unavailable(
            "De map van het programma kan niet worden gebruikt. Controleer de rechten."
        ) from error
    if len(key) != KEY_BYTES:
        raise Unavailable("Het bestand pool.key is beschadigd. Verwijder het; er komt een nieuw.")
    return key


def card_name(key: bytes, *, employer_id: int, candidate_id: int) -> str:
    """Name a candidate for one employer: `T-4KX9QPM`."""
    told = f"{employer_id}:{candidate_id}".encode()
    digest = hmac.digest(key, told, "sha256")
    letters = base64.b32encode(digest).decode("ascii")[:LETTERS]
    return f"T-{letters.translate(_PLAIN)}"


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
        with contextlib.suppress(FileExistsError):  # somebody was first
            os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
