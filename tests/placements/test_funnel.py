"""Promises of the funnel: hand-countable, parts add up, and small numbers stay hidden."""

import shutil
from collections import defaultdict
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from accounts.models import Account, Campaign, Role
from accounts.regions import UnknownRegion
from foundation.database import open_engine
from foundation.settings import Settings
from placements.funnel import Days, Programme, part_of
from placements.funnel_counts import Dimension, Step
from placements.funnel_question import Only, Question, UnknownChoice, question_of
from placements.models import Outcome, OutcomeKind, OutcomeState
from placements.pilot import pilot_summary
from tests.placements.journeys_world import BEGAN, counts, people, two_regions
from tests.profiles.worlds import NOW
from vacancies.models import Employer, Vacancy, VacancyState


def test_the_funnel_of_a_little_world_is_what_one_counts_by_hand(session: Session) -> None:
    people(session, 10)
    people(session, 5, 2)
    people(session, 6, 2, 9, 19)
    people(session, 9, 4, 9, 29, 30, 59)

    steps = Programme(session).funnel(Question()).steps

    assert [(one.step.value, one.count, one.of_before, one.of_start) for one in steps] == [
        ("account", 30, None, 100),
        ("profiel", 20, 67, 67),
        ("intake", 15, 75, 50),
        ("begeleid", 15, 100, 50),
        ("voorgedragen", 9, 60, 30),
        ("uitkomst", 9, 60, 30),
    ]
    assert [one.days for one in steps] == [
        None,
        Days(quick=2, median=2, slow=4),
        Days(quick=5, median=5, slow=7),
        Days(quick=10, median=20, slow=20),
        Days(quick=1, median=1, slow=1),
        Days(quick=30, median=30, slow=30),
    ]


def test_who_skips_a_step_came_as_far_as_it_when_the_next_one_came(session: Session) -> None:
    people(session, 5, None, None, None, None, 40)

    steps = Programme(session).funnel(Question()).steps

    assert counts(steps) == [5, 5, 5, 5, 0, 5]
    assert [one.days.median if one.days else None for one in steps] == [None, 40, 0, 0, None, 0]


def test_an_outcome_without_an_introduction_is_no_introduction(session: Session) -> None:
    people(session, 6, 1, 2, 3, None, 10)
    people(session, 6, 1, 2, 3, 5, None)

    line = Programme(session).funnel(Question())

    assert (line.at(Step.INTRODUCED).count, line.at(Step.OUTCOME).count) == (6, 6)
    assert (line.at(Step.INTRODUCED).of_before, line.at(Step.OUTCOME).of_before) == (50, 50)


def test_nobody_at_all_is_zero_and_no_percentage(session: Session) -> None:
    steps = Programme(session).funnel(Question()).steps

    assert counts(steps) == [0] * 6
    assert [one.of_start for one in steps] == [None] * 6


def test_less_than_five_are_hidden_with_everything_that_is_told_of_them(session: Session) -> None:
    people(session, 7, 1)
    people(session, 4, 1, 2, 3, 4, 5)

    steps = Programme(session).funnel(Question()).steps

    assert counts(steps) == [11, 11, None, None, None, None]
    assert [one.of_before for one in steps] == [None, 100, None, None, None, None]
    assert [one.days is None for one in steps] == [True, False, True, True, True, True]


def test_a_breakdown_stands_in_the_order_of_names_with_unknown_last(session: Session) -> None:
    two_regions(session)
    for sector in ("zorg", "", "techniek"):
        people(session, 6, sector=sector, region_id=1)

    parts = Programme(session).per(Dimension.SECTOR)

    assert [(one.name, one.steps[0].count) for one in parts.lines] == [
        ("Techniek", 6),
        ("Zorg", 6),
        ("onbekend", 6),
    ]


def test_a_small_part_takes_another_with_it_so_that_it_does_not_follow(session: Session) -> None:
    people(session, 20, 1, municipality="Leiden")
    people(session, 6, 1, municipality="Katwijk")
    people(session, 3, 1, municipality="Voorschoten")

    parts = Programme(session).per(Dimension.MUNICIPALITY)

    assert {one.name: one.at(Step.ACCOUNT).count for one in parts.lines} == {
        "Leiden": 20,
        "Katwijk": None,
        "Voorschoten": None,
    }
    assert parts.total.at(Step.ACCOUNT).count == 29


