"""Agreement of coaches, satisfaction and results: what counts, and what is hidden."""

from datetime import date, timedelta

import pytest

from accounts.models import Role
from coaching.models import ReviewKind, ReviewReason
from placements.agreeing import HIDDEN, Agreed, CoachSpread, coach_agreement
from placements.models import CvFilter, EndReason, OutcomeKind, OutcomeState, Side
from placements.results import CvFilterFigure, results_of
from placements.satisfied import satisfaction_of_both
from placements.spans import year_span
from tests.placements.figures_world import HERE, MONDAY, THERE, Figures, make_figures

YEAR = year_span(2026)
TODAY = date(2026, 12, 31)
APPROVE, ASIDE = ReviewKind.APPROVE, ReviewKind.SET_ASIDE
NOBODY = Agreed(0, 0, None)


@pytest.fixture
def world(session) -> Figures:
    return make_figures(session)


def results(session, **more):
    return results_of(session, span=YEAR, today=TODAY, **more)


# Agreement


def test_agreement_is_counted_over_all_decisions_and_by_kind(session, world):
    for agreed in (True,) * 7 + (False,):
        world.review(APPROVE, agreed=agreed)
    for agreed in (True,) * 5 + (False,) * 5:
        world.review(ASIDE, agreed=agreed)
    found = coach_agreement(session, span=YEAR)
    kinds = dict(found.kinds)
    assert found.all == Agreed(18, 12, 67)
    assert (kinds[APPROVE], kinds[ASIDE]) == (Agreed(8, 7, 88), Agreed(10, 5, 50))
    assert kinds[ReviewKind.MOVE] == NOBODY


def test_agreement_at_the_first_place_is_how_often_that_person_was_approved(session, world):
    for kind in (APPROVE,) * 6 + (ASIDE,) * 2:
        world.review(kind, agreed=kind is APPROVE, engine_place=1)
    world.review(ReviewKind.REOPEN, agreed=True, engine_place=1)
    assert coach_agreement(session, span=YEAR).first == Agreed(8, 6, 75)


def test_the_time_per_decision_is_the_middle_one(session, world):
    for seconds in (10, 20, 30, 40, 900, None):
        world.review(APPROVE, agreed=True, seconds_open=seconds)
    assert coach_agreement(session, span=YEAR).median_seconds == 30


def test_reasons_stand_with_the_most_given_first(session, world):
    for reason, number in ((ReviewReason.LIMIT, 5), (ReviewReason.LEARNS_FAST, 8)):
        for _ in range(number):
            world.review(APPROVE, agreed=True, reason=reason)
    first, second, third, *_ = coach_agreement(session, span=YEAR).reasons
    assert first == (ReviewReason.LEARNS_FAST, Agreed(8, 8, 100))
    assert second == (ReviewReason.LIMIT, Agreed(5, 5, 100))
    assert third[1] == NOBODY


def test_under_five_decisions_tell_nothing(session, world):
    for _ in range(4):
        world.review(APPROVE, agreed=True, engine_place=1, seconds_open=9)
    found = coach_agreement(session, span=YEAR)
    apart = {one for _, one in (*found.kinds, *found.reasons)}
    assert (found.all, found.first, apart) == (HIDDEN, HIDDEN, {HIDDEN, NOBODY})
    assert (found.median_seconds, found.spread) == (None, None)


@pytest.mark.parametrize(
    ("others", "spread"), [(3, None), (4, CoachSpread(5, 60, 100, 100))], ids=["four", "five"]
)
def test_coaches_apart_are_a_spread_of_five_coaches_or_more(session, world, others, spread):
    for agreed in (True, True, True, False, False):
        world.review(APPROVE, agreed=agreed)
    for _ in range(others):
        coach = world.account(Role.COACH)
        for _ in range(5):
            world.review(APPROVE, agreed=True, coach_id=coach)
    newcomer = world.account(Role.COACH)
    for _ in range(4):
        world.review(APPROVE, agreed=False, coach_id=newcomer)
    assert coach_agreement(session, span=YEAR).spread == spread


def test_decisions_of_another_year_or_region_do_not_count(session, world):
    for _ in range(5):
        world.review(APPROVE, agreed=True)
        world.review(APPROVE, agreed=True, at=MONDAY - timedelta(days=365))
        world.review(APPROVE, agreed=True, vacancy=world.work(region=THERE))
    assert coach_agreement(session, span=YEAR).all.decisions == 10
    here = coach_agreement(session, span=YEAR, region_ids=frozenset({HERE}))
    assert here.all.decisions == 5


# Satisfaction


def test_each_question_has_its_mean_to_one_decimal_and_its_marks(session, world):
    for marks in ((5, 4, 1),) * 6 + ((4, 4, 2),) * 5:
        world.satisfied(Side.EMPLOYER, marks)
    candidate, employer = satisfaction_of_both(session, span=YEAR)
    helped, fitting, again = employer.questions
    assert (candidate.side, candidate.answers, employer.answers) == (Side.CANDIDATE, 0, 11)
    assert (helped.mean, helped.marks) == (4.5, (0, 0, 0, 5, 6))
    assert (fitting.mean, fitting.marks) == (4.0, (0, 0, 0, 11, 0))
    assert (again.mean, again.words) == (1.5, "Zou je weer via Talent op Maat iemand zoeken?")


