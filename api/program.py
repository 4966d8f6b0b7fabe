"""The commands of `talent`, and what a person reads when one of them goes wrong."""

import contextlib
import errno
import os
import sys
from io import TextIOWrapper
from typing import Any

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from api.commands.auditing import audit
from api.commands.demo import demo
from api.commands.evaluating import evaluate
from api.commands.handover import handover
from api.commands.helping import Commands
from api.commands.inviting import accounts
from api.commands.matching import explain, match
from api.commands.opening import Database, console, errors
from api.commands.postings import close_postings, postings
from api.commands.region import seed
from api.commands.reminding import reminders
from api.commands.reporting import report
from api.commands.sheets import places, profiles, regions, vacancies
from api.commands.taxonomy import skills, taxonomy
from api.commands.web import web
from api.commands.worker import worker
from foundation.database import open_engine
from foundation.errors import TalentError
from foundation.migrate import upgrade
from foundation.settings import read_settings

REFUSED = 2

app = Commands("Talent op Maat: mensen en werk vinden elkaar op vaardigheden.")
database = Commands("De database bijwerken.")
app.add_typer(taxonomy, name="taxonomy")
app.add_typer(accounts, name="accounts")
app.add_typer(skills, name="skills")
app.add_typer(profiles, name="profiles")
vacancies.command("postings")(postings)
vacancies.command("close-expired")(close_postings)
app.add_typer(vacancies, name="vacancies")
app.add_typer(places, name="places")
app.add_typer(regions, name="regions")
app.add_typer(match, name="match")
app.add_typer(seed, name="seed")
app.add_typer(reminders, name="reminders")
app.add_typer(database, name="database")
app.add_typer(audit, name="audit")
app.add_typer(handover, name="handover")
app.command("explain")(explain)
app.command("evaluate")(evaluate)
app.command("demo")(demo)
app.command("report")(report)
app.command("web")(web)
app.command("worker")(worker)


@database.command("upgrade")
def database_upgrade(database: Database = None) -> None:
    """Breng een oudere database naar de nieuwste versie."""
    engine = open_engine(read_settings(database_url=database))
    upgrade(engine)
    engine.dispose()
    console.print("De database heeft nu de nieuwste versie.")


def run() -> int:
    """Run the command of this process, turn every refusal into one line and give the exit code."""
    _speak_utf8()
    try:
        code = get_command(app).main(standalone_mode=False)
        sys.stdout.flush()
    except TalentError as error:
        code = _refuse(error.message)
    except TyperException as error:
        code = _refuse(_usage(error))
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except OSError as error:
        code = _refuse(_no_file(error))
        _give_up_output()
    return code if isinstance(code, int) else 0


def _no_file(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "De schijf is vol. Maak ruimte en probeer het opnieuw."
    name = error.filename or "de uitvoer"
    return f"Het lezen of schrijven van {name} lukt niet. Controleer of je daar rechten hebt."


def _give_up_output() -> None:
    """Throw away what could not be written, or Python tries again at the exit and fails there."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf8() -> None:
    """Write UTF-8 wherever the output goes: JSON is UTF-8, and no letter may stop a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _refuse(sentence: str) -> int:
    """Print one line, whatever a person typed or a library says."""
    errors.print(" ".join(sentence.split()), soft_wrap=True)
    return REFUSED


_USAGE = {
    "MissingParameter": "Er ontbreekt iets: {what}.",
    "NoSuchOption": "Deze optie bestaat niet: {what}.",
    "BadOptionUsage": "Er ontbreekt iets achter {what}.",
    "BadParameter": "Dit klopt niet: de waarde bij {what}.",
    "NoArgsIsHelpError": "Kies een opdracht uit deze lijst.",
}
LONGEST_ECHO = 80


def _usage(error: Any) -> str:
    """Say in Dutch what is wrong with the words of a command."""
    said = _USAGE.get(type(error).__name__, "Dit begrijp ik niet: {what}.")
    return said.format(what=_what(error)[:LONGEST_ECHO]) + " Kijk met --help wat er kan."


def _what(error: Any) -> str:
    """Name the option or the argument that is wrong, or else repeat the whole command."""
    parameter = getattr(error, "param", None)
    if parameter is None:
        return getattr(error, "option_name", None) or " ".join(sys.argv[1:])
    is_option = parameter.opts[0].startswith("-")
    return str(parameter.opts[0] if is_option else parameter.metavar)
