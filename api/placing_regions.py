"""Setting a region and who works in it, as the pages, the API and the command do it."""

from datetime import datetime

from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.models import Account, Region
from accounts.permissions import Viewer
from accounts.regions import (
    RegionDraft,
    RegionOfAccountDraft,
    load_regions,
    set_region,
    set_region_of_account,
)
from api.noting import note
from foundation.sheets import Sheet
from vacancies.employers import place_in_regions


def set_region_in(session: Session, *, draft: RegionDraft, by: Viewer, now: datetime) -> Region:
    """Set a region; companies whose postcode lies in it belong to it from now on."""
    row = set_region(session, draft=draft)
    place_in_regions(session)
    _note(session, by, now)
    return row


def load_regions_in(session: Session, sheet: Sheet) -> int:
    """Load a sheet of regions; companies belong to the region their postcode lies in."""
    number = load_regions(session, sheet)
    place_in_regions(session)
    return number


def set_region_of_account_in(
    session: Session, *, account_id: int, draft: RegionOfAccountDraft, by: Viewer, now: datetime
) -> Account:
    """Let somebody of the staff work in one region, or in the whole installation."""
    row = set_region_of_account(session, account_id=account_id, draft=draft)
    _note(session, by, now)
    return row


def _note(session: Session, by: Viewer, now: datetime) -> None:
    note(
        session,
        by,
        AuditAction.REGION_CHANGED,
        candidate_id=None,
        now=now,
        reason=AuditReason.ADMINISTRATION,
    )
