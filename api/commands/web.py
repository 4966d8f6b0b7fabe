"""Starts the site: on the database that was set, or on an invented region to try it with."""

import os
import socket
import threading
from dataclasses import replace
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlmodel import select

from api.commands.logging_lines import log_as_json
from api.commands.opening import Bars, Database, console, errors, opened
from foundation.clock import utc_now
from foundation.database import open_engine, reading, writing
from foundation.errors import NotFound, Unavailable
from foundation.migrate import upgrade
from foundation.settings import DEFAULT_ADDRESS, Settings, read_settings
from vacancies.models import Employer

DEMO_FILE = "demo-site.db"


def web(
    port: Annotated[
        int,
        typer.Option(
            min=1, max=65_535, metavar="GETAL", help="De poort waarop de server luistert."
        ),
    ] = 8000,
    worker: Annotated[
        bool,
        typer.Option(
            "--worker/--no-worker",
            help="Of dit proces ook doet wat vanzelf gaat: mails, herinneringen, opruimen.",
        ),
    ] = True,
    database: Database = None,
) -> None:
    """Start de site. Zonder eigen database krijg je een verzonnen regio om te proberen."""
    import uvicorn  # only the server needs it

    from api.background import Worker
    from api.main import create_app

    settings = _settings(port, database)
    with _door(port) as door:
        if settings.demo:
            _prepare_demo(settings)
        else:
            with opened(settings.database_url):
                pass  # sets an empty database up, and refuses an older one
        log_as_json()
        app = create_app(settings, worker=Worker.INSIDE if worker else Worker.ELSEWHERE)
        threading.Thread(target=_warm, args=(app.state.running,), daemon=True).start()
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        _tell(settings)
        uvicorn.Server(config).run(sockets=[door])


def _settings(port: int, database: str | None) -> Settings:
    """Take the settings there are; without a database of one's own it is the demonstration."""
    settings = read_settings(database_url=database)
    if "TOM_ADDRESS" not in os.environ:
        settings = replace(settings, address=f"{DEFAULT_ADDRESS.rpartition(':')[0]}:{port}")
    if database is not None or "TOM_DATABASE_URL" in os.environ:
        return settings
    address = f"sqlite:///{settings.folder / DEMO_FILE}"
    return replace(settings, database_url=address, demo=True)


def _prepare_demo(settings: Settings) -> None:
    from matching.service import open_matcher
    from seed.desk import lay_desk
    from seed.logins import make_logins
    from seed.neighbours import lay_regions
    from seed.region import seed_region
    from seed.results import make_results

    engine = open_engine(settings)
    try:
        upgrade(engine)
        if _is_empty(engine):
            console.print("Ik maak eerst de verzonnen regio. Dat duurt een halve minuut.")
            with Bars() as bars, writing(engine) as session:
                seed_region(session, progress=bars.show)
        with writing(engine) as session:
            lay_regions(session)
            make_results(session)
            make_logins(session, now=utc_now())
            matcher = open_matcher(session, settings)
            lay_desk(session, matcher, address=settings.address, now=utc_now())
    finally:
        engine.dispose()


def _is_empty(engine: Engine) -> bool:
    with reading(engine) as session:
        return session.exec(select(Employer.id)).first() is None


def _warm(running: object) -> None:
    """Make the matcher before the first visitor asks for it."""
    from api.asking import Running

    if not isinstance(running, Running):
        raise TypeError("this is not a running application")
    try:
        with reading(running.engine) as session:
            running.engines.warm(session)
    except NotFound as refusal:
        errors.print(refusal.message)


def _tell(settings: Settings) -> None:
    console.print(f"Talent op Maat staat op {settings.address}")
    if settings.demo:
        console.print(f"Zo log je in als elke rol, en de mails: {settings.address}/demo")
    console.print("Stop met Ctrl-C.")


def _door(port: int) -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise Unavailable(f"Poort {port} is bezet. Kies een andere met --port.") from error
