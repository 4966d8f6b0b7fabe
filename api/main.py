"""The web application: pages for people at /, the same actions for programs at /v1."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from accounts.mail import post_of
from api import pages, routes
from api.asking import Running, no_mail_waits
from api.background import Background, Worker
from api.engine import Engines
from api.guarding import Guard
from api.pages.rendering import STATIC
from api.refusals import answer_refusals
from api.throttling import Throttle
from api.version import VERSION
from foundation.clock import Clock, utc_now
from foundation.database import open_engine
from foundation.settings import Settings


def create_app(
    settings: Settings, clock: Clock = utc_now, *, worker: Worker = Worker.NOBODY
) -> FastAPI:
    """Build the application of one installation; its engine lives as long as it runs.

    Args:
        settings: what differs from one installation to the next.
        clock: where the time comes from.
        worker: whether this process also does the work that goes on by itself, or another does and
            is told of new mails. With nobody the mails wait.
    """
    engine = open_engine(settings)
    background = None if worker is Worker.NOBODY else Background(settings, engine, clock)
    running = Running(
        settings=settings,
        engine=engine,
        clock=clock,
        post=post_of(settings),
        engines=Engines(settings),
        throttle=Throttle(),
        nudge=background.nudge if background else no_mail_waits,
    )

    @asynccontextmanager
    async def living(_app: FastAPI) -> AsyncIterator[None]:
        if background is not None and worker is Worker.INSIDE:
            background.start()
        yield
        if background is not None:
            await asyncio.to_thread(background.stop)
        running.engine.dispose()

    app = FastAPI(
        title="Talent op Maat",
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=living,
    )
    programs = routes.create_api()
    for one in (app, programs):
        one.state.running = running
        answer_refusals(one)
    app.mount("/v1", programs)
    app.mount("/static", StaticFiles(directory=STATIC, check_dir=False))
    for router in pages.routers(settings):
        app.include_router(router)
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(
        Guard, https=settings.https, requests_per_minute=settings.requests_per_minute
    )
    return app
