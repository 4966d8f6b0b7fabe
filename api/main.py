"""The web application: for now its health, its error answers and the request's transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy import Engine, text
from sqlmodel import Session

from foundation.database import open_engine, reading, writing
from foundation.errors import TalentError
from foundation.settings import Settings

VERSION = "0.1.0"


def create_app(settings: Settings) -> FastAPI:
    """Build the application of one installation; its engine lives as long as it runs."""
    engine = open_engine(settings)

    @asynccontextmanager
    async def running(_app: FastAPI) -> Any:
        yield
        engine.dispose()

    app = FastAPI(title="Talent op Maat", version=VERSION, docs_url=None, redoc_url=None,
                  openapi_url="/v1/openapi.json", lifespan=running)  # fmt: skip
    app.state.engine = engine
    app.add_exception_handler(TalentError, _problem)
    app.get("/v1/health", summary="Tell whether the product can answer")(health)
    return app


def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


def reading_session(engine: Annotated[Engine, Depends(_engine)]) -> Iterator[Session]:
    """Open the reading transaction of one request."""
    with reading(engine) as session:
        yield session


def writing_session(engine: Annotated[Engine, Depends(_engine)]) -> Iterator[Session]:
    """Open the writing transaction of one request."""
    with writing(engine) as session:
        yield session


# With the scope of the function the commit comes before the answer leaves: a client never has its
# 200 when the commit failed.
Reading = Annotated[Session, Depends(reading_session, scope="function")]
Writing = Annotated[Session, Depends(writing_session, scope="function")]


async def _problem(_request: Request, error: Exception) -> JSONResponse:
    """Answer a refusal as application/problem+json, with every problem at once."""
    if not isinstance(error, TalentError):
        raise TypeError(f"{type(error).__name__} is not one of our refusals")
    headers = {"Retry-After": "5"} if error.status == 503 else {}
    return JSONResponse(
        {
            "type": "about:blank",
            "title": error.message,
            "status": error.status,
            "problems": [{"where": one.where, "message": one.message} for one in error.problems],
        },
        status_code=error.status,
        headers=headers,
        media_type="application/problem+json",
    )


def health(session: Reading) -> dict[str, str]:
    """Tell the version of the product and of the database behind it."""
    session.execute(text("SELECT value FROM revision_counter"))
    bind = session.get_bind()
    return {
        "status": "ok",
        "version": VERSION,
        "database": bind.dialect.name,
        "sqlite": sqlite3.sqlite_version,
    }
