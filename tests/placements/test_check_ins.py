"""Promises about check-ins: both sides, on four days, each mailed and answered once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from accounts.audit import entries_about
from accounts.models import Account, OutgoingMail, Role
from accounts.service import close_account
from accounts.tokens import hashed
from coaching.caseload import assign, end_assignment
from coaching.introduction_words import Reader
from foundation.database import reading, writing
from foundation.entry import validated
from foundation.errors import Conflict, Invalid
from placements.aftercare import aftercare_of, write_aftercare
from placements.answering import (
    AlreadyAnswered,
    Answerer,
    NotAskedAnyMore,
    NotDueYet,
    OtherSide,
    TooLate,
    add_words,
    answer_check_in,
)
from placements.asking import AskedHow, ask_how, check_ins_due
from placements.check_in_drafts import AftercareDraft, CheckInDraft, CommentDraft
from placements.check_in_links import CheckInLinkState, find_check_in_link
from placements.check_ins import (
    UnknownCheckIn,
    cancel_check_ins,
    check_ins_of,
    find_check_in,
    plan_check_ins,
)
from placements.follow_up import Standing, follow_up_of, name_for_employer
from placements.following import WhyCall, calls_of
from placements.models import (
    AftercareNote,
    CheckInLink,
    EndReason,
    HandoverEvent,
    HandoverRow,
    OutcomeKind,
)
from profiles.service import ProfileEnded
from profiles.states import erase_person, pause, withdraw
from tests.coaching.conftest import an_account
from tests.coaching.introducing import ADDRESS, a_region, forget_mails, mails
from tests.placements.following import (
    HELP,
    STOPPED,
    WEEK_2,
    WEEK_6,
    WEEK_13,
    WELL,
    C,
    E,
    answer,
    ask_all,
    at,
    check_in,
    followed,
    tokens,
)
from tests.placements.placing import corrected, drafted, ended, placed_by_hand
from tests.profiles.worlds import NOW
from vacancies.models import Contact

ASKED, REMINDED = Counter({AskedHow.ASKED: 2}), Counter({AskedHow.REMINDED: 2})
NOBODY = Counter()


@pytest.fixture
def region(session):
    return a_region(session, people=2, places=2)


def planned(session, row):
    return [
        (one.week, one.side, one.due_on.isoformat())
        for one in check_ins_of(session, outcome_id=row.id)
        if one.cancelled_at is None
    ]


def handed(session, row):
    told = select(HandoverRow.event).where(HandoverRow.outcome_id == row.id)
    return list(session.exec(told.order_by(col(HandoverRow.id))))


# Planning


def test_a_placement_is_followed_on_both_sides_for_half_a_year(session, region):
    assert planned(session, followed(session, region)) == [
        (2, C, "2026-09-15"), (2, E, "2026-09-15"), (6, C, "2026-10-13"), (6, E, "2026-10-13"),
        (13, C, "2026-12-01"), (13, E, "2026-12-01"), (26, C, "2027-03-02"), (26, E, "2027-03-02"),
    ]  # fmt: skip


def test_planning_twice_adds_nothing(session, region):
    row = followed(session, region)
    first = planned(session, row)
    assert [one.id for one in plan_check_ins(session, outcome=row, now=NOW)]
    assert planned(session, row) == first


def test_without_anybody_at_the_employer_the_candidate_alone_is_asked(session, region):
    close_account(session, account_id=region.contact, now=NOW)
    row = placed_by_hand(session, region)
    assert [side for _, side, _ in planned(session, row)] == [C] * 4


@pytest.mark.parametrize("kind", [OutcomeKind.ORIENTATION_DAY, OutcomeKind.MOVED_ON])
def test_what_is_no_placement_is_not_followed(session, region, kind):
    at_work = kind is OutcomeKind.ORIENTATION_DAY
    row = placed_by_hand(
        session, region, kind=kind, employer_id=region.employer if at_work else None
    )
    assert planned(session, row) == []


# Asking


def test_a_whole_course_without_a_word(session, region):
    row = followed(session, region)
    day, found = date(2026, 9, 1), {}
    while day <= date(2026, 11, 20):
        asked = ask_all(session, day.isoformat())
        if asked:
            found[day.isoformat()] = asked
        day += timedelta(days=1)
    assert found == {
        "2026-09-15": ASKED, "2026-09-22": REMINDED, "2026-10-13": ASKED, "2026-10-20": REMINDED,
    }  # fmt: skip
    assert check_in(session, row, 6, C).answer is None


def test_each_side_gets_its_own_mail_and_its_own_link(session, region):
    followed(session, region)
    ask_all(session, WEEK_2)
    assert mails(session) == [
        ("kandidaat", "Hoe gaat het op je werk?"),
        ("bedrijf", "Hoe gaat het met je nieuwe collega?"),
    ]
    assert [to for to, _ in tokens(session)] == ["kandidaat", "bedrijf"]


def test_a_mail_says_nothing_about_anybody(session, region):
    followed(session, region)
    ask_all(session, WEEK_2)
    ask_all(session, "2026-09-22")
    texts = " ".join(row.subject + row.text for row in session.exec(select(OutgoingMail)))
    assert not [word for word in ("Naam", "lassen", "Demo Staal", "K-") if word in texts]


def test_only_the_hash_of_a_link_is_kept(session, region):
    followed(session, region)
    ask_all(session, WEEK_2)
    kept = [row.token_hash for row in session.exec(select(CheckInLink))]
    assert sorted(kept) == sorted(hashed(token) for _, token in tokens(session))


def test_asking_twice_mails_once(session, region):
    followed(session, region)
    due = check_ins_due(session, now=at(WEEK_2))
    for _ in range(2):
        for one in due:
            ask_how(session, check_in_id=one, address=ADDRESS, now=at(WEEK_2))
    assert len(mails(session)) == 2


def test_two_processes_at_once_mail_once(engine):
    with writing(engine) as session:
        followed(session, a_region(session))
    with reading(engine) as session:
        due = check_ins_due(session, now=at(WEEK_2))

    def walk(_: int) -> list[AskedHow | None]:
        done = []
        for one in due:
            with writing(engine) as session:
                done.append(ask_how(session, check_in_id=one, address=ADDRESS, now=at(WEEK_2)))
        return done

    with ThreadPoolExecutor(4) as pool:
        done = Counter(one for some in pool.map(walk, range(4)) for one in some)
    assert done == {AskedHow.ASKED: 2, None: 6}
    with reading(engine) as session:
        assert len(mails(session)) == 2


def test_who_answered_is_not_reminded(session, region):
    row = followed(session, region)
    ask_all(session, WEEK_2)
    answer(session, region, check_in(session, row, 2, C), day=WEEK_2)
    assert ask_all(session, "2026-09-22") == {AskedHow.REMINDED: 1}


def test_the_trail_says_that_the_program_asked(session, region):
    followed(session, region)
    ask_all(session, WEEK_2)
    told = entries_about(session, candidate_id=region.person, most=2)
    assert {(one.actor_role, one.action, one.reason) for one in told} == {
        ("programma", "gevraagd hoe het gaat", "volgen hoe het gaat")
    }


@pytest.mark.parametrize("leave", [withdraw, erase_person])
def test_about_who_has_left_nobody_is_asked(session, region, leave):
    followed(session, region)
    leave(session, candidate_id=region.person, now=NOW)
    forget_mails(session)
    assert (ask_all(session, WEEK_2), mails(session)) == (NOBODY, [])


def test_who_is_paused_is_asked_all_the_same(session, region):
    followed(session, region)
    pause(session, candidate_id=region.person)
    assert ask_all(session, WEEK_2) == ASKED


def test_a_closed_account_is_not_asked_and_the_coach_calls(session, region):
    followed(session, region)
    close_account(session, account_id=region.contact, now=NOW)
    assert ask_all(session, WEEK_2) == {AskedHow.ASKED: 1, None: 1}
    calls = calls_of(session, coach_id=region.coach, now=at("2026-09-16"))
    assert [(one.side, one.why) for one in calls] == [(E, WhyCall.SILENT)]


def test_a_start_in_the_past_asks_only_what_is_less_than_two_weeks_over(session, region):
    row = followed(session, region, starts_on=NOW.date() - timedelta(weeks=7))
    assert ask_all(session, "2026-09-01") == ASKED
    assert check_in(session, row, 2, C).asked_at is None
    assert check_in(session, row, 6, C).asked_at == at("2026-09-01")


def test_what_was_never_asked_the_coach_can_fill_in_by_phone(session, region):
    row = followed(session, region, starts_on=NOW.date() - timedelta(weeks=7))
    told = follow_up_of(session, outcome_id=row.id, reader=Reader.COACH, now=NOW)
    assert [(one.week, one.standing) for one in told.lines if one.side is C] == [
        (2, Standing.TO_CALL), (6, Standing.TO_CALL), (13, Standing.LATER), (26, Standing.LATER),
    ]  # fmt: skip
    filled = answer(
        session, region, check_in(session, row, 2, C), STOPPED, day="2026-09-01", by="coach"
    )
    assert (filled.answer, filled.by_coach) == (STOPPED, True)


# Answering


def test_an_answer_is_kept_once_and_handed_over(session, region):
    row = followed(session, region)
    one = check_in(session, row, 2, C)
    assert answer(session, region, one, day=WEEK_2).answer is WELL
    with pytest.raises(AlreadyAnswered):
        answer(session, region, one, STOPPED, day=WEEK_2)
    assert check_in(session, row, 2, C).answer is WELL
    assert handed(session, row) == [HandoverEvent.LOGGED, HandoverEvent.CHECKED_IN]


def test_of_two_answers_at_once_one_is_kept(engine):
    with writing(engine) as session:
        region = a_region(session)
        row = followed(session, region)
        one = check_in(session, row, 2, C)

    def tap(what):
        try:
            with writing(engine) as session:
                answer(session, region, find_check_in(session, outcome_id=row.id,
                       check_in_id=one.id), what, day=WEEK_2)  # fmt: skip
        except Conflict:
            return None
        return what

    with ThreadPoolExecutor(4) as pool:
        done = [one for one in pool.map(tap, [WELL, HELP, STOPPED, WELL]) if one]
    with reading(engine) as session:
        assert [check_in(session, row, 2, C).answer] == done
        assert handed(session, row) == [HandoverEvent.LOGGED, HandoverEvent.CHECKED_IN]


@pytest.mark.parametrize(
    ("what", "subject"),
    [
        (WELL, []),
        (HELP, [("coach", "Iemand wil met je praten")]),
        (STOPPED, [("coach", "Iemand zegt dat het werk is gestopt")]),
    ],
)
def test_the_coach_hears_at_once_what_he_must_know(session, region, what, subject):
    row = followed(session, region)
    answer(session, region, check_in(session, row, 2, E), what, day=WEEK_2)
    assert mails(session) == subject


def test_the_mail_goes_to_who_guides_now(session, region):
    row = followed(session, region)
    other = an_account(session, Role.COACH)
    session.get_one(Account, other).email = "opvolger@talent.example"
    end_assignment(session, candidate_id=region.person, now=NOW)
    assign(session, candidate_id=region.person, coach_id=other, now=NOW)
    answer(session, region, check_in(session, row, 2, C), HELP, day=WEEK_2)
    assert [to for to, _ in mails(session)] == ["opvolger"]
    assert [one.why for one in calls_of(session, coach_id=other, now=at(WEEK_2))] == [WhyCall.HELP]
    assert calls_of(session, coach_id=region.coach, now=at(WEEK_2)) == ()


def test_stopped_ends_nothing_by_itself(session, region):
    row = followed(session, region)
    answer(session, region, check_in(session, row, 2, C), STOPPED, day=WEEK_2)
    session.refresh(row)
    assert (row.state.value, row.ended_on) == ("loopt", None)


def test_who_was_not_asked_cannot_answer(session, region):
    row = followed(session, region)
    one = check_in(session, row, 2, C)
    with pytest.raises(OtherSide):
        answer_as(session, one, Answerer(region.contact, E))
    with pytest.raises(UnknownCheckIn):
        find_check_in(session, outcome_id=row.id + 1, check_in_id=one.id)


def answer_as(session, one, by):
    draft = validated(CheckInDraft, {"answer": WELL})
    return answer_check_in(
        session, outcome_id=one.outcome_id, check_in_id=one.id, draft=draft, by=by,
        address=ADDRESS, now=at(WEEK_2),
    )  # fmt: skip


def test_a_question_that_has_not_come_is_not_answered(session, region):
    row = followed(session, region)
    with pytest.raises(NotDueYet):
        answer(session, region, check_in(session, row, 6, C), day=WEEK_2)


def test_about_who_has_left_nothing_is_answered(session, region):
    row = followed(session, region)
    withdraw(session, candidate_id=region.person, now=NOW)
    with pytest.raises(ProfileEnded):
        answer(session, region, check_in(session, row, 2, E), day=WEEK_2)


# The words beside it


def test_a_few_words_are_a_note_of_that_side(session, region):
    row = followed(session, region)
    answer(session, region, check_in(session, row, 2, E), day=WEEK_2, text="Hij leert snel.")
    assert [(one.text, one.side) for one in aftercare_of(session, outcome_id=row.id)] == [
        ("Hij leert snel.", E)
    ]


def words(session, region, one, text="Fijn team.", day=WEEK_2, hour=10):
    by = Answerer(region.accounts[0], C)
    return add_words(
        session, outcome_id=one.outcome_id, check_in_id=one.id, draft=CommentDraft(text=text),
        by=by, now=at(day, hour),
    )  # fmt: skip


def test_words_can_be_added_until_a_day_after_the_tap(session, region):
    row = followed(session, region)
    one = check_in(session, row, 2, C)
    with pytest.raises(TooLate):
        words(session, region, one)
    answer(session, region, one, day=WEEK_2)
    words(session, region, one)
    words(session, region, one)  # the button twice
    with pytest.raises(TooLate):
        words(session, region, one, text="Later.", day="2026-09-16")
    assert [one.text for one in aftercare_of(session, outcome_id=row.id)] == ["Fijn team."]


def test_a_text_on_a_tap_is_short(session, region):
    with pytest.raises(Invalid, match="hoogstens 1000 tekens"):
        validated(CheckInDraft, {"answer": WELL, "text": "a" * 1001})


def test_a_citizen_number_is_refused():
    with pytest.raises(Invalid, match="burgerservicenummer"):
        validated(AftercareDraft, {"text": "BSN 111222333"})


def test_the_person_reads_every_note_and_the_employer_only_his_own(session, region):
    row = followed(session, region)
    note(session, region, row, "Gebeld: gaat goed.")
    answer(session, region, check_in(session, row, 2, E), day=WEEK_2, text="Top.")
    answer(session, region, check_in(session, row, 2, C), day=WEEK_2, text="Leuk.", hour=10)
    told = {
        reader: [one.text for one in follow_up_of(
            session, outcome_id=row.id, reader=reader, now=at(WEEK_2)).notes]
        for reader in Reader
    }  # fmt: skip
    assert told == {
        Reader.CANDIDATE: ["Gebeld: gaat goed.", "Top.", "Leuk."],
        Reader.EMPLOYER: ["Top."],
        Reader.COACH: ["Gebeld: gaat goed.", "Top.", "Leuk."],
    }


def note(session, region, row, text, day="2026-09-10"):
    draft = validated(AftercareDraft, {"text": text})
    return write_aftercare(
        session, outcome_id=row.id, coach_id=region.coach, draft=draft, now=at(day)
    )


def test_the_same_note_within_a_day_is_one(session, region):
    row = followed(session, region)
    first = note(session, region, row, "Gebeld.")
    assert note(session, region, row, "Gebeld.").id == first.id
    assert note(session, region, row, "Gebeld.", day="2026-09-12").id != first.id


def test_the_texts_go_with_the_person(session, region):
    row = followed(session, region)
    note(session, region, row, "Gebeld.")
    answer(session, region, check_in(session, row, 2, C), day=WEEK_2, text="Leuk.")
    erase_person(session, candidate_id=region.person, now=at(WEEK_2))
    assert session.exec(select(AftercareNote)).all() == []
    assert check_in(session, row, 2, C).answer is WELL


# Links


def state_of(session, token, day=WEEK_2):
    return find_check_in_link(session, token=token, now=at(day, 10)).state


def test_a_link_works_once_and_only_for_its_own_question(session, region):
    row = followed(session, region)
    ask_all(session, WEEK_2)
    token = tokens(session)[0][1]
    assert state_of(session, token) is CheckInLinkState.USABLE
    found = find_check_in_link(session, token=token, now=at(WEEK_2))
    assert (found.check_in.week, found.check_in.side) == (2, C)
    answer_as(session, found.check_in,
              Answerer(region.accounts[0], C, found.link.id))  # fmt: skip
    assert state_of(session, token) is CheckInLinkState.JUST_USED
    assert state_of(session, token, "2026-09-17") is CheckInLinkState.USED
    ask_all(session, WEEK_6)
    assert state_of(session, tokens(session)[-2][1], WEEK_6) is CheckInLinkState.USABLE
    assert check_in(session, row, 6, C).answer is None


def test_looking_changes_nothing(session, region):
    followed(session, region)
    ask_all(session, WEEK_2)
    token = tokens(session)[0][1]
    for _ in range(3):
        assert state_of(session, token) is CheckInLinkState.USABLE


def test_a_link_expires_after_four_weeks(session, region):
    followed(session, region)
    ask_all(session, WEEK_2)
    token = tokens(session)[0][1]
    assert state_of(session, token, WEEK_6) is CheckInLinkState.USABLE
    assert state_of(session, token, "2026-10-14") is CheckInLinkState.EXPIRED


def test_the_first_link_stops_when_the_second_has_answered(session, region):
    row = followed(session, region)
    ask_all(session, WEEK_2)
    first = tokens(session)[0][1]
    ask_all(session, "2026-09-22")
    answer(session, region, check_in(session, row, 2, C), day="2026-09-22")
    assert state_of(session, first, "2026-09-22") is CheckInLinkState.USED


def test_who_no_longer_acts_for_the_employer_has_no_link(session, region):
    followed(session, region)
    ask_all(session, WEEK_2)
    session.delete(session.exec(select(Contact)).one())
    session.flush()
    assert state_of(session, tokens(session)[1][1]) is CheckInLinkState.UNKNOWN


def test_an_invented_link_is_unknown(session, region):
    assert state_of(session, "niets") is CheckInLinkState.UNKNOWN


@pytest.mark.parametrize("how", ["ended", "left"])
def test_a_link_is_over_when_there_is_nothing_more_to_ask(session, region, how):
    row = followed(session, region)
    ask_all(session, WEEK_2)
    if how == "ended":
        ended(session, region, row, on=date(2026, 9, 16), now=at("2026-09-16"))
    else:
        withdraw(session, candidate_id=region.person, now=at("2026-09-16"))
    assert state_of(session, tokens(session)[1][1], "2026-09-16") is CheckInLinkState.OVER


# Ended and corrected


def test_after_the_end_nothing_more_is_asked(session, region):
    row = followed(session, region)
    answer(session, region, check_in(session, row, 2, C), day=WEEK_2)
    ended(session, region, row, on=date(2026, 9, 20), now=at("2026-09-20"))
    assert planned(session, row) == [(2, C, WEEK_2)]
    assert ask_all(session, WEEK_6) == NOBODY
    with pytest.raises(NotAskedAnyMore):
        answer(session, region, check_in(session, row, 2, E), day=WEEK_6)


def test_who_stayed_with_the_employer_is_followed_to_the_last_week(session, region):
    row = followed(session, region)
    ended(session, region, row, EndReason.STAYED, on=date(2026, 9, 20), now=at("2026-09-20"))
    assert cancel_check_ins(session, outcome_id=row.id, now=at("2026-09-20")) == 0
    assert ask_all(session, WEEK_6) == ASKED
    assert answer(session, region, check_in(session, row, 6, C), day=WEEK_6).answer is WELL


def test_cancelling_twice_cancels_once(session, region):
    row = followed(session, region)
    ended(session, region, row, on=date(2026, 9, 2), now=at("2026-09-02"))
    assert cancel_check_ins(session, outcome_id=row.id, now=at("2026-09-03")) == 0
    assert {one.cancelled_at for one in check_ins_of(session, outcome_id=row.id)} == {
        at("2026-09-02")
    }


def test_a_correction_goes_on_with_what_was_asked_and_said(session, region):
    row = followed(session, region)
    ask_all(session, WEEK_2)
    token = tokens(session)[1][1]
    answer(session, region, check_in(session, row, 2, C), day=WEEK_2, text="Leuk.")
    new = corrected(
        session, region, row, drafted(hours=24, starts_on=date(2026, 9, 2)), now=at("2026-09-16")
    )
    assert planned(session, row) == []
    assert [one for one in planned(session, new) if one[0] < 13] == [
        (2, C, "2026-09-16"), (2, E, "2026-09-16"), (6, C, "2026-10-14"), (6, E, "2026-10-14"),
    ]  # fmt: skip
    assert check_in(session, new, 2, C).answer is WELL
    assert [one.text for one in aftercare_of(session, outcome_id=new.id)] == ["Leuk."]
    assert state_of(session, token, "2026-09-16") is CheckInLinkState.USABLE
    assert ask_all(session, "2026-09-17") == NOBODY


def test_an_outcome_that_was_a_mistake_asks_nothing(session, region):
    row = followed(session, region)
    corrected(session, region, row, now=at("2026-09-02"))
    assert (planned(session, row), ask_all(session, WEEK_2)) == ([], NOBODY)


# The desk of the coach


def calls(session, region, day):
    return [
        (one.why, one.side, one.week)
        for one in calls_of(session, coach_id=region.coach, now=at(day))
    ]


def test_after_ten_working_days_the_coach_calls(session, region):
    row = followed(session, region)
    ask_all(session, WEEK_2)
    answer(session, region, check_in(session, row, 2, E), day=WEEK_2)
    assert calls(session, region, "2026-09-28") == []
    assert calls(session, region, "2026-09-29") == [(WhyCall.SILENT, C, 2)]
    answer(session, region, check_in(session, row, 2, C), day="2026-09-30", by="coach")
    assert calls(session, region, "2026-09-30") == []


def test_only_the_last_question_of_a_side_asks_for_a_call(session, region):
    followed(session, region)
    ask_all(session, WEEK_2)
    ask_all(session, WEEK_6)
    assert calls(session, region, WEEK_6) == []
    assert calls(session, region, "2026-10-27") == [(WhyCall.SILENT, C, 6), (WhyCall.SILENT, E, 6)]


def test_who_wants_to_talk_waits_until_the_coach_notes_it(session, region):
    row = followed(session, region)
    ask_all(session, WEEK_2)
    answer(session, region, check_in(session, row, 2, C), HELP, day=WEEK_2)
    assert calls(session, region, WEEK_2) == [(WhyCall.HELP, C, 2)]
    note(session, region, row, "Gebeld: rooster besproken.", day="2026-09-16")
    assert calls(session, region, "2026-09-16") == []


def test_stopped_waits_until_the_end_is_noted(session, region):
    row = followed(session, region)
    ask_all(session, WEEK_2)
    answer(session, region, check_in(session, row, 2, E), STOPPED, day=WEEK_2)
    note(session, region, row, "Gebeld.", day="2026-09-16")
    assert calls(session, region, "2026-09-16") == [(WhyCall.STOPPED, E, 2)]
    ended(session, region, row, on=date(2026, 9, 15), now=at("2026-09-16"))
    assert calls(session, region, "2026-09-16") == []


def test_what_is_urgent_comes_first(session, region):
    first, second = followed(session, region), followed(session, region, 1)
    ask_all(session, WEEK_2)
    answer(session, region, check_in(session, first, 2, C), HELP, day=WEEK_2)
    answer(session, region, check_in(session, second, 2, C), STOPPED, day=WEEK_2)
    assert calls(session, region, "2026-09-29") == [
        (WhyCall.STOPPED, C, 2), (WhyCall.HELP, C, 2), (WhyCall.SILENT, E, 2),
        (WhyCall.SILENT, E, 2),
    ]  # fmt: skip


def test_the_desk_names_who_is_guided_and_numbers_who_is_nobodys(session, region):
    row = followed(session, region)
    answer(session, region, check_in(session, row, 2, C), HELP, day=WEEK_2)
    assert [one.called for one in calls_of(session, coach_id=region.coach, now=at(WEEK_2))] == [
        "Naam 0"
    ]
    end_assignment(session, candidate_id=region.person, now=at(WEEK_2))
    assert [one.called for one in calls_of(session, coach_id=region.coach, now=at(WEEK_2))] == [
        "K-001"
    ]


def test_who_has_left_is_on_nobodys_desk(session, region):
    row = followed(session, region)
    answer(session, region, check_in(session, row, 2, C), HELP, day=WEEK_2)
    withdraw(session, candidate_id=region.person, now=at(WEEK_2))
    assert calls(session, region, WEEK_2) == []


# What each side reads


def test_the_employer_reads_his_own_side_and_can_answer_it(session, region):
    row = followed(session, region)
    told = follow_up_of(session, outcome_id=row.id, reader=Reader.EMPLOYER, now=at(WEEK_2))
    assert [(one.side, one.week) for one in told.lines] == [(E, 2), (E, 6), (E, 13), (E, 26)]
    assert [one.week for one in told.to_answer] == [2]


def test_the_candidate_reads_both_sides_and_answers_one(session, region):
    row = followed(session, region)
    told = follow_up_of(session, outcome_id=row.id, reader=Reader.CANDIDATE, now=at(WEEK_6))
    assert len(told.lines) == 8
    assert {one.side for one in told.to_answer} == {C}


def test_the_coach_can_answer_for_both(session, region):
    row = followed(session, region)
    told = follow_up_of(session, outcome_id=row.id, reader=Reader.COACH, now=at(WEEK_13))
    assert [(one.week, one.side) for one in told.to_answer] == [
        (2, C), (2, E), (6, C), (6, E), (13, C), (13, E),
    ]  # fmt: skip


def test_the_employer_reads_the_name_only_while_the_introduction_stands(session, region):
    row = followed(session, region)
    assert name_for_employer(session, outcome=row) == "Naam 0"
    ended(session, region, row, EndReason.STAYED, on=date(2026, 9, 2), now=at("2026-09-02"))
    assert name_for_employer(session, outcome=row) == ""


def test_the_employer_never_reads_the_name_of_who_was_placed_by_hand(session, region):
    assert name_for_employer(session, outcome=placed_by_hand(session, region)) == ""
