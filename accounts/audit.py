"""The audit trail: who saw or changed whom, when and why, each entry sealing the one before it.

A seal is the SHA-256 of an entry together with the seal before it, so a change, a removal or a swap
breaks every seal from there on; the counter of the stream tells how many entries there must be.
Who may drop the triggers *and* computes all later seals anew stays unseen: compare the last seal
with one that was noted down elsewhere.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from accounts.models import AuditEntry, Role
from foundation.revision import Stream, latest_revision, next_revision

FIRST_PREVIOUS = "0" * 64
BY_ITSELF = "programma"

# Where a transaction remembers about whom it added an entry.
NOTED = "noted candidates"

_BATCH = 1_000


class AuditAction(StrEnum):
    """What was done; the value is the word on the page."""

    ACCOUNT_OPENED = "account geopend"
    ACCOUNT_CLOSED = "account gesloten"
    INVITED = "uitgenodigd"
    LOGGED_IN = "ingelogd"
    ROLE_CHANGED = "rol gewijzigd"
    PROFILE_SEEN = "profiel bekeken"
    PROFILE_CHANGED = "profiel gewijzigd"
    PROFILE_CONFIRMED = "profiel herbevestigd"
    PROFILE_ACTIVATED = "profiel actief gemaakt"
    SKILL_CONFIRMED = "vaardigheid bevestigd"
    DOWNLOADED = "gegevens gedownload"
    PASSPORT_DOWNLOADED = "paspoort gedownload"
    CONSENT_GIVEN = "toestemming gegeven"
    CONSENT_WITHDRAWN = "toestemming ingetrokken"
    PAUSED = "gepauzeerd"
    RESUMED = "weer actief"
    WITHDRAWN = "gestopt"
    ERASED = "gewist"
    OBJECTED = "bezwaar gemaakt"
    OBJECTION_DECIDED = "bezwaar behandeld"
    COACH_ASSIGNED = "begeleider toegewezen"
    COACH_RELEASED = "begeleider losgemaakt"
    REMINDED = "herinnering gestuurd"
    CARD_SEEN = "kaart bekeken"
    FOUND_IN_POOL = "gezien in de pool"
    SHORTLIST_SEEN = "lijst bekeken"
    PROPOSED = "voorgesteld voor werk"
    REVIEWED = "beoordeeld voor werk"
    NOTE_WRITTEN = "aantekening gemaakt"
    SKILL_PROPOSED = "vaardigheid aangeraden"
    INTRODUCTION_ASKED = "gevraagd om voor te dragen"
    INTRODUCTION_AGREED = "akkoord met voordragen"
    INTRODUCED = "voorgedragen"
    INTRODUCTION_SEEN = "voordracht bekeken"
    INTRODUCTION_ANSWERED = "voordracht beantwoord"
    INTRODUCTION_ENDED = "voordracht beëindigd"
    EMPLOYER_ADMITTED = "bedrijf toegelaten"
    MEMBERSHIP_CHANGED = "lidmaatschap gewijzigd"
    MATCHING_STOPPED = "vergelijken stilgezet"
    MATCHING_RESUMED = "vergelijken weer aan"
    OUTCOME_LOGGED = "uitkomst vastgelegd"
    OUTCOME_SEEN = "uitkomst bekeken"
    OUTCOME_ENDED = "uitkomst beëindigd"
    OUTCOME_CORRECTED = "uitkomst gecorrigeerd"
    CHECKED_IN = "gevraagd hoe het gaat"
    AFTERCARE_NOTED = "nazorg genoteerd"
    FIGURES_SEEN = "cijfers bekeken"
    HANDED_OVER = "overgedragen aan WIJIJ"
    HANDOVER_SEEN = "overdracht bekeken"
    RECEIPT_READ = "ontvangstbewijs gelezen"
    CAMPAIGN_CHANGED = "campagne gewijzigd"
    REGION_CHANGED = "regio gewijzigd"
    PARTNER_CHANGED = "partner gewijzigd"


class AuditReason(StrEnum):
    """Why it was done. A reason is chosen here and never typed, so it never names anybody."""

    OWN = "door de persoon zelf"
    COACHING = "begeleiding naar werk"
    MATCHING = "vergelijken met vacatures"
    OBJECTION = "behandelen van een bezwaar"
    ADMINISTRATION = "beheer van accounts"
    IMPORT = "inlezen van een blad"
    RETENTION = "de bewaartermijn is voorbij"
    FRESHNESS = "het profiel is 90 dagen niet bevestigd"
    LOGIN = "inloggen"
    INTRODUCING = "voordragen aan een werkgever"
    POOL_SEARCH = "zoeken in de pool"
    FOLLOWING = "volgen hoe het gaat"
    HANDOVER = "overdracht aan WIJIJ"
    STATISTICS = "cijfers van het programma"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the trail found.

    Args:
        entries: how many entries are sound, counted from the first.
        broken_at: the number of the first entry that was changed, added or is missing.
        seal: the last sound seal; worth noting down outside the database.
    """

    entries: int
    broken_at: int | None
    seal: str