def test_one_choice_shows_exactly_the_row_of_its_table(session: Session) -> None:
    people(session, 20, 1, municipality="Leiden", working=True)
    people(session, 6, 1, municipality="Katwijk", working=False)
    people(session, 3, 1, municipality="Voorschoten", working=None)
    programme = Programme(session)

    for dimension in (Dimension.MUNICIPALITY, Dimension.WORKING, Dimension.QUARTER):
        for row in programme.per(dimension).lines:
            assert programme.funnel(Question(only=Only(dimension, row.value))) == row


def test_a_person_counts_in_the_quarter_it_is_in_the_netherlands(session: Session) -> None:
    people(session, 5, began=datetime(2026, 3, 31, 21, 59, tzinfo=UTC))
    people(session, 6, began=datetime(2026, 3, 31, 22, 1, tzinfo=UTC))
    programme = Programme(session)

    assert [(one.name, one.steps[0].count) for one in programme.per(Dimension.QUARTER).lines] == [
        ("2026, 1e kwartaal", 5),
        ("2026, 2e kwartaal", 6),
    ]
    assert [(one.name, one.steps[0].count) for one in programme.per(Dimension.YEAR).lines] == [
        ("2026", 11)
    ]


def test_a_campaign_goes_by_its_name(session: Session) -> None:
    session.add(Account(id=1, role=Role.MANAGER, created_at=NOW, seen_at=NOW))
    session.flush()
    session.add(
        Campaign(
            id=4, name="Voorjaar", code="v", quota=600, starts_on=NOW.date(), created_by=1,
            created_at=NOW,
        )
    )  # fmt: skip
    session.flush()
    people(session, 5, campaign_id=4)
    people(session, 6)

    lines = Programme(session).per(Dimension.CAMPAIGN).lines

    assert [(one.name, one.steps[0].count) for one in lines] == [
        ("Voorjaar", 5),
        ("zonder campagne", 6),
    ]


def test_a_region_holds_what_lies_within_it(session: Session) -> None:
    two_regions(session)
    for region_id, number in ((1, 5), (2, 6), (3, 7), (None, 8)):
        people(session, number, region_id=region_id)
    programme = Programme(session)

    found = {one: programme.funnel(Question(one)).steps[0].count for one in (None, 1, 2, 3)}
    assert found == {None: 18, 1: 12, 2: 6, 3: 7}
    lines = programme.per(Dimension.REGION).lines
    assert [(one.name, one.steps[0].count) for one in lines] == [
        ("Een", 12),
        ("Twee", 6),
        ("regio onbekend", 8),
    ]
    lines = programme.per(Dimension.REGION, region_id=1).lines
    assert [(one.name, one.steps[0].count) for one in lines] == [
        ("Drie", 7),
        ("elders in de regio", 5),
    ]


def test_a_region_cannot_be_subtracted_from_the_whole(session: Session) -> None:
    """Three people of one region are not found by taking the other regions from all of them."""
    two_regions(session)
    for region_id, number in ((1, 9), (2, 3), (None, 20)):
        people(session, number, region_id=region_id)
    programme = Programme(session)

    found = {one: programme.funnel(Question(one)).steps[0].count for one in (None, 1, 2)}

    assert found == {None: None, 1: 9, 2: None}


def test_what_a_region_shows_does_not_depend_on_its_neighbours(session: Session) -> None:
    two_regions(session)
    for sector, number in (("techniek", 9), ("zorg", 8), ("", 7)):
        people(session, number, 1, 2, 3, region_id=1, sector=sector)
    before = Programme(session).per(Dimension.SECTOR, region_id=1)

    people(session, 3, 1, 2, 3, region_id=2, sector="zorg")
    people(session, 1, 1, region_id=None, sector="techniek")

    assert Programme(session).per(Dimension.SECTOR, region_id=1) == before


def test_a_manager_of_a_region_asks_of_that_and_what_lies_within(session: Session) -> None:
    two_regions(session)

    assert question_of(session, own_region_id=1) == Question(1)
    assert question_of(session, own_region_id=1, region_id=3) == Question(3)
    assert question_of(session, own_region_id=None) == Question(None)
    for own, asked in ((1, 2), (3, 1), (None, 99)):
        with pytest.raises(UnknownRegion):
            question_of(session, own_region_id=own, region_id=asked)


@pytest.mark.parametrize("only", ["sector", "regio:1", "niets:ja", ":", "sector:ruimtevaart"])
def test_a_choice_that_is_not_there_is_refused_with_what_to_do(session: Session, only: str) -> None:
    people(session, 9, sector="techniek")

    with pytest.raises(UnknownChoice, match="Kies een uit de lijst"):
        Programme(session).funnel(question_of(session, own_region_id=None, only=only))


