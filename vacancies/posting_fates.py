"""What becomes of a job posting that comes in: new, changed, the same, or at its end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from vacancies.models import Posting, Requirement, Vacancy, VacancyState
from vacancies.posting_fields import PostingDraft
from vacancies.postings_reading import PostingProblem
from vacancies.service import LIVING


class Fate(StrEnum):
    """What becomes of a posting; the value is the word on the page."""

    NEW = "nieuw"
    CHANGED = "gewijzigd"
    KEPT = "gewijzigd, maar al in vaardigheden"
    SAME = "stond er al"
    ENDED = "verlopen, gaat dicht"


@dataclass(frozen=True, slots=True)
class PostingRow:
    """One posting that can come in; `vacancy_id` is the vacancy it is here already."""

    number: int
    draft: PostingDraft
    sector: str
    occupation_id: int | None
    remarks: tuple[str, ...]
    fate: Fate = Fate.NEW
    vacancy_id: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A posting that is here already."""

    vacancy_id: int
    state: VacancyState
    digest: str
    skilled: bool


def known_postings(session: Session, source: str) -> dict[str, Known]:
    """Read what is here of a source, by the identifier of the posting."""
    own = select(Posting.vacancy_id).where(Posting.source == source)
    asked = select(Requirement.vacancy_id).where(col(Requirement.vacancy_id).in_(own))
    skilled = set(session.exec(asked.distinct()).all())
    rows = session.exec(
        select(Posting.identifier, Posting.vacancy_id, Vacancy.state, Posting.digest)
        .join(Vacancy)
        .where(Posting.source == source)
    )
    return {
        name: Known(number, VacancyState(state), digest, number in skilled)
        for name, number, state, digest in rows
    }


def fated(row: PostingRow, known: Mapping[str, Known], today: date) -> PostingRow | PostingProblem:
    """Tell what becomes of a posting today, or why it stays out."""
    here, until = known.get(row.draft.identifier), row.draft.valid_through
    is_over = until is not None and until < today
    if here is None:
        if until is not None and is_over:
            why = f"is verlopen op {until.day}-{until.month}-{until.year}"
            return PostingProblem(row.number, row.draft.title, why)
        return replace(row, fate=Fate.NEW)
    if here.state not in LIVING:
        why = f"is hier al gesloten of vervuld (V-{here.vacancy_id})"
        return PostingProblem(row.number, row.draft.title, why)
    return replace(row, fate=_fate(row.draft, here, is_over=is_over), vacancy_id=here.vacancy_id)


def _fate(draft: PostingDraft, here: Known, *, is_over: bool) -> Fate:
    if is_over:
        return Fate.ENDED
    if draft.digest == here.digest:
        return Fate.SAME
    return Fate.KEPT if here.skilled else Fate.CHANGED
