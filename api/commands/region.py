"""`talent seed`: make the demo region."""

from typing import Annotated

import typer

from api.commands.helping import Commands
from api.commands.opening import AsJson, Bars, Database, answer, console, opened
from foundation.database import writing
from seed.names import MOST_NAMES
from seed.region import Size, seed_region

seed = Commands("Een verzonnen regio maken.")


@seed.command("region")
def region(
    candidates: Annotated[
        int, typer.Option(min=1, max=MOST_NAMES + 1, metavar="GETAL", help="Hoeveel kandidaten.")
    ] = 600,
    vacancies: Annotated[
        int, typer.Option(min=40, max=2_000, metavar="GETAL", help="Hoeveel vacatures.")
    ] = 120,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Maak de verzonnen Leidse regio, elke keer precies dezelfde."""
    with Bars() as bars, opened(database) as place, writing(place.engine) as session:
        size = Size(candidates=candidates, vacancies=vacancies)
        made = seed_region(session, size=size, progress=bars.show)
    if as_json:
        answer(
            {
                "taxonomy": made.taxonomy,
                "candidates": made.candidates,
                "employers": made.employers,
                "vacancies": made.vacancies,
                "story": {
                    "candidate": made.story.candidate_id,
                    "vacancy": made.story.vacancy_id,
                },
            }
        )
        return
    console.print(
        f"De regio staat er: {made.candidates} kandidaten, {made.employers} werkgevers en "
        f"{made.vacancies} vacatures, op de taxonomie {made.taxonomy}.",
    )
    console.print(
        f"Probeer: talent explain V-{made.story.vacancy_id} K-{made.story.candidate_id}",
    )
