"""The whole demo region, made once for all workers; tests that read it share it."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from foundation.database import open_engine, reading, writing
from foundation.migrate import upgrade
from foundation.settings import Settings
from matching.service import Matcher, open_matcher
from seed.region import seed_region
from tests.skills.conftest import esco, real_esco  # noqa: F401 - fixtures


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Let the first worker that asks make what all of them share; the others wait for it."""
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 180
        while not (folder / "ready").exists():
            assert time.monotonic() < deadline, f"another worker never finished {folder}"
            time.sleep(0.1)
    else:
        make(folder)
        (folder / "ready").touch()
    return folder


def seeded(folder: Path) -> None:
    engine = open_engine(Settings(f"sqlite:///{folder / 'region.db'}", folder))
    upgrade(engine)
    with writing(engine) as session:
        seed_region(session)
    with reading(engine) as session:
        open_matcher(session, Settings("", folder))
    engine.dispose()


@pytest.fixture(scope="session")
def region_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the region in region.db and the frozen model of its taxonomy."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    own = tmp_path_factory.getbasetemp()
    return made_once(own.parent / f"region-{run}" if run else own / "region", seeded)


@pytest.fixture(scope="session")
def region(region_folder: Path) -> Iterator[Engine]:
    """The whole region, for reading; what a test changes it must roll back."""
    engine = open_engine(Settings(f"sqlite:///{region_folder / 'region.db'}", region_folder))
    yield engine
    engine.dispose()


@pytest.fixture
def ready(region_folder: Path) -> Callable[..., Matcher]:
    """Opens a matcher on the model that is kept with the region."""
    return lambda session: open_matcher(session, Settings("", region_folder))
