"""The browser for tests of pages: Chromium without a window, and what its pages asked for."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from api.pages.rendering import STATIC
from tests.browser.region import Region, running_region

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHTS = {320: 640, 360: 740}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page did while a test used it."""

    requests: list[Request] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Keep every request, every message of an error and every exception of a page."""
        page.on("request", lambda request: self.requests.append(request))  # noqa: PLW0108 - Playwright marks what it is given
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type == "error" else None,
        )


def browser_path() -> str | None:
    """Find a browser: the one TOM_BROWSER names, else one on the PATH."""
    return os.environ.get("TOM_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


def give_up(why: str) -> NoReturn:
    """Skip loudly; where every test has to run (CI=true), fail."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium; without one the test is skipped, and under CI=true it fails."""
    path = browser_path()
    if path is None:
        give_up("Geen browser gevonden: zet TOM_BROWSER op het pad van Chromium of Chrome.")
    as_root = os.name == "posix" and os.geteuid() == 0
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=[*FLAGS, *(["--no-sandbox"] if as_root else [])]
        )
        yield running
        running.close()


@pytest.fixture
def seen() -> Seen:
    """What the pages of this test asked for, and the errors they met."""
    return Seen()


@pytest.fixture
def page_at(browser: Browser, seen: Seen) -> Iterator[Callable[..., Page]]:
    """Makes pages: `page_at(width, js=True, dark=False, **more)`, each in a session of its own.

    What they do is in `seen`. `more` goes to Playwright's `new_context`: locale, base_url, ….
    """
    contexts = []

    def make(width: int, js: bool = True, dark: bool = False, **more: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            java_script_enabled=js,
            color_scheme="dark" if dark else "light",
            **{"locale": "nl-NL", **more},
        )
        contexts.append(context)
        page = context.new_page()
        seen.watch(page)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Region]:
    """The running site, once for all tests of a worker; not made when there is no browser."""
    if not (STATIC / "assets" / "base.css").is_file():
        give_up("De bestanden van npm zijn er niet; python3 run.py test haalt ze op.")
    with running_region(tmp_path_factory.mktemp("region")) as running:
        yield running
