"""Vacancies from a sheet: a preview that writes nothing, and an import of all rows or none."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, SQLModel, col, select

from foundation.errors import Conflict
from foundation.imports import (
    Preview,
    RowReader,
    one_of,
    preview_rows,
    ready_rows,
    several_of,
    without_doubles,
)
from foundation.revision import Stream, next_revision
from foundation.sheets import Sheet
from foundation.terms import Licence
from skills.mentions import (
    Mention,
    SkillWords,
    Suggest,
    check_skills,
    skill_words,
)
from skills.occupations import check_occupations, occupation_reader
from skills.sectors import check_sectors, sector_reader
from vacancies.columns import COLUMNS, EMPLOYER, OFFER, PLACE
from vacancies.drafts import EmployerDraft, LimitDraft, RequirementDraft, VacancyDraft
from vacancies.employers import register_employers
from vacancies.models import (
    Employer,
    Importance,
    Limit,
    LimitKind,
    Requirement,
    Vacancy,
    VacancyState,
)
from vacancies.requirements import MOST_REQUIREMENTS
from vacancies.service import LIVING


class ImportedState(StrEnum):
    """The state an imported vacancy starts in."""

    DRAFT = "concept"
    OPEN = "open"


_DOUBLE = (
    "deze vacature staat er al: zelfde kvk, functie en postcode; haal deze rij weg, of zet bij "
    "plaatsen hoeveel mensen er nodig zijn"
)


class VacancyAlreadyThere(Conflict):
    """The same vacancy came in after the preview was made."""


@dataclass(frozen=True, slots=True)
class VacancyRow:
    """One vacancy ready to add; `employer` is None when its KvK number is already known."""

    number: int
    kvk: str
    employer: EmployerDraft | None
    vacancy: VacancyDraft
    requirements: tuple[RequirementDraft, ...]
    limits: tuple[LimitDraft, ...]
    state: ImportedState

    @property
    def key(self) -> Hashable:
        """What makes two rows the same vacancy for an import: kvk, title and postcode."""
        return _key(self.kvk, self.vacancy.title, self.vacancy.postcode)


def preview_vacancies(session: Session, sheet: Sheet, suggest: Suggest) -> Preview[VacancyRow]:
    """Show what an import of this sheet would add and what is wrong with it; writes nothing.

    A row with the KvK number, title and postcode of a draft or open vacancy, or of a row above it,
    is a problem: importing a file again adds nothing twice.

    Raises:
        WrongColumns: a column is missing or unknown.
    """
    known = session.exec(select(Employer.kvk, Employer.trade_name)).all()
    names = {kvk: name for kvk, name in known if kvk is not None}
    reading = _Reading(
        skill_words(session, suggest),
        sector_reader(session),
        occupation_reader(session),
        names,
        _taken_keys(session),
    )
    return preview_rows(sheet, COLUMNS, reading.row)


def import_vacancies(session: Session, preview: Preview[VacancyRow]) -> list[Vacancy]:
    """Add every vacancy of a preview; the caller's transaction makes it all or nothing.

    Raises:
        BrokenImport: the preview lists problems.
        VacancyAlreadyThere, EmployerAlreadyKnown: something came in since the preview.
        UnknownSkill, UnknownSector, UnknownOccupation: the taxonomy changed since the preview.
    """
    rows = ready_rows(preview)
    revision = next_revision(session, Stream.VACANCIES)  # now nobody else adds a vacancy
    if _taken_keys(session) & {row.key for row in rows}:
        raise VacancyAlreadyThere("Een vacature uit dit bestand staat er al. Bekijk het opnieuw.")
    check_skills(session, {each.skill_id for row in rows for each in row.requirements})
    check_sectors(session, {row.vacancy.sector for row in rows})
    check_occupations(
        session, {one for row in rows if (one := row.vacancy.occupation_id) is not None}
    )
    register_employers(session, drafts=[row.employer for row in rows if row.employer is not None])
    numbers = dict(session.exec(select(Employer.kvk, Employer.id)).all())
    vacancies = [_vacancy(row, numbers[row.kvk], revision) for row in rows]
    session.add_all(vacancies)
    session.flush()
    for row, vacancy in zip(rows, vacancies, strict=True):
        session.add_all(_what_hangs_on(row, vacancy.id))
    session.flush()
    return vacancies


# Thousands of rows through the services for one vacancy would hold the write lock for minutes, so
# the rows are built here from the same drafts. The preview holds every rule of those services.
def _vacancy(row: VacancyRow, employer_id: int, revision: int) -> Vacancy:
    is_open = row.state is ImportedState.OPEN
    return Vacancy.model_validate(
        {
            **row.vacancy.model_dump(),
            "employer_id": employer_id,
            "state": VacancyState.OPEN if is_open else VacancyState.DRAFT,
            "revision": revision,
        }
    )


def _what_hangs_on(row: VacancyRow, number: int) -> Iterator[SQLModel]:
    for requirement in row.requirements:
        yield Requirement.model_validate({**requirement.model_dump(), "vacancy_id": number})
    for limit in row.limits:
        yield Limit.model_validate({**limit.model_dump(), "vacancy_id": number})


@dataclass(slots=True)
class _Reading:
    """One sheet being read: `names` and `taken` grow with what the rows above bring."""

    vocabulary: SkillWords
    read_sector: Callable[[str], str]
    read_occupation: Callable[[str], int]
    names: dict[str, str]
    taken: set[Hashable]

    def row(self, reader: RowReader) -> VacancyRow | None:
        """Read one row; None when the vacancy itself cannot be read."""
        sector = reader.value("sector", self.read_sector)
        employer = self._new_employer(reader, sector)
        occupation = reader.value("beroep", self.read_occupation)
        vacancy = reader.draft(
            VacancyDraft, (*OFFER, *PLACE), sector=sector, occupation_id=occupation
        )
        requirements = self._requirements(reader)
        limits = _limits(reader)
        state = ImportedState(reader.value("status", one_of(ImportedState)) or "concept")
        if vacancy is None:
            return None
        row = VacancyRow(
            reader.number, reader.text("kvk"), employer, vacancy, requirements, limits, state
        )
        without_doubles(reader, "functie", row.key, self.taken, _DOUBLE)
        return row

    def _new_employer(self, reader: RowReader, sector: str | None) -> EmployerDraft | None:
        """Read the employer when its number is new; a known one must go by its own name."""
        kvk, name = reader.text("kvk"), reader.text("bedrijf")
        known = self.names.get(kvk)
        if known is None:
            draft = reader.draft(EmployerDraft, (*EMPLOYER, *PLACE), sector=sector)
            if draft is not None:
                self.names[kvk] = draft.trade_name
            return draft
        if name and name.casefold() != known.casefold():
            advice = "controleer het nummer of laat de naam leeg"
            reader.refuse("bedrijf", f"past niet bij dit KvK-nummer, dat is van {known}; {advice}")
        return None

    def _requirements(self, reader: RowReader) -> tuple[RequirementDraft, ...]:
        required, desired, learnable = (
            self._mentions(reader, column) for column in ("vereist", "gewenst", "te_leren")
        )
        twice = {each.skill_id for each in required} & {each.skill_id for each in desired}
        if twice:
            reader.refuse("gewenst", "noemt een vaardigheid die ook vereist is; haal er een weg")
        if len(required) + len(desired) > MOST_REQUIREMENTS:
            reader.refuse("vereist", f"mag met gewenst hoogstens {MOST_REQUIREMENTS} tellen")
        taught = {each.skill_id for each in learnable}
        if taught - {each.skill_id for each in (*required, *desired)}:
            reader.refuse("te_leren", "noemt iets wat niet vereist of gewenst is; zet het daar ook")
        if any(each.level is not None for each in learnable):
            reader.refuse("te_leren", "heeft geen niveau nodig; zet het bij vereist of gewenst")
        return tuple(
            RequirementDraft(
                skill_id=each.skill_id,
                importance=importance,
                level=each.level,
                learnable=each.skill_id in taught,
            )
            for importance, group in (
                (Importance.REQUIRED, required),
                (Importance.DESIRED, desired),
            )
            for each in group
        )

    def _mentions(self, reader: RowReader, column: str) -> tuple[Mention, ...]:
        mentions, unknown = self.vocabulary.read(reader.text(column))
        reader.refuse(column, *unknown)
        return mentions


def _limits(reader: RowReader) -> tuple[LimitDraft, ...]:
    licences = reader.value("grens_rijbewijs", several_of(Licence)) or []
    reason = reader.text("wettelijke_reden")
    if reason and not licences:
        reader.refuse("grens_rijbewijs", "ontbreekt bij de wettelijke reden")
    names = {"value": "grens_rijbewijs", "legal_reason": "wettelijke_reden"}
    drafts = (
        reader.build(
            LimitDraft,
            {"kind": LimitKind.LICENCE, "value": licence, "legal_reason": reason},
            names,
        )
        for licence in dict.fromkeys(licences)
    )
    return tuple(draft for draft in drafts if draft is not None)


def _taken_keys(session: Session) -> set[Hashable]:
    living = (
        select(Employer.kvk, Vacancy.title, Vacancy.postcode)
        .join(Vacancy, col(Vacancy.employer_id) == col(Employer.id))
        .where(col(Vacancy.state).in_(LIVING))
    )
    return {_key(kvk, title, postcode) for kvk, title, postcode in session.exec(living)}


def _key(kvk: str | None, title: str, postcode: str | None) -> Hashable:
    return kvk, title.casefold(), postcode
