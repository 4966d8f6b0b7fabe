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


def test_the_minutes_are_those_of_a_detour_at_the_speed_of_each_means():
    # 14.35 km as the crow flies, 18.66 km of road.
    minutes = {means.value: travel_minutes(LEIDEN, THE_HAGUE, means) for means in TravelMeans}
    assert minutes == {"lopend": 224, "fiets": 77, "ov": 63, "auto": 35}
    assert [travel_minutes(LEIDEN, LEIDEN, means) for means in TravelMeans] == [0, 2, 12, 5]
    assert travel_minutes(THE_HAGUE, LEIDEN, TravelMeans.BIKE) == 77


def test_a_degree_at_the_equator_and_a_quarter_of_the_earth_have_the_known_lengths():
    assert distance_km(Point(0, 0), Point(0, 1)) == pytest.approx(111.195, abs=0.001)
    assert distance_km(Point(60, 0), Point(60, 1)) == pytest.approx(55.597, abs=0.001)
    assert distance_km(Point(0, 0), Point(90, 0)) == pytest.approx(10_007.543, abs=0.001)


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


def test_every_place_that_is_no_place_is_named_by_its_row_and_column(engine):
    long = "x" * 81
    wrong = [
        (f"2311,{long},x,0,0", "place"),
        (f"2311,x,{long},0,0", "municipality"),
        ("2311,x,x,90.1,0", "latitude"),
        ("2311,x,x,-90.1,0", "latitude"),
        ("2311,x,x,0,180.1", "longitude"),
        ("2311,x,x,0,-180.1", "longitude"),
        ("0311,x,x,0,0", "code"),
        ("2311,x,x,0,0,te veel", "6"),
    ]
    rows = "\n".join(["2312,y,y,-90,180", *(row for row, _ in wrong)])
    with pytest.raises(Invalid) as refused, writing(engine) as session:
        load_places(session, read_sheet(f"{HEADER}{rows}\n".encode()))
    named = {one.where for one in refused.value.problems}
    assert named == {f"rij {n}, kolom {column}" for n, (_, column) in enumerate(wrong, 3)}
    with Session(engine) as session:
        assert session.exec(select(Postcode)).all() == []


def test_a_place_at_the_edge_of_the_map_and_of_the_column_is_kept(engine):
    sheet = read_sheet(f"{HEADER}2312,{'x' * 80},y,-90,180\n2313,x,y,90,-180\n".encode())
    with writing(engine) as session:
        assert load_places(session, sheet) == 2
        found = points_of(session, ["2313", "2312", "2312"])
    assert found == {"2312": Point(-90, 180), "2313": Point(90, -180)}


def test_a_sheet_without_degrees_is_refused(engine):
    with pytest.raises(Invalid, match="latitude, longitude"), writing(engine) as session:
        load_places(session, read_sheet(b"code,place,municipality\n2311,a,b\n"))
