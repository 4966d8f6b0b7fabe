"""Promises about the year of the demonstration: the pilot's numbers, and nothing that cannot be."""

import pytest
from sqlalchemy import text
from sqlmodel import col, func, select

from accounts.models import OutgoingMail
from coaching.models import Introduction, IntroductionState
from placements.models import HandoverRow, Journey, Outcome, OutcomeKind
from seed.neighbours import lay_regions
from seed.region import Size, seed_region
from seed.results import make_results

SMALL = Size(candidates=160, vacancies=40)
FACTS = """
SELECT kind, state, starts_on, ended_on, end_reason, cv_filter, sector, candidate_id
FROM outcome ORDER BY id
"""


@pytest.fixture
def year(session):
    seed_region(session, size=SMALL)
    lay_regions(session)
    return make_results(session)


def test_the_year_ends_with_outcomes_of_every_kind_but_a_day_of_looking_around(session, year):
    counted = select(Outcome.kind, func.count()).group_by(col(Outcome.kind))
    kinds = dict(session.exec(counted).all())
    assert set(kinds) >= set(OutcomeKind) - {OutcomeKind.ORIENTATION_DAY}
    assert sum(kinds.values()) == year.home + year.beside
    waits = select(func.count()).where(Introduction.state == IntroductionState.ACCEPTED)
    assert session.exec(waits).one() < year.home


def test_every_outcome_waits_to_be_handed_over_and_no_mail_of_last_year_is_sent(session, year):
    rows = set(session.exec(select(HandoverRow.outcome_id)))
    assert rows == set(session.exec(select(Outcome.id)))
    assert session.exec(select(OutgoingMail)).all() == []


def test_everybody_who_was_introduced_was_guided_and_talked_with_first_or_is_unknown(session, year):
    for one in session.exec(select(Journey).where(col(Journey.introduced_at).is_not(None))):
        assert one.began_at <= one.intake_at <= one.introduced_at


def test_a_second_time_makes_nothing(session, year):
    before = session.execute(text(FACTS)).all()
    assert make_results(session) is None
    assert session.execute(text(FACTS)).all() == before
