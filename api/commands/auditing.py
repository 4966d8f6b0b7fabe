"""`talent audit`: check that nobody changed the trail of who saw whom."""

import typer

from accounts.audit import check_trail
from api.commands.helping import Commands
from api.commands.opening import AsJson, Database, answer, console, errors, opened
from foundation.database import reading

BROKEN = 1

audit = Commands("Het spoor van wie wat zag en deed.")


@audit.command("check")
def check(database: Database = None, as_json: AsJson = False) -> None:
    """Controleer of niemand in het spoor iets heeft veranderd of weggehaald."""
    with opened(database) as place, reading(place.engine) as session:
        found = check_trail(session)
    if as_json:
        answer({"entries": found.entries, "brokenAt": found.broken_at, "seal": found.seal})
    elif found.broken_at is None:
        console.print(
            f"Het spoor klopt. Aantal regels: {found.entries}. Laatste zegel: {found.seal}.",
            soft_wrap=True,
        )
    else:
        errors.print(
            f"Het spoor klopt niet bij nummer {found.broken_at}: daar is iets veranderd, "
            f"toegevoegd of weggehaald. Alles tot en met nummer {found.entries} is heel. "
            "Meld dit bij de beheerder en vergelijk met een reservekopie.",
            soft_wrap=True,
        )
    if found.broken_at is not None:
        raise typer.Exit(BROKEN)
