"""Promises about introductions: which step leads where, who is asked first, who reads what."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from coaching.caseload import end_assignment
from coaching.introduction_drafts import EmployerAnswer
from coaching.introduction_steps import (
    CLOCKED,
    OPENED,
    PROGRAM,
    RUNNING,
    STEPS,
    AnsweredMeanwhile,
    NotTakingPart,
    StepNotPossible,
    What,
    move,
)
from coaching.introduction_views import (
    introductions_for_employer,
    introductions_of_candidate,
    introductions_of_coach,
    show_introduction,
)
from coaching.introduction_words import HAPPENED, STANDS, Reader
from coaching.introductions import (
    AlreadyRunning,
    EmployerNotReady,
    HiddenFrom,
    NotApproved,
    NotYourCandidate,
    PlacedAlready,
    VacancyNotOpen,
    agree,
    ask_candidate,
    refuse,
)
from coaching.lapsing import close_of_who_left, lapse_introductions
from coaching.models import (
    DeclineReason,
    Entry,
    EntryState,
    Introduction,
    IntroductionState,
    IntroductionStep,
)
from coaching.opening import UnknownEntry
from coaching.withdrawing import withdraw_introduction
from foundation.database import reading, writing
from foundation.errors import Invalid
from profiles.consent import withdraw_consent
from profiles.drafts import HiddenEmployerDraft
from profiles.models import Purpose
from profiles.states import erase_person, pause, withdraw
from profiles.wishes import hide_from
from tests.coaching.introducing import (
    ADDRESS,
    a_region,
    a_vacancy,
    an_entry,
    answered,
    asked,
    forget_mails,
    introduced,
    mails,
)
from tests.profiles.worlds import NOW
from vacancies.models import Contact, Employer, Vacancy
from vacancies.service import close_vacancy

S = IntroductionState
LEGAL = {
    (S.ASKED, S.INTRODUCED),
    (S.ASKED, S.REFUSED),
    (S.INTRODUCED, S.MEETING),
    (S.INTRODUCED, S.ACCEPTED),
    (S.INTRODUCED, S.DECLINED),
    (S.MEETING, S.ACCEPTED),
    (S.MEETING, S.DECLINED),
    (S.ACCEPTED, S.WITHDRAWN),
    (S.ACCEPTED, S.PLACED),
    (S.PLACED, S.FINISHED),
    (S.PLACED, S.ACCEPTED),
    *((one, over) for one in CLOCKED for over in (S.NO_ANSWER, S.WITHDRAWN, S.LAPSED)),
}


@pytest.fixture
def region(session):
    return a_region(session, people=2)


def refused(session, region, row, text="Te ver weg."):
    return refuse(
        session,
        introduction_id=row.id,
        text=text,
        by=region.by_person(),
        seen=row.revision,
        address=ADDRESS,
        now=NOW,
    )


def stopped(session, row, by):
    return withdraw_introduction(
        session, introduction_id=row.id, by=by, seen=row.revision, address=ADDRESS, now=NOW
    )


def history(session, row):
    made = select(IntroductionStep).where(IntroductionStep.introduction_id == row.id)
    return [(one.what, one.actor_role) for one in session.exec(made.order_by(IntroductionStep.id))]


# The table of steps


@pytest.mark.parametrize("start", list(S))
def test_every_step_is_legal_or_refused_and_leaves_things_as_they_were(session, region, start):
    row = introduced(session, region)
    for target in S:
        row.state, row.ended_at = start, None
        session.flush()
        if (start, target) in LEGAL:
            move(session, row, target, what=What.LAPSED, by=PROGRAM, now=NOW)
            assert row.state is target
            assert (row.ended_at is None) is (target in RUNNING)
        else:
            with pytest.raises(StepNotPossible):
                move(session, row, target, what=What.LAPSED, by=PROGRAM, now=NOW)
            assert row.state is start
    assert {(one, to) for one, some in STEPS.items() for to in some} == LEGAL


def test_a_step_on_what_somebody_else_changed_is_told(session, region):
    row = introduced(session, region)
    seen = row.revision
    answered(session, region, row, EmployerAnswer.MEET)
    with pytest.raises(AnsweredMeanwhile):
        withdraw_introduction(
            session,
            introduction_id=row.id,
            by=region.by_coach(),
            seen=seen,
            address=ADDRESS,
            now=NOW,
        )
    assert row.state is S.MEETING


def test_every_state_and_every_happening_has_words_for_who_may_know():
    before = {S.ASKED, S.REFUSED}
    for state in S:
        for_candidate, for_employer, for_coach = STANDS[state]
        assert for_candidate
        assert for_coach
        assert bool(for_employer) is (state not in before)
    assert set(HAPPENED) == set(What)
    assert all(one[0] and one[2] for one in HAPPENED.values())


# Asking


def test_a_candidate_is_asked_by_mail_and_has_five_working_days(session, region):
    row = asked(session, region)
    assert (row.state, row.due_on) == (S.ASKED, (NOW + timedelta(days=7)).date())
    assert mails(session) == [("kandidaat", "Je coach wil je voorstellen aan een bedrijf")]
    assert history(session, row) == [("asked", "loopbaancoach")]
    assert introductions_for_employer(session, employer_id=region.employer) == []


def _set_aside(session, region):
    session.get_one(Entry, region.entries[0]).state = EntryState.SET_ASIDE


def _unguided(session, region):
    end_assignment(session, candidate_id=region.person, now=NOW)


def _paused(session, region):
    pause(session, candidate_id=region.person)


def _without_consent(session, region):
    withdraw_consent(session, candidate_id=region.person, purpose=Purpose.MATCHING, now=NOW)


def _closed(session, region):
    close_vacancy(session, vacancy_id=region.vacancy)


def _hidden(session, region):
    draft = HiddenEmployerDraft(trade_name="demo STAAL")
    hide_from(session, candidate_id=region.person, draft=draft)


def _hidden_by_number(session, region):
    hide_from(session, candidate_id=region.person, draft=HiddenEmployerDraft(kvk="12345678"))


def _waiting(session, region):
    session.get_one(Employer, region.employer).waiting_since = NOW


def _nobody_there(session, region):
    session.delete(session.get_one(Contact, region.contact))


def _asked_before(session, region):
    asked(session, region)


def _placed(session, region):
    other = a_vacancy(session, region.employer, places=2)
    entry = an_entry(session, other, region.coach, region.person)
    row = Introduction(
        entry_id=entry,
        vacancy_id=other,
        candidate_id=region.person,
        coach_id=region.coach,
        state=S.ACCEPTED,
        asked_at=NOW,
        seat=1,
    )
    session.add(row)


@pytest.mark.parametrize(
    ("before", "refusal"),
    [
        (_set_aside, NotApproved),
        (_unguided, NotYourCandidate),
        (_paused, NotTakingPart),
        (_without_consent, NotTakingPart),
        (_closed, VacancyNotOpen),
        (_hidden, HiddenFrom),
        (_hidden_by_number, HiddenFrom),
        (_waiting, EmployerNotReady),
        (_nobody_there, EmployerNotReady),
        (_asked_before, AlreadyRunning),
        (_placed, PlacedAlready),
    ],
)
def test_nobody_is_asked_where_a_yes_leads_nowhere(session, region, before, refusal):
    before(session, region)
    session.flush()
    with pytest.raises(refusal):
        asked(session, region)
    session.rollback()


def test_somebody_set_aside_meanwhile_is_not_asked(engine):
    with writing(engine) as session:
        region = a_region(session)

    def ask_meanwhile():
        with writing(engine) as session:
            asked(session, region)

    with ThreadPoolExecutor(1) as thread:
        with writing(engine) as session:
            _set_aside(session, region)
            session.flush()
            meanwhile = thread.submit(ask_meanwhile)
            with pytest.raises(TimeoutError):
                meanwhile.result(timeout=0.5)
        with pytest.raises(NotApproved):
            meanwhile.result()
    with reading(engine) as session:
        assert session.exec(select(Introduction)).all() == []


def test_only_the_own_coach_asks_and_in_words(session, region):
    with pytest.raises(UnknownEntry):
        ask_candidate(
            session, entry_id=999, coach_id=region.coach, words="x", address=ADDRESS, now=NOW
        )
    with pytest.raises(NotYourCandidate):
        ask_candidate(
            session,
            entry_id=region.entries[0],
            coach_id=region.contact,
            words="x",
            address=ADDRESS,
            now=NOW,
        )
    with pytest.raises(Invalid):
        ask_candidate(
            session,
            entry_id=region.entries[0],
            coach_id=region.coach,
            words=" ",
            address=ADDRESS,
            now=NOW,
        )


def test_who_refused_can_be_asked_again(session, region):
    refused(session, region, asked(session, region))
    assert asked(session, region).state is S.ASKED


# Who reads what


def shown(session, row, reader):
    return show_introduction(session, row, reader=reader)


@pytest.mark.parametrize("state", list(S))
def test_the_employer_reads_a_name_only_while_it_is_open(session, region, state):
    row = introduced(session, region)
    row.state = state
    session.flush()
    seen = shown(session, row, Reader.EMPLOYER)
    is_open = state in OPENED
    assert (seen.name, seen.presentation) == (
        ("Naam 0", "Voor dit bedrijf.") if is_open else ("", "")
    )
    assert (seen.card is not None) is is_open
    assert seen.words == ""


def test_the_candidate_sees_what_the_employer_would_see_and_may_change_it(session, region):
    row = asked(session, region)
    assert shown(session, row, Reader.CANDIDATE).presentation == "Ik ben nummer 0."
    agree(
        session,
        introduction_id=row.id,
        presentation="Alleen voor jullie.",
        by=region.by_person(),
        seen=row.revision,
        address=ADDRESS,
        now=NOW,
    )
    assert shown(session, row, Reader.EMPLOYER).presentation == "Alleen voor jullie."
    assert (row.state, row.introduced_at) == (S.INTRODUCED, NOW)


def test_agreeing_mails_the_employer_the_candidate_and_the_coach(session, region):
    row = asked(session, region)
    forget_mails(session)
    agree(
        session,
        introduction_id=row.id,
        presentation="",
        by=region.by_person(),
        seen=None,
        address=ADDRESS,
        now=NOW,
    )
    assert mails(session) == [
        ("bedrijf", "Iemand voor je vacature: wil je kennismaken?"),
        ("kandidaat", "Je bent voorgesteld"),
        ("coach", "Er is nieuws over een voordracht"),
    ]


def test_the_reason_of_a_no_is_for_the_coach_alone(session, region):
    row = refused(session, region, asked(session, region))
    assert shown(session, row, Reader.COACH).text_for_coach == "Te ver weg."
    assert shown(session, row, Reader.CANDIDATE).text_for_coach == "Te ver weg."
    assert shown(session, row, Reader.EMPLOYER).text_for_coach == ""
    assert row.ended_at == NOW


def test_the_two_texts_of_an_employer_go_to_whom_they_are_for(session, region):
    row = introduced(session, region)
    answered(session, region, row, EmployerAnswer.DECLINE, reason=DeclineReason.HOURS)
    for_candidate, for_coach = (
        shown(session, row, one) for one in (Reader.CANDIDATE, Reader.COACH)
    )
    assert (for_candidate.text_for_candidate, for_candidate.text_for_coach) == ("voor jou", "")
    assert for_coach.text_for_coach == "voor coach"
    assert for_candidate.reason is DeclineReason.HOURS


def test_each_side_reads_its_own_history(session, region):
    row = introduced(session, region)
    answered(session, region, row, EmployerAnswer.MEET)
    told = {
        reader: [one.sentence for one in shown(session, row, reader).history] for reader in Reader
    }
    assert told == {
        Reader.CANDIDATE: [
            "Je coach vroeg of je voorgesteld wilt worden.",
            "Je zei ja. Het bedrijf ziet je naam en je tekst.",
            "Het bedrijf wil kennismaken.",
        ],
        Reader.EMPLOYER: ["Iemand werd aan je voorgesteld.", "Je zei dat je wilt kennismaken."],
        Reader.COACH: [
            "De kandidaat is gevraagd.",
            "De kandidaat zei ja en is voorgesteld.",
            "Het bedrijf wil kennismaken.",
        ],
    }


# Answering


@pytest.mark.parametrize(
    ("answer", "reason", "state"),
    [
        (EmployerAnswer.MEET, None, S.MEETING),
        (EmployerAnswer.ACCEPT, None, S.ACCEPTED),
        *((EmployerAnswer.DECLINE, one, S.DECLINED) for one in DeclineReason),
    ],
)
def test_an_employer_answers(session, region, answer, reason, state):
    row = answered(session, region, introduced(session, region), answer, reason=reason)
    assert (row.state, row.decline_reason) == (state, reason)
    assert row.due_on == {S.MEETING: (NOW + timedelta(days=14)).date()}.get(state)
    assert history(session, row)[-1][1] == "werkgever"


def test_nobody_is_met_who_no_longer_takes_part(session, region):
    row = introduced(session, region)
    pause(session, candidate_id=region.person)
    with pytest.raises(NotTakingPart):
        answered(session, region, row, EmployerAnswer.MEET)


def test_nobody_agrees_to_a_vacancy_that_was_closed(session, region):
    row = asked(session, region)
    close_vacancy(session, vacancy_id=region.vacancy)
    with pytest.raises(VacancyNotOpen):
        agree(
            session,
            introduction_id=row.id,
            presentation="",
            by=region.by_person(),
            seen=None,
            address=ADDRESS,
            now=NOW,
        )


# Ending


@pytest.mark.parametrize("who", ["person", "coach"])
@pytest.mark.parametrize("state", sorted(RUNNING - {S.PLACED}))
def test_candidate_and_coach_stop_it_at_any_moment(session, region, who, state):
    row = introduced(session, region)
    row.state, row.seat = state, 1 if state is S.ACCEPTED else None
    session.flush()
    by = region.by_person() if who == "person" else region.by_coach()
    stopped(session, row, by)
    assert (row.state, row.ended_at, row.seat, row.due_on) == (S.WITHDRAWN, NOW, None, None)
    assert shown(session, row, Reader.EMPLOYER).name == ""


def test_who_never_was_shown_is_stopped_without_a_word_to_the_employer(session, region):
    row = asked(session, region)
    forget_mails(session)
    stopped(session, row, region.by_coach())
    assert mails(session) == [("kandidaat", "Er is nieuws over je voordracht")]


def _withdrawn(session, region):
    withdraw(session, candidate_id=region.person, now=NOW)


@pytest.mark.parametrize("leave", [_paused, _without_consent, _withdrawn])
def test_who_leaves_is_introduced_to_nobody_any_more(session, region, leave):
    row = introduced(session, region)
    other = introduced(session, region, 1)
    leave(session, region)
    assert shown(session, row, Reader.EMPLOYER).name == ""
    everybody = region.people
    assert close_of_who_left(session, candidate_ids=everybody, address=ADDRESS, now=NOW) == [
        region.person
    ]
    assert (row.state, row.ended_at) == (S.WITHDRAWN, NOW)
    assert other.state is S.INTRODUCED
    for listed in (
        introductions_for_employer(session, employer_id=region.employer),
        introductions_of_coach(session, coach_id=region.coach),
    ):
        assert [one.id for one in listed] == [other.id]
    own = introductions_of_candidate(session, candidate_id=region.person)
    assert [one.id for one in own] == [row.id]


def test_who_has_a_place_keeps_it_when_the_profile_is_paused(session, region):
    row = answered(session, region, introduced(session, region), EmployerAnswer.ACCEPT)
    pause(session, candidate_id=region.person)
    assert close_of_who_left(session, candidate_ids=region.people, address=ADDRESS, now=NOW) == []
    assert (row.state, row.seat) == (S.ACCEPTED, 1)
    assert shown(session, row, Reader.EMPLOYER).name == ""


def test_of_who_was_erased_no_introduction_is_left(session, region):
    introduced(session, region)
    erase_person(session, candidate_id=region.person, now=NOW)
    close_of_who_left(session, candidate_ids=region.people, address=ADDRESS, now=NOW)
    assert session.exec(select(Introduction)).all() == []


def test_what_runs_at_a_vacancy_that_ends_lapses_with_a_mail(session, region):
    rows = [introduced(session, region), asked(session, region, 1)]
    forget_mails(session)
    close_vacancy(session, vacancy_id=region.vacancy)
    ended = lapse_introductions(session, vacancy_id=region.vacancy, address=ADDRESS, now=NOW)
    assert ended == list(region.people)
    assert [row.state for row in rows] == [S.LAPSED, S.LAPSED]
    assert [to for to, _ in mails(session)] == [
        "kandidaat", "bedrijf", "coach", "kandidaat", "coach",
    ]  # fmt: skip
    assert session.get_one(Vacancy, region.vacancy).state.value == "closed"


# Lists


def test_lists_put_what_waits_first(session, region):
    first, second = introduced(session, region), introduced(session, region, 1)
    second.escalated_at = NOW
    session.flush()
    answered(session, region, first, EmployerAnswer.DECLINE, reason=DeclineReason.OTHER)
    by_coach = introductions_of_coach(session, coach_id=region.coach)
    assert [(one.id, one.waits, one.name) for one in by_coach] == [
        (second.id, True, "Naam 1"),
        (first.id, False, "Naam 0"),
    ]
    received = introductions_for_employer(session, employer_id=region.employer)
    assert [(one.id, one.waits, one.name) for one in received] == [
        (second.id, True, ""),
        (first.id, False, ""),
    ]
    [own] = introductions_of_candidate(session, candidate_id=region.person)
    assert (own.id, own.stands) == (
        first.id,
        "Het bedrijf kiest niet voor jou. Lees waarom.",
    )
