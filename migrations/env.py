"""Runs the migrations on the connection that foundation/migrate.py hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator
from sqlmodel import SQLModel

import accounts.models
import coaching.models
import foundation.places
import foundation.revision
import placements.models
import profiles.models
import skills.models
import vacancies.models


def plain_type(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our own column types as the plain ones below them: history must not import us."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    return f"sa.{item.impl_instance!r}"


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=plain_type,
)
with context.begin_transaction():
    context.run_migrations()
