"""`talent profiles import` and `talent vacancies import`: a sheet in, all of it or nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Protocol, TypeVar

import typer
from sqlmodel import Session

from api.commands.helping import Commands
from api.commands.opening import AsJson, Database, answer, console, opened, waiting
from api.placing_regions import load_regions_in
from foundation.clock import utc_now
from foundation.database import reading, writing
from foundation.errors import Invalid
from foundation.imports import Preview
from foundation.places import load_places
from foundation.sheets import Sheet, read_sheet
from profiles.imports import ProfileRow, import_profiles, preview_profiles
from seed.embedded import POSTCODES, REGION
from skills.mentions import Suggest
from vacancies.imports import import_vacancies, preview_vacancies

profiles = Commands("Profielen van kandidaten toevoegen.")
vacancies = Commands("Vacatures van werkgevers toevoegen.")
places = Commands("Postcodes laden, om de reistijd te schatten.")
regions = Commands("De regio's van deze installatie.")

File = Annotated[Path, typer.Argument(metavar="BESTAND", help="Een CSV- of XLSX-bestand.")]
PreviewOnly = Annotated[bool, typer.Option("--preview", help="Alleen kijken wat er zou gebeuren.")]
SHOWN_PROBLEMS = 50

RowType = TypeVar("RowType")


class Numbered(Protocol):
    """A row that has its number once it is in."""

    @property
    def id(self) -> int | None:
        """The number; None before the row is in."""


@profiles.command("import")
def profiles_import(
    file: File, preview: PreviewOnly = False, database: Database = None, as_json: AsJson = False
) -> None:
    """Voeg profielen toe uit een bestand: alles, of niets als er iets niet klopt."""

    def add(session: Session, found: Preview[ProfileRow]) -> Sequence[Numbered]:
        return import_profiles(session, found, now=utc_now())

    _run(file, preview_profiles, add, "K", only_look=preview, database=database, as_json=as_json)


@vacancies.command("import")
def vacancies_import(
    file: File, preview: PreviewOnly = False, database: Database = None, as_json: AsJson = False
) -> None:
    """Voeg vacatures toe uit een bestand: alles, of niets als er iets niet klopt."""
    _run(
        file,
        preview_vacancies,
        import_vacancies,
        "V",
        only_look=preview,
        database=database,
        as_json=as_json,
    )


@places.command("load")
def places_load(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="BESTAND",
            help="Een CSV- of XLSX-bestand; leeg: die van de twee regio's van de demonstratie.",
        ),
    ] = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Laad de postcodes van een regio; zonder postcodes blijft de reistijd onbekend."""
    files = [file] if file else [REGION / name for name in POSTCODES]
    sheets = [read_sheet(content_of(one)) for one in files]
    with opened(database) as place, writing(place.engine) as session:
        number = sum(load_places(session, sheet) for sheet in sheets)
    if as_json:
        answer({"places": number})
    else:
        console.print(f"Geladen: {number} postcodes.")


@regions.command("load")
def regions_load(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="BESTAND",
            help="Kolommen key, name, parent en municipalities; leeg: Holland Rijnland.",
        ),
    ] = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Laad de regio's; bedrijven horen daarna bij de regio van hun postcode."""
    sheet = read_sheet(content_of(file or REGION / "regions.csv"))
    with opened(database) as place, writing(place.engine) as session:
        number = load_regions_in(session, sheet)
    if as_json:
        answer({"regions": number})
    else:
        console.print(f"Geladen: {number} regio's.")


def _run(
    file: Path,
    look: Callable[[Session, Sheet, Suggest], Preview[RowType]],
    add: Callable[[Session, Preview[RowType]], Sequence[Numbered]],
    letter: str,
    *,
    only_look: bool,
    database: str | None,
    as_json: bool,
) -> None:
    sheet = read_sheet(content_of(file))
    with opened(database) as place:
        with reading(place.engine) as session, waiting("Ik lees het bestand."):
            found = look(session, sheet, _suggester(session))
        numbers: list[int] = []
        if not found.problems and not only_look:
            with writing(place.engine) as session, waiting("Ik voeg de regels toe."):
                numbers = [row.id or 0 for row in add(session, found)]
    if as_json:
        answer(_told(found, numbers))
    elif found.problems:
        _tell_problems(found)
    elif only_look:
        console.print(f"In orde: {len(found.rows)} van {found.rows_read} rijen.")
        console.print("Er is nog niets toegevoegd. Laat --preview weg om dat te doen.")
    else:
        _tell_added(numbers, letter)
    if found.problems:
        raise typer.Exit(2)


def content_of(file: Path, *, most: int = -1) -> bytes:
    """Read a file that a person names, or no more than its first `most` bytes.

    Raises:
        Invalid: it is not there, or cannot be read.
    """
    try:
        with file.open("rb") as opened_file:
            return opened_file.read(most)
    except FileNotFoundError as error:
        raise Invalid(f"Het bestand {file} is er niet. Controleer de naam.") from error
    except IsADirectoryError as error:
        raise Invalid(f"{file} is een map. Geef een bestand.") from error
    except OSError as error:
        raise Invalid(f"{file} kan niet worden gelezen. Controleer de rechten.") from error


def _suggester(session: Session) -> Suggest:
    """Suggest labels for a word nobody knows; the resolver is built when it is first needed."""
    from skills.resolve import Resolver, resolver_of  # scikit-learn is loaded only when needed

    ready: list[Resolver] = []

    def suggest(word: str) -> Sequence[str]:
        if not ready:
            ready.append(resolver_of(session))
        return [one.label for one in ready[0].complete(word[:100], 3).items]

    return suggest


def _told(found: Preview[RowType], numbers: Sequence[int]) -> dict[str, object]:
    return {
        "rowsRead": found.rows_read,
        "ready": len(found.rows),
        "added": len(numbers),
        "numbers": list(numbers),
        "problems": [
            {"row": one.row, "column": one.column, "message": one.message} for one in found.problems
        ],
    }


def _tell_problems(found: Preview[RowType]) -> None:
    for one in found.problems[:SHOWN_PROBLEMS]:
        console.print(f"Rij {one.row}, {one.column}: {one.message}", soft_wrap=True)
    if len(found.problems) > SHOWN_PROBLEMS:
        console.print(f"En nog {len(found.problems) - SHOWN_PROBLEMS} andere.")
    console.print("Er is niets toegevoegd. Verbeter deze rijen en probeer het opnieuw.")


def _tell_added(numbers: Sequence[int], letter: str) -> None:
    """Say what came in, with the numbers that other commands ask for."""
    named = [f"{letter}-{number}" for number in numbers]
    in_a_row = list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))
    if in_a_row and len(numbers) > 1:
        named = [f"{named[0]} tot en met {named[-1]}"]
    console.print(f"Toegevoegd: {len(numbers)}. Het nummer is {', '.join(named)}.")
