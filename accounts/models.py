"""The tables of accounts and roles."""

from enum import StrEnum

from sqlmodel import Field, SQLModel

from foundation.columns import generated_id, value_enum


class Role(StrEnum):
    """What an account is for; the value is the word on the page."""

    CANDIDATE = "kandidaat"
    EMPLOYER = "werkgever"
    COACH = "loopbaancoach"
    MANAGER = "programmamanager"
    ADMINISTRATOR = "beheerder"


class Account(SQLModel, table=True):
    """Somebody who can log in, later; now the coaches who confirm skills and decide."""

    id: int = generated_id()
    role: Role = Field(sa_type=value_enum(Role))
    name: str = Field(max_length=80)
    email: str = Field(max_length=200, unique=True)
