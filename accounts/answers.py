"""Requests that are answered once: the same `Idempotency-Key` gets the same answer again.

The row is written before the work: its unique index makes a second request with the same key wait
until the first has committed, and then read that answer. Work that fails is rolled back together
with the row, so the key is free again.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from accounts.models import AnsweredRequest
from foundation.errors import Conflict, Invalid

KEPT_FOR = timedelta(hours=24)

_KEY = re.compile(r"[\x21-\x7e]{1,100}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class KeyNotUsable(Invalid):
    """The `Idempotency-Key` is empty, too long or holds other characters than visible ASCII."""


class KeyUsedForOther(Conflict):
    """The `Idempotency-Key` was used for another request."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it went out: the HTTP status, the headers worth repeating, and the body."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


def digest_of(method: str, target: str, body: bytes) -> str:
    """Give the digest by which two requests are the same: method, path with query, and body."""
    digest = hashlib.sha256()
    for part in (method.upper().encode(), target.encode(), body):
        digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()


def once(
    session: Session,
    *,
    account_id: int,
    key: str,
    request_digest: str,
    now: datetime,
    make: Callable[[], Answered],
) -> Answered:
    """Do the work of a request once per account and key; afterwards give the same answer again.

    `make` works in this session and is called at most once; what it raises is not kept.

    Raises:
        KeyNotUsable: the key has a wrong form.
        KeyUsedForOther: it was used within 24 hours for a request with another digest.
    """
    if not _KEY.fullmatch(key):
        raise KeyNotUsable(
            "De Idempotency-Key klopt niet. Gebruik 1 tot 100 letters, cijfers en tekens, "
            "zonder spaties."
        )
    if not _DIGEST.fullmatch(request_digest):
        raise ValueError("a request digest is 64 hexadecimal digits")
    number = _claimed(session, account_id, key, request_digest, now)
    if number is None:
        return _answered_before(session, account_id, key, request_digest)
    answer = make()
    session.execute(
        update(AnsweredRequest)
        .where(col(AnsweredRequest.id) == number)
        .values(status=answer.status, headers=json.dumps(dict(answer.headers)), body=answer.body)
    )
    return answer


def _claimed(
    session: Session, account_id: int, key: str, request_digest: str, now: datetime
) -> int | None:
    """Claim a key; None when it is taken. Waits for a request that has it but is not done yet."""
    session.execute(
        delete(AnsweredRequest).where(
            col(AnsweredRequest.account_id) == account_id,
            col(AnsweredRequest.key) == key,
            col(AnsweredRequest.created_at) <= now - KEPT_FOR,
        )
    )
    kind = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    claim = kind.insert(AnsweredRequest).values(
        account_id=account_id,
        key=key,
        request_digest=request_digest,
        status=0,
        headers="{}",
        body="",
        created_at=now,
    )
    claim = claim.on_conflict_do_nothing(index_elements=["account_id", "key"])
    return session.execute(claim.returning(col(AnsweredRequest.id))).scalar_one_or_none()


def _answered_before(session: Session, account_id: int, key: str, request_digest: str) -> Answered:
    row = session.exec(
        select(AnsweredRequest)
        .where(AnsweredRequest.account_id == account_id, AnsweredRequest.key == key)
        .execution_options(populate_existing=True)
    ).one()
    if row.request_digest != request_digest:
        raise KeyUsedForOther(
            "Deze Idempotency-Key is al gebruikt voor een ander verzoek. Neem een nieuwe."
        )
    return Answered(row.status, row.body, json.loads(row.headers))


def sweep_answers(session: Session, *, now: datetime) -> int:
    """Remove the answers that are kept long enough; tells how many."""
    old = delete(AnsweredRequest).where(col(AnsweredRequest.created_at) <= now - KEPT_FOR)
    return _removed(session.execute(old))


def forget_answers(session: Session, *, account_id: int) -> int:
    """Remove every kept answer to one account, for when a person is erased; tells how many."""
    own = delete(AnsweredRequest).where(col(AnsweredRequest.account_id) == account_id)
    return _removed(session.execute(own))


def _removed(done: Any) -> int:
    return int(done.rowcount) if isinstance(done, CursorResult) else 0
