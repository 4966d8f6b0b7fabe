"""Promises about shortlists: the engine proposes, everybody is reachable, who leaves is gone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from coaching.caseload import NoCoach
from coaching.listing import read_list
from coaching.models import CardOpening, Entry, Review, ReviewKind
from coaching.opening import (
    CardNotOpened,
    NotRanked,
    UnknownEntry,
    find_entry,
    numbers_of,
    open_card,
)
from coaching.overview import ListFilter, ListStage, vacancy_lists
from coaching.shortlists import (
    AlreadyListed,
    HidesFromEmployer,
    NotYetSkilled,
    VacancyNotOpen,
    count_listed,
    propose,
    propose_person,
)
from coaching.stopping import MatchingStopped, StopDraft, stop_matching
from foundation.database import writing
from foundation.errors import Conflict, Invalid
from matching.gates import Gate
from matching.people import everybody, places_of
from matching.service import people_for
from profiles.consent import withdraw_consent
from profiles.drafts import HiddenEmployerDraft
from profiles.models import Purpose
from profiles.states import activate, pause, withdraw
from profiles.wishes import hide_from
from tests.coaching.lists import LATER, Lists, build_lists, without_skills
from tests.conftest import NOW
from vacancies.service import close_vacancy


@pytest.fixture
def lists(engine, settings) -> Lists:
    return build_lists(engine, settings)


@pytest.fixture
def session(lists):
    with writing(lists.engine) as opened:
        yield opened


def seen(lists, session, coach=None):
    return read_list(
        session,
        lists.matcher,
        vacancy_id=lists.vacancy,
        coach_id=coach or lists.coach,
        now=LATER,
    )


def names(lists, lines):
    known = {number: name for name, number in lists.people.items()}
    return [known[line.entry.candidate_id] for line in lines]


def by_hand(lists, session, name, **more):
    values = {
        "vacancy_id": lists.vacancy,
        "candidate_id": lists.people[name],
        "coach_id": lists.coach,
        "reason": "kan meer dan het profiel laat zien",
        "now": NOW,
        **more,
    }
    return propose_person(session, lists.matcher, **values)


# Proposing


def test_the_engine_proposes_the_best_first_and_the_list_stands_in_its_order(lists, session):
    added = lists.proposed(session, most=2)
    assert [(one.candidate_id, one.engine_place) for one in added] == [
        (lists.people["first"], 1),
        (lists.people["second"], 2),
    ]
    listed = seen(lists, session)
    assert (names(lists, listed.lines), [one.place for one in listed.lines]) == (
        ["first", "second"],
        [1, 2],
    )


def test_proposing_again_adds_the_next_ones_down_to_the_last(lists, session):
    for _ in range(5):
        lists.proposed(session, most=1)
    assert names(lists, seen(lists, session).lines) == ["first", "second", "third", "fourth"]


def test_two_coaches_who_ask_for_more_at_once_get_one_portion(lists, session):
    lists.proposed(session, most=1)
    assert len(lists.proposed(session, most=1, seen=1)) == 1
    assert lists.proposed(session, most=1, seen=1, coach_id=lists.colleague) == []
    assert count_listed(session, vacancy_id=lists.vacancy) == 2


def test_two_coaches_who_make_the_list_at_once_make_one(lists):
    lists.world.ready()

    def ask(coach):
        try:
            with writing(lists.engine) as session:
                return len(lists.proposed(session, coach_id=coach, seen=0))
        except Conflict as refusal:
            return str(refusal)

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(ask, (lists.coach, lists.colleague)))
    assert 4 in answers
    with lists.reading() as session:
        assert len(session.exec(select(Entry)).all()) == 4


def test_who_a_limit_closes_is_not_proposed_but_keeps_the_place_in_the_order(lists, session):
    lists.person(session, "far", {"lassen": 4, "samenwerken": 5}, hours_max=8)
    places = {one.candidate_id: one.engine_place for one in lists.proposed(session)}
    assert lists.people["far"] not in places
    assert sorted(places.values())[-1] == 5


@pytest.mark.parametrize(
    ("refusal", "how"),
    [(VacancyNotOpen, "close"), (NotYetSkilled, "skills"), (MatchingStopped, "stop")],
)
def test_nobody_is_proposed_for_what_cannot_be_ranked(lists, session, refusal, how):
    if how == "close":
        close_vacancy(session, vacancy_id=lists.vacancy)
    elif how == "skills":
        without_skills(session, lists.vacancy)
    else:
        draft = StopDraft(reason="wij kijken iets na")
        stop_matching(session, account_id=lists.coach, draft=draft, now=NOW)
    with pytest.raises(refusal):
        lists.proposed(session)


def test_only_a_coach_proposes(lists, session):
    with pytest.raises(NoCoach):
        propose(session, lists.matcher, vacancy_id=lists.vacancy, coach_id=10_000, now=NOW)


# By hand


def test_a_coach_puts_on_the_list_whom_the_engine_ranked_last_and_says_why(lists, session):
    lists.proposed(session, most=1)
    entry = by_hand(lists, session, "fourth")
    assert (entry.by_hand, entry.engine_place) == (True, 4)
    review = session.exec(select(Review)).one()
    assert (review.kind, review.entry_id, review.engine_place, review.agreed) == (
        ReviewKind.ADD,
        entry.id,
        4,
        False,
    )
    assert review.seconds_open is None  # nobody saw the numbers


def test_a_limit_does_not_stop_a_coach_who_adds_by_hand(lists, session):
    lists.person(session, "far", {"lassen": 3}, hours_max=8)
    entry = by_hand(lists, session, "far")
    assert names(lists, seen(lists, session).lines) == ["far"]
    open_card(session, entry_id=entry.id, coach_id=lists.coach, now=NOW)
    (line,) = seen(lists, session).lines
    assert [one.gate for one in line.match.findings if one.closed] == [Gate.HOURS]


def test_who_hides_from_the_employer_is_not_put_on_by_hand(lists, session):
    draft = HiddenEmployerDraft(kvk="12345678", trade_name="")
    hide_from(session, candidate_id=lists.people["third"], draft=draft)
    with pytest.raises(HidesFromEmployer, match="Alleen de kandidaat zelf"):
        by_hand(lists, session, "third")


def test_somebody_stands_on_a_list_once(lists):
    with lists.writing() as session:
        lists.proposed(session)
    with pytest.raises(AlreadyListed), lists.writing() as session:
        by_hand(lists, session, "first")


def test_anders_needs_a_text(lists, session):
    with pytest.raises(Invalid) as refused:
        by_hand(lists, session, "fourth", reason="anders")
    assert [one.where for one in refused.value.problems] == ["text"]
    assert by_hand(lists, session, "fourth", reason="anders", text="Ken ik al.").by_hand


def test_while_the_comparing_is_stopped_a_coach_still_adds_by_hand(lists, session):
    draft = StopDraft(reason="wij kijken iets na")
    stop_matching(session, account_id=lists.coach, draft=draft, now=NOW)
    entry = propose_person(
        session,
        None,
        vacancy_id=lists.vacancy,
        candidate_id=lists.people["second"],
        coach_id=lists.coach,
        reason="wil dit werk graag",
        now=NOW,
    )
    open_card(session, entry_id=entry.id, coach_id=lists.coach, now=NOW)
    (line,) = seen(lists, session).lines
    assert (line.entry.engine_place, line.match) == (0, None)


# Everybody


def test_the_pages_of_everybody_reach_the_last_once_each(lists, session):
    found = [
        everybody(session, lists.matcher, vacancy=lists.vacancy, page=number, page_size=3)
        for number in (1, 2)
    ]
    assert [one.pages for one in found] == [2, 2]
    order = [person.candidate_id for one in found for person in one.people]
    ranked = people_for(session, lists.matcher, vacancy=lists.vacancy, most=None).matches
    assert order == [one.candidate_id for one in ranked]
    assert [person.place for one in found for person in one.people] == [1, 2, 3, 4]
    past = everybody(session, lists.matcher, vacancy=lists.vacancy, page=9, page_size=3)
    assert past == found[1]


def test_somebody_a_limit_closes_is_among_everybody_with_the_limit(lists, session):
    lists.person(session, "far", {"lassen": 4, "samenwerken": 5}, hours_max=8)
    found = everybody(session, lists.matcher, vacancy=lists.vacancy)
    closed = {one.candidate_id: one.findings for one in found.people if not one.is_open}
    assert [one.gate for one in closed[lists.people["far"]]] == [Gate.HOURS]


def test_without_skills_everybody_is_there_without_a_place(lists, session):
    without_skills(session, lists.vacancy)
    found = everybody(session, lists.matcher, vacancy=lists.vacancy)
    assert {one.candidate_id for one in found.people} == set(lists.people.values())
    assert ({one.place for one in found.people}, found.ranked) == ({None}, False)


def test_the_place_of_one_is_that_of_the_whole_order(lists, session):
    wanted = [lists.people["third"], 10_000]
    places = places_of(session, lists.matcher, vacancy=lists.vacancy, candidates=wanted)
    assert places == {lists.people["third"]: 3}


# Who leaves is gone


@pytest.mark.parametrize("how", ["withdraw", "pause", "consent"])
def test_who_leaves_is_gone_from_list_and_counts_at_once(lists, session, how):
    entries = lists.proposed(session)
    who = lists.people["first"]
    if how == "withdraw":
        withdraw(session, candidate_id=who, now=NOW)
    elif how == "pause":
        pause(session, candidate_id=who)
    else:
        withdraw_consent(session, candidate_id=who, purpose=Purpose.MATCHING, now=NOW)
    assert names(lists, seen(lists, session).everyone) == ["second", "third", "fourth"]
    (here,) = vacancy_lists(session).items
    assert here.counts.waiting == 3
    with pytest.raises(UnknownEntry):
        open_card(session, entry_id=entries[0].id, coach_id=lists.coach, now=NOW)


def test_who_comes_back_from_a_pause_stands_where_he_stood(lists, session):
    lists.proposed(session)
    pause(session, candidate_id=lists.people["first"])
    activate(session, candidate_id=lists.people["first"], now=NOW)
    assert names(lists, seen(lists, session).lines)[0] == "first"


# The card comes first


def test_there_are_no_numbers_before_this_coach_opened_the_card(lists, session):
    entry = lists.proposed(session)[0].id
    lists.opened(session, entry, lists.colleague)
    with pytest.raises(CardNotOpened, match="Open eerst de kaart"):
        numbers_of(session, lists.matcher, entry_id=entry, coach_id=lists.coach)
    assert {line.match for line in seen(lists, session).lines} == {None}
    lists.opened(session, entry)
    match = numbers_of(session, lists.matcher, entry_id=entry, coach_id=lists.coach)
    assert match.explanation.fit == 100
    told = [line.match is not None for line in seen(lists, session).lines]
    assert told == [True, False, False, False]


def test_the_first_moment_of_opening_is_kept(lists, session):
    entry = lists.proposed(session)[0].id
    lists.opened(session, entry)
    open_card(session, entry_id=entry, coach_id=lists.coach, now=NOW + timedelta(hours=3))
    assert [one.opened_at for one in session.exec(select(CardOpening))] == [NOW]


def test_a_vacancy_that_is_not_in_skills_has_no_numbers(lists, session):
    entry = lists.proposed(session)[0].id
    lists.opened(session, entry)
    without_skills(session, lists.vacancy)
    with pytest.raises(NotRanked):
        numbers_of(session, lists.matcher, entry_id=entry, coach_id=lists.coach)


def test_an_entry_of_another_vacancy_is_not_found(lists, session):
    entry = lists.proposed(session)[0].id
    with pytest.raises(UnknownEntry):
        find_entry(session, entry_id=entry, vacancy_id=lists.vacancy + 1)


# The vacancies of a coach


def test_what_waits_comes_first_and_what_is_not_in_skills_last(lists, session):
    lists.proposed(session)
    plain = lists.world.work(session)
    bare = lists.world.work(session)
    without_skills(session, bare)
    found = vacancy_lists(session)
    assert [(one.advert.vacancy.id, one.stage) for one in found.items] == [
        (lists.vacancy, ListStage.WAITING),
        (plain, ListStage.NONE),
        (bare, ListStage.UNSKILLED),
    ]
    assert found.stages[ListStage.WAITING] == 1


def test_the_vacancies_can_be_filtered(lists, session):
    lists.proposed(session)
    other = lists.world.work(session)
    stage = vacancy_lists(session, wanted=ListFilter(stage=ListStage.NONE))
    assert [one.advert.vacancy.id for one in stage.items] == [other]
    assert vacancy_lists(session, wanted=ListFilter(text="bestaat niet")).items == ()
    assert vacancy_lists(session, wanted=ListFilter(text="DEMO LAS")).total == 2
