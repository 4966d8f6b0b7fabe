"""Promises about the desk of a coach: only the own people, and nothing that waits is missed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from accounts.models import Role
from coaching.caseload import assign, end_assignment
from coaching.drafts import ObjectionDraft
from coaching.guided import CaseGroup, CaseOrder, in_order
from coaching.models import (
    Entry,
    HarvestNotice,
    Introduction,
    IntroductionState,
    Shortlist,
    SkillProposal,
)
from coaching.objections import object_to
from coaching.waiting import Back, desk_of
from profiles.drafts import ProfileDraft
from profiles.models import Candidate, CandidateState
from profiles.service import open_profile
from tests.coaching.conftest import an_account
from tests.profiles.worlds import NOW, WELDING, speak
from vacancies.drafts import EmployerDraft, VacancyDraft
from vacancies.employers import register_employer
from vacancies.models import Employer
from vacancies.service import write_vacancy

EARLIER = NOW - timedelta(days=10)
OLD = NOW - timedelta(days=91)


@pytest.fixture
def vacancy(session, coach) -> int:
    """A shortlist for some work."""
    speak(session)
    draft = EmployerDraft(kvk="12345678", trade_name="Demo Staal", sector="techniek",
                          postcode="2312", contact_name="Bo")  # fmt: skip
    employer = register_employer(session, draft=draft)
    work = VacancyDraft(title="Lasser", sector="techniek")
    number = write_vacancy(session, employer_id=employer.id, draft=work).id
    session.add(Shortlist(id=1, vacancy_id=number, coach_id=coach, opened_at=NOW))
    session.flush()
    return number


def somebody(session, coach, name="Zo", since=EARLIER, state=CandidateState.ACTIVE) -> int:
    row = open_profile(session, draft=ProfileDraft(name=name), now=NOW)
    assign(session, candidate_id=row.id, coach_id=coach, now=since)
    row.state = state
    session.flush()
    return row.id


def propose(session, candidate, at=NOW) -> int:
    row = Entry(shortlist_id=1, candidate_id=candidate, engine_place=1, proposed_at=at)
    session.add(row)
    session.flush()
    return row.id


def introduce(session, candidate, vacancy, coach, state, **more) -> int:
    entry = propose(session, candidate, EARLIER)
    row = Introduction(entry_id=entry, vacancy_id=vacancy, candidate_id=candidate, coach_id=coach,
                       state=state, asked_at=EARLIER, **more)  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def desk(session, coach, now=NOW):
    return desk_of(session, coach_id=coach, now=now)


def names(session, coach, group=CaseGroup.ALL, order=CaseOrder.NAME) -> list[str]:
    people = in_order(desk(session, coach).people, order)
    return [one.name for one in people if one.is_in(group)]


def test_a_coach_sees_the_people_guided_now_and_no_others(session, coach, other_coach):
    somebody(session, coach, "Anna")
    somebody(session, coach, "Bram", state=CandidateState.PAUSED)
    somebody(session, other_coach, "Cas")
    gone = somebody(session, coach, "Dirk")
    end_assignment(session, candidate_id=gone, now=NOW)
    for state in (CandidateState.DRAFT, CandidateState.WITHDRAWN, CandidateState.ERASED):
        somebody(session, coach, state.value, state=state)
    assert names(session, coach) == ["Anna", "Bram"]
    assert names(session, coach, CaseGroup.PAUSED) == ["Bram"]


def test_groups_hold_the_stale_the_never_proposed_and_the_running(session, coach, vacancy):
    stale = somebody(session, coach, "Verouderd")
    session.get(Candidate, stale).confirmed_at = OLD
    propose(session, stale)
    somebody(session, coach, "Nooit")
    asked = somebody(session, coach, "Loopt")
    introduce(session, asked, vacancy, coach, IntroductionState.MEETING)
    session.flush()
    assert names(session, coach, CaseGroup.STALE) == ["Verouderd"]
    assert names(session, coach, CaseGroup.NEVER_PROPOSED) == ["Nooit"]
    assert names(session, coach, CaseGroup.RUNNING) == ["Loopt"]
    shown = desk(session, coach)
    assert [shown.count(group) for group in CaseGroup] == [3, 1, 1, 1, 0]


def test_ninety_days_is_fresh_and_a_moment_more_is_stale(session, coach):
    number = somebody(session, coach)
    row = session.get(Candidate, number)
    for at, stale in (
        (NOW - timedelta(days=90), False),
        (NOW - timedelta(days=90, seconds=1), True),
    ):
        row.confirmed_at = at
        session.flush()
        assert [one.is_stale for one in desk(session, coach).people] == [stale]


def test_who_waits_longest_comes_first_and_who_does_not_wait_last(session, coach, vacancy):
    somebody(session, coach, "net begonnen", since=NOW)
    somebody(session, coach, "lang", since=OLD)
    lately = somebody(session, coach, "lang, maar laatst voorgesteld", since=OLD)
    propose(session, lately, NOW - timedelta(days=1))
    ended = somebody(session, coach, "lang, en geweigerd", since=OLD)
    introduce(session, ended, vacancy, coach, IntroductionState.DECLINED,
              ended_at=NOW - timedelta(days=2))  # fmt: skip
    running = somebody(session, coach, "loopt", since=OLD)
    introduce(session, running, vacancy, coach, IntroductionState.ASKED, due_on=NOW.date())
    somebody(session, coach, "pauze", since=OLD, state=CandidateState.PAUSED)
    assert names(session, coach, order=CaseOrder.WAITING) == [
        "lang",
        "lang, en geweigerd",
        "lang, maar laatst voorgesteld",
        "net begonnen",
        "loopt",
        "pauze",
    ]


@pytest.mark.parametrize(
    ("state", "more", "why"),
    [
        ("gevraagd", {"due_on": NOW.date() - timedelta(days=1)}, Back.CANDIDATE_SILENT),
        ("gevraagd", {"due_on": NOW.date()}, None),
        ("gevraagd", {"due_on": NOW.date(), "escalated_at": NOW}, Back.CANDIDATE_SILENT),
        ("voorgedragen", {"due_on": date(2026, 8, 1)}, None),
        ("voorgedragen", {"escalated_at": NOW}, Back.EMPLOYER_SILENT),
        ("kennismaken", {"escalated_at": NOW}, Back.EMPLOYER_SILENT),
        ("geen antwoord", {"escalated_at": NOW, "ended_at": NOW}, None),
    ],
)
def test_an_introduction_without_an_answer_is_back(session, coach, vacancy, state, more, why):
    number = somebody(session, coach, "Anna")
    introduce(session, number, vacancy, coach, IntroductionState(state), **more)
    found = [(one.called, one.title, one.employer, one.why) for one in desk(session, coach).back]
    assert found == ([("Anna", "Lasser", "Demo Staal", why)] if why else [])


def test_an_introduction_of_nobodys_person_stays_with_who_led_it_without_the_name(
    session, coach, other_coach, vacancy
):
    number = somebody(session, coach, "Anna")
    introduce(session, number, vacancy, coach, IntroductionState.INTRODUCED, escalated_at=NOW)
    end_assignment(session, candidate_id=number, now=NOW)
    assert [one.called for one in desk(session, coach).back] == [f"K-{number:03d}"]
    assign(session, candidate_id=number, coach_id=other_coach, now=NOW)
    assert desk(session, coach).back == ()
    assert [one.called for one in desk(session, other_coach).back] == ["Anna"]
    session.get(Candidate, number).state = CandidateState.WITHDRAWN
    session.flush()
    assert desk(session, other_coach).back == ()


def test_answers_to_proposals_are_news_for_two_weeks(session, coach, other_coach, vacancy):
    number = somebody(session, coach, "Anna")
    for taken, at in (
        (True, NOW),
        (False, NOW - timedelta(days=14)),
        (True, NOW - timedelta(days=15)),
    ):
        session.add(
            SkillProposal(candidate_id=number, skill_id=WELDING, coach_id=coach, proposed_at=OLD,
                          answered_at=at, taken=taken)
        )  # fmt: skip
    session.add(
        SkillProposal(candidate_id=number, skill_id=WELDING, coach_id=coach, proposed_at=NOW)
    )
    session.flush()
    found = [(one.called, one.skill, one.taken) for one in desk(session, coach).answered]
    assert found == [("Anna", "metalen lassen", True), ("Anna", "metalen lassen", False)]
    assert desk(session, other_coach).answered == ()


def test_an_employer_who_met_the_limit_is_named_to_every_coach_for_two_weeks(
    session, coach, other_coach, vacancy
):
    employer = session.get(Employer, 1)
    for days in (0, 15):
        at = NOW - timedelta(days=days)
        session.add(HarvestNotice(employer_id=employer.id, day=at.date(), met_at=at))
    session.flush()
    for who in (coach, other_coach):
        found = [(one.trade_name, one.day) for one in desk(session, who).harvests]
        assert found == [("Demo Staal", NOW.date())]


def test_objections_are_those_of_other_people_and_late_ones_are_everybodys(
    session, coach, other_coach
):
    mine = somebody(session, coach)
    draft = ObjectionDraft(subject="besluit", text="Nee.")
    object_to(session, candidate_id=mine, draft=draft, now=NOW)
    late = NOW + timedelta(days=29)
    assert (len(desk(session, coach, late).to_answer), len(desk(session, coach, late).late)) == (
        0,
        1,
    )
    assert len(desk(session, other_coach, late).to_answer) == 1
    assert desk(session, coach).late == ()


def test_a_desk_takes_as_many_statements_for_one_person_as_for_many(
    session, engine, coach, vacancy
):
    statements = []
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    counts = []
    for _ in range(2):
        for _ in range(5):
            number = somebody(session, coach)
            introduce(session, number, vacancy, coach, IntroductionState.ASKED)
        session.flush()
        session.expire_all()
        statements.clear()
        assert desk(session, coach).people
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 10
    assert an_account(session, Role.COACH)
