"""Writes what came in from elsewhere: companies, vacancies and where they came from."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from vacancies.models import Employer, Posting, Vacancy, VacancyState
from vacancies.posting_fates import Fate, PostingRow


def add(
    session: Session, source: str, rows: Sequence[PostingRow], revision: int, now: datetime
) -> dict[int, int]:
    """Add vacancies with their companies and postings; the vacancy by number of the posting."""
    employers = _employers(session, source, rows)
    vacancies = [_vacancy(row, employers[_name(row)], revision) for row in rows]
    session.add_all(vacancies)
    session.flush()
    session.add_all(
        Posting(
            vacancy_id=vacancy.id,
            source=source,
            identifier=row.draft.identifier,
            address=row.draft.address,
            valid_through=row.draft.valid_through,
            digest=row.draft.digest,
            read_at=now,
        )
        for row, vacancy in zip(rows, vacancies, strict=True)
    )
    session.flush()
    return {row.number: vacancy.id for row, vacancy in zip(rows, vacancies, strict=True)}


def _name(row: PostingRow) -> str:
    return row.draft.employer.casefold()


def _employers(session: Session, source: str, rows: Sequence[PostingRow]) -> dict[str, int]:
    """Find the companies of a source by name, or make them.

    A company that signed up here is another one, even when it goes by the same name: nobody may
    put vacancies under its account from outside.
    """
    before = (
        select(Employer)
        .join(Vacancy)
        .join(Posting)
        .where(Posting.source == source, col(Employer.kvk).is_(None))
        .order_by(col(Employer.id))
    )
    found = {row.trade_name.casefold(): row for row in reversed(session.exec(before).all())}
    for row in rows:
        if _name(row) not in found:
            made = Employer(trade_name=row.draft.employer, sector=row.sector)
            session.add(made)
            found[_name(row)] = made
    session.flush()
    return {name: employer.id for name, employer in found.items()}


def _vacancy(row: PostingRow, employer_id: int, revision: int) -> Vacancy:
    told = row.draft.model_dump(include=set(_OFFERED))
    return Vacancy.model_validate(
        {
            **told,
            "employer_id": employer_id,
            "sector": row.sector,
            "occupation_id": row.occupation_id,
            "state": VacancyState.OPEN,
            "revision": revision,
        }
    )


_OFFERED = (
    "title",
    "description",
    "postcode",
    "hours_min",
    "hours_max",
    "wage_cents",
    "starts_on",
    "kinds",
)


def follow(session: Session, row: PostingRow, revision: int, now: datetime) -> None:
    """Do with a vacancy that is here what its posting says now."""
    vacancy = session.get_one(Vacancy, row.vacancy_id, populate_existing=True)
    own = select(Posting).where(Posting.vacancy_id == vacancy.id)
    posting = session.exec(own.execution_options(populate_existing=True)).one()
    posting.valid_through, posting.digest = row.draft.valid_through, row.draft.digest
    posting.read_at = now
    if row.fate is Fate.CHANGED:
        for name in _OFFERED:
            setattr(vacancy, name, getattr(row.draft, name))
        vacancy.revision = revision
    if row.fate is Fate.ENDED:
        vacancy.state, vacancy.revision = VacancyState.CLOSED, revision
