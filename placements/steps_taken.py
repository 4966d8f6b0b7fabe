"""What the rooms below tell of the steps people took: the first moment of each, by candidate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, or_, select

from accounts.audit import AuditAction
from accounts.models import Account, AuditEntry, Campaign, CampaignPlace, RegionMunicipality
from coaching.models import Assignment, IntakeNote, Introduction
from foundation.places import Postcode
from placements.models import Journey, Outcome, OutcomeState
from profiles.models import Candidate, CandidateState, Preferences
from vacancies.models import Vacancy

Moments = Mapping[int, datetime]


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found, by candidate; `introduced` and `outcome` with the sector it was in."""

    activated: Moments
    taken_on: Moments
    noted: Moments
    introduced: Mapping[int, tuple[datetime, str]]
    outcome: Mapping[int, tuple[datetime, str]]
    coach_region: Mapping[int, int | None]


def people(now: datetime) -> Any:
    """Build the query of everybody with an account, a saved draft or a profile."""
    saved = or_(
        col(Candidate.account_id).is_(None),
        col(Account.email).is_not(None),
        col(Candidate.state) != CandidateState.DRAFT,
    )
    return (
        sa_select(
            col(Candidate.id),
            col(Candidate.state),
            col(Candidate.working),
            col(Candidate.created_at),
            col(Candidate.confirmed_at),
            col(Preferences.sectors),
            col(Postcode.municipality),
            col(CampaignPlace.campaign_id),
            col(RegionMunicipality.region_id).label("home_region"),
            col(Campaign.region_id).label("campaign_region"),
        )
        .outerjoin(Account, col(Account.id) == Candidate.account_id)
        .outerjoin(Preferences, col(Preferences.candidate_id) == Candidate.id)
        .outerjoin(Postcode, col(Postcode.code) == Preferences.postcode)
        .outerjoin(
            RegionMunicipality, col(RegionMunicipality.municipality) == Postcode.municipality
        )
        .outerjoin(CampaignPlace, col(CampaignPlace.account_id) == Candidate.account_id)
        .outerjoin(Campaign, col(Campaign.id) == CampaignPlace.campaign_id)
        .where(
            saved, col(Candidate.state) != CandidateState.ERASED, col(Candidate.created_at) <= now
        )
    )


def sources_of(session: Session, *, now: datetime) -> Sources:
    """Read it all, each with one statement; what lies after now is not there yet."""
    return Sources(
        activated=_activated(session, now),
        taken_on=_first(session, Assignment.candidate_id, Assignment.since, now),
        noted=_first(session, IntakeNote.candidate_id, IntakeNote.written_at, now),
        introduced=_first_introduced(session, now),
        outcome=_first_outcome(session, now),
        coach_region=_coach_regions(session),
    )


def _first(session: Session, who: Any, moment: Any, now: datetime) -> Moments:
    firsts = sa_select(who, func.min(moment)).where(moment <= now).group_by(who)
    return {row[0]: row[1] for row in session.execute(firsts)}


def _activated(session: Session, now: datetime) -> Moments:
    """Read the trail for who has no such step yet: it grows with all that is ever done."""
    known = select(Journey.candidate_id).where(col(Journey.profile_at).is_not(None))
    firsts = (
        sa_select(col(AuditEntry.candidate_id), func.min(AuditEntry.at))
        .where(
            col(AuditEntry.action) == AuditAction.PROFILE_ACTIVATED.value,
            col(AuditEntry.at) <= now,
            col(AuditEntry.candidate_id).is_not(None),
            col(AuditEntry.candidate_id).not_in(known),
        )
        .group_by(col(AuditEntry.candidate_id))
    )
    return {row[0]: row[1] for row in session.execute(firsts)}


def _first_introduced(session: Session, now: datetime) -> dict[int, tuple[datetime, str]]:
    """Tell when each was first introduced, and in which sector that was."""
    met = (
        select(Introduction.candidate_id, Introduction.introduced_at, Vacancy.sector)
        .join(Vacancy, col(Vacancy.id) == Introduction.vacancy_id)
        .where(col(Introduction.introduced_at) <= now)
        .order_by(col(Introduction.introduced_at), col(Introduction.id))
    )
    found: dict[int, tuple[datetime, str]] = {}
    for candidate_id, at, sector in session.exec(met):
        if at is not None:
            found.setdefault(candidate_id, (at, sector))
    return found


def _first_outcome(session: Session, now: datetime) -> dict[int, tuple[datetime, str]]:
    """Tell when the first outcome that still stands was logged, and its sector as it stands now.

    A correction counts from the moment of what it corrects; what was only taken back never counts.
    """
    logged = select(Outcome).where(col(Outcome.logged_at) <= now).order_by(col(Outcome.id))
    began: dict[int, datetime] = {}
    found: dict[int, tuple[datetime, str]] = {}
    for row in session.exec(logged):
        began[row.id] = began.get(row.replaces_id or 0, row.logged_at)
        if row.state is OutcomeState.CORRECTED:
            continue
        told = (began[row.id], row.sector)
        found[row.candidate_id] = min(found.get(row.candidate_id, told), told)
    return found


def _coach_regions(session: Session) -> dict[int, int | None]:
    """Tell where the coach works whom each had last."""
    guided = (
        select(Assignment.candidate_id, Account.region_id)
        .join(Account, col(Account.id) == Assignment.coach_id)
        .order_by(col(Assignment.since), col(Assignment.id))
    )
    return {row[0]: row[1] for row in session.execute(guided)}


def erased_candidates(session: Session) -> set[int]:
    """List who was erased."""
    gone = select(Candidate.id).where(Candidate.state == CandidateState.ERASED)
    return set(session.exec(gone))
