"""How companies, their people and the stop go out."""

from datetime import date, datetime
from typing import Self

from pydantic import Field

from accounts.models import Account
from api.routes.views import RowId, View
from coaching.models import MatchingStop
from coaching.stopping import RunningStop
from vacancies.colleagues import Colleague
from vacancies.employers import is_member
from vacancies.models import Employer


class CompanyView(View):
    """A company; `waiting_since` null takes part, else the administrator did not admit it yet."""

    id: RowId
    kvk: str | None = Field(examples=["12345678"], description="Null: from elsewhere.")
    trade_name: str = Field(examples=["Demo Zuivel"])
    sector: str = Field(examples=["techniek"])
    postcode: str | None = Field(examples=["2312"])
    contact_name: str = Field(examples=["Demo Anemoon"])
    member_until: date | None = Field(description="The last day of the membership.")
    is_member: bool = Field(description="Members may search the pool.")
    waiting_since: datetime | None

    @classmethod
    def of(cls, row: Employer, today: date) -> "CompanyView":
        """Show a company as it stands today."""
        return cls(
            id=str(row.id),
            kvk=row.kvk,
            trade_name=row.trade_name,
            sector=row.sector,
            postcode=row.postcode,
            contact_name=row.contact_name,
            member_until=row.member_until,
            is_member=is_member(row, today),
            waiting_since=row.waiting_since,
        )


class ColleagueView(View):
    """Somebody who acts for a company; `entered` when a way in was chosen."""

    account_id: RowId
    name: str = Field(examples=["Demo Anemoon"])
    email: str = Field(examples=["anemoon@talent.example"])
    entered: bool

    @classmethod
    def of(cls, one: Colleague) -> "ColleagueView":
        """Show somebody of a company."""
        return cls(
            account_id=str(one.account_id), name=one.name, email=one.email, entered=one.entered
        )


class MailedView(View):
    """What came of it stands in the mail, and nowhere else."""

    mailed: bool = Field(examples=[True])


class StaffView(View):
    """Somebody of the staff."""

    account_id: RowId
    role: str = Field(examples=["loopbaancoach"])
    name: str = Field(examples=["Demo Iep"])
    email: str = Field(examples=["iep@talent.example"])
    region: str | None = Field(
        examples=["leidse-regio"], description="Where a coach or manager works; null: everywhere."
    )

    @classmethod
    def of(cls, row: Account, region: str | None) -> Self:
        """Tell of an account, with the key of its region."""
        return cls(
            account_id=str(row.id),
            role=row.role.value,
            name=row.name,
            email=row.email or "",
            region=region,
        )


class MatchingStopView(View):
    """Whether the comparing is stopped, since when and why."""

    stopped: bool
    since: datetime | None
    reason: str | None = Field(examples=["We onderzoeken een fout."])

    @classmethod
    def of(cls, stop: RunningStop | MatchingStop | None) -> "MatchingStopView":
        """Show the stop that runs, or that there is none."""
        if stop is None:
            return cls(stopped=False, since=None, reason=None)
        since = stop.stopped_at if isinstance(stop, MatchingStop) else stop.since
        return cls(stopped=True, since=since, reason=stop.reason)
