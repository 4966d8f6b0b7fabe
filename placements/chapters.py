"""The three chapters of the analysis, each read at one moment for one region: facts and tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from accounts.regions import find_region, regions_within
from placements.agreeing import coach_agreement
from placements.analysis import (
    agreement_tables,
    market_tables,
    reply_tables,
    result_tables,
    satisfaction_tables,
)
from placements.funnel_question import question_of
from placements.replies import reply_behaviour
from placements.results import results_of
from placements.satisfied import satisfaction_of_both
from placements.spans import year_span
from placements.supply import Regions, market_of
from placements.tables import Cell, Table
from skills.sectors import check_sectors

EVERYWHERE = "alle regio's"


class Part(StrEnum):
    """Which chapter; the value is its word in an address."""

    MARKET = "vraag-en-aanbod"
    TOGETHER = "samenwerking"
    RESULTS = "resultaten"


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which region, year and sector, on which day.

    `region_ids` None is the whole installation; `sector` empty is every sector.
    """

    region_id: int | None
    region_ids: Regions
    region: str
    year: int
    today: date
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What stands in one chapter: a few single numbers and the tables."""

    part: Part
    name: str
    lead: str
    facts: tuple[tuple[str, Cell], ...]
    tables: tuple[Table, ...]


def asked_of(
    session: Session,
    *,
    own_region_id: int | None,
    region_id: int | None = None,
    year: int | None = None,
    sector: str = "",
    today: date,
) -> Asked:
    """Read what is asked, within what the viewer may see; without a year it is that of `today`.

    Raises:
        UnknownRegion: there is none, or the viewer may not know of it.
        NoYear, UnknownSector: it is none.
    """
    found = question_of(session, own_region_id=own_region_id, region_id=region_id).region_id
    check_sectors(session, [sector] if sector else [])
    chosen = today.year if year is None else year
    year_span(chosen)
    if found is None:
        return Asked(None, None, EVERYWHERE, chosen, today, sector)
    within = regions_within(session, region_id=found)
    name = find_region(session, region_id=found).name
    return Asked(found, within, name, chosen, today, sector)


def chapter_of(session: Session, *, part: Part, asked: Asked) -> Chapter:
    """Read one chapter."""
    return _CHAPTERS[part](session, asked)


def _market(session: Session, asked: Asked) -> Chapter:
    found = market_of(session, region_ids=asked.region_ids, sector=asked.sector)
    return Chapter(
        Part.MARKET,
        "Vraag en aanbod",
        "Wat vragen bedrijven nu, en wie kan dat?",
        (
            ("open vacatures", found.vacancies),
            ("vrije plekken", found.places),
            ("mensen die meedoen", found.people),
            ("vaardigheden met een tekort", len(found.shortages)),
        ),
        market_tables(found),
    )


def _together(session: Session, asked: Asked) -> Chapter:
    span = year_span(asked.year)
    replies = reply_behaviour(session, span=span, region_ids=asked.region_ids)
    agreement = coach_agreement(session, span=span, region_ids=asked.region_ids)
    sides = satisfaction_of_both(session, span=span, region_ids=asked.region_ids)
    tables = (
        *reply_tables(replies),
        *agreement_tables(agreement),
        *satisfaction_tables(sides),
    )
    return Chapter(
        Part.TOGETHER,
        "Samenwerking",
        "Wordt er geantwoord, volgen coaches de berekening, en is iedereen tevreden?",
        (
            ("voordrachten die er nog staan", replies.introductions),
            ("keer nee van een werkgever", replies.declined),
            ("keer nee van een kandidaat", replies.refused),
            ("besluiten van coaches", agreement.all.decisions),
        ),
        tables,
    )


def _results(session: Session, asked: Asked) -> Chapter:
    found = results_of(
        session, span=year_span(asked.year), region_ids=asked.region_ids, today=asked.today
    )
    return Chapter(
        Part.RESULTS,
        "Resultaten",
        "Wat kwam ervan, wie werkt er nog, en wie was met een cv-filter afgevallen?",
        (
            ("uitkomsten", found.outcomes),
            ("mensen met een uitkomst", found.people),
            ("bedrijven met een uitkomst", found.employers),
        ),
        result_tables(found),
    )


_CHAPTERS: Mapping[Part, Callable[[Session, Asked], Chapter]] = {
    Part.MARKET: _market,
    Part.TOGETHER: _together,
    Part.RESULTS: _results,
}
