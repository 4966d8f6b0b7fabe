"""The cookies of a visit and of a login under way: how a browser gets them and loses them.

No page can read them, no other site can send them along, and no other host gets them.
"""

from datetime import timedelta

from fastapi import Request, Response

from api.asking import cookie_name
from foundation.settings import Settings


def bring_in(
    answer: Response, settings: Settings, token: str, *, lasting: timedelta | None = None
) -> Response:
    """Give the token of a visit to the browser that gets this answer.

    `lasting` is how long the browser keeps it; None is until the browser is closed. The visit
    itself may end sooner.
    """
    return _give(answer, settings, cookie_name(settings), token, lasting)


def show_out(answer: Response, settings: Settings) -> Response:
    """Take the token of a visit away from the browser that gets this answer."""
    answer.delete_cookie(
        cookie_name(settings), path="/", secure=settings.https, httponly=True, samesite="lax"
    )
    return answer


def keep_secret(
    answer: Response, settings: Settings, name: str, secret: str, *, lasting: timedelta
) -> Response:
    """Give this browser something to show later in a login."""
    return _give(answer, settings, _bound(settings, name), secret, lasting)


def secret_of(request: Request, settings: Settings, name: str) -> str:
    """Read back what this browser was given; empty when it was given nothing."""
    return request.cookies.get(_bound(settings, name), "")


def _bound(settings: Settings, name: str) -> str:
    return f"__Host-{name}" if settings.https else name


def _give(
    answer: Response, settings: Settings, name: str, value: str, lasting: timedelta | None
) -> Response:
    answer.set_cookie(
        name,
        value,
        max_age=None if lasting is None else int(lasting.total_seconds()),
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )
    return answer
