"""Four-digit postcodes with a centre point, and an estimate of the way between two of them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated

from pydantic import AfterValidator
from sqlmodel import Field, Session, SQLModel, col, select

from foundation.entry import Draft, clean_line, validated
from foundation.entry import Postcode as PostcodeText
from foundation.errors import Invalid
from foundation.sheets import Sheet
from foundation.terms import TravelMeans

EARTH_RADIUS_KM = 6371.0
# Roads are longer than the crow flies. The factor is an own assumption, not a measurement.
DETOUR = 1.3
# Kilometres an hour, and the minutes before one moves at all (to the bike, to the stop). These are
# own assumptions for short ways in and around towns, taken from no source; replace them by
# measured times when a region has them.
SPEED = {
    TravelMeans.WALK: (5.0, 0),
    TravelMeans.BIKE: (15.0, 2),
    TravelMeans.PUBLIC_TRANSPORT: (22.0, 12),
    TravelMeans.CAR: (38.0, 5),
}


class Postcode(SQLModel, table=True):
    """One four-digit postcode area: where it lies and what it is called."""

    code: str = Field(primary_key=True, max_length=4)
    place: str = Field(max_length=80)
    municipality: str = Field(max_length=80, index=True)
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Point:
    """A place on earth in degrees."""

    latitude: float
    longitude: float


def distance_km(here: Point, there: Point) -> float:
    """Measure the great-circle distance in kilometres (haversine formula)."""
    north = math.radians(there.latitude - here.latitude) / 2
    east = math.radians(there.longitude - here.longitude) / 2
    latitudes = math.cos(math.radians(here.latitude)) * math.cos(math.radians(there.latitude))
    a = math.sin(north) ** 2 + latitudes * math.sin(east) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(a))


def travel_minutes(here: Point, there: Point, means: TravelMeans) -> int:
    """Estimate the minutes from door to door, rounded up; an estimate, not a timetable."""
    speed, before = SPEED[means]
    return before + math.ceil(distance_km(here, there) * DETOUR / speed * 60)


class PlaceDraft(Draft):
    """One postcode area as a sheet tells it; degrees of the centre."""

    code: PostcodeText
    place: Annotated[str, AfterValidator(partial(clean_line, longest=80)), Field(min_length=1)]
    municipality: Annotated[
        str, AfterValidator(partial(clean_line, longest=80)), Field(min_length=1)
    ]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


COLUMNS = tuple(PlaceDraft.model_fields)


def load_places(session: Session, sheet: Sheet) -> int:
    """Add the postcodes of a sheet, or replace those that are there; all of it or nothing.

    Returns:
        How many the sheet holds.

    Raises:
        Invalid: a column is missing or a row is wrong; every problem is listed.
    """
    if missing := [column for column in COLUMNS if column not in sheet.header]:
        raise Invalid(f"In dit bestand ontbreken de kolommen: {', '.join(missing)}. Voeg ze toe.")
    problems = [problem.as_problem() for problem in sheet.problems]
    drafts = []
    for row in sheet.rows:
        cells = dict(zip(sheet.header, row.cells, strict=True))
        try:
            drafts.append(validated(PlaceDraft, {column: cells[column] for column in COLUMNS}))
        except Invalid as error:
            where = f"rij {row.number}, kolom "
            problems += [replace(one, where=where + one.where) for one in error.problems]
    if problems:
        first = "; ".join(str(problem) for problem in problems[:3])
        raise Invalid(f"Er is niets bewaard, want dit klopt nog niet: {first}.", tuple(problems))
    for draft in drafts:
        session.merge(Postcode(**draft.model_dump()))
    session.flush()
    return len(drafts)


def points_of(session: Session, codes: Iterable[str]) -> dict[str, Point]:
    """Look up the centre of each known postcode; an unknown one is absent."""
    wanted = sorted(set(codes))
    rows = session.exec(select(Postcode).where(col(Postcode.code).in_(wanted)))
    return {row.code: Point(row.latitude, row.longitude) for row in rows}
