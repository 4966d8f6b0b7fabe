"""The `talent` command in this process, and a small region for the commands that only read."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from accounts import passwords
from api.cli import main
from foundation.database import open_engine, writing
from foundation.migrate import upgrade
from foundation.settings import Settings
from seed.region import Size, seed_region
from tests.skills.conftest import esco  # noqa: F401 - a fixture

# The story is always the last of each: K-50 for V-40; V-34 to V-39 are not in skills yet.
SMALL = Size(candidates=50, vacancies=40)


@dataclass(frozen=True)
class Answer:
    """What a command left behind: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output, when all went well and nothing else was said."""
        assert (self.code, self.err) == (0, "")
        return json.loads(self.out)

    @property
    def json_of_refusal(self) -> Any:
        """The document that lists what is wrong, of a command that ended with 2."""
        assert (self.code, self.err) == (2, "")
        return json.loads(self.out)


Talent = Callable[..., Answer]


@pytest.fixture(autouse=True)
def light_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with as little work as Argon2 takes; tests/accounts proves the real work."""
    light = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    monkeypatch.setattr(passwords, "_HASHER", light)


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which frozen models are kept, shared by all tests."""
    return tmp_path_factory.mktemp("talent")


@pytest.fixture
def talent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], models: Path
) -> Talent:
    """Runs `talent` with these words, `at` a database."""
    monkeypatch.setenv("TOM_FOLDER", str(models))
    monkeypatch.delenv("TOM_DATABASE_URL", raising=False)

    def run(*words: object, at: str | None = None) -> Answer:
        database = ["--database", at] if at is not None else []
        monkeypatch.setattr(sys, "argv", ["talent", *map(str, words), *database])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        return Answer(stop.value.code, *capsys.readouterr())

    return run


def seeded(url: str) -> str:
    engine = open_engine(Settings(url, Path()))
    upgrade(engine)
    with writing(engine) as session:
        seed_region(session, size=SMALL)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def sqlite_region(tmp_path_factory: pytest.TempPathFactory) -> str:
    return seeded(f"sqlite:///{tmp_path_factory.mktemp('small') / 'region.db'}")


@pytest.fixture(scope="session")
def postgresql_region(make_postgresql: Callable[[], str]) -> str:
    return seeded(make_postgresql())


@pytest.fixture(params=["sqlite", "postgresql"])
def region(request: pytest.FixtureRequest) -> str:
    """The address of a small region that nobody changes, on each kind of database."""
    found: str = request.getfixturevalue(f"{request.param}_region")
    return found


@pytest.fixture
def empty(settings: Settings) -> str:
    """The address of an empty database, on each kind of database."""
    return settings.database_url
