"""What stands in a batch: every file of it, from one choice, the same bytes every time."""

from collections.abc import Sequence

from sqlmodel import Session

from foundation.clock import day_here
from placements.handover_choice import (
    CANDIDATES,
    INTRODUCTIONS,
    OUTCOMES,
    VACANCIES,
    WITHDRAWALS,
    Choice,
)
from placements.handover_ggm import ggm_file, note_no_supplier
from placements.handover_lines import BatchFile, BatchLine, csv_lines, joined, json_line, prose
from placements.handover_losses import Losses
from placements.handover_outcomes import COLUMNS, OutcomeRow, outcome_rows
from placements.handover_people import (
    IntroductionRow,
    PersonRow,
    introduction_rows,
    person_rows,
    withdrawal_rows,
)
from placements.handover_vacancies import VacancyRow, vacancy_rows
from placements.handover_vum import vum_file

__all__ = ["FIELDS_VERSION", "BatchFile", "BatchLine", "files_of", "joined"]

# The version of the field dictionary (docs/handover/velden.md) that these files follow.
FIELDS_VERSION = "1.0"

SHEET, LOST, READ_ME = "outcomes.csv", "losses.csv", "LEESMIJ.txt"


def files_of(session: Session, *, choice: Choice) -> list[BatchFile]:
    """Write every file of a batch but its manifest, in order of name.

    Nobody who did not agree stands in it: an outcome of such a person names nobody.
    """
    outcomes = outcome_rows(session, choice)
    people = person_rows(session, choice)
    introductions = introduction_rows(session, people)
    vacancies = _vacancies(session, choice, outcomes, introductions)
    losses = Losses()
    files = [
        BatchFile(SHEET, tuple(csv_lines(COLUMNS, [row.cells() for row in outcomes]))),
        BatchFile(OUTCOMES, tuple(_outcome_line(row) for row in outcomes)),
        BatchFile(CANDIDATES, tuple(_person_line(row) for row in people)),
        BatchFile(VACANCIES, tuple(_vacancy_line(row) for row in vacancies)),
        BatchFile(INTRODUCTIONS, tuple(_introduction_line(row) for row in introductions)),
        BatchFile(WITHDRAWALS, _withdrawals(choice)),
        vum_file(people, vacancies, losses),
        ggm_file(introductions, outcomes, losses),
    ]
    note_no_supplier(outcomes, losses)
    files.append(BatchFile(LOST, tuple(losses.lines())))
    files.append(BatchFile(READ_ME, tuple(prose(_read_me(choice, files)))))
    return sorted(files, key=lambda one: one.name)


def _vacancies(
    session: Session,
    choice: Choice,
    outcomes: Sequence[OutcomeRow],
    introductions: Sequence[IntroductionRow],
) -> list[VacancyRow]:
    spoken_of = {row.vacancy_id for row in introductions}
    spoken_of |= {one.outcome.vacancy_id for one in outcomes if one.outcome.vacancy_id}
    return vacancy_rows(session, chain=choice.chain, spoken_of=spoken_of)


def _outcome_line(row: OutcomeRow) -> BatchLine:
    """Write an outcome; it stays when the person is erased, for it holds no word about him."""
    return json_line(row.values, public_id=row.values["id"])


def _person_line(row: PersonRow) -> BatchLine:
    return json_line(row.values, public_id=row.values["id"], candidate_id=row.candidate_id)


def _vacancy_line(row: VacancyRow) -> BatchLine:
    return json_line(row.values, public_id=row.values["id"])


def _introduction_line(row: IntroductionRow) -> BatchLine:
    return json_line(row.values, public_id=row.values["id"], candidate_id=row.candidate_id)


def _withdrawals(choice: Choice) -> tuple[BatchLine, ...]:
    return tuple(json_line(one, public_id=one["id"]) for one in withdrawal_rows(choice))


_ABOUT = {
    SHEET: "alle uitkomsten, voor een rekenblad (puntkomma's, UTF-8)",
    OUTCOMES: "dezelfde uitkomsten, voor een programma: een regel is een rij",
    CANDIDATES: "profielen van wie dat goedvond: vaardigheden, talen en wensen",
    VACANCIES: "vacatures, zoals ze nu zijn",
    INTRODUCTIONS: "voordrachten van wie dat goedvond",
    WITHDRAWALS: "wie jullie moeten wissen",
    "vum.json": "werkzoekenden en vacatures in de vorm van VUM",
    "ggm-bemiddeling.json": "voordrachten en uitkomsten in de vorm van het GGM",
    LOST: "wat in VUM, GGM of SETU geen plaats had, met aantallen",
}


def _rows(number: int) -> str:
    return "1 rij" if number == 1 else f"{number} rijen"


def _read_me(choice: Choice, files: Sequence[BatchFile]) -> str:
    listed = "\n".join(f"- {one.name}: {_ABOUT[one.name]} ({_rows(one.rows)})" for one in files)
    of_region = f" van de regio {choice.chain}" if choice.chain else ""
    return f"""\
Overdracht aan WIJIJ, nummer {choice.number}{of_region}
Gemaakt op {day_here(choice.made_at).isoformat()} door Talent op Maat

Wat zit hierin?
{listed}
- manifest.json: van elk bestand het aantal rijen en de controlesom

Er is geen setu-assignment.json. Ons programma weet niet of een uitzendbureau iemand in dienst
nam. In losses.csv staat om hoeveel plaatsingen het gaat.

Van wie is dit?
Een uitkomst staat er altijd in. Van wie hij is, staat er alleen bij als die persoon dat goedvond.
Iemand heeft een willekeurig nummer. Namen en adressen geven we niet door.

Wat vragen we jullie?
1. Controleer de nummers: er mag geen overdracht ontbreken.
2. Controleer de controlesommen. Het programma verify_batches.py doet dat voor je.
3. Een rij met dezelfde "outcome" en een "previous" komt na een eerdere rij. De laatste telt.
4. Staat iemand in withdrawals.jsonl? Wis dan alles wat bij dat nummer hoort.
5. Stuur een ontvangstbewijs terug (JSON): per rij of het lukte, en zo niet waarom.

Wat elk veld betekent, staat in de veldenlijst, versie {FIELDS_VERSION}.
"""
