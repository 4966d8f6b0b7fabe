"""Keeps the open vacancies in memory, in step with the database at every request.

Rows are the truth; what is here is rebuilt from them, by the same revisions as the pool of people.
Places are no part of a vacancy's revision, so a side kept here has its postcode and no point. The
letters of its sector belong to the taxonomy, as the model does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock

from sqlmodel import Session, col, select

from foundation.revision import Stream, latest_revision
from matching.model import SkillModel
from matching.pool import SkillNumbers
from matching.reference import Asking
from matching.sides import VacancySide, vacancy_sides
from matching.work import WorkIndex
from vacancies.models import Vacancy, VacancyState


@dataclass(frozen=True, eq=False)
class OpenWork:
    """Every open vacancy at one moment.

    Args:
        index: those written in skills, laid out to be scored.
        sides: all of them by id, those "nog niet verskild" too; without their points on earth.
        revision: of the stream of vacancies at that moment.
    """

    index: WorkIndex
    sides: Mapping[int, VacancySide]
    revision: int

    @property
    def unskilled(self) -> tuple[int, ...]:
        """The vacancies that are "nog niet verskild", by id."""
        return tuple(sorted(number for number, side in self.sides.items() if not side.asked))


class WorkPool:
    """The open vacancies of one model, following the database; safe to use from several threads."""

    def __init__(self, model: SkillModel, numbers: SkillNumbers) -> None:
        self._model = model
        self._numbers = numbers
        self._lock = Lock()
        self._now = OpenWork(WorkIndex.of(model, {}), {}, 0)

    def follow(self, session: Session) -> OpenWork:
        """Bring the vacancies up to the moment of this transaction and give them as they are."""
        with self._lock:
            latest = latest_revision(session, Stream.VACANCIES)
            if latest > self._now.revision:
                sides = self._followed(session)
                asked = {number: side.asked for number, side in sides.items()}
                self._now = OpenWork(WorkIndex.of(self._model, asked), sides, latest)
            return self._now

    def asked(self, session: Session) -> dict[int, list[Asking]]:
        """Give what every open vacancy asks at the moment of this transaction."""
        return {number: list(side.asked) for number, side in self.follow(session).sides.items()}

    def _followed(self, session: Session) -> dict[int, VacancySide]:
        changed = session.exec(
            select(Vacancy.id, Vacancy.state).where(col(Vacancy.revision) > self._now.revision)
        ).all()
        gone = {number for number, _ in changed}
        opened = [number for number, state in changed if state == VacancyState.OPEN]
        sides = {one: side for one, side in self._now.sides.items() if one not in gone}
        fresh = vacancy_sides(session, opened, self._numbers)
        return sides | {number: replace(side, place=None) for number, side in fresh.items()}
