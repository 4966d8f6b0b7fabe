"""`talent evaluate`: measure the quality of the engine on public benchmarks."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from api.commands.matching import matcher_with_bar
from api.commands.opening import AsJson, Database, answer, console, opened, waiting
from api.commands.shown import number_column
from foundation.database import reading
from foundation.errors import Invalid
from skills.models import Taxonomy
from skills.service import current_taxonomy

_NAMES = {
    "one way": "overstappen, één kant op, MAP",
    "both ways": "overstappen, beide kanten op, MAP",
}


def evaluate(
    folder: Annotated[
        Path,
        typer.Argument(metavar="MAP", help="De map met de meetsets: onet-transitions, melo-nl."),
    ],
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Meet hoe goed het vergelijken gaat, op openbare meetsets. Laad eerst ESCO."""
    from matching.evaluate import (
        Quality,
        asked_skills,
        measure_titles,
        measure_transitions,
        read_transitions,
    )

    found: dict[str, Quality] = {}
    measured_on: Taxonomy | None = None
    if (folder / "melo-nl").is_dir():
        with waiting("Ik meet de functietitels."):
            found["functietitels, MRR"] = measure_titles(folder / "melo-nl")
    if (folder / "onet-transitions").is_dir():
        benchmark = read_transitions(folder / "onet-transitions")
        with opened(database) as place, reading(place.engine) as session:
            matcher = matcher_with_bar(session, place.settings)
            asked = asked_skills(session, matcher.numbers)
            measured_on = current_taxonomy(session)
        with waiting("Ik meet de overstappen."):
            measured = measure_transitions(matcher.model, asked, benchmark)
        found |= {_NAMES[name]: quality for name, quality in measured.items()}
    if not found:
        raise Invalid(f"In {folder} staan geen meetsets. Geef de map met melo-nl erin.")
    if as_json:
        answer({name: asdict(quality) for name, quality in found.items()})
        return
    headers = ("gemiddelde", "95 % van", "tot", "vragen")
    table = Table("meting", *map(number_column, headers))
    for name, quality in found.items():
        numbers = (quality.mean, quality.low, quality.high)
        table.add_row(
            name, *(f"{number:.4f}".replace(".", ",") for number in numbers), str(quality.queries)
        )
    console.print(table)
    if measured_on:
        name = f"{measured_on.source} {measured_on.version}".strip()
        console.print(f"De overstappen zijn gemeten op de taxonomie {name}.")
