"""Partners: organisations people are referred to, and how long each takes to reply.

The delay is about an organisation and never about a person: small numbers are told as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from accounts.regions import find_region, regions_within
from foundation.database import guarded
from foundation.errors import Conflict, NotFound
from placements.drafts import PartnerDraft
from placements.models import Outcome, OutcomeState, Partner

# The partners of the pilot, for the demo: name and what it does.
FIRST_PARTNERS: Mapping[str, str] = {
    "LLokaal": "Helpt met een ontwikkeladvies en met leren naast werk.",
    "Leerwerkloket": "Zoekt mee naar een opleiding of een leerwerkplek.",
    "Werkgeversservicepunt": "Kent de werkgevers van de regio en hun regelingen.",
    "Stage Nieuwe Stijl": "Regelt een stage waarin je werk leert kennen.",
    "Care2Care": "Helpt naar werk in de zorg.",
}


class UnknownPartner(NotFound):
    """There is no such partner."""


class PartnerAlreadyThere(Conflict):
    """A partner of this name stands on the list."""


class PartnerChanged(Conflict):
    """The partner is not as it was shown."""


@dataclass(frozen=True, slots=True)
class Delay:
    """How long a partner takes: the mean of the days to a reply, None without one.

    `open` are the referrals that wait for a reply.
    """

    days: int | None
    replies: int
    open: int


NO_DELAY = Delay(days=None, replies=0, open=0)


def partners(session: Session) -> list[Partner]:
    """List every partner: who takes part first, each half by name."""
    found = session.exec(select(Partner).execution_options(populate_existing=True))
    return sorted(found, key=lambda row: (not row.active, row.name.casefold()))


def partners_for(session: Session, *, region_id: int | None) -> list[Partner]:
    """List who takes part and can be chosen by a coach of a region; None is everywhere."""
    within = None if region_id is None else regions_within(session, region_id=region_id)
    return [
        row
        for row in partners(session)
        if row.active and (within is None or row.region_id is None or row.region_id in within)
    ]


def find_partner(session: Session, *, partner_id: int) -> Partner:
    """Find a partner, also one that takes part no more.

    Raises:
        UnknownPartner: there is none with this number.
    """
    row = session.get(Partner, partner_id, populate_existing=True)
    if row is None:
        raise UnknownPartner("Deze partner is er niet. Kies een partner uit de lijst.")
    return row


def partner_to_change(session: Session, *, partner_id: int) -> Partner:
    """Take a partner for a change: nobody else changes it until the commit.

    Raises:
        UnknownPartner: there is none with this number.
    """
    held = select(Partner).where(Partner.id == partner_id).with_for_update()
    session.exec(held.execution_options(populate_existing=True)).first()
    return find_partner(session, partner_id=partner_id)


def add_partner(session: Session, *, draft: PartnerDraft) -> Partner:
    """Put a partner on the list.

    Raises:
        PartnerAlreadyThere: one of this name stands there.
        UnknownRegion: the region is not there.
    """
    _check_region(session, draft)
    row = Partner(**draft.model_dump())
    with guarded(session, _already_there()):
        session.add(row)
    return row


def change_partner(
    session: Session, *, partner_id: int, draft: PartnerDraft, seen: int | None
) -> Partner:
    """Replace what is known of a partner; not active it can no longer be chosen.

    Args:
        session: the writing transaction.
        partner_id: which one.
        draft: everything as it must be.
        seen: the revision that was shown; None goes through whatever happened since.

    Raises:
        UnknownPartner, UnknownRegion: there is nothing to change it to.
        PartnerChanged: somebody else was first.
        PartnerAlreadyThere: another has this name.
    """
    row = partner_to_change(session, partner_id=partner_id)
    if seen is not None and seen != row.revision:
        raise PartnerChanged(
            "Deze partner is intussen veranderd. Kijk wat er nu staat en bewaar opnieuw."
        )
    _check_region(session, draft)
    with guarded(session, _already_there()):
        row.sqlmodel_update({**draft.model_dump(), "revision": row.revision + 1})
    return row


def add_first_partners(session: Session) -> list[Partner]:
    """Put the partners of the pilot on the list, those that are not there yet; gives them all."""
    there = {row.name for row in partners(session)}
    for name, does in FIRST_PARTNERS.items():
        if name not in there:
            add_partner(session, draft=PartnerDraft(name=name, does=does))
    return [row for row in partners(session) if row.name in FIRST_PARTNERS]


def delays(session: Session) -> dict[int, Delay]:
    """Tell how long each partner takes; one that nobody was referred to is absent."""
    referred = select(Outcome).where(
        col(Outcome.partner_id).is_not(None), col(Outcome.state) != OutcomeState.CORRECTED
    )
    waited: dict[int, list[int]] = {}
    waiting: dict[int, int] = {}
    for row in session.exec(referred.execution_options(populate_existing=True)):
        if row.partner_id is None:
            continue
        days = waited.setdefault(row.partner_id, [])
        if row.answered_on is not None:
            days.append((row.answered_on - row.starts_on).days)
        elif row.state is OutcomeState.RUNNING:
            waiting[row.partner_id] = waiting.get(row.partner_id, 0) + 1
    return {one: Delay(_mean(days), len(days), waiting.get(one, 0)) for one, days in waited.items()}


def _mean(days: list[int]) -> int | None:
    """Give the mean in whole days, a half upwards."""
    return None if not days else (2 * sum(days) + len(days)) // (2 * len(days))


def _check_region(session: Session, draft: PartnerDraft) -> None:
    if draft.region_id is not None:
        find_region(session, region_id=draft.region_id)


def _already_there() -> PartnerAlreadyThere:
    return PartnerAlreadyThere("Een partner met deze naam staat er al. Kies een andere naam.")
