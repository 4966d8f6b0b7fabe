"""The refusals every room raises: one base per kind of answer, with a message in Dutch."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in what came in: where it stands and what to do about it."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class TalentError(Exception):
    """A refusal a person can act on; `status` is its HTTP answer, the message is Dutch."""

    status: ClassVar[int] = 500

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems


class Invalid(TalentError):
    """What came in does not follow the rules of entry."""

    status = 400


class NotAllowed(TalentError):
    """The person is known but may not do this."""

    status = 403


class NotFound(TalentError):
    """There is nothing here, or nothing this person may know of."""

    status = 404


class Conflict(TalentError):
    """What came in is sound but clashes with what is already there."""

    status = 409


class Unavailable(TalentError):
    """The product cannot answer right now; nothing was written, and it may work later."""

    status = 503
