"""The web application: pages for people at /, the same actions for programs at /v1."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from accounts.mail import post_of
from api import pages, routes
from api.asking import Running
from api.engine import Engines
from api.guarding import Guard
from api.pages.rendering import STATIC
from api.refusals import answer_refusals
from api.throttling import Throttle
from api.tidying import keep_tidy
from api.version import VERSION
from foundation.clock import Clock, utc_now
from foundation.database import open_engine
from foundation.settings import Settings


def create_app(settings: Settings, clock: Clock = utc_now, *, tidies: bool = False) -> FastAPI:
    """Build the application of one installation; its engine lives as long as it runs.

    With `tidies` it also throws away what is over, every ten minutes: one process should.
    """
    running = Running(
        settings=settings,
        engine=open_engine(settings),
        clock=clock,
        post=post_of(settings),
        engines=Engines(settings),
        throttle=Throttle(),
    )

    @asynccontextmanager
    async def living(_app: FastAPI) -> AsyncIterator[None]:
        broom = asyncio.create_task(keep_tidy(running.engine, clock)) if tidies else None
        yield
        if broom is not None:
            broom.cancel()
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
