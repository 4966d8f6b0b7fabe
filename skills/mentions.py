"""Skills that other rooms name: by number in a choice, or in words in a cell."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from foundation.entry import whole_number
from foundation.errors import Invalid
from foundation.imports import pieces
from foundation.terms import LEVELS
from skills.models import Skill
from skills.service import skill_names
from skills.wording import without_capitals

# Gives labels that look like a text, best first; a door passes in the resolver of the skills room.
Suggest = Callable[[str], Sequence[str]]
# The number and the label of a skill.
Meaning = tuple[int, str]

# What a person typed is repeated up to here.
LONGEST_QUOTE = 80
MOST_SUGGESTIONS = 3
# A search for suggestions takes milliseconds; a file full of nonsense must not take an hour.
MOST_SEARCHES = 200


class UnknownSkill(Invalid):
    """A chosen skill does not exist, or the taxonomy no longer holds it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A skill that a cell names, with the level 1 to 5 behind it, or None when unknown."""

    skill_id: int
    label: str
    level: int | None


@dataclass(frozen=True, slots=True)
class SkillWords:
    """Every word a skill goes by, in small letters, with the skills it may mean."""

    meanings: Mapping[str, tuple[Meaning, ...]]
    suggest: Suggest

    def read(self, cell: str) -> tuple[tuple[Mention, ...], tuple[str, ...]]:
        """Read "heftruck rijden: 3; metalen lassen" into mentions, and problems in Dutch.

        A skill is found by its label, a synonym or its URI, exactly; capitals and spaces make no
        difference. An unknown or ambiguous text is a problem with up to three suggestions, and
        never a mention.
        """
        found: dict[int, Mention] = {}
        problems: list[str] = []
        for piece in pieces(cell, between=r"[;\n]"):
            try:
                mention = self._mention(piece)
                if mention.skill_id in found:
                    raise ValueError(f"“{mention.label}” staat er twee keer; haal er een weg")
            except ValueError as error:
                problems.append(str(error))
                continue
            found[mention.skill_id] = mention
        return tuple(found.values()), tuple(problems)

    def _mention(self, piece: str) -> Mention:
        """Read one skill; a URI or label may itself hold a colon, so the whole goes first."""
        name, colon, level = (part.strip() for part in piece.rpartition(":"))
        if self._meant(piece) or not (colon and (level.isdigit() or self._meant(name))):
            return Mention(*self._only_meaning(piece), None)
        try:
            number = whole_number(level, lowest=LEVELS[0], highest=LEVELS[-1])
        except ValueError:
            raise ValueError(f"het niveau van {_quoted([name])} moet 1 tot en met 5 zijn") from None
        return Mention(*self._only_meaning(name), number)

    def _meant(self, name: str) -> tuple[Meaning, ...]:
        return self.meanings.get(without_capitals(name), ())

    def _only_meaning(self, name: str) -> Meaning:
        meant = self._meant(name)
        if len(meant) == 1:
            return meant[0]
        if meant:
            choice = _quoted(sorted({label for _, label in meant}))
            raise ValueError(f"{_quoted([name])} kan meer betekenen; kies uit {choice}")
        labels = self.suggest(name)
        advice = f"bedoel je {_quoted(labels)}?" if labels else "kies een naam uit de lijst"
        raise ValueError(f"{_quoted([name])} kennen we niet; {advice}")


def skill_words(session: Session, suggest: Suggest) -> SkillWords:
    """Collect every word that the skills in use go by, once for a whole sheet."""
    numbers = dict(session.exec(select(Skill.uri, Skill.id)).all())
    meanings: dict[str, dict[int, str]] = {}
    for names in skill_names(session):
        for word in (names.uri, names.label, *names.synonyms):
            meanings.setdefault(without_capitals(word), {})[numbers[names.uri]] = names.label
    return SkillWords(
        {word: tuple(meant.items()) for word, meant in meanings.items()}, _sparing(suggest)
    )


def check_skills(session: Session, skill_ids: Collection[int]) -> None:
    """Check that these skills can be chosen now.

    Raises:
        UnknownSkill: one does not exist, or the taxonomy no longer holds it.
    """
    current = select(Skill.id).where(col(Skill.id).in_(set(skill_ids)), ~col(Skill.retired))
    if len(session.exec(current).all()) < len(set(skill_ids)):
        raise UnknownSkill("Deze vaardigheid staat niet in de lijst. Kies een andere.")


def _quoted(labels: Sequence[str]) -> str:
    shown = [one if len(one) <= LONGEST_QUOTE else f"{one[:LONGEST_QUOTE]}…" for one in labels]
    *others, last = [f"“{one}”" for one in shown[:MOST_SUGGESTIONS]]
    return f"{', '.join(others)} of {last}" if others else last


def _sparing(suggest: Suggest) -> Suggest:
    """Ask the same text once, and stop asking after many different ones."""
    asked: dict[str, Sequence[str]] = {}

    def ask(text: str) -> Sequence[str]:
        if text not in asked and len(asked) < MOST_SEARCHES:
            asked[text] = suggest(text)
        return asked.get(text, ())

    return ask
