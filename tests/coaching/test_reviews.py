"""Promises about reviews: a reason, what was seen, and nobody's decision is lost."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import select

from accounts.models import Account
from coaching.agreement import agreement
from coaching.comparing import SamePerson, compare
from coaching.models import (
    Entry,
    EntryState,
    Introduction,
    Review,
    ReviewKind,
    ReviewReason,
    Shortlist,
)
from coaching.opening import CardNotOpened, UnknownEntry
from coaching.reviews import (
    DecidedMeanwhile,
    IntroductionRuns,
    StepNotPossible,
    reviews_of,
)
from coaching.shortlists import propose_person
from coaching.stopping import StopDraft, stop_matching
from foundation.database import writing
from foundation.errors import Invalid
from profiles.drafts import SkillDraft
from profiles.skillset import set_skill
from profiles.states import withdraw
from tests.coaching.lists import LATER, Lists, build_lists
from tests.coaching.test_shortlists import names, seen
from tests.conftest import NOW
from vacancies.service import VacancyEnded, close_vacancy

APPROVE, ASIDE, MOVE, REOPEN = "goedkeuren", "opzij zetten", "verplaatsen", "opnieuw bekijken"


@pytest.fixture
def lists(engine, settings) -> Lists:
    return build_lists(engine, settings)


@pytest.fixture
def session(lists):
    with writing(lists.engine) as opened:
        yield opened


@pytest.fixture
def entries(lists, session):
    """Everybody is on the list, and the coach has opened every card."""
    added = [one.id for one in lists.proposed(session)]
    for one in added:
        lists.opened(session, one)
    return added


def introduced(session, lists, entry, ended=None):
    row = session.get_one(Entry, entry)
    session.add(
        Introduction(
            entry_id=entry,
            vacancy_id=lists.vacancy,
            candidate_id=row.candidate_id,
            coach_id=lists.coach,
            asked_at=NOW,
            ended_at=ended,
        )
    )
    session.flush()


# What is kept


def test_a_decision_is_kept_with_everything_the_coach_saw(lists, session, entries):
    row = lists.decided(session, entries[1], APPROVE, text="Werkt graag samen.")
    assert (row.kind, row.reason, row.text, row.coach_id, row.at) == (
        ReviewKind.APPROVE,
        ReviewReason.SKILLS_FIT,
        "Werkt graag samen.",
        lists.coach,
        LATER,
    )
    assert (row.engine_place, row.place, row.spread, row.seconds_open) == (2, 2, False, 40)
    model = lists.matcher.model
    assert (row.model_version, row.taxonomy_version) == (model.version, model.taxonomy)
    told = json.loads(row.parts)
    assert row.score == sum(one["weight"] * one["part"] for one in told)
    assert row.score_max == sum(one["weight"] * 10_000 for one in told)
    assert row.fit == 100 * row.score // row.score_max
    assert {(one["requirement"], one["part"], one["tier"]) for one in told} == {
        ("lassen", 10_000, "heeft"),
        ("samenwerken", 8_000, "bijna"),
    }


def test_an_earlier_decision_never_changes(lists, session, entries):
    first = lists.decided(session, entries[1], APPROVE)
    before = first.model_dump()
    who = session.get_one(Entry, entries[1]).candidate_id
    better = SkillDraft(skill_id=lists.world.skill["samenwerken"], level=5)
    set_skill(session, candidate_id=who, draft=better)
    second = lists.decided(session, entries[1], ASIDE, reason="mist iets wat nodig is")
    session.refresh(first)
    assert first.model_dump() == before
    assert second.score > first.score


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([APPROVE], EntryState.APPROVED),
        ([ASIDE], EntryState.SET_ASIDE),
        ([ASIDE, APPROVE], EntryState.APPROVED),
        ([APPROVE, REOPEN], EntryState.PROPOSED),
        ([ASIDE, REOPEN, ASIDE], EntryState.SET_ASIDE),
    ],
)
def test_a_coach_may_come_back_on_a_decision(lists, session, entries, steps, state):
    for kind in steps:
        lists.decided(session, entries[0], kind)
    row = session.get_one(Entry, entries[0])
    assert (row.state, row.revision) == (state, 1 + len(steps))
    told = [one.row.kind.value for one in reviews_of(session, entry_id=entries[0])]
    assert told == steps


@pytest.mark.parametrize("steps", [[APPROVE, APPROVE], [ASIDE, ASIDE], [REOPEN], ["toevoegen"]])
def test_what_is_decided_already_is_not_decided_again(lists, session, entries, steps):
    for kind in steps[:-1]:
        lists.decided(session, entries[0], kind)
    with pytest.raises(StepNotPossible):
        lists.decided(session, entries[0], steps[-1])


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"kind": APPROVE, "reason": "anders"}, "text"),
        ({"kind": APPROVE, "reason": "zomaar"}, "reason"),
        ({"kind": MOVE}, "place"),
        ({"kind": MOVE, "place": 0}, "place"),
        ({"kind": APPROVE, "place": 2}, "place"),
    ],
)
def test_a_decision_without_its_reason_or_place_is_refused(lists, session, entries, values, where):
    with pytest.raises(Invalid) as refused:
        lists.decided(session, entries[0], **values)
    assert [one.where for one in refused.value.problems] == [where]


def test_who_did_not_open_the_card_does_not_decide(lists, session, entries):
    with pytest.raises(CardNotOpened):
        lists.decided(session, entries[0], APPROVE, coach_id=lists.colleague)
    assert session.exec(select(Review)).all() == []


def test_nobody_decides_about_who_left_or_for_a_closed_vacancy(lists, session, entries):
    who = session.get_one(Entry, entries[0]).candidate_id
    withdraw(session, candidate_id=who, now=NOW)
    with pytest.raises(UnknownEntry):
        lists.decided(session, entries[0], APPROVE)
    close_vacancy(session, vacancy_id=lists.vacancy)
    with pytest.raises(VacancyEnded):
        lists.decided(session, entries[1], APPROVE)


def test_while_the_comparing_is_stopped_a_decision_keeps_no_numbers(lists, session, entries):
    draft = StopDraft(reason="wij kijken iets na")
    stop_matching(session, account_id=lists.coach, draft=draft, now=NOW)
    row = lists.decided(session, entries[0], APPROVE, matcher=None)
    assert (row.score, row.fit, row.parts, row.model_version) == (None, None, "[]", "")


# Introductions


@pytest.mark.parametrize("kind", [ASIDE, REOPEN])
def test_who_is_being_introduced_is_not_set_aside(lists, engine, kind):
    with lists.writing() as session:
        entry = lists.proposed(session)[0].id
        lists.opened(session, entry)
        lists.decided(session, entry, APPROVE)
        introduced(session, lists, entry)
    with pytest.raises(IntroductionRuns, match="Beëindig die eerst"), lists.writing() as session:
        lists.decided(session, entry, kind)
    with lists.reading() as session:
        assert session.get_one(Entry, entry).state is EntryState.APPROVED


def test_after_an_introduction_ended_somebody_can_be_set_aside(lists, session, entries):
    lists.decided(session, entries[0], APPROVE)
    introduced(session, lists, entries[0], ended=LATER)
    lists.decided(session, entries[0], ASIDE)
    assert session.get_one(Entry, entries[0]).state is EntryState.SET_ASIDE


# Places


@pytest.mark.parametrize(
    ("moves", "order"),
    [
        ([(3, 1)], "fourth first second third"),
        ([(0, 4)], "second third fourth first"),
        ([(0, 99)], "second third fourth first"),
        ([(3, 1), (2, 1)], "third fourth first second"),
        ([(3, 1), (0, 3)], "fourth second first third"),
        ([(3, 2), (3, 4)], "first second third fourth"),
    ],
)
def test_who_is_moved_stands_where_the_coach_put_him(lists, session, entries, moves, order):
    for number, place in moves:
        lists.decided(session, entries[number], MOVE, place=place)
    assert names(lists, seen(lists, session).lines) == order.split()


def test_who_is_set_aside_takes_no_place_and_cannot_be_moved(lists, session, entries):
    lists.decided(session, entries[0], ASIDE)
    listed = seen(lists, session)
    assert names(lists, listed.lines) == ["second", "third", "fourth"]
    assert ([line.place for line in listed.lines], listed.aside[0].place) == ([1, 2, 3], None)
    with pytest.raises(StepNotPossible):
        lists.decided(session, entries[0], MOVE, place=1)


# Two coaches


def test_the_second_is_told_who_decided_when_and_what(lists, session, entries):
    session.get_one(Account, lists.colleague).name = "Demo Dotter"
    lists.opened(session, entries[0], lists.colleague)
    lists.decided(session, entries[0], ASIDE, coach_id=lists.colleague, revision=1)
    with pytest.raises(DecidedMeanwhile) as told:
        lists.decided(session, entries[0], APPROVE, revision=1)
    assert told.value.message == (
        "Demo Dotter besloot hier op 01-09-2026 om 11:00 over: opzij gezet. "
        "Jouw besluit is niet bewaard. Kijk en besluit opnieuw."
    )
    assert (told.value.by, told.value.review.kind) == ("Demo Dotter", ReviewKind.SET_ASIDE)


def test_of_two_coaches_who_decide_at_once_one_decides_and_the_other_is_told(lists):
    with lists.writing() as session:
        entries = [one.id for one in lists.proposed(session)]
        for entry in entries:
            for coach in (lists.coach, lists.colleague):
                lists.opened(session, entry, coach)
    for entry in entries:
        barrier = Barrier(2)

        def decide_at_once(coach, entry=entry, barrier=barrier):
            barrier.wait()
            kind = APPROVE if coach == lists.coach else ASIDE
            try:
                with writing(lists.engine) as session:
                    return lists.decided(session, entry, kind, coach_id=coach, revision=1).kind
            except DecidedMeanwhile as refusal:
                return refusal

        with ThreadPoolExecutor(2) as threads:
            answers = list(threads.map(decide_at_once, (lists.coach, lists.colleague)))
        kinds = [one for one in answers if isinstance(one, ReviewKind)]
        (told,) = [one for one in answers if isinstance(one, DecidedMeanwhile)]
        assert (len(kinds), told.review.kind) == (1, kinds[0])
    with lists.reading() as session:
        assert [one.revision for one in session.exec(select(Entry))] == [2] * len(entries)
        assert len(session.exec(select(Review)).all()) == len(entries)


# Agreement with the engine


@pytest.mark.parametrize(
    ("number", "kind", "more", "agreed"),
    [
        (0, APPROVE, {}, True),
        (1, APPROVE, {}, False),
        (0, ASIDE, {}, False),
        (1, ASIDE, {}, True),
        (3, MOVE, {"place": 1}, False),
        (2, MOVE, {"place": 3}, True),
    ],
)
def test_a_decision_tells_whether_it_follows_the_engine(
    lists, session, entries, number, kind, more, agreed
):
    assert lists.decided(session, entries[number], kind, **more).agreed is agreed


def test_once_the_first_is_decided_about_the_next_is_the_choice_of_the_engine(
    lists, session, entries
):
    lists.decided(session, entries[0], ASIDE)
    assert lists.decided(session, entries[1], APPROVE).agreed
    assert lists.decided(session, entries[1], REOPEN).agreed


def test_agreement_counts_by_kind_and_names_nobody(lists, session, entries):
    lists.decided(session, entries[0], APPROVE)
    lists.decided(session, entries[3], APPROVE)
    lists.decided(session, entries[1], ASIDE)
    found = {one.kind: one for one in agreement(session, vacancy_id=lists.vacancy)}
    told = {kind: (one.decisions, one.agreed, one.seconds) for kind, one in found.items()}
    assert told == {
        ReviewKind.APPROVE: (2, 1, 40),
        ReviewKind.SET_ASIDE: (1, 0, 40),
        ReviewKind.MOVE: (0, 0, None),
        ReviewKind.ADD: (0, 0, None),
        ReviewKind.REOPEN: (0, 0, None),
    }
    assert {one.decisions for one in agreement(session, since=LATER + timedelta(days=1))} == {0}


# Side by side


def test_two_people_are_compared_per_requirement(lists, session, entries):
    found = compare(
        session,
        lists.matcher,
        vacancy_id=lists.vacancy,
        entry_ids=(entries[0], entries[2]),
        coach_id=lists.coach,
    )
    told = {
        lists.matcher.numbers.name(one.asking.skill): (one.first.part, one.second.part, one.more)
        for one in found.requirements
    }
    assert told == {"lassen": (10_000, 6_600, 1), "samenwerken": (10_000, 8_000, 1)}


def test_two_people_are_compared_once_both_cards_were_opened(lists, session):
    entries = [one.id for one in lists.proposed(session)]
    lists.opened(session, entries[0])
    values = {"vacancy_id": lists.vacancy, "coach_id": lists.coach}
    with pytest.raises(CardNotOpened):
        compare(session, lists.matcher, entry_ids=(entries[0], entries[1]), **values)
    with pytest.raises(SamePerson):
        compare(session, lists.matcher, entry_ids=(entries[0], entries[0]), **values)


def test_a_list_of_another_vacancy_is_left_alone(lists, session, entries):
    other = lists.world.work(session)
    who = lists.people["first"]
    propose_person(
        session,
        lists.matcher,
        vacancy_id=other,
        candidate_id=who,
        coach_id=lists.coach,
        reason="wil dit werk graag",
        now=NOW,
    )
    assert len(session.exec(select(Shortlist)).all()) == 2
    assert len(seen(lists, session).lines) == 4
