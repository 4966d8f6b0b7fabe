"""Vacancies as whoever looks for work reads them: with the company and the town."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from foundation.database import batches
from foundation.places import Postcode
from vacancies.models import Employer, Requirement, Vacancy, VacancyState


@dataclass(frozen=True, slots=True)
class Advert:
    """A vacancy with the name of the company; `municipality` None is unknown or everywhere."""

    vacancy: Vacancy
    trade_name: str
    municipality: str | None


def adverts_of(session: Session, *, vacancy_ids: Iterable[int]) -> dict[int, Advert]:
    """Read some vacancies in any state; an unknown id is absent."""
    joined = (
        select(Vacancy, Employer.trade_name, Postcode.municipality)
        .select_from(Vacancy)
        .join(Employer)
        .join(Postcode, col(Postcode.code) == col(Vacancy.postcode), isouter=True)
    )
    found: dict[int, Advert] = {}
    for batch in batches(sorted(set(vacancy_ids))):
        rows = session.exec(joined.where(col(Vacancy.id).in_(batch)))
        for row, trade_name, municipality in rows:
            found[row.id] = Advert(row, trade_name, municipality)
    return found


def open_vacancy_ids(
    session: Session, *, offset: int, most: int, skilled: bool | None = None
) -> tuple[list[int], int]:
    """Give a run of the open vacancies, the newest first, and how many there are in all.

    With `skilled` only those that are written in skills, or only those that are not.
    """
    chosen = [col(Vacancy.state) == VacancyState.OPEN]
    if skilled is not None:
        asked = select(Requirement.id).where(Requirement.vacancy_id == Vacancy.id).exists()
        chosen.append(asked if skilled else ~asked)
    newest = select(Vacancy.id).where(*chosen).order_by(col(Vacancy.id).desc())
    total = session.exec(select(func.count()).select_from(Vacancy).where(*chosen)).one()
    return list(session.exec(newest.offset(offset).limit(most))), total
