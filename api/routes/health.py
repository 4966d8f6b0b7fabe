"""Tells whether the product can answer, and with which database."""

import sqlite3

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from sqlalchemy import text

from accounts.permissions import Act
from api.asking import Allowed, Reading
from api.version import VERSION

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The versions behind the answers."""

    status: str = Field(examples=["ok"])
    version: str = Field(examples=[VERSION])
    database: str = Field(examples=["sqlite"])
    sqlite: str = Field(examples=["3.53.1"])


@router.get("/health", summary="Tell whether the product can answer",
            dependencies=[Depends(Allowed(Act.READ_PUBLIC))])  # fmt: skip
def health(session: Reading) -> Health:
    """Tell the version of the product and of the database behind it."""
    session.execute(text("SELECT value FROM revision_counter"))
    bind = session.get_bind()
    return Health(
        status="ok", version=VERSION, database=bind.dialect.name, sqlite=sqlite3.sqlite_version
    )
