"""Does the work of a POST once: the same `Idempotency-Key` gets the same bytes back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from fastapi.responses import Response as Plain
from sqlmodel import Session

from accounts.answers import Answered, digest_of, once
from accounts.permissions import Viewer
from api.asking import Now, Viewing
from api.refusals import language_for
from api.routes.views import View

KEY = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class Repeating:
    """One request that may come again, of whoever is logged in."""

    key: str | None
    digest: str
    viewer: Viewer
    now: datetime
    language: str

    def answer(
        self,
        session: Session,
        make: Callable[[], View],
        *,
        status: int = 201,
        headers: Callable[[View], Mapping[str, str]] = lambda _view: {},
    ) -> Response:
        """Answer with what `make` makes, or with what was answered to this key before.

        Raises:
            KeyNotUsable, KeyUsedForOther: see `accounts.answers.once`.
        """

        def made() -> Answered:
            view = make()
            told = {"Content-Language": self.language, **headers(view)}
            return Answered(status, view.model_dump_json(by_alias=True), told)

        answered = made() if self.key is None else self._once(session, made)
        return Plain(
            answered.body, answered.status, dict(answered.headers), media_type="application/json"
        )

    def _once(self, session: Session, made: Callable[[], Answered]) -> Answered:
        if self.viewer.account_id is None or self.key is None:
            raise ValueError("a key counts per account: let nobody in who is not logged in")
        return once(
            session,
            account_id=self.viewer.account_id,
            key=self.key,
            request_digest=self.digest,
            now=self.now,
            make=made,
        )


async def _repeating(
    request: Request,
    viewer: Viewing,
    now: Now,
    key: Annotated[
        str | None,
        Header(
            alias=KEY,
            description=(
                "A name of your own for this request, 1 to 100 visible characters. Sent again "
                "within 24 hours with the same request it does nothing new: you get the same "
                "answer back. Keys count per account."
            ),
            examples=["4f7c2d1e"],
            json_schema_extra={"pattern": "^[!-~]{1,100}$"},
        ),
    ] = None,
) -> Repeating:
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    digest = digest_of(request.method, target, await request.body())
    return Repeating(key, digest, viewer, now, language_for(request))


Once = Annotated[Repeating, Depends(_repeating)]