def record(
    session: Session,
    *,
    actor_id: int | None,
    actor_role: Role | None,
    action: AuditAction,
    candidate_id: int | None,
    reason: AuditReason,
    now: datetime,
) -> AuditEntry:
    """Add an entry to the trail, in the transaction of what it tells about.

    The counter stays locked until the commit: record last, after the changes, or two requests can
    wait for each other. Without a role the program acted by itself.
    """
    number = next_revision(session, Stream.AUDIT)
    entry = AuditEntry(
        number=number,
        at=now.astimezone(UTC),
        actor_id=actor_id,
        actor_role=BY_ITSELF if actor_role is None else Role(actor_role).value,
        action=AuditAction(action).value,
        candidate_id=candidate_id,
        reason=AuditReason(reason).value,
        previous=_seal_of(session, number - 1),
        seal="",
    )
    entry.seal = _sealed(entry, entry.at.isoformat())
    session.add(entry)
    session.flush()
    session.info.setdefault(NOTED, set()).add(candidate_id)
    return entry


def noted_candidates(session: Session) -> frozenset[int | None]:
    """Tell about whom this transaction has added an entry."""
    return frozenset(session.info.get(NOTED, ()))


def _seal_of(session: Session, number: int) -> str:
    """Give the seal of an entry. A missing one must not stop the product: the check finds it."""
    found = session.exec(select(AuditEntry.seal).where(AuditEntry.number == number)).first()
    return found or FIRST_PREVIOUS


def _sealed(entry: Any, moment: str) -> str:
    told = [
        entry.previous,
        entry.number,
        moment,
        entry.actor_id,
        entry.actor_role,
        entry.action,
        entry.candidate_id,
        entry.reason,
    ]
    # SQLite holds whatever was put in a column: what is no JSON was never recorded by us.
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode()).hexdigest()


def entries_about(
    session: Session, *, candidate_id: int, most: int, before_number: int | None = None
) -> list[AuditEntry]:
    """List what was done with one person, newest first.

    Give the number of the last entry of a page as `before_number` for the next page; the pages
    together hold every entry once.
    """
    query = select(AuditEntry).where(AuditEntry.candidate_id == candidate_id)
    if before_number is not None:
        query = query.where(AuditEntry.number < before_number)
    return list(session.exec(query.order_by(col(AuditEntry.number).desc()).limit(most)))


def moments_noted(
    session: Session,
    *,
    candidate_id: int,
    action: AuditAction,
    reason: AuditReason,
    since: datetime,
) -> list[datetime]:
    """Tell when something was done with one person for one reason, from a moment on, in order."""
    noted = select(AuditEntry.at).where(
        AuditEntry.candidate_id == candidate_id,
        AuditEntry.action == action.value,
        AuditEntry.reason == reason.value,
        AuditEntry.at >= since,
    )
    return list(session.exec(noted.order_by(col(AuditEntry.number))))


def check_trail(session: Session) -> Checked:
    """Walk the whole trail and find the first entry that is not as it was recorded.

    Use a reading transaction: it sees the entries and the counter at one moment.
    """
    last, seal = 0, FIRST_PREVIOUS
    for row in _stored(session):
        if row.number != last + 1:
            return Checked(last, min(row.number, last + 1), seal)
        if row.previous != seal or row.seal != _sealed(row, _moment(row.at)):
            return Checked(last, row.number, seal)
        last, seal = row.number, row.seal
    counted = latest_revision(session, Stream.AUDIT)
    if counted != last:
        return Checked(min(last, counted), min(last, counted) + 1, seal)
    return Checked(last, None, seal)


def _stored(session: Session) -> Iterator[Any]:
    """Give every entry in order of number, a thousand at a time, as it stands in the table.

    The moment comes as the database holds it: one that was made unreadable is an entry that was
    changed, and must not stop the check.
    """
    table = AuditEntry.metadata.tables[str(AuditEntry.__tablename__)].c
    others = [column for column in table if column.name != "at"]
    query = sa.select(*others, sa.type_coerce(table.at, sa.String).label("at"))
    query = query.order_by(table.number).limit(_BATCH)
    page = session.execute(query).all()
    while page:
        yield from page
        page = session.execute(query.where(table.number > page[-1].number)).all()


def _moment(stored: object) -> str:
    """Write a moment as it was sealed; SQLite keeps it as text without a zone."""
    try:
        found = stored if isinstance(stored, datetime) else datetime.fromisoformat(str(stored))
    except ValueError:
        return repr(stored)
    return (found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()
