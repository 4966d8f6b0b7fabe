"""What the pages of shortlists share: which list, the engine or not, a match in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, cast

from fastapi import Depends, Request
from sqlmodel import Session

from accounts.permissions import Act, Subject, nothing_here
from api.asking import Allowed
from api.pages.rendering import environment
from api.pages.shown_work import (
    ShownExplanation,
    Wording,
    courses_of,
    foreign_names,
    shown_explanation,
)
from coaching.limits import limit_words
from coaching.models import ReviewReason
from matching.gates import Finding
from matching.service import Match, Matcher

# Why yes, why no: a decision has a reason from one of these, or "anders".
WHY_YES = (
    ReviewReason.SKILLS_FIT,
    ReviewReason.MORE_THAN_SHOWN,
    ReviewReason.LEARNS_FAST,
    ReviewReason.WANTS_THIS,
    ReviewReason.DESERVES_TURN,
)
WHY_NO = (
    ReviewReason.SKILL_MISSING,
    ReviewReason.LIMIT,
    ReviewReason.DOES_NOT_WANT,
    ReviewReason.OTHER_WORK_FIRST,
    ReviewReason.NOT_READY,
)


def _reviewed(subject: Annotated[Subject, Depends(Allowed(Act.REVIEW))]) -> int:
    if subject.vacancy_id is None:
        raise nothing_here()
    return subject.vacancy_id


# The vacancy whose list is reviewed.
ReviewedVacancy = Annotated[int, Depends(_reviewed)]


class AboutSomebody(Wording):
    """Says how somebody's match stands to a coach, in the third person."""

    @cached_property
    def note(self) -> Callable[..., str]:
        """The words for what a part rests on, about the person."""
        module = environment(self.language).get_template("review/words.html").module
        return cast("Callable[..., str]", getattr(module, "note"))  # noqa: B009 - mypy sees no macro


@dataclass(frozen=True, slots=True)
class ShownPair:
    """How somebody fits a vacancy, ready to show to a coach."""

    match: Match
    explained: ShownExplanation
    closed: tuple[str, ...]
    unknown: tuple[str, ...]


def shown_pairs(
    session: Session,
    matcher: Matcher,
    language: str,
    matches: Sequence[Match],
    *,
    guided: Iterable[int] = (),
) -> list[ShownPair]:
    """Make pairs ready to show; `guided` are the people this coach guides, see `limit_words`."""
    said = [one.explanation for one in matches]
    numbers = {part.asking.skill for one in said for part in one.parts}
    numbers |= {part.used.skill for one in said for part in one.parts if part.used}
    ids = [matcher.numbers.ids[one] for one in numbers]
    words = AboutSomebody(matcher, language, foreign_names(session, language, ids))
    courses = courses_of(session, said)
    own = set(guided)
    return [
        ShownPair(
            match=one,
            explained=shown_explanation(words, courses, one.explanation),
            closed=_limits(one.findings, one.candidate_id in own, closed=True),
            unknown=_limits(one.findings, one.candidate_id in own, closed=False),
        )
        for one in matches
    ]


def _limits(findings: Iterable[Finding], guided: bool, *, closed: bool) -> tuple[str, ...]:
    return tuple(limit_words(one, guided=guided) for one in findings if one.closed is closed)


def review_address(vacancy_id: int, candidate_id: int, **more: str) -> str:
    """Give the address of somebody on the screen where a list is reviewed."""
    told = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/coach/vacatures/{vacancy_id}?kandidaat={candidate_id}{told}#kandidaat"


def number_in(request: Request, name: str) -> int | None:
    """Read a number from the address; what is none is nothing."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
