"""Answers a refusal: programs get application/problem+json, people a page that says what to do."""

import contextlib
from collections.abc import Mapping

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from accounts.permissions import NotLoggedIn, nothing_here
from api.asking import NoProfileYet, viewer_of
from api.companies import NoCompany
from api.headers import headers_of
from api.language import catalogue, preferred
from api.pages.rendering import page, viewer_at
from coaching.stopping import MatchingStopped
from foundation.entry import problems_in
from foundation.errors import Invalid, NotAllowed, TalentError

# Refusals that a page can mend.
ELSEWHERE = {
    NotLoggedIn: "/inloggen?nodig=ja",
    NoProfileYet: "/beginnen",
    NoCompany: "/werkgever/geen-bedrijf",
}
RETRY_SECONDS = {429: "60", 503: "5"}


class WrongMethod(TalentError):
    """The address is there, but not for this method."""

    status = 405


class TooLarge(TalentError):
    """More came in than is read."""

    status = 413


class Broken(TalentError):
    """Something went wrong that we did not foresee."""

    status = 500


def answer_refusals(app: FastAPI) -> None:
    """Teach an application to answer every refusal, its own and those of the framework."""
    app.add_exception_handler(TalentError, _refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _of_framework)
    app.add_exception_handler(Exception, _broken)


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, TalentError):
        raise TypeError(f"{type(error).__name__} is not one of our refusals")
    return refusal(request, error)


async def _not_valid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise TypeError(f"{type(error).__name__} is no refusal of validation")
    problems = problems_in(error.errors())
    if any(one.where.startswith("path.") for one in problems):
        return refusal(request, nothing_here())  # a number that cannot be is a page that is not
    return refusal(request, Invalid("Dit klopt nog niet.", problems))


async def _of_framework(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise TypeError(f"{type(error).__name__} is no refusal of the framework")
    return refusal(request, _ours(error), error.headers)


def _ours(error: HTTPException) -> TalentError:
    if error.status_code == WrongMethod.status:
        return WrongMethod("Dit adres kan dit niet. Ga terug en probeer het met de knop.")
    if error.status_code == NotAllowed.status:
        return NotAllowed("Dit mag niet.")
    if error.status_code == Invalid.status:
        return Invalid("Dit kunnen we niet lezen. Ga terug en probeer het opnieuw.")
    return nothing_here()


async def _broken(request: Request, _error: Exception) -> Response:
    sentence = "Er ging iets mis bij ons. Er is niets bewaard. Probeer het zo nog eens."
    # This answer goes out around the guard, so it brings its headers itself.
    https = request.app.state.running.settings.https
    return refusal(request, Broken(sentence), headers_of(request.scope, https=https))


def refusal(
    request: Request, error: TalentError, headers: Mapping[str, str] | None = None
) -> Response:
    """Build the answer to a refusal, in the language and the form of whoever asked."""
    extra = dict(headers or {})
    if error.status in RETRY_SECONDS:
        extra["Retry-After"] = RETRY_SECONDS[error.status]
    if request.scope["path"].startswith("/v1/"):
        return problem(request, error, extra)
    for kind, address in ELSEWHERE.items():
        if isinstance(error, kind):
            return elsewhere(request, address, error.status)
    _know_viewer(request)
    template = "stop/stopped.html" if isinstance(error, MatchingStopped) else "error.html"
    answer = page(request, template, status=error.status, error=error)
    answer.headers.update(extra)
    return answer


def _know_viewer(request: Request) -> None:
    """Find out who looks, so that the page around a refusal has the right menu."""
    if hasattr(request.state, "viewer"):
        return
    running = request.app.state.running
    with contextlib.suppress(TalentError):
        viewer_of(request, running, running.clock())


def elsewhere(request: Request, address: str, status: int) -> Response:
    """Send a browser to another page; a piece of a page sends the whole page there."""
    if request.headers.get("hx-request") == "true":
        return Response(status_code=status, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


def problem(request: Request, error: TalentError, headers: Mapping[str, str]) -> JSONResponse:
    """Answer a program (RFC 9457), with every problem at once."""
    language = language_for(request)
    say = catalogue(language).say
    if error.status == NotLoggedIn.status:
        headers = {**headers, "WWW-Authenticate": "Bearer"}
    return JSONResponse(
        {
            "type": "about:blank",
            "title": say(error.message),
            "status": error.status,
            "problems": [
                {"where": one.where, "message": say(one.message)} for one in error.problems
            ],
        },
        status_code=error.status,
        headers={**headers, "Content-Language": language},
        media_type="application/problem+json",
    )


def language_for(request: Request) -> str:
    """Choose the language for a program: what it asks now, else that of the account."""
    asks = "accept-language" in request.headers
    return preferred(request, None if asks else viewer_at(request).language)
