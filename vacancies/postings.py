"""National vacancies: job postings come in once, follow their source, and close when it says so.

They come in open and without requirements: "nog niet verskild", a task and never ranked.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from foundation.clock import day_here
from foundation.entry import Draft, Line, OptionalLine
from foundation.errors import Invalid
from foundation.revision import Stream, next_revision
from skills.models import Occupation
from skills.occupations import occupation_reader
from skills.sectors import check_sectors, sector_of, sectors
from vacancies.models import Posting, Requirement, Vacancy, VacancyState
from vacancies.posting_fates import Fate, PostingRow, fated, known_postings
from vacancies.posting_fields import NAMES, PostingDraft, read_posting, title_of
from vacancies.posting_rows import add, follow
from vacancies.postings_reading import Found, PostingFile, PostingProblem
from vacancies.service import LIVING

# Gives for each title the URI of the occupation that is most like it, or None: it chooses a sector
# and nothing else. A door passes in the resolver of the skills room.
Nearest = Callable[[Sequence[str]], Sequence[str | None]]


class SourceDraft(Draft):
    """Where a file comes from, and the sector of the work whose sector cannot be told."""

    source: Line
    sector: OptionalLine = ""


@dataclass(frozen=True, slots=True)
class PostingPreview:
    """What an import would do, and which postings it leaves out; nothing was written for it."""

    source: str
    rows: tuple[PostingRow, ...]
    problems: tuple[PostingProblem, ...]

    @property
    def read(self) -> int:
        """How many postings were read."""
        return len(self.rows) + len(self.problems)

    def count(self, fate: Fate) -> int:
        """Tell how many postings have this fate."""
        return Counter(row.fate for row in self.rows)[fate]

    @property
    def remarks(self) -> tuple[PostingProblem, ...]:
        """List what of a posting is not kept, or is kept although its source changed it."""
        return tuple(
            PostingProblem(row.number, row.draft.title, remark)
            for row in self.rows
            for remark in (*row.remarks, *_FATED.get(row.fate, ()))
        )


_FATED: Mapping[Fate, tuple[str, ...]] = {
    Fate.KEPT: (
        "de tekst is elders veranderd; hier blijft hij zoals hij in vaardigheden is geschreven",
    )
}


def preview_postings(
    session: Session, file: PostingFile, *, origin: SourceDraft, nearest: Nearest, now: datetime
) -> PostingPreview:
    """Show what an import of these postings would do; writes nothing.

    Raises:
        UnknownSector: the sector is not one of this region.
    """
    check_sectors(session, {origin.sector} - {""})
    problems = list(file.problems)
    read: list[PostingRow] = []
    read_occupation, taken = occupation_reader(session), set[str]()
    for found in file.postings:
        try:
            row = _row(found, read_occupation)
            _check_double(row.draft, taken)
            read.append(row)
        except Invalid as error:
            problems.append(_problem(found, error))
    rows, without_sector = _with_sectors(session, read, origin.sector, nearest)
    known = known_postings(session, origin.source)
    decided = [fated(row, known, day_here(now)) for row in rows]
    problems += without_sector + [one for one in decided if isinstance(one, PostingProblem)]
    problems.sort(key=lambda one: one.number)
    kept = tuple(one for one in decided if isinstance(one, PostingRow))
    return PostingPreview(origin.source, kept, tuple(problems))


def import_postings(session: Session, preview: PostingPreview, *, now: datetime) -> PostingPreview:
    """Let every posting of a preview in that can come in: all of them, or none at an error.

    Returns:
        The preview as it was carried out: each row with its vacancy and its fate. What came in
        since the preview was made stands there already and does not come in twice.
    """
    revision = next_revision(session, Stream.VACANCIES)  # now nobody else adds a vacancy
    known = known_postings(session, preview.source)
    decided = [fated(replace(row, vacancy_id=None), known, day_here(now)) for row in preview.rows]
    rows = [one for one in decided if isinstance(one, PostingRow)]
    late = tuple(one for one in decided if isinstance(one, PostingProblem))
    added = add(
        session, preview.source, [one for one in rows if one.fate is Fate.NEW], revision, now
    )
    for row in rows:
        if row.fate not in (Fate.NEW, Fate.SAME):
            follow(session, row, revision, now)
    session.flush()
    done = tuple(replace(one, vacancy_id=added.get(one.number, one.vacancy_id)) for one in rows)
    return replace(preview, rows=done, problems=preview.problems + late)


def close_expired(session: Session, now: datetime) -> list[int]:
    """Close the vacancies from elsewhere whose last day has gone; every night.

    Returns:
        Their numbers.
    """
    expired = (
        select(Vacancy)
        .join(Posting)
        .where(col(Posting.valid_through) < day_here(now), col(Vacancy.state).in_(LIVING))
        .order_by(col(Vacancy.id))
    )
    if session.exec(expired).first() is None:
        return []
    revision = next_revision(session, Stream.VACANCIES)
    rows = session.exec(expired.execution_options(populate_existing=True)).all()
    for row in rows:
        row.state, row.revision = VacancyState.CLOSED, revision
    session.flush()
    return [row.id for row in rows]


# Reading


def _row(found: Found, read_occupation: Callable[[str], int]) -> PostingRow:
    read = read_posting(found.values)
    return PostingRow(
        found.number, read.draft, "", _named(read.draft.category, read_occupation), read.remarks
    )


def _named(category: str, read_occupation: Callable[[str], int]) -> int | None:
    """Find the occupation that a posting names exactly; a likeness is for a person to confirm."""
    try:
        return read_occupation(category) if category else None
    except ValueError:
        return None


def _check_double(draft: PostingDraft, taken: set[str]) -> None:
    if draft.identifier in taken:
        raise Invalid("staat twee keer in dit bestand; de eerste telt")
    taken.add(draft.identifier)


def _problem(found: Found, error: Invalid) -> PostingProblem:
    said = [
        f"{NAMES.get(one.where.partition('.')[0], one.where)} {one.message}"
        for one in error.problems
    ]
    return PostingProblem(found.number, title_of(found.values), "; ".join(said) or error.message)


def _with_sectors(
    session: Session, rows: Sequence[PostingRow], given: str, nearest: Nearest
) -> tuple[list[PostingRow], list[PostingProblem]]:
    """Give each posting the sector of its occupation, or else the one that was given."""
    told = session.exec(select(Occupation.id, Occupation.uri, Occupation.isco)).all()
    by_id = {identity: isco for identity, _, isco in told}
    by_uri = {uri: isco for _, uri, isco in told}
    known = sectors(session)
    unnamed = [row for row in rows if row.occupation_id is None]
    alike = dict(
        zip(
            (row.number for row in unnamed),
            nearest([row.draft.title for row in unnamed]),
            strict=True,
        )
    )
    placed: list[PostingRow] = []
    problems: list[PostingProblem] = []
    for row in rows:
        isco = by_id.get(row.occupation_id or 0) or by_uri.get(alike.get(row.number) or "", "")
        found = sector_of(isco, known)
        sector = found.key if found else given
        if sector:
            placed.append(replace(row, sector=sector))
        else:
            why = "de sector is niet te bepalen; kies een sector bij het inlezen"
            problems.append(PostingProblem(row.number, row.draft.title, why))
    return placed, problems


# The task


def unskilled_open(session: Session, *, offset: int, most: int) -> tuple[list[int], int]:
    """Give a run of the open vacancies that are "nog niet verskild", oldest first, and how many."""
    asked = select(Requirement.id).where(Requirement.vacancy_id == Vacancy.id).exists()
    query = select(col(Vacancy.id)).where(Vacancy.state == VacancyState.OPEN, ~asked)
    ids = session.exec(query.order_by(col(Vacancy.id))).all()
    return list(ids[offset : offset + most]), len(ids)
