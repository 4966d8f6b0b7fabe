"""Inviting people to a campaign by mail: reading addresses, the links, and forgetting them."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select, update

from accounts.campaign_letters import campaign_letter
from accounts.mail import Mail
from accounts.models import Campaign, CampaignInvite
from accounts.outbox import post_later
from accounts.service import address_of
from accounts.tokens import hashed, new_token
from foundation.clock import day_here
from foundation.errors import Invalid, NotFound, Problem

INVITE_LASTS = timedelta(days=30)
# What one form can hold; more is sent in parts.
MOST_AT_ONCE = 1_000
MOST_TOLD = 20
_BETWEEN = re.compile(r"[,;\t]")
_NAMED = re.compile(r"<([^<>]*)>\s*$")


class InviteOver(NotFound):
    """The link of an invitation was used, is too old, or is none."""


@dataclass(frozen=True, slots=True)
class Invited:
    """What inviting gave.

    Args:
        sent: how many mails leave.
        double: the addresses that stood there more than once.
        known: the addresses that were invited to this campaign before and did not answer yet.
    """

    sent: int
    double: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """The addresses that somebody pasted, each once, and those that were doubles."""

    addresses: tuple[str, ...]
    double: tuple[str, ...]


def invite_people(
    session: Session, *, campaign: Campaign, text: str, site: str, now: datetime
) -> Invited:
    """Invite everybody whose address was pasted; who was invited before gets no second mail.

    All of it or nothing: while one address is wrong, nobody is mailed. Call it with the campaign
    held (`campaign_to_change`). An invitation keeps no place: who comes first is let in.

    Args:
        session: a writing transaction.
        campaign: one that still lets people in, or will.
        text: addresses, one on a line or with commas between.
        site: the address of the site, for the links.
        now: the moment.

    Raises:
        Invalid: nothing there, too much at once, or a wrong address: each is told with its line.
    """
    read = _read(text)
    living = select(CampaignInvite.email).where(
        CampaignInvite.campaign_id == campaign.id, col(CampaignInvite.email).is_not(None)
    )
    there = set(session.exec(living.where(_usable(now))))
    _forget_old(session, campaign.id, now)
    fresh = [one for one in read.addresses if one not in there]
    for address in fresh:
        token = new_token()
        session.add(
            CampaignInvite(
                campaign_id=campaign.id,
                email=address,
                token_hash=hashed(token),
                invited_at=now,
                expires_at=now + INVITE_LASTS,
            )
        )
        link = f"{site}/meedoen/uitnodiging/{token}"
        post_later(session, campaign_letter(address, link=link, days=INVITE_LASTS.days), now=now)
    known = tuple(one for one in read.addresses if one in there)
    return Invited(len(fresh), read.double, known)


def count_waiting(session: Session, *, campaign_id: int, now: datetime) -> int:
    """Count the invitations of a campaign that can still be used."""
    rows = select(func.count()).where(CampaignInvite.campaign_id == campaign_id, _usable(now))
    return session.exec(rows).one()


def living_invite(
    session: Session, *, token: str, now: datetime, lock: bool = False
) -> CampaignInvite:
    """Find the invitation of a link that was not used and is not too old.

    Raises:
        InviteOver: there is none.
    """
    mine = select(CampaignInvite).where(CampaignInvite.token_hash == hashed(token), _usable(now))
    mine = mine.with_for_update() if lock else mine
    row = session.exec(mine.execution_options(populate_existing=True)).first()
    if row is None:
        raise InviteOver(
            "Deze uitnodiging is al gebruikt of is te oud. "
            "Je kunt ook zonder uitnodiging een profiel maken."
        )
    return row


def refuse_invite(session: Session, *, token: str, now: datetime) -> None:
    """Forget the address of somebody who does not want to be invited; the link works no more.

    Raises:
        InviteOver: the link was used, is too old, or is none.
    """
    row = living_invite(session, token=token, now=now, lock=True)
    row.email, row.expires_at = None, now
    session.flush()


def forget_invited(session: Session, *, campaign_id: int) -> None:
    """Forget every address that was invited to a campaign; the links stay known as over."""
    mine = update(CampaignInvite).where(col(CampaignInvite.campaign_id) == campaign_id)
    session.exec(mine.values(email=None))


def sweep_invites(session: Session, *, now: datetime) -> int:
    """Forget who was invited and can no longer come: too late, or the campaign is over."""
    over = or_(col(Campaign.closed_at).is_not(None), col(Campaign.ends_on) < day_here(now))
    ended = select(Campaign.id).where(over)
    gone = update(CampaignInvite).where(
        col(CampaignInvite.email).is_not(None),
        or_(
            col(CampaignInvite.expires_at) <= now,
            col(CampaignInvite.used_at).is_not(None),
            col(CampaignInvite.campaign_id).in_(ended),
        ),
    )
    return session.exec(gone.values(email=None)).rowcount


def _usable(now: datetime) -> ColumnElement[bool]:
    return and_(col(CampaignInvite.used_at).is_(None), col(CampaignInvite.expires_at) > now)


def _forget_old(session: Session, campaign_id: int, now: datetime) -> None:
    """Forget who never came, so that the same address can be invited anew."""
    old = update(CampaignInvite).where(
        col(CampaignInvite.campaign_id) == campaign_id, col(CampaignInvite.expires_at) <= now
    )
    session.exec(old.values(email=None))


def _read(text: str) -> _Read:
    found: dict[str, None] = {}
    double: dict[str, None] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        for part in _BETWEEN.split(line):
            if not part.strip():
                continue
            try:
                address = _one(part)
            except Invalid:
                problems.append(_wrong(number, part))
                continue
            (double if address in found else found)[address] = None
    _check(found, problems)
    return _Read(tuple(found), tuple(double))


def _one(part: str) -> str:
    """Read one address, also as mail programs write it: a name, then the address in <>.

    Raises:
        Invalid: it is none, or no mail can go there.
    """
    named = _NAMED.search(part)
    address = address_of((named.group(1) if named else part).strip())
    Mail(address, "-", "")
    return address


def _wrong(number: int, part: str) -> Problem:
    shown = part.strip()
    shown = f"{shown[:60]}…" if len(shown) > 60 else shown
    return Problem("addresses", f"regel {number}: “{shown}” is geen e-mailadres")


def _check(found: dict[str, None], problems: list[Problem]) -> None:
    if problems:
        more = len(problems) - MOST_TOLD
        told = problems[:MOST_TOLD]
        if more > 0:
            told.append(Problem("addresses", f"en nog {more} regels met iets dat niet klopt"))
        raise Invalid(
            "Er is nog niets verstuurd. Verbeter deze regels, of haal ze weg.", tuple(told)
        )
    if not found:
        sentence = "Plak hier minstens één e-mailadres, zoals naam@voorbeeld.nl."
        raise Invalid(sentence, (Problem("addresses", sentence),))
    if len(found) > MOST_AT_ONCE:
        sentence = (
            f"Dit zijn {len(found)} adressen. Nodig er hoogstens {MOST_AT_ONCE} tegelijk uit."
        )
        raise Invalid(sentence, (Problem("addresses", sentence),))
