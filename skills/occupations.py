"""Occupations that other rooms name: by number in a choice, or in words in a cell."""

from collections.abc import Callable, Collection

from sqlmodel import Session, col, select

from foundation.errors import Invalid
from skills.models import Occupation
from skills.service import occupation_names
from skills.wording import without_capitals

MOST_CHOICES = 3


class UnknownOccupation(Invalid):
    """A chosen occupation does not exist, or the taxonomy no longer holds it."""


def check_occupations(session: Session, occupation_ids: Collection[int]) -> None:
    """Check that these occupations can be chosen now.

    Raises:
        UnknownOccupation: one does not exist, or the taxonomy no longer holds it.
    """
    wanted = set(occupation_ids)
    current = select(Occupation.id).where(
        col(Occupation.id).in_(wanted), col(Occupation.retired).is_(False)
    )
    if wanted and len(session.exec(current).all()) < len(wanted):
        raise UnknownOccupation("Dit beroep staat niet in de lijst. Kies een ander beroep.")


def occupation_reader(session: Session) -> Callable[[str], int]:
    """Build a reader that gives the number of an occupation, once for a whole sheet.

    An occupation is found by its label, a synonym or its URI, exactly; capitals make no difference,
    and a label goes before a synonym. The reader raises ValueError in Dutch for a text that means
    nothing, or more than one occupation.
    """
    numbers = dict(session.exec(select(Occupation.uri, Occupation.id)).all())
    labelled: dict[str, dict[int, str]] = {}
    called: dict[str, dict[int, str]] = {}
    for names in occupation_names(session):
        number = numbers[names.uri]
        for word in (names.uri, names.label):
            labelled.setdefault(without_capitals(word), {})[number] = names.label
        for word in names.synonyms:
            called.setdefault(without_capitals(word), {})[number] = names.label

    def read(text: str) -> int:
        word = without_capitals(text)
        meant = labelled.get(word) or called.get(word) or {}
        if not meant:
            raise ValueError("kennen we niet; kies een beroep uit de lijst, of laat dit leeg")
        if len(meant) > 1:
            choice = " of ".join(f"“{one}”" for one in sorted(set(meant.values()))[:MOST_CHOICES])
            raise ValueError(f"kan meer betekenen; kies uit {choice}")
        return next(iter(meant))

    return read
