"""The demo region made once, and a folder as somebody has it after `python3 run.py demo`."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.docs import loaded, pages

Run = Callable[..., subprocess.CompletedProcess[str]]

LOADED = Path(loaded.__file__)

# In the pages `talent` is the installed command; here it is this checkout, loaded once. Every
# answer is kept.
TALENT = """\
set -eu
n=0
talent() {
  n=$((n + 1))
  printf 'talent %s\\n' "$*" >&2
  printf '%s' "$*" > "$KEPT/$n.command"
  "$PYTHON" -I "$LOADED" ask "$DOOR" "$@" > "$KEPT/$n.answer"
}
"""


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TOM_")}
    own = {"TOM_FOLDER": str(folder / ".talent"), "PYTHONPATH": str(pages.ROOT)}
    return kept | own | {"PYTHON": sys.executable, "KEPT": str(folder / "kept")}


def _start(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=_environment(folder) | more,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="session")
def door() -> Iterator[str]:
    """Where the loaded program waits for commands."""
    with tempfile.TemporaryDirectory(prefix="talent-") as folder:  # short: a door's name must be
        path = Path(folder) / "door"
        server = subprocess.Popen(
            [sys.executable, str(LOADED), "serve", str(path)],
            env=_environment(Path(folder)),
            stdin=subprocess.DEVNULL,
        )
        try:
            _until(path.exists)
            yield str(path)
        finally:
            server.terminate()
            server.wait()


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's database and its model, made by the real program."""
    folder = tmp_path_factory.mktemp("region")
    database = f"sqlite:///{folder / '.talent' / 'demo.db'}"
    for words in (("seed", "region"), ("match", "vacancy", "V-1")):
        done = _start(folder, sys.executable, "-m", "api.cli", *words, "--database", database)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def place(region: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes folders that hold the demo's database and the documents, as a checkout does."""

    def make() -> Path:
        folder = tmp_path_factory.mktemp("place")
        shutil.copytree(region / ".talent", folder / ".talent")
        shutil.copytree(pages.ROOT / "docs", folder / "docs")
        (folder / "placements").mkdir()
        shutil.copy(pages.ROOT / "placements" / "verify_batches.py", folder / "placements")
        (folder / "kept").mkdir()
        return folder

    return make


@pytest.fixture(scope="session")
def run_page(
    place: Callable[[], Path], door: str
) -> Callable[[str], tuple[subprocess.CompletedProcess[str], dict[str, str]]]:
    """Runs the commands of a page, once; gives the end and the answer to each command."""
    done: dict[str, tuple[subprocess.CompletedProcess[str], dict[str, str]]] = {}

    def run(name: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
        if name not in done:
            folder = place()
            text = TALENT + pages.commands(pages.read(name))
            ended = _start(folder, "sh", "-c", text, DOOR=door, LOADED=str(LOADED))
            kept = sorted((folder / "kept").glob("*.command"), key=lambda one: int(one.stem))
            answers = {
                one.read_text(encoding="utf-8"): one.with_suffix(".answer").read_text("utf-8")
                for one in kept
            }
            done[name] = ended, answers
        return done[name]

    return run


@pytest.fixture(scope="module")
def run_at_site(place: Callable[[], Path]) -> Iterator[Run]:
    """Runs commands with curl against the demonstration, at a port of its own."""
    folder = place()
    (folder / ".talent" / "demo.db").rename(folder / ".talent" / "demo-site.db")
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "web", "--port", str(port)],
        cwd=folder,
        env=_environment(folder),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/v1/health")
        yield lambda text: _start(
            folder, "sh", "-c", "set -eu\n" + text.replace(":8000", f":{port}")
        )
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    """Wait until a server answers."""

    def answers() -> bool:
        try:
            urllib.request.urlopen(address)  # noqa: S310 - an address of our own
        except URLError:
            return False
        return True

    _until(answers)


def _until(it_is_so: Callable[[], bool]) -> None:
    """Wait, a minute at most: a busy machine starts slowly."""
    for _ in range(600):
        if it_is_so():
            return
        time.sleep(0.1)
    raise TimeoutError(it_is_so)


@pytest.fixture
def talent(place: Callable[[], Path], door: str) -> Callable[..., tuple[int, str]]:
    """Runs one command in a folder of its own, with the demo's database unless told `at` which."""

    def run(words: Sequence[str], at: str | None = None) -> tuple[int, str]:
        folder = place()
        database = at or f"sqlite:///{folder / '.talent' / 'demo.db'}"
        asked = (sys.executable, "-I", str(LOADED), "ask", door)
        done = _start(folder, *asked, *words, "--database", database)
        return done.returncode, done.stdout

    return run
