"""Promises about outcomes: what can be logged, ended and corrected, and never two at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import hypothesis
import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from accounts.models import Account, Region, Role
from coaching.caseload import end_assignment
from coaching.introduction_steps import RUNNING, StepNotPossible, UnknownIntroduction
from coaching.introduction_words import Reader
from coaching.introductions import HiddenFrom, NotYourCandidate, free_seats
from coaching.models import Introduction, IntroductionState
from foundation.database import reading, writing
from foundation.errors import Invalid, TalentError
from foundation.places import Postcode
from placements.drafts import EndDraft, PartnerDraft, ReplyDraft
from placements.drawing_up import EmployerWaits, PartnerNotActive, employers_for
from placements.learned import CourseRetired, gap_of_outcome
from placements.models import (
    CvFilter,
    EndReason,
    HandoverEvent,
    HandoverRow,
    Outcome,
    OutcomeKind,
    OutcomeState,
    UsualDiploma,
    WageBand,
)
from placements.outcome_views import (
    listed_of_candidate,
    listed_of_coach,
    listed_of_employer,
    show_outcome,
)
from placements.outcomes import (
    CorrectedAlready,
    NotRunning,
    OutcomeChanged,
    RepliedAlready,
    UnknownOutcome,
    find_outcome,
    note_reply,
    outcomes_of,
)
from placements.partners import change_partner
from placements.placing import AcceptedElsewhere, PlacementRuns
from placements.rules import ENDS, FIELDS, LASTING, check_end
from profiles.drafts import HiddenEmployerDraft, PreferencesDraft, ProfileDraft
from profiles.service import ProfileEnded, change_profile
from profiles.states import erase_person, pause, withdraw
from profiles.wishes import hide_from, set_preferences
from skills.models import Course
from tests.coaching.introducing import a_region, an_account, introduced
from tests.placements.placing import (
    TODAY,
    a_course,
    a_partner,
    accepted,
    corrected,
    days_ago,
    drafted,
    ended,
    logged,
    placed,
    placed_by_hand,
)
from tests.profiles.worlds import DRIVING, NOW, PIANO, WELDING
from vacancies.models import Employer, Vacancy

K, S, R, At = OutcomeKind, OutcomeState, EndReason, IntroductionState
LATER = NOW + timedelta(days=100)


@pytest.fixture
def region(session):
    return a_region(session, people=2, places=2)


def rows_of_handover(session, *outcomes):
    told = select(HandoverRow).order_by(HandoverRow.id)
    return [(row.event, row.outcome_id, row.previous_id) for row in session.exec(told)]


def introduction(session, number=1):
    return session.get_one(Introduction, number, populate_existing=True)


# Logging


def test_a_placement_from_an_introduction_takes_over_what_is_known(session, region):
    session.add(Region(id=7, key="leidse-regio", name="Leidse regio"))
    session.add(
        Postcode(code="2312", place="Leiden", municipality="Leiden", latitude=52.1, longitude=4.4)
    )
    session.flush()
    session.get_one(Employer, region.employer).region_id = 7
    wishes = PreferencesDraft(postcode="2312")
    set_preferences(session, candidate_id=region.person, draft=wishes)
    told = ProfileDraft(name="Naam 0", working=True)
    change_profile(session, candidate_id=region.person, draft=told)
    row = placed(session, region, wage_band=WageBand.FROM_16)
    assert row.model_dump(exclude={"id", "public_id"}) == {
        "kind": K.LEERWERKPLEK,
        "state": S.RUNNING,
        "candidate_id": region.person,
        "coach_id": region.coach,
        "region_id": 7,
        "introduction_id": 1,
        "employer_id": region.employer,
        "vacancy_id": region.vacancy,
        "course_id": None,
        "partner_id": None,
        "starts_on": TODAY,
        "ends_on": None,
        "hours": 32,
        "wage_band": WageBand.FROM_16,
        "sector": "techniek",
        "municipality": "Leiden",
        "working_before": True,
        "cv_filter": CvFilter.UNKNOWN,
        "cv_no_job": None,
        "cv_no_diploma": None,
        "logged_at": NOW,
        "ended_on": None,
        "ended_at": None,
        "end_reason": None,
        "answered_on": None,
        "replaces_id": None,
        "revision": 1,
    }
    assert len(row.public_id) == 32
    assert introduction(session).state is At.PLACED
    assert introduction(session).seat == 1
    assert rows_of_handover(session) == [(HandoverEvent.LOGGED, row.id, None)]


def test_without_a_region_of_the_employer_it_is_that_of_the_coach(session, region):
    session.add(Region(id=9, key="holland-rijnland", name="Holland Rijnland"))
    session.flush()
    session.get_one(Account, region.coach).region_id = 9
    assert logged(session, region, drafted("ontwikkeladvies")).region_id == 9


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (K.TRAINING_REFERRAL, S.RUNNING),
        (K.PARTNER_REFERRAL, S.RUNNING),
        (K.ORIENTATION_DAY, S.DONE),
        (K.DEVELOPMENT_ADVICE, S.DONE),
        (K.MOVED_ON, S.DONE),
    ],
)
def test_what_lasts_runs_and_what_happens_once_is_done(session, region, kind, state):
    more = {
        K.TRAINING_REFERRAL: {"course_id": a_course(session), "skill_ids": [DRIVING]},
        K.PARTNER_REFERRAL: {"partner_id": a_partner(session).id},
        K.ORIENTATION_DAY: {"employer_id": region.employer},
    }
    row = logged(session, region, drafted(kind, **more.get(kind, {})))
    assert row.state is state
    assert (kind in LASTING) is (state is S.RUNNING)
    assert [one.id for one in outcomes_of(session, candidate_id=region.person)] == [row.id]


@pytest.mark.parametrize(
    ("kind", "more", "where"),
    [
        (K.LEERWERKPLEK, {}, {"employer_id"}),
        (K.TRAINING_REFERRAL, {}, {"course_id"}),
        (K.PARTNER_REFERRAL, {}, {"partner_id"}),
        (K.ORIENTATION_DAY, {}, {"employer_id"}),
        (K.DEVELOPMENT_ADVICE, {"hours": 8, "course_id": 1}, {"hours", "course_id"}),
        (K.MOVED_ON, {"starts_on": TODAY + timedelta(days=1)}, {"starts_on"}),
        (K.MOVED_ON, {"starts_on": TODAY - timedelta(days=731)}, {"starts_on"}),
        (
            K.LEERWERKPLEK,
            {"starts_on": TODAY + timedelta(days=184), "employer_id": 1},
            {"starts_on"},
        ),
        (K.LEERWERKPLEK, {"ends_on": TODAY + timedelta(days=1826), "employer_id": 1}, {"ends_on"}),
        (K.LEERWERKPLEK, {"starts_on": days_ago(800)}, {"starts_on", "employer_id"}),
    ],
)
def test_what_does_not_hold_together_is_refused_with_everything_at_once(
    session, region, kind, more, where
):
    with pytest.raises(Invalid) as refused:
        logged(session, region, drafted(kind, **more))
    assert {one.where for one in refused.value.problems} == where
    assert session.exec(select(Outcome)).all() == []


def test_an_end_before_the_start_is_refused(session, region):
    with pytest.raises(Invalid, match="ligt voor de start, 01-09-2026"):
        drafted(ends_on=days_ago(1))


def test_only_the_coach_who_guides_somebody_logs(session, region):
    end_assignment(session, candidate_id=region.person, now=NOW)
    with pytest.raises(NotYourCandidate):
        logged(session, region, drafted("ontwikkeladvies"))


def test_of_who_has_stopped_nothing_is_logged(session, region):
    withdraw(session, candidate_id=region.person, now=NOW)
    with pytest.raises(ProfileEnded):
        logged(session, region, drafted("ontwikkeladvies"))


def test_who_paused_because_of_work_is_placed_all_the_same(session, region):
    row = accepted(session, region)
    pause(session, candidate_id=region.person)
    assert logged(session, region, drafted(), introduction=row.id).state is S.RUNNING


def test_an_employer_the_person_hides_from_is_refused(session, region):
    hidden = HiddenEmployerDraft(kvk="12345678")
    hide_from(session, candidate_id=region.person, draft=hidden)
    with pytest.raises(HiddenFrom):
        placed_by_hand(session, region)


def test_an_employer_that_waits_a_partner_that_left_and_a_retired_course_are_refused(
    session, region
):
    session.get_one(Employer, region.employer).waiting_since = NOW
    with pytest.raises(EmployerWaits):
        placed_by_hand(session, region)
    partner = a_partner(session)
    change_partner(
        session,
        partner_id=partner.id,
        draft=PartnerDraft(name=partner.name, active=False),
        seen=None,
    )
    with pytest.raises(PartnerNotActive):
        logged(session, region, drafted(K.PARTNER_REFERRAL, partner_id=partner.id))
    course = a_course(session)
    session.get_one(Course, course).retired = True
    session.flush()
    with pytest.raises(CourseRetired):
        logged(session, region, drafted(K.TRAINING_REFERRAL, course_id=course, skill_ids=[PIANO]))


def test_the_employers_to_choose_from_are_those_of_the_own_region(session, region):
    for number, key in ((1, "een"), (2, "twee")):
        session.add(Region(id=number, key=key, name=key))
    session.add(Region(id=3, key="binnen een", name="binnen een", parent_id=1))
    session.flush()
    for number, name in ((1, "Buur"), (2, "Ver"), (3, "Dichtbij")):
        session.add(
            Employer(kvk=f"8765432{number}", trade_name=name, sector="zorg", region_id=number)
        )
    session.add(Employer(kvk=None, trade_name="Landelijk", sector="zorg"))
    session.flush()
    coach = session.get_one(Account, region.coach)
    assert [row.trade_name for row in employers_for(session, coach_id=coach.id)] == [
        "Buur", "Demo Staal", "Dichtbij", "Ver",
    ]  # fmt: skip
    coach.region_id = 1
    session.flush()
    names = [row.trade_name for row in employers_for(session, coach_id=coach.id)]
    assert names == ["Buur", "Dichtbij"]
    far = session.exec(select(Employer).where(Employer.trade_name == "Ver")).one()
    national = session.exec(select(Employer).where(Employer.trade_name == "Landelijk")).one()
    for one in (far, national):
        with pytest.raises(Invalid, match="buiten je regio"):
            placed_by_hand(session, region, employer_id=one.id)
    partner = a_partner(session, region_id=2)
    with pytest.raises(Invalid, match="niet in je regio"):
        logged(session, region, drafted(K.PARTNER_REFERRAL, partner_id=partner.id))
    # What an introduction led to is logged wherever it is.
    assert placed(session, region).employer_id == region.employer


def test_a_referral_to_a_course_names_the_gap_it_closes(session, region):
    course = a_course(session)
    row = logged(
        session, region,
        drafted(K.TRAINING_REFERRAL, course_id=course, skill_ids=[DRIVING, WELDING]),
    )  # fmt: skip
    assert {one.id for one in gap_of_outcome(session, outcome_id=row.id)} == {DRIVING, WELDING}
    for ticked in ([], [999]):
        with pytest.raises(Invalid) as refused:
            logged(
                session, region, drafted(K.TRAINING_REFERRAL, course_id=course, skill_ids=ticked)
            )
        assert [one.where for one in refused.value.problems] == ["skill_ids"]


def test_the_usual_diploma_is_a_statistic_and_one_ground_of_the_filter(session, region):
    row = placed_by_hand(session, region, has_usual_diploma=False)
    assert (row.cv_filter, row.cv_no_diploma) == (CvFilter.EXCLUDED, True)
    [told] = session.exec(select(UsualDiploma))
    assert (told.candidate_id, told.sector, told.has) == (region.person, "techniek", False)


# Introductions


def test_nobody_is_placed_before_the_employer_accepted(session, region):
    row = introduced(session, region)
    with pytest.raises(StepNotPossible):
        logged(session, region, drafted(), introduction=row.id)


def test_an_introduction_of_somebody_else_is_not_there(session, region):
    row = accepted(session, region, 1)
    with pytest.raises(UnknownIntroduction):
        logged(session, region, drafted(), introduction=row.id)


@pytest.mark.parametrize(
    "more", [{"kind": K.ORIENTATION_DAY}, {"employer_id": 999}], ids=["kind", "employer"]
)
def test_an_introduction_leads_to_a_placement_at_its_own_employer(session, region, more):
    row = accepted(session, region)
    with pytest.raises(Invalid):
        logged(session, region, drafted(**more), introduction=row.id)
    assert introduction(session).state is At.ACCEPTED


def test_who_was_accepted_is_placed_there_and_not_by_hand(session, region):
    accepted(session, region)
    with pytest.raises(AcceptedElsewhere):
        placed_by_hand(session, region)


# Ending


def test_an_ended_placement_frees_its_place_and_closes_the_name(session, region):
    row = placed(session, region)
    now = NOW + timedelta(days=30)
    done = ended(session, region, row, R.AGREED_END, seen=1, now=now)
    assert (done.state, done.ended_on, done.ended_at) == (S.ENDED, now.date(), now)
    assert (done.end_reason, done.revision) == (R.AGREED_END, 2)
    held = introduction(session)
    assert (held.state, held.seat, held.ended_at) == (At.FINISHED, None, now)
    assert held.state not in RUNNING
    vacancy = session.get_one(Vacancy, region.vacancy)
    assert free_seats(session, vacancy=vacancy) == [1, 2]
    assert rows_of_handover(session) == [
        (HandoverEvent.LOGGED, row.id, None),
        (HandoverEvent.ENDED, row.id, 1),
    ]


@pytest.mark.parametrize("kind", list(K))
def test_each_kind_ends_in_its_own_ways_only(kind):
    for reason in R:
        draft = EndDraft(ended_on=TODAY, reason=reason)
        if reason in ENDS.get(kind, ()):
            check_end(draft, kind=kind, starts_on=TODAY, today=TODAY)
        else:
            with pytest.raises(Invalid):
                check_end(draft, kind=kind, starts_on=TODAY, today=TODAY)
    assert (kind in ENDS) is (kind in LASTING)
    assert kind in FIELDS


@pytest.mark.parametrize("on", [days_ago(1), TODAY + timedelta(days=1)], ids=["before", "ahead"])
def test_an_end_lies_between_the_start_and_today(session, region, on):
    row = placed(session, region)
    with pytest.raises(Invalid) as refused:
        ended(session, region, row, on=on)
    assert [one.where for one in refused.value.problems] == ["ended_on"]
    assert row.state is S.RUNNING


def test_what_does_not_run_cannot_end(session, region):
    row = ended(session, region, placed(session, region))
    with pytest.raises(NotRunning):
        ended(session, region, row)
    once = logged(session, region, drafted("ontwikkeladvies"))
    with pytest.raises(NotRunning):
        ended(session, region, once, R.OTHER)


def test_a_step_on_what_somebody_else_changed_is_told(session, region):
    row = placed(session, region)
    with pytest.raises(OutcomeChanged):
        ended(session, region, row, seen=2)


def test_another_coach_changes_nothing(session, region):
    row = placed(session, region)
    end_assignment(session, candidate_id=region.person, now=NOW)
    # Nobody guides: who logged it still may.
    assert ended(session, region, row).state is S.ENDED
    other = logged(session, region, drafted("ontwikkeladvies"), number=1)
    other.coach_id = region.contact
    end_assignment(session, candidate_id=region.people[1], now=NOW)
    with pytest.raises(NotYourCandidate):
        corrected(session, region, other)


def test_an_outcome_of_somebody_erased_is_ended_and_stays(session, region):
    row = placed(session, region)
    erase_person(session, candidate_id=region.person, now=NOW)
    kept = find_outcome(session, outcome_id=row.id)
    assert kept.introduction_id is None
    assert ended(session, region, kept, R.OTHER).state is S.ENDED


def test_there_is_no_such_outcome(session):
    with pytest.raises(UnknownOutcome):
        find_outcome(session, outcome_id=1)


# Overlap


def test_a_second_placement_is_refused_while_the_first_runs(session, region):
    placed(session, region)
    with pytest.raises(PlacementRuns, match="die loopt"):
        placed_by_hand(session, region)


@pytest.mark.parametrize(
    ("start", "is_free"), [(days_ago(61), False), (days_ago(31), False), (days_ago(30), True)]
)
def test_days_of_a_placement_that_is_over_are_taken_too(session, region, start, is_free):
    first = placed(session, region, starts_on=days_ago(60))
    ended(session, region, first, on=days_ago(30))
    if is_free:
        assert placed_by_hand(session, region, starts_on=start).state is S.RUNNING
    else:
        with pytest.raises(PlacementRuns, match="van 03-07-2026 tot 02-08-2026"):
            placed_by_hand(session, region, starts_on=start)


def test_the_index_is_the_guard_also_where_nobody_looked(session, region):
    row = placed(session, region)
    again = Outcome(**row.model_dump(exclude={"id", "public_id"}), public_id="x")
    session.add(again)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def race(engine, *, attempts: int, threads: int) -> tuple[int, set[str]]:
    """Let one person be placed many times at once; gives how often it went, and the refusals."""
    with writing(engine) as session:
        region = a_region(session)
        row = accepted(session, region)
        number = row.id

    def attempt(which: int) -> str:
        try:
            with writing(engine) as session:
                if which % 2:
                    logged(session, region, drafted(), introduction=number)
                else:
                    placed_by_hand(session, region, kind=K.TEMPORARY_CONTRACT)
        except TalentError as error:
            return type(error).__name__
        return ""

    with ThreadPoolExecutor(threads) as workers:
        told = list(workers.map(attempt, range(attempts)))
    with reading(engine) as session:
        running = session.exec(select(Outcome)).all()
        assert [row.introduction_id for row in running] == [number]
        assert session.exec(select(HandoverRow)).one().outcome_id == running[0].id
    return told.count(""), set(told) - {""}


def test_of_64_who_place_one_person_at_once_exactly_one_does(engine):
    """64 in the suite; the proof makes 6,400 attempts."""
    attempts = 64 * max(1, hypothesis.settings().max_examples // 100)
    went, refused = race(engine, attempts=attempts, threads=64)
    assert went == 1
    assert refused <= {"PlacementRuns", "AcceptedElsewhere", "StepNotPossible"}


def test_of_many_who_end_or_correct_one_outcome_at_once_exactly_one_does(engine):
    with writing(engine) as session:
        region = a_region(session)
        number = placed(session, region).id

    def attempt(which: int) -> bool:
        try:
            with writing(engine) as session:
                row = find_outcome(session, outcome_id=number)
                step = ended if which % 2 else corrected
                step(session, region, row, seen=1)
        except OutcomeChanged:
            return False
        return True

    with ThreadPoolExecutor(16) as workers:
        assert sum(workers.map(attempt, range(16))) == 1
    with reading(engine) as session:
        assert len(session.exec(select(HandoverRow)).all()) == 2


# Correcting


def test_a_correction_is_a_new_row_and_the_placement_goes_on(session, region):
    old = placed(session, region, hours=24)
    row = corrected(session, region, old, drafted(starts_on=days_ago(3), hours=32), seen=1)
    assert (old.state, old.revision) == (S.CORRECTED, 2)
    assert (row.state, row.hours, row.replaces_id) == (S.RUNNING, 32, old.id)
    assert (row.introduction_id, row.employer_id, row.vacancy_id) == (
        1,
        old.employer_id,
        old.vacancy_id,
    )
    assert introduction(session).state is At.PLACED
    assert [one.id for one in outcomes_of(session, candidate_id=region.person)] == [row.id]
    assert rows_of_handover(session) == [
        (HandoverEvent.LOGGED, old.id, None),
        (HandoverEvent.CORRECTED, row.id, 1),
    ]
    with pytest.raises(CorrectedAlready):
        corrected(session, region, old)


def test_a_mistake_has_no_successor_and_who_was_accepted_still_is(session, region):
    row = placed(session, region)
    assert corrected(session, region, row).id == row.id
    assert (row.state, introduction(session).state) == (S.CORRECTED, At.ACCEPTED)
    assert introduction(session).seat == 1
    assert outcomes_of(session, candidate_id=region.person) == []
    assert rows_of_handover(session)[1:] == [(HandoverEvent.CORRECTED, row.id, 1)]
    assert logged(session, region, drafted(), introduction=1).state is S.RUNNING


def test_a_placement_that_was_something_else_leaves_the_introduction_accepted(session, region):
    old = placed(session, region)
    draft = drafted(K.ORIENTATION_DAY, employer_id=region.employer)
    row = corrected(session, region, old, draft)
    assert (row.state, row.introduction_id, row.vacancy_id) == (S.DONE, None, region.vacancy)
    assert introduction(session).state is At.ACCEPTED


def test_an_ended_placement_is_corrected_with_its_end(session, region):
    old = ended(session, region, placed(session, region, starts_on=days_ago(60)))
    end = EndDraft(ended_on=days_ago(10), reason=R.OTHER_WORK)
    row = corrected(session, region, old, drafted(starts_on=days_ago(60)), end=end, now=LATER)
    assert (row.state, row.ended_on, row.end_reason) == (S.ENDED, days_ago(10), R.OTHER_WORK)
    assert row.ended_at == NOW
    assert introduction(session).state is At.FINISHED


def test_a_placement_that_did_not_end_after_all_runs_again(session, region):
    old = ended(session, region, placed(session, region, starts_on=days_ago(60)))
    row = corrected(session, region, old, drafted(starts_on=days_ago(60)))
    assert row.state is S.RUNNING
    # Its place was given free and may be somebody else's.
    assert introduction(session).state is At.FINISHED
    assert ended(session, region, row).state is S.ENDED


def test_a_running_outcome_is_corrected_to_one_that_ended(session, region):
    old = placed(session, region, starts_on=days_ago(60))
    end = EndDraft(ended_on=days_ago(10), reason=R.EMPLOYER_STOPPED)
    row = corrected(session, region, old, drafted(starts_on=days_ago(60)), end=end)
    assert (row.state, introduction(session).state) == (S.ENDED, At.FINISHED)


def test_a_correction_may_not_overlap_another_placement(session, region):
    first = ended(session, region, placed(session, region, starts_on=days_ago(60)), on=days_ago(30))
    second = placed_by_hand(session, region, starts_on=days_ago(20))
    draft = drafted(starts_on=days_ago(40), employer_id=region.employer)
    with pytest.raises(PlacementRuns):
        corrected(session, region, second, draft)
    assert first.state is S.ENDED


def test_what_was_known_at_the_start_stays_as_it_was(session, region):
    told = ProfileDraft(name="Naam 0", working=False)
    change_profile(session, candidate_id=region.person, draft=told)
    old = placed(session, region, has_usual_diploma=False)
    change_profile(
        session, candidate_id=region.person, draft=ProfileDraft(name="Naam 0", working=True)
    )
    row = corrected(session, region, old, drafted(hours=8))
    assert (row.working_before, row.cv_no_diploma, row.cv_filter) == (
        False,
        True,
        CvFilter.EXCLUDED,
    )
    again = corrected(session, region, row, drafted(hours=8, has_usual_diploma=True))
    assert (again.cv_no_diploma, again.cv_filter) == (False, CvFilter.UNKNOWN)


def test_an_old_outcome_can_be_corrected_on_its_own_days(session, region):
    old = placed(session, region)
    now = NOW + timedelta(days=900)
    row = corrected(session, region, old, drafted(hours=8), now=now)
    assert row.starts_on == TODAY


def test_a_chain_of_corrections_can_be_read_back(session, region):
    first = placed(session, region)
    second = corrected(session, region, first, drafted(hours=8))
    third = corrected(session, region, second, drafted(hours=9))
    shown = show_outcome(session, third, reader=Reader.COACH)
    assert [one.id for one in shown.history] == [second.id, first.id]
    assert show_outcome(session, first, reader=Reader.COACH).successor.id == second.id
    assert show_outcome(session, third, reader=Reader.EMPLOYER).history == ()


# The reply of a partner


def test_the_reply_of_a_partner_is_noted_once(session, region):
    partner = a_partner(session)
    row = logged(session, region, drafted(K.PARTNER_REFERRAL, partner_id=partner.id))
    values = {"outcome_id": row.id, "coach_id": region.coach, "seen": None, "now": LATER}
    for day in (days_ago(1), LATER.date() + timedelta(days=1)):
        with pytest.raises(Invalid):
            note_reply(session, draft=ReplyDraft(answered_on=day), **values)
    draft = ReplyDraft(answered_on=TODAY + timedelta(days=8))
    assert note_reply(session, draft=draft, **values).answered_on == draft.answered_on
    with pytest.raises(RepliedAlready):
        note_reply(session, draft=draft, **values)
    kept = corrected(
        session, region, row, drafted(K.PARTNER_REFERRAL, partner_id=partner.id), now=LATER
    )
    assert kept.answered_on == draft.answered_on


def test_only_a_partner_replies(session, region):
    row = placed(session, region)
    with pytest.raises(Invalid):
        note_reply(
            session, outcome_id=row.id, draft=ReplyDraft(answered_on=TODAY),
            coach_id=region.coach, seen=None, now=NOW,
        )  # fmt: skip


# Who reads what


def test_the_employer_reads_a_name_only_while_the_introduction_is_open(session, region):
    def read():
        return [one.called for one in listed_of_employer(session, employer_id=region.employer)]

    row = placed(session, region)
    placed_by_hand(session, region, 1)
    assert read() == ["K-002", "Naam 0"]
    ended(session, region, row)
    assert read() == ["K-002", "K-001"]
    withdraw(session, candidate_id=region.person, now=NOW)
    assert read() == ["K-002"]


def test_a_name_closes_when_the_person_no_longer_takes_part(session, region):
    row = placed(session, region)
    pause(session, candidate_id=region.person)
    assert show_outcome(session, row, reader=Reader.EMPLOYER).called == "K-001"
    assert show_outcome(session, row, reader=Reader.COACH).called == "Naam 0"


def test_the_employer_reads_nothing_of_other_steps(session, region):
    logged(session, region, drafted("ontwikkeladvies"))
    logged(session, region, drafted(K.ORIENTATION_DAY, employer_id=region.employer), number=1)
    listed = listed_of_employer(session, employer_id=region.employer)
    assert [one.row.kind for one in listed] == [K.ORIENTATION_DAY]


def test_a_coach_lists_what_runs_first_and_keeps_what_is_open_of_who_stopped(session, region):
    done = logged(session, region, drafted("ontwikkeladvies"), number=1)
    row = placed(session, region)
    assert [one.row.id for one in listed_of_coach(session, coach_id=region.coach)] == [
        row.id,
        done.id,
    ]
    withdraw(session, candidate_id=region.person, now=NOW)
    withdraw(session, candidate_id=region.people[1], now=NOW)
    listed = listed_of_coach(session, coach_id=region.coach)
    assert [(one.row.id, one.called) for one in listed] == [(row.id, "K-001")]
    stranger = an_account(session, Role.COACH, "ander@talent.example")
    assert listed_of_coach(session, coach_id=stranger) == []


def test_a_list_says_where_and_what(session, region):
    placed(session, region)
    logged(session, region, drafted(K.PARTNER_REFERRAL, partner_id=a_partner(session).id))
    course = a_course(session)
    logged(session, region, drafted(K.TRAINING_REFERRAL, course_id=course, skill_ids=[PIANO]))
    logged(session, region, drafted("verder_zonder_plaatsing"))
    listed = listed_of_candidate(session, candidate_id=region.person, reader=Reader.CANDIDATE)
    assert [(one.at, one.title) for one in listed] == [
        ("Lassen voor starters", ""),
        ("Leerwerkloket", ""),
        ("Demo Staal", "Lasser"),
        ("", ""),
    ]