def test_under_five_answers_tell_nothing(session, world):
    for _ in range(4):
        world.satisfied(Side.CANDIDATE, (5, 5, 5))
    candidate, _ = satisfaction_of_both(session, span=YEAR)
    assert (candidate.answers, candidate.questions[0].mean) == (None, None)
    assert candidate.questions[0].marks == (0, 0, 0, 0, None)


def test_what_was_said_of_a_corrected_outcome_or_elsewhere_does_not_count(session, world):
    for _ in range(5):
        world.satisfied(Side.CANDIDATE, (5, 5, 5))
        world.satisfied(Side.CANDIDATE, (1, 1, 1), outcome={"region_id": THERE})
        world.satisfied(Side.CANDIDATE, (1, 1, 1), outcome={"state": OutcomeState.CORRECTED})
        world.satisfied(Side.CANDIDATE, (1, 1, 1), at=MONDAY + timedelta(days=365))
    candidate, _ = satisfaction_of_both(session, span=YEAR, region_ids=frozenset({HERE}))
    assert (candidate.answers, candidate.questions[0].mean) == (5, 5.0)


# Results


def test_outcomes_are_counted_by_kind_sector_region_and_firm(session, world):
    for _ in range(6):
        world.outcome(employer_id=world.employers[HERE])
    for _ in range(5):
        world.outcome(OutcomeKind.TRAINING_REFERRAL, sector="", region_id=THERE)
    found = results(session)
    assert (found.outcomes, found.people, found.employers) == (11, 11, 1)
    assert [(one.name, one.number) for one in found.kinds if one.number] == [
        ("leerwerkplek", 6),
        ("verwijzing_scholing", 5),
    ]
    assert [(one.name, one.number) for one in found.sectors] == [
        ("Techniek", 6),
        ("sector onbekend", 5),
    ]
    assert [(one.name, one.number) for one in found.regions] == [("Hier", 6), ("Daar", 5)]


def test_a_corrected_outcome_and_one_of_another_year_do_not_count(session, world):
    for _ in range(5):
        world.outcome()
        world.outcome(state=OutcomeState.CORRECTED)
        world.outcome(starts_on=date(2025, 12, 31))
    assert results(session).outcomes == 5


def test_somebody_with_two_outcomes_is_one_person(session, world):
    people = world.people(5)
    for candidate in people:
        for kind in (OutcomeKind.ORIENTATION_DAY, OutcomeKind.DEVELOPMENT_ADVICE):
            world.outcome(kind, candidate_id=candidate, state=OutcomeState.DONE)
    found = results(session)
    assert (found.outcomes, found.people) == (10, 5)


def test_who_had_work_before_is_counted_apart(session, world):
    for working, number in ((True, 9), (False, 5), (None, 6)):
        for _ in range(number):
            world.outcome(working_before=working)
    assert [one.number for one in results(session).working] == [9, 5, 6]


def test_who_stayed_is_a_share_of_those_we_know_of(session, world):
    ended = {"state": OutcomeState.ENDED}
    for _ in range(5):
        world.outcome(**ended, ended_on=date(2026, 3, 9), end_reason=EndReason.CANDIDATE_STOPPED)
    for _ in range(15):
        world.outcome(**ended, ended_on=date(2026, 5, 1), end_reason=EndReason.AGREED_END)
    for _ in range(6):
        world.outcome()  # nobody said how it goes
    week_2, *_, week_26 = results(session).stays
    assert (week_2.week, week_2.reached, week_2.unknown) == (2, 26, 6)
    assert (week_2.stayed, week_2.left, week_2.percent) == (15, 5, 75)
    assert (week_26.stayed, week_26.left, week_26.percent) == (0, 20, 0)


@pytest.mark.parametrize(
    ("excluded", "kept", "unknown", "shown"),
    [
        (12, 6, 0, CvFilterFigure(12, 6, 0, 67)),
        (12, 6, 2, CvFilterFigure(12, 6, None, 67)),
        (12, 2, 9, CvFilterFigure(12, None, None, None)),
        (12, 2, 0, CvFilterFigure(None, None, None, None)),
        (20, 0, 0, CvFilterFigure(20, 0, 0, 100)),
    ],
)
def test_the_cv_filter_is_told_when_both_answers_are_given_often(
    session, world, excluded, kept, unknown, shown
):
    numbers = {CvFilter.EXCLUDED: excluded, CvFilter.KEPT: kept, CvFilter.UNKNOWN: unknown}
    for answer, number in numbers.items():
        for _ in range(number):
            world.outcome(cv_filter=answer)
    assert results(session).cv_filter == shown


def test_nothing_has_no_results(session):
    found = results(session)
    assert (found.outcomes, found.people, found.employers) == (0, 0, 0)
    assert (found.sectors, found.regions) == ((), ())
    assert found.cv_filter == CvFilterFigure(0, 0, 0, None)
