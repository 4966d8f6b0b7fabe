"""Fills a template in the language of the viewer and answers with it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from accounts.permissions import Viewer
from api.language import LANGUAGES, catalogue, preferred

FOLDER = Path(__file__).parent.parent
STATIC = FOLDER / "static"
HERE = ZoneInfo("Europe/Amsterdam")


@cache
def environment(language: str) -> Environment:
    """Make the environment in which the templates of one language are filled, once."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = catalogue(language)
    install: Any = getattr(made, "install_gettext_callables")  # noqa: B009 - added by the extension
    install(words.gettext, words.ngettext, newstyle=True)
    made.filters["say"] = words.say
    made.globals.update(static=static, language=language, languages=LANGUAGES)
    made.globals.update(said_moment=partial(_moment, language))
    return made


@cache
def static(name: str) -> str:
    """Give the address of a file of the site; it changes with what is in the file."""
    path = STATIC / name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "0"
    return f"/static/{name}?v={digest}"


def _moment(language: str, at: datetime) -> str:
    return format_datetime(at, "d MMMM y, HH:mm", tzinfo=HERE, locale=language)


def viewer_at(request: Request) -> Viewer:
    """Tell who looks, as far as was found out before the answer."""
    known: Viewer | None = getattr(request.state, "viewer", None)
    return known or Viewer(language=preferred(request, None))


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """Fill a template and answer with it.

    Every template also gets `viewer`, `path` (of the page), `demo`, `theme`, `organisation` (the
    name of its own login, or nothing), `stop` (since when nothing is compared, and why; or nothing)
    and `is_part`: the request came from htmx, which asks for a piece of a page.
    """
    return HTMLResponse(
        filled(request, template, **values),
        status,
        headers={**(headers or {}), "Content-Language": viewer_at(request).language},
    )


def filled(request: Request, template: str, **values: object) -> str:
    """Fill a template and give its text; see `page`."""
    settings = request.app.state.running.settings
    viewer = viewer_at(request)
    return environment(viewer.language).get_template(template).render(
        viewer=viewer,
        path=request.url.path,
        demo=settings.demo,
        theme=settings.theme,
        organisation=settings.organisation.label if settings.organisation else "",
        stop=getattr(request.state, "stop", None),
        is_part=request.headers.get("hx-request") == "true",
        **values,
    )  # fmt: skip
