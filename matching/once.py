"""What belongs to one taxonomy is read at the first question and kept as long as its matcher."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from sqlmodel import Session

Read = TypeVar("Read")


class ReadOnce(Generic[Read]):
    """Reads something once; safe to ask from several threads, and a failure is tried again."""

    def __init__(self, read: Callable[[Session], Read]) -> None:
        self._read = read
        self._lock = Lock()
        self._kept: list[Read] = []

    def of(self, session: Session) -> Read:
        """Give it, from the database the first time."""
        with self._lock:
            if not self._kept:
                self._kept.append(self._read(session))
            return self._kept[0]
