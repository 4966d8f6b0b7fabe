"""What the doors share to bring national vacancies in: the likeness of titles, and kept uploads.

A file is read, shown, and comes in when the person says so. In between it stands in the folder of
the product, under a name that only the account that brought it can give, for a day at most.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from foundation.errors import NotFound
from vacancies.postings import Nearest

if TYPE_CHECKING:  # scikit-learn is loaded only when needed
    from skills.resolve import Resolver

# Half of the words and n-grams of a title; it chooses a sector, and a person looks at it after.
LEAST_ALIKE = 0.5
KEPT_SECONDS = 24 * 3600
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class UploadGone(NotFound):
    """The file that was looked at is no longer there."""


def nearest_with(resolver: Callable[[], "Resolver"]) -> Nearest:
    """Build what finds the occupation most like a title; the resolver is made when needed."""

    def nearest(titles: Sequence[str]) -> list[str | None]:
        if not titles:
            return []
        each = resolver().rank(titles, limit=1)
        return [one[0].uri if one and one[0].similarity >= LEAST_ALIKE else None for one in each]

    return nearest


def keep_upload(folder: Path, account_id: int, content: bytes) -> str:
    """Keep a file until it is confirmed, and give the digest to ask for it with."""
    place = folder / "uploads"
    place.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(content).hexdigest()
    (place / f"{account_id}-{digest}").write_bytes(content)
    return digest


def kept_upload(folder: Path, account_id: int, digest: str) -> bytes:
    """Give back a file that this account brought.

    Raises:
        UploadGone: it was never brought, came in already, or waited for more than a day.
    """
    path = folder / "uploads" / f"{account_id}-{digest}"
    if not _DIGEST.fullmatch(digest) or not path.is_file():
        raise UploadGone("Dit bestand is er niet meer. Kies het opnieuw.")
    return path.read_bytes()


def drop_upload(folder: Path, account_id: int, digest: str) -> None:
    """Let go of a file that came in."""
    if _DIGEST.fullmatch(digest):
        (folder / "uploads" / f"{account_id}-{digest}").unlink(missing_ok=True)


def sweep_uploads(folder: Path) -> None:
    """Throw away the files that nobody confirmed within a day."""
    for path in (folder / "uploads").glob("*"):
        if path.is_file() and path.stat().st_mtime < time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)
