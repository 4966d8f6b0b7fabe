"""Promises about distance and travel: real towns, whole minutes, unknown stays unknown."""

import pytest
from sqlmodel import Session, select

from foundation.database import writing
from foundation.errors import Invalid
from foundation.places import (
    Point,
    Postcode,
    distance_km,
    load_places,
    points_of,
    travel_minutes,
)
from foundation.sheets import read_sheet
from foundation.terms import TravelMeans

LEIDEN = Point(52.1664, 4.4818)
THE_HAGUE = Point(52.0808, 4.3246)


def test_the_distance_between_two_stations_is_that_on_the_map():
    assert distance_km(LEIDEN, THE_HAGUE) == pytest.approx(14.34, abs=0.1)
    assert distance_km(LEIDEN, LEIDEN) == 0


def test_a_faster_means_takes_fewer_minutes_over_a_real_distance():
    minutes = [travel_minutes(LEIDEN, THE_HAGUE, means) for means in TravelMeans]
    assert minutes == sorted(minutes, reverse=True)
    assert all(isinstance(one, int) for one in minutes)


def test_an_unknown_postcode_is_absent(engine):
    with writing(engine) as session:
        session.add(Postcode(code="2311", place="Leiden", municipality="Leiden",
                             latitude=52.157, longitude=4.497))  # fmt: skip
    with Session(engine) as session:
        assert points_of(session, ["2311", "9999"]) == {"2311": Point(52.157, 4.497)}


HEADER = "code,place,municipality,latitude,longitude\n"


def test_postcodes_come_from_a_sheet_and_a_second_time_replace_themselves(engine):
    for place in ("Leiden", "Leiden Centrum"):
        sheet = read_sheet(f"{HEADER}2311,{place},Leiden,52.157,4.497\n".encode())
        with writing(engine) as session:
            assert load_places(session, sheet) == 1
    with Session(engine) as session:
        assert [row.place for row in session.exec(select(Postcode))] == ["Leiden Centrum"]


def test_a_wrong_row_keeps_the_whole_sheet_out_and_is_named(engine):
    rows = "2311,Leiden,Leiden,52.157,4.497\n23,x,x,91,nan\n"
    with pytest.raises(Invalid, match="rij 3, kolom code") as refused, writing(engine) as session:
        load_places(session, read_sheet((HEADER + rows).encode()))
    assert len(refused.value.problems) == 3
    with Session(engine) as session:
        assert session.exec(select(Postcode)).all() == []


def test_a_sheet_without_degrees_is_refused(engine):
    with pytest.raises(Invalid, match="latitude, longitude"), writing(engine) as session:
        load_places(session, read_sheet(b"code,place,municipality\n2311,a,b\n"))
