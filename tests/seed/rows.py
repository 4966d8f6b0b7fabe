"""Every row of every table as one hash, equal on both databases."""

import hashlib

from sqlalchemy import Connection, select
from sqlmodel import Session, SQLModel


def digest(session: Session | Connection) -> str:
    """Hash all rows in order of their keys; sets are put in order first."""
    whole = hashlib.sha256()
    for table in SQLModel.metadata.sorted_tables:
        whole.update(table.name.encode())
        for row in session.execute(select(table).order_by(*table.primary_key)):
            cells = [sorted(cell) if isinstance(cell, frozenset) else cell for cell in row]
            whole.update(repr(cells).encode())
    return whole.hexdigest()
