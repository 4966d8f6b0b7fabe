"""`talent vacancies postings`: national vacancies in, from a file with schema.org JobPosting."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from sqlmodel import Session

from api.bringing import nearest_with
from api.commands.opening import AsJson, Database, answer, console, opened, waiting
from api.commands.sheets import content_of
from foundation.clock import utc_now
from foundation.database import reading, writing
from foundation.entry import validated
from vacancies.posting_fates import Fate
from vacancies.postings import (
    PostingPreview,
    SourceDraft,
    close_expired,
    import_postings,
    preview_postings,
)
from vacancies.postings_reading import LARGEST_FILE, PostingProblem, read_postings

if TYPE_CHECKING:
    from skills.resolve import Resolver

SHOWN = 20


def postings(
    file: Annotated[
        Path,
        typer.Argument(metavar="BESTAND", help="JSON-LD, een webpagina of een feed met vacatures."),
    ],
    source: Annotated[
        str, typer.Option("--source", metavar="NAAM", help="Waar het bestand vandaan komt.")
    ],
    sector: Annotated[
        str,
        typer.Option("--sector", metavar="SECTOR", help="Voor vacatures zonder bekend beroep."),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Lees ze in; anders kijk je alleen.")] = False,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Lees landelijke vacatures in (schema.org JobPosting); zonder --yes kijk je alleen."""
    origin = validated(SourceDraft, {"source": source, "sector": sector})
    found = read_postings(content_of(file, most=LARGEST_FILE + 1))
    now = utc_now()
    with opened(database) as place:
        with reading(place.engine) as session, waiting("Ik lees het bestand."):
            nearest = nearest_with(lambda: _resolver(session))
            seen = preview_postings(session, found, origin=origin, nearest=nearest, now=now)
        if yes and seen.rows:
            with writing(place.engine) as session, waiting("Ik lees de vacatures in."):
                seen = import_postings(session, seen, now=now)
    if as_json:
        answer(_told(seen, done=yes))
    else:
        _tell(seen, done=yes)
    if not seen.rows:
        raise typer.Exit(2)


def close_postings(database: Database = None, as_json: AsJson = False) -> None:
    """Sluit landelijke vacatures waarvan de laatste dag voorbij is."""
    with opened(database) as place, writing(place.engine) as session:
        closed = close_expired(session, utc_now())
    if as_json:
        answer({"closed": closed})
    else:
        console.print(f"Gesloten: {len(closed)}.")


def _resolver(session: Session) -> "Resolver":
    from skills.resolve import occupation_resolver_of  # scikit-learn is loaded only when needed

    return occupation_resolver_of(session)


def _told(seen: PostingPreview, *, done: bool) -> dict[str, object]:
    return {
        "read": seen.read,
        "done": done,
        "fates": {fate.name.lower(): seen.count(fate) for fate in Fate},
        "numbers": [row.vacancy_id for row in seen.rows if done and row.fate is Fate.NEW],
        "problems": _listed(seen.problems),
        "remarks": _listed(seen.remarks),
    }


def _listed(problems: Sequence[PostingProblem]) -> list[dict[str, object]]:
    return [{"number": one.number, "title": one.title, "message": one.message} for one in problems]


def _tell(seen: PostingPreview, *, done: bool) -> None:
    console.print(f"Gelezen: {seen.read} vacatures van {seen.source}.", soft_wrap=True)
    for fate in Fate:
        if number := seen.count(fate):
            console.print(f"  {number} {fate.value}")
    _tell_some("Blijft weg", seen.problems)
    _tell_some("Let op", seen.remarks)
    if not seen.rows:
        console.print("Er is niets ingelezen.")
    elif done:
        console.print("Klaar. Nieuwe vacatures zijn nog niet verskild: schrijf ze in vaardigheden.")
    else:
        console.print("Er is nog niets ingelezen. Zet --yes erbij om dat te doen.")


def _tell_some(word: str, problems: Sequence[PostingProblem]) -> None:
    for one in problems[:SHOWN]:
        console.print(f"{word}: {one.as_problem()}", soft_wrap=True)
    if len(problems) > SHOWN:
        console.print(f"En nog {len(problems) - SHOWN} andere.")
