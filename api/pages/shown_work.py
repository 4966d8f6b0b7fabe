"""Turns matches into what a template shows: strips, gaps with their courses, sentences, names.

Names of skills come from the taxonomy and have a language of their own; on a page in another
language they say so.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self, cast

from markupsafe import Markup
from sqlmodel import Session, col, select

from api.language import catalogue
from api.pages.rendering import environment
from api.strip import Block, Strip, draw
from foundation.database import batches
from matching.explain import (
    Counterfactual,
    Explanation,
    Gap,
    Tier,
    counterfactual_sentence,
    sentence,
    tier,
)
from matching.gates import Finding, Gate
from matching.reference import Part
from matching.service import Match, Matcher
from skills.models import Course, Skill
from vacancies.adverts import Advert, adverts_of

# Stands in a sentence for the name of a skill, until the sentence is in the right language.
_NAME = re.compile("\ue000([0-9]+)\ue001")


@dataclass(frozen=True, slots=True)
class ShownGap:
    """What closes a gap; `courses` are the best first."""

    label: str
    skill_id: int
    tier: Tier
    learnable: bool
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class ShownExplanation:
    """What somebody can against what is asked, ready to show.

    Args:
        strip: its blocks in the order of `parts`.
        gaps: what is not fully met, the most to win first.
        parts: what counts most first.
        said: the explanation itself.
        words: names and says.
    """

    strip: Strip
    gaps: tuple[ShownGap, ...]
    parts: tuple[Part, ...]
    said: Explanation
    words: "Wording"

    @property
    def sentences(self) -> tuple[str, ...]:
        """How each part counts, in the order of the blocks; a list of work does without."""
        return tuple(self.words.sentence(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """A vacancy for a person, ready to show."""

    match: Match
    advert: Advert
    explained: ShownExplanation
    counterfactuals: tuple[str, ...]

    @property
    def closed(self) -> tuple[Finding, ...]:
        """The limits that set it apart."""
        return tuple(one for one in self.match.findings if one.closed)

    @property
    def unknown(self) -> tuple[Finding, ...]:
        """What nobody can tell, and is worth asking."""
        return tuple(one for one in self.match.findings if not one.closed)


@dataclass(frozen=True, slots=True)
class Apart:
    """Vacancies set apart for the same reason first of all."""

    gate: Gate
    shown: tuple[ShownMatch, ...]


@dataclass(frozen=True)
class Wording:
    """Names skills and says sentences on pages in one language.

    Args:
        matcher: numbers the skills.
        language: of the page.
        foreign: the language of the names that are not in it, by the row of the skill.
    """

    matcher: Matcher
    language: str
    foreign: Mapping[int, str]

    @cached_property
    def note(self) -> Callable[..., str]:
        """The words for what a part rests on: a macro, so that they stand with the others."""
        module = environment(self.language).get_template("work/words.html").module
        return cast("Callable[..., str]", getattr(module, "note"))  # noqa: B009 - mypy sees no macro

    @classmethod
    def of(
        cls, session: Session, matcher: Matcher, language: str, explained: Iterable[Explanation]
    ) -> Self:
        """Read which names of some explanations are in another language than the page."""
        numbers: set[int] = set()
        for said in explained:
            numbers |= {part.asking.skill for part in said.parts}
            numbers |= {part.used.skill for part in said.parts if part.used}
        ids = [matcher.numbers.ids[one] for one in numbers]
        return cls(matcher, language, foreign_names(session, language, ids))

    def label(self, number: int, *, first: bool = False) -> str:
        """Name a skill by its number; `first` in a line, it has a capital."""
        name = self.matcher.numbers.name(number)
        name = capital(name) if first else name
        return marked(name, self.foreign.get(self.matcher.numbers.ids[number]), self.language)

    def sentence(self, part: Part) -> str:
        """Say how a part counts."""
        return self._said(sentence(part, _stand_in))

    def counterfactual(self, one: Counterfactual) -> str:
        """Say what one skill would change."""
        return self._said(counterfactual_sentence(one, _stand_in))

    def _said(self, text: str) -> str:
        told = catalogue(self.language).say(text)
        pieces = _NAME.split(told)
        named = Markup().join(
            self.label(int(piece), first=not pieces[0] and place == 1) if place % 2 else piece
            for place, piece in enumerate(pieces)
        )
        # A sentence without an English one stays Dutch, and says so.
        return marked(named, "nl" if told == text else None, self.language)


def _stand_in(number: int) -> str:
    return f"\ue000{number}\ue001"


def capital(text: str) -> str:
    """Begin a line with a capital."""
    return text[:1].upper() + text[1:]


def marked(text: str, language: str | None, shown_in: str) -> str:
    """Say in which language a text is, on a page in another one; None is that of the page."""
    if language is None or language == shown_in:
        return text
    return Markup('<span lang="{}">{}</span>').format(language, text)


def foreign_names(session: Session, language: str, ids: Iterable[int]) -> dict[int, str]:
    """Find which of some skills have a name in another language, and in which."""
    found: dict[int, str] = {}
    for batch in batches(sorted(set(ids))):
        other = select(Skill.id, Skill.language).where(
            col(Skill.id).in_(batch), Skill.language != language
        )
        found |= dict(session.exec(other).all())
    return found


def shown_matches(
    session: Session, matcher: Matcher, language: str, matches: Sequence[Match]
) -> tuple[ShownMatch, ...]:
    """Make matches ready to show, in the order given, with all that their pages name."""
    adverts = adverts_of(session, vacancy_ids=[one.vacancy_id for one in matches])
    said = [one.explanation for one in matches]
    words = Wording.of(session, matcher, language, said)
    courses = courses_of(session, said)
    return tuple(
        ShownMatch(
            match=one,
            advert=adverts[one.vacancy_id],
            explained=shown_explanation(words, courses, one.explanation),
            counterfactuals=tuple(words.counterfactual(change) for change in one.counterfactuals),
        )
        for one in matches
    )


def courses_of(session: Session, explained: Iterable[Explanation]) -> dict[int, Course]:
    """Read the courses that close the gaps of some explanations."""
    ids = {one for said in explained for gap in said.gaps for one in gap.courses}
    found: dict[int, Course] = {}
    for batch in batches(sorted(ids)):
        rows = session.exec(select(Course).where(col(Course.id).in_(batch)))
        found |= {row.id: row for row in rows}
    return found


def shown_explanation(
    words: Wording, courses: Mapping[int, Course], said: Explanation
) -> ShownExplanation:
    """Make an explanation ready to show: what counts most comes first."""
    gaps = {gap.part.asking.skill: gap for gap in said.gaps}
    parts = sorted(said.parts, key=lambda one: (-one.weight, one.asking.skill))
    return ShownExplanation(
        strip=draw([_block(words, courses, part, gaps.get(part.asking.skill)) for part in parts]),
        gaps=tuple(
            _shown_gap(words, courses, gap)
            for gap in sorted(said.gaps, key=lambda one: (-one.gain, one.part.asking.skill))
        ),
        parts=tuple(parts),
        said=said,
        words=words,
    )


def _block(words: Wording, courses: Mapping[int, Course], part: Part, gap: Gap | None) -> Block:
    return Block(
        label=words.label(part.asking.skill, first=True),
        weight=part.weight,
        part=part.part,
        after=gap.after if gap else part.part,
        tier=tier(part),
        note=_note(words, courses, part, gap),
    )


def _note(words: Wording, courses: Mapping[int, Course], part: Part, gap: Gap | None) -> str:
    """Say in a few words what a part rests on, or what closes it."""
    used = part.used
    other = used is not None and used.skill != part.asking.skill
    told: str = words.note(
        part=part,
        tier=tier(part).value,
        other=words.label(used.skill) if used is not None and other else "",
        days=courses[gap.courses[0]].days if gap and gap.courses else 0,
        learnable=gap is not None and gap.learnable,
    )
    return told


def _shown_gap(words: Wording, courses: Mapping[int, Course], gap: Gap) -> ShownGap:
    number = gap.part.asking.skill
    return ShownGap(
        label=words.label(number, first=True),
        skill_id=words.matcher.numbers.ids[number],
        tier=tier(gap.part),
        learnable=gap.learnable,
        courses=tuple(courses[one] for one in gap.courses),
    )


def by_reason(shown: Iterable[ShownMatch]) -> tuple[Apart, ...]:
    """Put what is set apart together under the first limit that closes it, in the order met."""
    groups: dict[Gate, list[ShownMatch]] = {}
    for one in shown:
        if not one.match.is_open:
            groups.setdefault(one.closed[0].gate, []).append(one)
    return tuple(Apart(gate, tuple(some)) for gate, some in groups.items())
