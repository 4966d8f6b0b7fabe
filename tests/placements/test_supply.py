"""Demand against supply: what counts, and what is hidden."""

import pytest

from placements.cells import hide_small, shown_apart
from placements.supply import market_of
from profiles.models import CandidateState
from tests.placements.figures_world import HERE, THERE, Figures, make_figures
from tests.profiles.worlds import DRIVING, OLD, WELDING
from vacancies.models import Importance, VacancyState

REQUIRED, DESIRED = Importance.REQUIRED, Importance.DESIRED


@pytest.fixture
def world(session) -> Figures:
    return make_figures(session)


def only(market):
    (skill,) = market.skills
    return skill


def test_free_places_that_ask_a_skill_are_counted_required_and_desired_apart(session, world):
    world.work({WELDING: (REQUIRED, 3)}, places=4)
    world.work({WELDING: (DESIRED, 3)}, places=2)
    found = only(market_of(session))
    assert (found.required, found.desired, found.demand) == (4, 2, 6)


def test_a_place_that_somebody_has_is_not_asked_any_more(session, world):
    vacancy = world.work({WELDING: (REQUIRED, 3)}, places=3)
    world.introduction([], vacancy=vacancy, seat=1)
    found = market_of(session)
    assert (only(found).required, found.places) == (2, 2)


@pytest.mark.parametrize("state", [VacancyState.DRAFT, VacancyState.FILLED, VacancyState.CLOSED])
def test_work_that_is_not_open_asks_nothing(session, world, state):
    world.work({WELDING: (REQUIRED, 3)}, state=state)
    assert market_of(session).skills == ()


def test_a_skill_the_taxonomy_no_longer_holds_counts_for_nothing(session, world):
    world.work({OLD: (REQUIRED, None)})
    assert market_of(session).skills == ()


def test_the_level_is_the_one_most_places_ask_and_the_higher_on_a_tie(session, world):
    world.work({WELDING: (REQUIRED, 2)}, places=2)
    world.work({WELDING: (REQUIRED, 4)}, places=1)
    world.work({WELDING: (DESIRED, 4)}, places=1)
    assert only(market_of(session)).level == 4


def test_people_are_counted_at_the_level_below_it_and_of_unknown_level(session, world):
    world.work({WELDING: (REQUIRED, 3)})
    for level, number in ((4, 3), (3, 4), (2, 5), (None, 6)):
        world.people(number, {WELDING: level})
    found = only(market_of(session))
    assert (found.enough, found.below, found.unknown) == (7, 5, 6)


def test_without_a_level_everybody_who_can_do_it_is_enough(session, world):
    world.work({WELDING: (REQUIRED, None)})
    world.people(3, {WELDING: None})
    world.people(3, {WELDING: 1})
    found = only(market_of(session))
    assert (found.level, found.enough, found.unknown) == (None, 6, None)


@pytest.mark.parametrize(
    "more",
    [
        {"state": CandidateState.PAUSED},
        {"state": CandidateState.DRAFT},
        {"state": CandidateState.WITHDRAWN},
        {"agrees": False},
    ],
)
def test_who_does_not_take_part_is_not_counted(session, world, more):
    world.work({WELDING: (REQUIRED, 3)})
    world.people(5, {WELDING: 3}, **more)
    found = market_of(session)
    assert (only(found).enough, found.people) == (0, 0)


def test_fewer_than_five_people_are_hidden_and_the_shortage_is_only_a_bound(session, world):
    world.work({WELDING: (REQUIRED, 3)}, places=9)
    world.people(4, {WELDING: 3})
    found = only(market_of(session))
    assert (found.enough, found.is_bound, found.shortage) == (None, True, 5)


def test_that_nobody_can_do_it_is_told(session, world):
    world.work({WELDING: (REQUIRED, 3)}, places=6)
    found = only(market_of(session))
    assert (found.enough, found.is_bound, found.shortage) == (0, False, 6)


