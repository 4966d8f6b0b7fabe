"""Stands before every request: who may send it, how much is read, and what each answer carries."""

import re
import time
from typing import Any

import structlog
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import headers_of
from api.refusals import Broken, TooLarge, refusal
from api.throttling import Throttle, network_of
from foundation.entry import LONGEST_JSON, parse_json
from foundation.errors import Invalid, NotAllowed, TalentError
from vacancies.postings_reading import LARGEST_FILE

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = SAFE | {"POST", "PUT", "PATCH", "DELETE"}
LONGEST_FORM = 500_000
# Where people paste a whole text: it is read, so that the page can say what to do and keep it.
LONG_TEXTS = "/werkgever/vacatures/"
LONGEST_TEXT_FORM = 2_000_000
# The addresses where a file comes in, for who is logged in; the fields around it take a little.
UPLOADS = frozenset(
    {
        "/beheer/vacatures/bekijken",
        "/v1/posting-imports",
        "/v1/posting-previews",
        "/programma/overdracht/ontvangst",
        "/v1/handover/receipts",
    }
)
LONGEST_UPLOAD = LARGEST_FILE + 10_000
_FILE_KINDS = frozenset({"multipart/form-data", "application/octet-stream"})

log = structlog.get_logger("talent")


class Guard:
    """Wraps the application; refuses before anything of the request is used."""

    def __init__(self, app: ASGIApp, *, https: bool, requests_per_minute: int) -> None:
        self._app = app
        self._https = https
        self._throttle = Throttle()
        self._most = requests_per_minute

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with a refusal."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()
        request = Request(scope, receive)
        sender = _Dressed(send, scope, https=self._https)
        try:
            await self._pass_on(scope, receive, sender, request)
        finally:  # what breaks is answered further out
            _note(scope, sender.status or Broken.status, time.monotonic() - started)

    async def _pass_on(
        self, scope: Scope, receive: Receive, sender: Send, request: Request
    ) -> None:
        try:
            self._check_rate(request)
            check_origin(request)
            body = None if request.method in SAFE else await _body(request)
        except TalentError as error:
            await refusal(request, error)(scope, receive, sender)
            return
        await self._app(scope, receive if body is None else _again(body, receive), sender)

    def _check_rate(self, request: Request) -> None:
        if request.url.path.startswith("/static/"):
            return
        self._throttle.count("request", network_of(request), most=self._most, minutes=1)


def check_origin(request: Request) -> None:
    """Refuse a change that another site made a browser send (CSRF).

    A browser says where a request comes from; a program that sends a token and no cookie need not.

    Raises:
        NotAllowed: it comes from elsewhere, or a cookie comes along and nobody says from where.
    """
    if request.method in SAFE or "authorization" in request.headers:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if site in ("same-origin", "none") and origin in (None, own):
        return
    if site is None and origin == own:
        return
    if site is None and origin is None and "cookie" not in request.headers:
        return
    raise NotAllowed("Dit verzoek komt niet van deze site. Ga naar de site en probeer het daar.")


async def _body(request: Request) -> bytes:
    """Read a body, but no further than its kind may be long.

    Raises:
        TooLarge: it is longer.
        Invalid: it is JSON that a database or another program would choke on.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    is_json = kind.endswith("json")
    longest = _longest(request, kind, is_json=is_json)
    told = request.headers.get("content-length", "0")
    if not re.fullmatch(r"\d{1,12}", told):
        raise Invalid("Dit verzoek is niet te lezen. Probeer het opnieuw.")
    read = bytearray()
    if int(told) <= longest:
        async for chunk in request.stream():
            read += chunk
            if len(read) > longest:
                break
    if int(told) > longest or len(read) > longest:
        raise TooLarge(f"Dit is te groot. Stuur hoogstens {longest // 1000} kB.")
    if is_json and read:
        parse_json(bytes(read))
    return bytes(read)


def _longest(request: Request, kind: str, *, is_json: bool) -> int:
    known = {"cookie", "authorization"} & set(request.headers)
    if known and kind in _FILE_KINDS and request.url.path in UPLOADS:
        return LONGEST_UPLOAD
    if is_json:
        return LONGEST_JSON
    pasted = known and request.url.path.startswith(LONG_TEXTS)
    return LONGEST_TEXT_FORM if pasted else LONGEST_FORM


def _again(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read to the application as if it came in now."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def first_the_body() -> Message:
        return waiting.pop() if waiting else await receive()

    return first_the_body


class _Dressed:
    """Sends an answer with the headers every answer carries, and remembers its status."""

    def __init__(self, send: Send, scope: Scope, *, https: bool) -> None:
        self._send = send
        self._scope = scope
        self._https = https
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [(k, v) for k, v in message["headers"] if k.lower() != b"server"]
            given = {key.lower() for key, _ in headers}
            extra = headers_of(self._scope, https=self._https).items()
            fresh = [(k.encode(), v.encode()) for k, v in extra if k.encode() not in given]
            message = {**message, "headers": headers + fresh}
        await self._send(message)


def _note(scope: Scope, status: int, seconds: float) -> None:
    """Log one request: the shape of its address and never the address itself, which names people.

    These five fields are all that is ever logged of a request.
    """
    route: Any = scope.get("route")
    viewer: Any = scope.get("state", {}).get("viewer")
    log.info(
        "request",
        method=scope["method"] if scope["method"] in METHODS else "?",
        route=getattr(route, "path", "?"),
        status=status,
        milliseconds=round(1000 * seconds),
        role=str(viewer.role) if viewer and viewer.role else "",
    )
