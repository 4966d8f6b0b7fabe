"""One look at every statement for all engines that the tests open.

SQLAlchemy keeps the SQL it wrote for a statement with one engine, and asks the database of each new
engine what it can do. Nearly every test opens two engines, all on the same two databases: a fifth
of the time went into writing the same SQL again. What is kept hangs on the statement and on the
kind of database alone; connections, transactions and listeners stay with their own engine.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import URL, Engine
from sqlalchemy.util import LRUCache

import foundation.database

_NAME = "create_engine"
_MOST = 5_000


def write_statements_once() -> None:
    """Let the engines of one kind of database share what SQLAlchemy wrote and learned."""
    setattr(foundation.database, _NAME, _sharing(getattr(foundation.database, _NAME)))


def _sharing(create: Callable[..., Engine]) -> Callable[..., Engine]:
    first: dict[str, Engine] = {}

    def share(url: URL, **told: Any) -> Engine:
        engine = create(url, **told)
        known = first.setdefault(url.drivername, engine)
        if known is engine:
            engine._compiled_cache = LRUCache(_MOST)
        elif known.dialect.server_version_info is not None:  # somebody asked the database
            own = engine.dialect
            own.initialize = lambda _connection: None  # type: ignore[method-assign]
            engine.dialect = engine.pool._dialect = known.dialect
            engine._compiled_cache = known._compiled_cache
        return engine

    return share
