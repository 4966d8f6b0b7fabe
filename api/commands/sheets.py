"""`talent profiles import` and `talent vacancies import`: a sheet in, all of it or nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlmodel import Session

from api.commands.opening import AsJson, Database, answer, console, opened, waiting
from foundation.clock import utc_now
from foundation.database import reading, writing
from foundation.errors import Invalid
from foundation.places import load_places
from foundation.sheets import Sheet, read_sheet
from profiles.imports import ProfileRow, import_profiles, preview_profiles
from seed.embedded import REGION
from skills.imports import Preview
from skills.mentions import Suggest
from vacancies.imports import import_vacancies, preview_vacancies

profiles = typer.Typer(help="Profielen van kandidaten.", no_args_is_help=True)
vacancies = typer.Typer(help="Vacatures van werkgevers.", no_args_is_help=True)
places = typer.Typer(help="Postcodes, om reistijd te schatten.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="BESTAND", help="Een CSV- of XLSX-bestand.")]
PreviewOnly = Annotated[bool, typer.Option("--preview", help="Alleen kijken wat er zou gebeuren.")]
SHOWN_PROBLEMS = 50

RowType = TypeVar("RowType")


@profiles.command("import")
def profiles_import(
    file: File, preview: PreviewOnly = False, database: Database = None, as_json: AsJson = False
) -> None:
    """Voeg profielen toe uit een bestand: alles, of niets als er iets niet klopt."""

    def add(session: Session, found: Preview[ProfileRow]) -> Sequence[object]:
        return import_profiles(session, found, now=utc_now())

    _run(file, preview_profiles, add, only_look=preview, database=database, as_json=as_json)


@vacancies.command("import")
def vacancies_import(
    file: File, preview: PreviewOnly = False, database: Database = None, as_json: AsJson = False
) -> None:
    """Voeg vacatures toe uit een bestand: alles, of niets als er iets niet klopt."""
    _run(
        file,
        preview_vacancies,
        import_vacancies,
        only_look=preview,
        database=database,
        as_json=as_json,
    )


@places.command("load")
def places_load(
    file: Annotated[
        Path | None, typer.Argument(help="CSV of XLSX met postcodes; leeg: de Leidse regio.")
    ] = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Laad de postcodes van een regio; zonder postcodes blijft de reistijd onbekend."""
    sheet = read_sheet(_content(file or REGION / "postcodes.csv"))
    with opened(database) as place, writing(place.engine) as session:
        number = load_places(session, sheet)
    if as_json:
        answer({"places": number})
    else:
        console.print(f"{number} postcodes geladen.", highlight=False)


def _run(
    file: Path,
    look: Callable[[Session, Sheet, Suggest], Preview[RowType]],
    add: Callable[[Session, Preview[RowType]], Sequence[object]],
    *,
    only_look: bool,
    database: str | None,
    as_json: bool,
) -> None:
    sheet = read_sheet(_content(file))
    with opened(database) as place:
        with reading(place.engine) as session, waiting("Ik lees het bestand."):
            found = look(session, sheet, _suggester(session))
        added = 0
        if not found.problems and not only_look:
            with writing(place.engine) as session, waiting("Ik voeg de regels toe."):
                added = len(add(session, found))
    if as_json:
        answer(_told(found, added))
    else:
        _tell(found, added)
    if found.problems:
        raise typer.Exit(2)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Invalid(f"{file} kan niet worden gelezen. Controleer de naam.") from error


def _suggester(session: Session) -> Suggest:
    """Suggest labels for a word nobody knows; the resolver is built when it is first needed."""
    from skills.resolve import Resolver, resolver_of  # scikit-learn is loaded only when needed

    ready: list[Resolver] = []

    def suggest(word: str) -> Sequence[str]:
        if not ready:
            ready.append(resolver_of(session))
        return [one.label for one in ready[0].complete(word[:100], 3).items]

    return suggest


def _told(found: Preview[RowType], added: int) -> dict[str, object]:
    return {
        "rowsRead": found.rows_read,
        "ready": len(found.rows),
        "added": added,
        "problems": [
            {"row": one.row, "column": one.column, "message": one.message} for one in found.problems
        ],
    }


def _tell(found: Preview[RowType], added: int) -> None:
    for one in found.problems[:SHOWN_PROBLEMS]:
        console.print(f"Rij {one.row}, {one.column}: {one.message}", highlight=False)
    if len(found.problems) > SHOWN_PROBLEMS:
        console.print(f"En nog {len(found.problems) - SHOWN_PROBLEMS} andere.", highlight=False)
    if found.problems:
        console.print("Er is niets toegevoegd. Verbeter deze regels en probeer opnieuw.")
    else:
        console.print(
            f"{found.rows_read} regels gelezen, {len(found.rows)} in orde, {added} toegevoegd.",
            highlight=False,
        )
