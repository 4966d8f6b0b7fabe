"""The running application with one of everybody in it, on each kind of database."""

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from api.main import create_app
from foundation.settings import Settings
from tests.access.people import NOW, World, make_world, settings_for_browsers


@pytest.fixture
def world(engine: Engine) -> World:
    """One of everybody."""
    return make_world(engine)


@pytest.fixture
def app(settings: Settings, world: World) -> FastAPI:
    """The application, standing still at the moment the world was made."""
    return create_app(settings_for_browsers(settings), clock=lambda: NOW)
