"""`talent taxonomy` and `talent skills`: load a taxonomy, see what is loaded, try words on it."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import Executable
from sqlmodel import Session, col, func, select

from api.commands.helping import Commands
from api.commands.opening import AsJson, Bars, Database, answer, console, opened, waiting
from api.commands.shown import number_column, text_column
from foundation.clock import utc_now
from foundation.database import reading, writing
from foundation.entry import clean_line
from foundation.errors import Invalid
from profiles.own_words import SMALLEST_GROUP, gap_list
from seed.embedded import FOLDER, SOURCE, VERSION
from skills.bulk import Stage
from skills.files import read_taxonomy
from skills.load import LoadReport, load_offer, load_taxonomy
from skills.models import Course, Occupation, OccupationSkill, Skill, Synonym
from skills.sectors import sectors
from skills.service import current_taxonomy

taxonomy = Commands("De lijst met vaardigheden en beroepen laden en bekijken.")
skills = Commands("Vaardigheden zoeken.")

SHOWN_PROBLEMS = 10
# What is compared row by row; the rest is replaced whole.
COMPARED = {Stage.SKILLS, Stage.OCCUPATIONS, Stage.COURSES}
SOURCE_LENGTH, VERSION_LENGTH = 80, 40
SUGGESTED = 8
PREPARING = "Ik leer de woorden van de taxonomie."


@taxonomy.command("load")
def load(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="MAP", help="Een map met ESCO-bestanden; leeg: de eigen taxonomie."),
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="NAAM", help="De bron, als de map anders heet.")
    ] = None,
    version: Annotated[
        str | None, typer.Option(metavar="VERSIE", help="De versie, als de map anders heet.")
    ] = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Laad een taxonomie uit bestanden van ESCO. Wat er niet meer in staat, vervalt.

    Zijn er nog geen sectoren en cursussen, dan komen die van de eigen taxonomie erbij.
    """
    folder = folder or FOLDER
    named, numbered = _name_of(folder)
    source = _short("--source", source or named, SOURCE_LENGTH)
    version = _short("--version", version or numbered, VERSION_LENGTH)
    with Bars() as bars, opened(database) as place:
        files = read_taxonomy(folder)
        with writing(place.engine) as session:
            report = load_taxonomy(
                session,
                files,
                source=source,
                version=version,
                now=utc_now(),
                progress=bars.show,
            )
            if not sectors(session):
                load_offer(session, read_taxonomy(FOLDER))
    if as_json:
        answer(_report(report))
    else:
        _tell(report, f"{source} {version}".strip())


def _name_of(folder: Path) -> tuple[str, str]:
    """Read source and version off the name of the folder: esco-1.1.1 is ESCO, 1.1.1."""
    if folder == FOLDER:
        return SOURCE, VERSION
    name, _, version = folder.resolve().name.partition("-")
    source = name.upper() if name.lower() == "esco" else name
    return source[:SOURCE_LENGTH], version[:VERSION_LENGTH]


def _short(option: str, text: str, longest: int) -> str:
    try:
        return clean_line(text, longest=longest)
    except ValueError as error:
        raise Invalid(f"De tekst bij {option} {error}.") from error


def _report(report: LoadReport) -> dict[str, object]:
    return {
        "alreadyCurrent": report.already_current,
        "changed": report.changed,
        "stages": [
            {
                "stage": tally.stage.value,
                "total": tally.total,
                "added": tally.added,
                "altered": tally.altered,
                "retired": tally.retired,
            }
            for tally in report.tallies
        ],
        "problems": [
            {"file": one.file, "line": one.line, "reason": one.reason} for one in report.problems
        ],
    }


def _tell(report: LoadReport, name: str) -> None:
    if report.already_current:
        console.print("Deze taxonomie was al geladen. Er is niets veranderd.")
        return
    table = Table("wat", *map(number_column, ("aantal", "nieuw", "anders", "vervallen")))
    for tally in report.tallies:
        changes = (tally.added, tally.altered, tally.retired) if tally.stage in COMPARED else ()
        table.add_row(tally.stage.value, str(tally.total), *map(str, changes))
    console.print(table)
    console.print(f"De taxonomie {name} is geladen.")
    if retired := report.of(Stage.SKILLS).retired:
        console.print(
            f"Vervallen vaardigheden: {retired}. Ze blijven op profielen en vacatures staan,"
        )
        console.print("maar tellen niet meer mee.")
    if report.problems:
        console.print(f"Overgeslagen of aangepast: {len(report.problems)} regels.")
        reasons = Counter((one.file, one.reason) for one in report.problems)
        for (file, reason), times in reasons.most_common(SHOWN_PROBLEMS):
            first = next(p for p in report.problems if (p.file, p.reason) == (file, reason))
            console.print(f"  {times}x {file}: {reason} (eerst op regel {first.line})")


