"""The tables of accounts: who can log in and how, regions, campaigns, and the audit trail."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from foundation.columns import Moment, generated_id, value_enum, within


class Role(StrEnum):
    """What an account is for; the value is the word on the page."""

    CANDIDATE = "kandidaat"
    EMPLOYER = "werkgever"
    COACH = "loopbaancoach"
    MANAGER = "programmamanager"
    ADMINISTRATOR = "beheerder"


class CodeKind(StrEnum):
    """What a mailed code is for: logging in, or choosing a first or new password."""

    LOGIN = "inloggen"
    INVITATION = "uitnodiging"


class VisitStep(StrEnum):
    """How far a login is: only a complete one opens anything."""

    SECOND_FACTOR = "tweede stap"
    COMPLETE = "klaar"


class Region(SQLModel, table=True):
    """A part of the country with its own manager; it may lie within a larger one."""

    id: int = generated_id()
    key: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=80, unique=True)
    parent_id: int | None = Field(default=None, foreign_key="region.id")


class RegionMunicipality(SQLModel, table=True):
    """A municipality lies in one region (the smallest that holds it)."""

    __tablename__ = "region_municipality"

    municipality: str = Field(primary_key=True, max_length=80)
    region_id: int = Field(foreign_key="region.id", ondelete="CASCADE", index=True)


class Account(SQLModel, table=True):
    """Somebody who comes back. Without an address it belongs to one visit, and goes with it.

    `region_id` is where a coach or a manager works; None is the whole installation.
    """

    id: int = generated_id()
    role: Role = Field(sa_type=value_enum(Role))
    name: str = Field(default="", max_length=80)
    email: str | None = Field(default=None, max_length=200, unique=True)
    language: str = Field(default="nl", max_length=2)
    region_id: int | None = Field(default=None, foreign_key="region.id")
    created_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class Credential(SQLModel, table=True):
    """The password and second factor of staff and employers; candidates have none.

    `totp_step` is the last thirty-second step whose code was used, so that no code works twice.
    """

    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    password_hash: str = Field(max_length=200)
    totp_secret: str | None = Field(default=None, max_length=64)
    totp_confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    totp_step: int | None = Field(default=None)


class LoginCode(SQLModel, table=True):
    """One mail with a link and a six-digit code; only hashes of both are kept.

    `challenge_hash` belongs to the browser that asked: the code works there alone.
    """

    __tablename__ = "login_code"

    id: int = generated_id()
    kind: CodeKind = Field(sa_type=value_enum(CodeKind))
    email: str = Field(max_length=200, index=True)
    challenge_hash: str = Field(max_length=64, unique=True)
    code_hash: str = Field(max_length=64)
    link_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    tries: int = Field(default=0)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class Visit(SQLModel, table=True):
    """A session: somebody at one browser or program, known by the hash of a random token."""

    id: int = generated_id()
    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    step: VisitStep = Field(default=VisitStep.COMPLETE, sa_type=value_enum(VisitStep))
    created_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class OrganisationLogin(SQLModel, table=True):
    """A login under way at an organisation's own identity provider (OpenID Connect)."""

    __tablename__ = "organisation_login"

    id: int = generated_id()
    state_hash: str = Field(max_length=64, unique=True)
    nonce: str = Field(max_length=80)
    verifier: str = Field(max_length=128)
    expires_at: datetime = Field(sa_type=Moment)


class OrganisationIdentity(SQLModel, table=True):
    """Who an account is at an organisation's own identity provider."""

    __tablename__ = "organisation_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: int = generated_id()
    issuer: str = Field(max_length=200)
    subject: str = Field(max_length=255)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)


class AuditEntry(SQLModel, table=True):
    """Somebody saw or changed something of a person; never changed, never removed one by one.

    Numbers only, no names: `actor_id` and `candidate_id` keep pointing when the rows they name are
    gone. Each entry seals the one before it: see accounts/audit.py.
    """

    __tablename__ = "audit_entry"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Moment)
    actor_id: int | None = Field(default=None)
    actor_role: str = Field(max_length=40)
    action: str = Field(max_length=60)
    candidate_id: int | None = Field(default=None, index=True)
    reason: str = Field(default="", max_length=200)
    previous: str = Field(max_length=64)
    seal: str = Field(max_length=64)


class AnsweredRequest(SQLModel, table=True):
    """What was answered to a request with an `Idempotency-Key`, to be answered again."""

    __tablename__ = "answered_request"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: int = generated_id()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    key: str = Field(max_length=100)
    request_digest: str = Field(max_length=64)
    status: int
    headers: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_type=Moment)


class OutgoingMail(SQLModel, table=True):
    """A mail that must leave, written in the transaction of what it tells about.

    `message_id` is that of every try, so that a mail that did arrive is known when it comes again.
    Once it has left, or was given up, its address and its text are emptied.
    """

    __tablename__ = "outgoing_mail"

    id: int = generated_id()
    message_id: str = Field(max_length=200, unique=True)
    to_address: str = Field(max_length=200, index=True)
    subject: str = Field(max_length=200)
    text: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment, index=True)
    tries: int = Field(default=0)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    given_up_at: datetime | None = Field(default=None, sa_type=Moment)


class Campaign(SQLModel, table=True):
    """A round of inviting with a number of accounts that may be opened through it.

    `code` is the word in its link; a campaign that was closed lets nobody in any more.
    """

    __table_args__ = (
        within("quota", 1, 1_000_000),
        CheckConstraint("starts_on <= ends_on", name="days_in_order"),
    )

    id: int = generated_id()
    name: str = Field(max_length=80, unique=True)
    code: str = Field(max_length=40, unique=True)
    region_id: int | None = Field(default=None, foreign_key="region.id")
    quota: int
    starts_on: date
    ends_on: date | None = Field(default=None)
    created_by: int = Field(foreign_key="account.id")
    created_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    revision: int = Field(default=1)


class CampaignPlace(SQLModel, table=True):
    """One of the accounts of a campaign; the numbers from 1 to the quota guard it."""

    __tablename__ = "campaign_place"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: int = generated_id()
    campaign_id: int = Field(foreign_key="campaign.id", ondelete="CASCADE")
    number: int
    account_id: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", unique=True
    )
    taken_at: datetime = Field(sa_type=Moment)


class CampaignInvite(SQLModel, table=True):
    """Somebody was invited by mail; the address goes when the link was used or is over."""

    __tablename__ = "campaign_invite"
    __table_args__ = (UniqueConstraint("campaign_id", "email"),)

    id: int = generated_id()
    campaign_id: int = Field(foreign_key="campaign.id", ondelete="CASCADE")
    email: str | None = Field(default=None, max_length=200)
    token_hash: str = Field(max_length=64, unique=True)
    invited_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