@pytest.mark.parametrize("people", range(1, 5))
def test_the_bound_is_the_same_for_every_hidden_number(session, world, people):
    world.work({WELDING: (REQUIRED, 3)}, places=6)
    world.people(people, {WELDING: 3})
    assert only(market_of(session)).shortage == 2


def test_the_shortages_stand_largest_first_with_the_courses_that_reach_the_level(session, world):
    world.work({WELDING: (REQUIRED, 3), DRIVING: (REQUIRED, None)}, places=12)
    world.people(5, {WELDING: 3})
    world.people(12, {DRIVING: 2})
    world.work({DRIVING: (DESIRED, None)}, places=1)
    world.course("Lassen 3", WELDING, 3, days=10)
    world.course("Lassen 4", WELDING, 4, days=2)
    world.course("Lassen 2", WELDING, 2, days=1)
    found = market_of(session).shortages
    assert [(one.skill_id, one.shortage) for one in found] == [(WELDING, 7), (DRIVING, 1)]
    assert [lesson.course.name for lesson in found[0].lessons] == ["Lassen 4", "Lassen 3"]


def test_a_region_counts_its_own_work_and_who_lives_there(session, world):
    world.work({WELDING: (REQUIRED, 3)}, region=HERE)
    world.work({WELDING: (REQUIRED, 3)}, region=THERE, places=2)
    world.work({WELDING: (REQUIRED, 3)}, region=None, places=5)
    world.people(5, {WELDING: 3}, region=HERE)
    world.people(6, {WELDING: 3}, region=THERE)
    world.people(7, {WELDING: 3}, region=None)
    told = {
        name: (only(market).required, only(market).enough, market.people)
        for name, market in (
            ("here", market_of(session, region_ids=frozenset({HERE}))),
            ("there", market_of(session, region_ids=frozenset({THERE}))),
            ("everywhere", market_of(session)),
        )
    }
    assert told == {"here": (1, 5, 5), "there": (2, 6, 6), "everywhere": (8, 18, 18)}


def test_a_sector_counts_its_own_work_against_the_same_people(session, world):
    world.work({WELDING: (REQUIRED, 3)}, sector="techniek")
    world.work({WELDING: (REQUIRED, 3)}, sector="zorg", places=2)
    world.people(5, {WELDING: 3}, sectors=["zorg"])
    found = market_of(session, sector="zorg")
    assert (only(found).required, only(found).enough, found.vacancies) == (2, 5, 1)


def test_a_sector_tells_its_work_what_is_not_in_skills_and_who_wants_it(session, world):
    world.work({WELDING: (REQUIRED, 3)}, sector="zorg", places=3)
    world.work({}, sector="zorg")
    world.people(5, sectors=["zorg", "techniek"])
    world.people(1, sectors=["techniek"])
    (techniek, zorg) = market_of(session).sectors
    assert (techniek.label, techniek.vacancies, techniek.wanted) == ("Techniek", 0, 6)
    assert (zorg.vacancies, zorg.places, zorg.unskilled, zorg.wanted) == (2, 4, 1, 5)


def test_an_empty_database_has_an_empty_market(session):
    found = market_of(session)
    assert (found.people, found.vacancies, found.skills, found.sectors) == (0, 0, (), ())


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({"a": 5, "b": 6}, {"a": 5, "b": 6}),
        ({"a": 9, "b": 7, "c": 4}, {"a": 9, "b": None, "c": None}),
        ({"a": 9, "b": 3, "c": 2}, {"a": 9, "b": None, "c": None}),
        ({"a": 9, "b": 2, "c": 2}, {"a": None, "b": None, "c": None}),
        ({"a": 9, "b": 0}, {"a": None, "b": None}),
        ({"a": 3}, {"a": None}),
    ],
)
def test_no_small_number_can_be_worked_out_from_the_sum(counts, shown):
    assert hide_small(counts) == shown


def test_what_nobody_has_hides_nothing_more():
    assert shown_apart("abc", {"a": 9, "b": 0}) == {"a": 9, "b": 0, "c": 0}
