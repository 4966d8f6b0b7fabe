"""Promises about the regions of the demonstration: two, each with its own people and manager."""

from sqlmodel import col, func, select

from accounts.models import Region, Role
from accounts.regions import region_with_key, regions, regions_within
from accounts.service import accounts_of
from seed.logins import make_logins
from seed.neighbours import BESIDE, HOME, PEOPLE, lay_regions
from seed.region import SEED_DAY, Size, seed_region
from vacancies.models import Employer


def laid(session):
    seed_region(session, size=Size(candidates=20, vacancies=30))
    made = lay_regions(session)
    make_logins(session, now=SEED_DAY)
    return made


def test_the_demonstration_has_two_regions_within_a_larger_one(session):
    made = laid(session)
    assert (made.candidates, made.employers) == (PEOPLE, 6)
    larger = region_with_key(session, key="holland-rijnland").id
    inside = regions_within(session, region_id=larger)
    assert {row.key for row in regions(session) if row.id in inside - {larger}} == {HOME, BESIDE}
    counted = select(Region.key, func.count()).join(Employer).group_by(col(Region.key))
    assert dict(session.exec(counted).all()) == {HOME: 25, BESIDE: 6}
    lost = select(Employer.trade_name).where(col(Employer.region_id).is_(None))
    assert session.exec(lost).all() == []


def test_each_region_has_a_manager_and_a_coach_of_its_own(session):
    laid(session)
    names = {row.id: row.key for row in regions(session)}
    for role in (Role.MANAGER, Role.COACH):
        rows = accounts_of(session, roles=frozenset({role}))
        assert {names[row.region_id] for row in rows} == {HOME, BESIDE}


def test_laying_the_regions_twice_changes_nothing(session):
    laid(session)
    before = session.exec(select(func.count()).select_from(Employer)).one()
    assert lay_regions(session) is None
    assert session.exec(select(func.count()).select_from(Employer)).one() == before
