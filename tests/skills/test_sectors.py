"""Promises about the sectors of the region: which is meant, and where an occupation belongs."""

import pytest

from skills.models import Sector
from skills.sectors import sector_of, sector_reader, sectors


@pytest.mark.parametrize(
    ("isco", "expected"),
    [("7212", "techniek"), ("7411", "elektro"), ("9329", None), ("", None)],
)
def test_the_sector_with_the_longest_prefix_wins(isco, expected):
    three = (
        Sector(key="techniek", label="Techniek", isco="7 8"),
        Sector(key="elektro", label="Elektrotechniek", isco="31 741"),
        Sector(key="leeg", label="Nog leeg", isco=""),
    )
    found = sector_of(isco, three)
    assert (found and found.key) == expected


def test_sectors_with_the_same_prefix_go_by_key():
    pair = [Sector(key=key, label=key, isco="8") for key in ("b", "a")]
    found = sector_of("81", pair)
    assert found is not None
    assert found.key == "a"


def test_sectors_are_listed_by_key(session):
    session.add_all([Sector(key="zorg", label="Zorg"), Sector(key="bouw", label="Bouw")])
    session.flush()
    assert [sector.key for sector in sectors(session)] == ["bouw", "zorg"]


def test_a_sector_is_read_by_key_or_label(session):
    session.add_all([Sector(key="techniek", label="Techniek"), Sector(key="zorg", label="Zorg")])
    session.flush()
    read = sector_reader(session)
    assert [read("Techniek"), read("zorg")] == ["techniek", "zorg"]
    with pytest.raises(ValueError, match="kies uit: techniek, zorg"):
        read("ruimtevaart")