@pytest.mark.parametrize(
    ("count", "whole", "percentage"),
    [(1, 3, 33), (2, 3, 67), (1, 8, 13), (0, 5, 0), (5, 5, 100), (0, 0, None), (None, 9, None)],
)
def test_a_part_is_a_whole_percentage(count, whole, percentage) -> None:
    assert part_of(count, whole) == percentage


PLACES = st.sampled_from(["Leiden", "Katwijk", "Voorschoten", ""])
KINDS = st.tuples(st.sampled_from([None, 1, 2, 3]), PLACES, st.sampled_from([True, False, None]))
WORLDS = st.lists(st.tuples(KINDS, st.integers(1, 12), st.integers(0, 5)), min_size=1, max_size=9)


@pytest.fixture(scope="module")
def empty_file(sqlite_template, tmp_path_factory):
    """A database that every example fills and leaves empty."""
    path = tmp_path_factory.mktemp("worlds") / "world.db"
    shutil.copy(sqlite_template, path)
    engine = open_engine(Settings(f"sqlite:///{path}", path.parent))
    yield engine
    engine.dispose()


@given(WORLDS)
def test_parts_add_up_to_the_whole_and_nothing_small_is_shown(empty_file, world) -> None:
    """Counted again by hand: what is shown is right, and what is hidden is not alone."""
    truth: dict[object, int] = defaultdict(int)
    with Session(empty_file) as session:
        two_regions(session)
        for (region_id, municipality, working), number, far in world:
            days = [5 * step if step <= far else None for step in range(1, 6)]
            people(
                session, number, *days, region_id=region_id, municipality=municipality,
                working=working,
            )  # fmt: skip
            scopes = {region_id, 1 if region_id == 3 else region_id, None} if region_id else set()
            for scope in scopes:
                truth[scope, "gemeente", municipality] += number
                truth[scope, "werk", {True: "ja", False: "nee", None: "onbekend"}[working]] += (
                    number
                )
                truth[scope] += number
        programme = Programme(session)
        for scope in (None, 1, 2, 3):
            for dimension in (Dimension.MUNICIPALITY, Dimension.WORKING):
                parts = programme.per(dimension, region_id=scope)
                for line in parts.lines:
                    shown = line.steps[0].count
                    assert shown in (None, truth[scope, dimension.value, line.value])
                    assert shown is None or shown >= 5
                told = [line.steps[0].count for line in parts.lines]
                total = parts.total.steps[0].count
                assert total in (None, truth[scope])
                if None not in told:
                    assert sum(told) == truth[scope]
                elif total is not None:
                    assert told.count(None) > 1
        session.rollback()


def test_the_summary_of_the_pilot_is_what_one_counts_by_hand(session: Session) -> None:
    two_regions(session)
    ids = people(session, 30, 1, working=True, region_id=1)
    people(session, 10, 1, working=False, region_id=1)
    people(session, 9, region_id=1)
    session.add(Account(id=1, role=Role.COACH, created_at=NOW, seen_at=NOW))
    session.add_all(
        Employer(id=one, kvk=f"1234567{one}", trade_name=f"Demo {one}", sector="techniek",
                 region_id=1)
        for one in (1, 2, 3)
    )  # fmt: skip
    session.add(Employer(id=4, trade_name="Landelijk", sector="techniek"))
    session.flush()
    for one, state in ((1, VacancyState.OPEN), (2, VacancyState.DRAFT), (4, VacancyState.OPEN)):
        session.add(
            Vacancy(employer_id=one, title="x", sector="techniek", state=state, revision=one)
        )
    kinds = [OutcomeKind.TRAINING_REFERRAL] * 7 + [OutcomeKind.DEVELOPMENT_ADVICE] * 5
    kinds += [OutcomeKind.LEERWERKPLEK] * 5 + [OutcomeKind.MOVED_ON]
    for number, kind in enumerate(kinds):
        session.add(
            Outcome(
                public_id=str(number),
                kind=kind,
                state=OutcomeState.CORRECTED if kind is OutcomeKind.MOVED_ON else OutcomeState.DONE,
                candidate_id=ids[number],
                coach_id=1,
                region_id=1,
                employer_id=3 if kind is OutcomeKind.LEERWERKPLEK else None,
                starts_on=BEGAN.date(),
                logged_at=BEGAN,
            )
        )
    session.flush()

    pilot = pilot_summary(session, region_id=1)

    assert (pilot.accounts, pilot.companies, pilot.outcomes) == (49, 2, 17)
    assert pilot.working_at_start == 75
    assert {kind.value: number for kind, number in pilot.kinds if number} == {
        "leerwerkplek": 5,
        "verwijzing_scholing": 7,
        "ontwikkeladvies": 5,
    }
