"""Promises about distance and travel: real towns, whole minutes, unknown stays unknown."""

import pytest
from sqlmodel import Session

from foundation.database import writing
from foundation.places import Point, Postcode, distance_km, points_of, travel_minutes
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
