"""`talent report`: the report of a year as a PDF."""

from pathlib import Path
from typing import Annotated

import typer

from accounts.regions import region_with_key
from api.commands.opening import AsJson, Database, answer, console, opened, waiting
from foundation.clock import day_here, utc_now
from foundation.database import reading, writing
from foundation.errors import Conflict
from placements.chapters import asked_of
from placements.journeys import follow_journeys
from placements.report import read_report


class FileThere(Conflict):
    """There is a file with this name already."""


def report(
    to: Annotated[
        Path, typer.Option("--to", metavar="BESTAND.pdf", help="Waar het verslag komt te staan.")
    ],
    year: Annotated[
        int | None, typer.Option("--year", metavar="JAAR", help="Welk jaar; leeg: dit jaar.")
    ] = None,
    region: Annotated[
        str, typer.Option("--region", metavar="SLEUTEL", help="Welke regio; leeg: alle regio's.")
    ] = "",
    plots: Annotated[
        bool, typer.Option("--plots/--no-plots", help="Met beelden, of alleen de tabellen.")
    ] = True,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Maak het jaarverslag van een regio als PDF."""
    from placements.report_pdf import report_pdf  # the setter takes a moment to load

    _check_free(to)
    now = utc_now()
    with opened(database) as place:
        with writing(place.engine) as session, waiting("Ik tel alles."):
            found = region_with_key(session, key=region).id if region else None
            asked = asked_of(
                session, own_region_id=None, region_id=found, year=year, today=day_here(now)
            )
            follow_journeys(session, now=now)
        with reading(place.engine) as session:
            told = read_report(session, asked=asked)
    with waiting("Ik maak het verslag."):
        made = report_pdf(told, plots=plots)
    _write(to, made)
    if as_json:
        answer({"file": str(to), "bytes": len(made), "year": asked.year, "region": asked.region})
    else:
        sentence = f"Het jaarverslag van {asked.year} ({asked.region}) staat in {to}."
        console.print(sentence, soft_wrap=True)


def _check_free(path: Path) -> None:
    """Say before the work that there is a file already, or no folder for it.

    Raises:
        FileThere: so it is.
    """
    if path.exists():
        raise FileThere(f"{path} is er al. Kies een andere naam, of haal het bestand weg.")
    if not path.parent.is_dir():
        raise FileThere(f"De map {path.parent} is er niet. Maak haar eerst.")


def _write(path: Path, content: bytes) -> None:
    """Write the file whole or not at all."""
    unfinished = path.with_name(f"{path.name}.deel")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