@taxonomy.command("status")
def status(database: Database = None, as_json: AsJson = False) -> None:
    """Toon welke taxonomie er is en hoe groot zij is."""
    with opened(database) as place, reading(place.engine) as session:
        told = _status(session)
    if as_json:
        answer(told)
        return
    table = Table(show_header=False)
    loaded = datetime.fromisoformat(str(told["loadedAt"]))
    shown = told | {"loadedAt": f"{loaded:%d-%m-%Y om %H:%M} UTC"}
    for key, name in _STATUS_NAMES.items():
        table.add_row(name, str(shown[key]))
    console.print(table)


_STATUS_NAMES = {
    "source": "bron",
    "version": "versie",
    "loadedAt": "geladen op",
    "skills": "vaardigheden",
    "withoutDutchLabel": "zonder Nederlandse naam",
    "retiredSkills": "vervallen",
    "synonyms": "andere woorden",
    "occupations": "beroepen",
    "relations": "vaardigheden per beroep",
    "courses": "cursussen",
}


def _status(session: Session) -> dict[str, object]:
    current = current_taxonomy(session)
    living = col(Skill.retired).is_(False)
    count = func.count()

    def number(statement: Executable) -> int:
        return int(session.execute(statement).scalar_one())

    return {
        "source": current.source,
        "version": current.version,
        "digest": current.digest,
        "loadedAt": current.loaded_at.isoformat(),
        "skills": number(select(count).select_from(Skill).where(living)),
        "withoutDutchLabel": number(
            select(count).select_from(Skill).where(living, Skill.language != "nl")
        ),
        "retiredSkills": number(select(count).select_from(Skill).where(~living)),
        "synonyms": number(select(count).select_from(Synonym)),
        "occupations": number(
            select(count).select_from(Occupation).where(col(Occupation.retired).is_(False))
        ),
        "relations": number(select(count).select_from(OccupationSkill)),
        "courses": number(select(count).select_from(Course).where(col(Course.retired).is_(False))),
    }


@taxonomy.command("gaps")
def gaps(
    fewest: Annotated[
        int,
        typer.Option(
            min=SMALLEST_GROUP, metavar="GETAL", help="Hoeveel mensen het minstens moeten zeggen."
        ),
    ] = SMALLEST_GROUP,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Toon wat mensen kunnen en in de lijst niet vinden. Wat minder dan vijf zeggen, blijft weg."""
    with opened(database) as place, reading(place.engine) as session:
        found = gap_list(session, fewest=fewest)
    if as_json:
        answer({"gaps": [{"text": one.text, "people": one.people} for one in found]})
        return
    if not found:
        console.print(f"Er is niets wat {fewest} of meer mensen missen.")
        return
    table = Table(text_column("eigen woorden"), number_column("mensen"))
    for one in found:
        table.add_row(one.text, str(one.people))
    console.print(table)


@skills.command("suggest")
def suggest(
    text: Annotated[
        str, typer.Argument(metavar="TEKST", help="Een woord, een zin of een stuk tekst.")
    ],
    typed: Annotated[
        bool, typer.Option("--typed", help="Alsof iemand nog typt: ook halve woorden.")
    ] = False,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Stel vaardigheden voor bij een tekst. Kiezen doe je zelf."""
    from skills.resolve import resolver_of  # scikit-learn is loaded only when it is needed

    with opened(database) as place, reading(place.engine) as session, waiting(PREPARING):
        resolver = resolver_of(session)
    door = resolver.complete if typed else resolver.suggest
    found = door(text, SUGGESTED)
    if as_json:
        answer(
            {
                "foundNothing": found.found_nothing,
                "suggestions": [
                    {
                        "uri": one.uri,
                        "label": one.label,
                        "score": one.score,
                        "surface": one.surface,
                        "words": list(one.words),
                    }
                    for one in found.items
                ],
            }
        )
    elif found.found_nothing:
        console.print("We vonden hier geen vaardigheid bij. Zeg het met andere woorden.")
    else:
        table = Table(
            text_column("vaardigheid"),
            number_column("past"),
            text_column("gevonden als"),
            text_column("door de woorden"),
        )
        for one in found.items:
            table.add_row(one.label, f"{one.score} %", one.surface, " ".join(one.words))
        console.print(table)
