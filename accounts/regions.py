"""Regions as data: which there are, which municipality lies where, and what lies within what."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated

from pydantic import AfterValidator, Field
from sqlmodel import Session, col, delete, select

from accounts.models import Account, Region, RegionMunicipality, Role
from foundation.database import guarded
from foundation.entry import Draft, clean_line, validated
from foundation.errors import Conflict, Invalid, NotFound
from foundation.places import Postcode
from foundation.sheets import Sheet

# Whose work belongs to a region; an administrator serves the whole installation.
REGIONAL = frozenset({Role.COACH, Role.MANAGER})
MOST_MUNICIPALITIES = 400


class UnknownRegion(NotFound):
    """There is no such region."""


class RegionAlreadyThere(Conflict):
    """Another region has this key or this name."""


class WithinItself(Conflict):
    """A region would lie within itself."""


class MunicipalityTaken(Conflict):
    """A municipality lies in another region."""


class NotRegional(Conflict):
    """The account is none whose work belongs to a region."""


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,38}", value):
        raise ValueError("moet uit kleine letters, cijfers en streepjes bestaan, zoals rijnstreek")
    return value


Name = Annotated[str, AfterValidator(partial(clean_line, longest=80)), Field(min_length=1)]
Key = Annotated[
    str,
    AfterValidator(_key),
    Field(json_schema_extra={"pattern": "^[a-z][a-z0-9-]{1,38}$"}),
]


class RegionDraft(Draft):
    """A region: its key (for ever, batches are named for it), name, parent and municipalities."""

    key: Key
    name: Name
    parent: Key | None = None
    municipalities: Annotated[tuple[Name, ...], Field(max_length=MOST_MUNICIPALITIES)] = ()


class RegionOfAccountDraft(Draft):
    """Where somebody of the staff works; None is the whole installation."""

    region: Key | None = None


COLUMNS = tuple(RegionDraft.model_fields)


def regions(session: Session) -> list[Region]:
    """List every region by name."""
    return list(session.exec(select(Region).order_by(col(Region.name))))


def find_region(session: Session, *, region_id: int) -> Region:
    """Find a region.

    Raises:
        UnknownRegion: there is none with this number.
    """
    row = session.get(Region, region_id)
    if row is None:
        raise UnknownRegion("Deze regio is er niet. Kies een regio uit de lijst.")
    return row


def region_with_key(session: Session, *, key: str) -> Region:
    """Find a region by its key.

    Raises:
        UnknownRegion: there is none.
    """
    row = session.exec(select(Region).where(Region.key == key)).first()
    if row is None:
        raise UnknownRegion(f"De regio “{key}” is er niet. Kies een regio uit de lijst.")
    return row


def municipalities_of(session: Session) -> dict[int, list[str]]:
    """List the municipalities of each region that has any, by name."""
    listed: dict[int, list[str]] = {}
    for row in session.exec(select(RegionMunicipality).order_by(RegionMunicipality.municipality)):
        listed.setdefault(row.region_id, []).append(row.municipality)
    return listed


def region_of_municipality(session: Session, *, municipality: str) -> int | None:
    """Tell in which region a municipality lies; None when no region holds it."""
    row = session.get(RegionMunicipality, municipality)
    return row.region_id if row else None


def regions_of_postcodes(session: Session, *, codes: Iterable[str]) -> dict[str, int]:
    """Tell in which region each postcode lies; one that lies in none is absent."""
    lying = (
        select(Postcode.code, RegionMunicipality.region_id)
        .join(RegionMunicipality, col(RegionMunicipality.municipality) == Postcode.municipality)
        .where(col(Postcode.code).in_(sorted(set(codes))))
    )
    return dict(session.exec(lying).all())


def regions_within(session: Session, *, region_id: int) -> frozenset[int]:
    """List a region and all that lie within it, however deep.

    Raises:
        UnknownRegion: there is none with this number.
    """
    found = frozenset({find_region(session, region_id=region_id).id})
    all_of_them = regions(session)
    while not _children(all_of_them, found) <= found:
        found |= _children(all_of_them, found)
    return found


def set_region(session: Session, *, draft: RegionDraft) -> Region:
    """Add a region, or replace the name, parent and municipalities of the one with this key.

    Raises:
        UnknownRegion: the parent is not there.
        RegionAlreadyThere, WithinItself, MunicipalityTaken: it does not fit beside the others.
        Invalid: no postcode lies in a municipality of this name.
    """
    parent = region_with_key(session, key=draft.parent) if draft.parent else None
    _check_municipalities(session, draft)
    row = session.exec(select(Region).where(Region.key == draft.key)).first()
    taken = RegionAlreadyThere("Een andere regio heeft deze naam. Kies een andere naam.")
    if row is None:
        row = Region(key=draft.key, name=draft.name)
        with guarded(session, taken):
            session.add(row)
    if parent is not None and parent.id in regions_within(session, region_id=row.id):
        raise WithinItself("Een regio kan niet in zichzelf liggen. Kies een andere grotere regio.")
    with guarded(session, taken):
        row.name, row.parent_id = draft.name, parent.id if parent else None
    session.exec(delete(RegionMunicipality).where(col(RegionMunicipality.region_id) == row.id))
    held = MunicipalityTaken("Een van deze gemeenten hoort al bij een andere regio.")
    with guarded(session, held):
        session.add_all(
            RegionMunicipality(municipality=one, region_id=row.id)
            for one in dict.fromkeys(draft.municipalities)
        )
    return row


def load_regions(session: Session, sheet: Sheet) -> int:
    """Set every region of a sheet, parents first; all of it or nothing.

    Several municipalities stand in one cell with a semicolon between them.

    Returns:
        How many the sheet holds.

    Raises:
        Invalid: a column is missing or a row is wrong; every problem is listed.
        UnknownRegion, RegionAlreadyThere, WithinItself, MunicipalityTaken: see `set_region`.
    """
    if missing := [column for column in COLUMNS if column not in sheet.header]:
        raise Invalid(f"In dit bestand ontbreken de kolommen: {', '.join(missing)}. Voeg ze toe.")
    problems = [problem.as_problem() for problem in sheet.problems]
    drafts = []
    for row in sheet.rows:
        try:
            drafts.append(_drafted(dict(zip(sheet.header, row.cells, strict=True))))
        except Invalid as error:
            where = f"rij {row.number}, kolom "
            problems += [replace(one, where=where + one.where) for one in error.problems]
    if problems:
        first = "; ".join(str(problem) for problem in problems[:3])
        raise Invalid(f"Er is niets bewaard, want dit klopt nog niet: {first}.", tuple(problems))
    for draft in _parents_first(drafts):
        set_region(session, draft=draft)
    return len(drafts)


def regional_account(session: Session, *, account_id: int) -> Account:
    """Find an open account whose work can belong to a region.

    Raises:
        NotRegional: there is no such coach or manager.
    """
    account = session.get(Account, account_id, populate_existing=True)
    if account is None or account.role not in REGIONAL or account.closed_at is not None:
        raise NotRegional("Alleen een coach of programmamanager hoort bij een regio.")
    return account


def set_region_of_account(
    session: Session, *, account_id: int, draft: RegionOfAccountDraft
) -> Account:
    """Let a coach or a manager work in one region, or in the whole installation.

    Raises:
        NotRegional: there is no such coach or manager.
        UnknownRegion: there is no such region.
    """
    account = regional_account(session, account_id=account_id)
    region = region_with_key(session, key=draft.region) if draft.region else None
    account.region_id = region.id if region else None
    session.flush()
    return account


def _drafted(cells: Mapping[str, str]) -> RegionDraft:
    named = [one.strip() for one in cells["municipalities"].split(";") if one.strip()]
    given = {"key": cells["key"], "name": cells["name"], "parent": cells["parent"] or None}
    return validated(RegionDraft, {**given, "municipalities": named})


def _parents_first(drafts: Sequence[RegionDraft]) -> list[RegionDraft]:
    """Put a parent before what lies in it; in a circle nobody is first, and `set_region` tells."""
    waiting, ordered = list(drafts), list[RegionDraft]()
    while waiting:
        named = {one.key for one in waiting}
        ready = [one for one in waiting if one.parent not in named] or waiting[:1]
        ordered += ready
        waiting = [one for one in waiting if one not in ready]
    return ordered


def _check_municipalities(session: Session, draft: RegionDraft) -> None:
    """Refuse a name with a typing error, unless there are no postcodes at all to tell by."""
    if session.exec(select(Postcode.code).limit(1)).first() is None:
        return
    lying = select(Postcode.municipality).distinct()
    known = set(session.exec(lying.where(col(Postcode.municipality).in_(draft.municipalities))))
    if unknown := [one for one in draft.municipalities if one not in known]:
        raise Invalid(
            f"Deze gemeenten hebben geen postcode: {', '.join(unknown)}. "
            "Controleer de naam, of laad eerst hun postcodes."
        )


def _children(rows: Iterable[Region], parents: frozenset[int]) -> frozenset[int]:
    return frozenset(row.id for row in rows if row.parent_id in parents)
