"""Promises about the number nobody publishes: the definition as tables, and who cannot read it."""

import itertools
from dataclasses import asdict
from datetime import date

import grimp
import pytest
from sqlmodel import Session, select

from accounts.models import Account, Region, Role
from accounts.tokens import new_public_id
from foundation.database import writing
from matching.service import people_for
from placements.cv_filter import GROUP_DIGITS, TRUTH, judge_cv, tell_usual_diploma
from placements.cv_filter_counts import (
    FilterCounts,
    cv_filter_of_list,
    cv_filter_of_outcomes,
)
from placements.models import CvFilter, Outcome, OutcomeKind, OutcomeState, UsualDiploma
from profiles.consent import withdraw_consent
from profiles.drafts import ProfileDraft
from profiles.models import Experience, ExperienceKind, Purpose
from profiles.service import open_profile
from skills.models import Occupation, Sector, Taxonomy
from skills.sectors import UnknownSector
from tests.coaching.lists import build_lists
from tests.conftest import NOW

YES, NO, OPEN = CvFilter.EXCLUDED, CvFilter.KEPT, CvFilter.UNKNOWN

# The vacancy: an occupation of ISCO group 53 (personal care), in the sector "zorg".
CARER, NURSE, CHILDMINDER, WELDER, UNCODED = range(1, 6)
ISCO = {CARER: "5321", NURSE: "2221", CHILDMINDER: "5311", WELDER: "7212", UNCODED: ""}
WORK, HOBBY = ExperienceKind.WORK, ExperienceKind.HOBBY


@pytest.fixture
def candidate(session: Session) -> int:
    session.add(Taxonomy(id=1, source="test", version="1", digest="x", loaded_at=NOW))
    session.add_all(
        [
            Sector(key="zorg", label="Zorg", isco="22 532"),
            Sector(key="onderwijs", label="Onderwijs", isco="531"),
        ]
    )
    session.flush()
    session.add_all(
        Occupation(id=key, uri=f"https://test.example/{key}", label="x", isco=code, taxonomy_id=1)
        for key, code in ISCO.items()
    )
    session.flush()
    return open_profile(session, draft=ProfileDraft(name="Zoë de Vries"), now=NOW).id


def worked(session: Session, candidate: int, *jobs: tuple[ExperienceKind, int | None]) -> None:
    session.add_all(
        Experience(candidate_id=candidate, kind=kind, title="x", occupation_id=occupation)
        for kind, occupation in jobs
    )
    session.flush()


@pytest.mark.parametrize(
    ("no_job", "no_diploma", "answer"),
    [
        # One ground is enough to fall out of a filter, whatever is not known besides.
        (True, True, YES),
        (True, False, YES),
        (True, None, YES),
        (False, True, YES),
        (None, True, YES),
        # Only who is known to have both stays in.
        (False, False, NO),
        # The rest nobody knows.
        (False, None, OPEN),
        (None, False, OPEN),
        (None, None, OPEN),
    ],
)
def test_the_answer_follows_from_two_grounds(no_job, no_diploma, answer):
    assert TRUTH[no_job, no_diploma] is answer


def test_the_table_holds_every_case_once():
    assert set(TRUTH) == set(itertools.product((True, False, None), repeat=2))


@pytest.mark.parametrize(
    ("jobs", "no_job"),
    [
        ([], None),  # nobody told of earlier work: not the same as none
        ([(HOBBY, CARER)], None),  # a hobby is no paid job
        ([(WORK, CARER)], False),  # the same work
        ([(WORK, CHILDMINDER)], False),  # another sector, the same group of two digits
        ([(WORK, NURSE)], False),  # another group, the same sector
        ([(WORK, WELDER)], True),  # neither
        ([(WORK, WELDER), (WORK, NURSE)], False),  # one that counts is enough
        ([(WORK, WELDER), (HOBBY, CARER)], True),
        ([(WORK, None)], None),  # work in own words could be anything
        ([(WORK, WELDER), (WORK, None)], None),
        ([(WORK, WELDER), (WORK, UNCODED)], None),
        ([(WORK, CARER), (WORK, None)], False),
    ],
)
def test_an_earlier_paid_job_counts_in_the_group_or_in_the_sector(session, candidate, jobs, no_job):
    worked(session, candidate, *jobs)
    found = judge_cv(session, candidate_id=candidate, occupation_id=CARER, sector="zorg")
    assert (found.no_job, found.no_diploma) == (no_job, None)
    assert found.filter is (YES if no_job else OPEN)


@pytest.mark.parametrize(
    ("occupation", "sector", "job", "no_job"),
    [
        (None, "zorg", NURSE, False),  # the sector alone can tell that it counts
        (None, "zorg", WELDER, None),  # but not that it does not
        (UNCODED, "zorg", WELDER, None),
        (CARER, "", CARER, False),
        (CARER, "", WELDER, None),
        (None, "", CARER, None),
    ],
)
def test_what_is_not_known_of_the_work_is_never_held_against_anybody(
    session, candidate, occupation, sector, job, no_job
):
    worked(session, candidate, (WORK, job))
    found = judge_cv(session, candidate_id=candidate, occupation_id=occupation, sector=sector)
    assert found.no_job is no_job


def test_the_wider_group_is_used_so_that_the_number_is_low():
    assert GROUP_DIGITS == 2


@pytest.mark.parametrize(("has", "answer"), [(True, NO), (False, YES), (None, OPEN)])
def test_the_usual_diploma_is_kept_changed_and_taken_back(session, candidate, has, answer):
    worked(session, candidate, (WORK, CARER))
    for said in (False, True, has):
        tell_usual_diploma(session, candidate_id=candidate, sector="zorg", has=said, now=NOW)
    found = judge_cv(session, candidate_id=candidate, occupation_id=CARER, sector="zorg")
    assert (found.filter, found.no_diploma) == (answer, None if has is None else not has)
    assert len(session.exec(select(UsualDiploma)).all()) == (has is not None)


def test_a_diploma_of_another_sector_says_nothing(session, candidate):
    tell_usual_diploma(session, candidate_id=candidate, sector="onderwijs", has=True, now=NOW)
    found = judge_cv(session, candidate_id=candidate, occupation_id=CARER, sector="zorg")
    assert found.no_diploma is None


def test_a_diploma_of_a_sector_that_is_none_is_refused(session, candidate):
    with pytest.raises(UnknownSector, match="Kies uit: onderwijs, zorg"):
        tell_usual_diploma(session, candidate_id=candidate, sector="ruimtevaart", has=True, now=NOW)


# Who cannot read it


@pytest.mark.parametrize("room", ["matching", "coaching", "profiles"])
def test_what_ranks_and_reviews_cannot_reach_what_holds_the_diploma(room):
    graph = grimp.build_graph("foundation", "skills", "accounts", "profiles", "vacancies",
                              "matching", "coaching", "placements")  # fmt: skip
    assert graph.chain_exists("placements", "matching", as_packages=True)  # so it is looked at
    assert not graph.chain_exists(room, "placements", as_packages=True)


def test_a_diploma_changes_no_byte_of_a_ranking(engine, settings):
    lists = build_lists(engine, settings)

    def ranking() -> str:
        with lists.reading() as session:
            found = people_for(session, lists.matcher, vacancy=lists.vacancy, most=None)
            return repr([asdict(one) for one in found.matches])

    before = ranking()
    assert before.count("candidate_id") == len(lists.people)
    for has in (False, True):
        with writing(engine) as session:
            for person in lists.people.values():
                tell_usual_diploma(
                    session, candidate_id=person, sector="techniek", has=has, now=NOW
                )
        assert ranking() == before


# Counting


def test_a_list_counts_everybody_on_it_who_is_still_there(engine, settings):
    lists = build_lists(engine, settings)
    with lists.writing() as session:
        for entry in lists.proposed(session):
            lists.opened(session, entry.id)
            if entry.candidate_id == lists.people["second"]:
                lists.decided(session, entry.id, "opzij zetten", reason="mist iets wat nodig is")
        for name, has in (("first", False), ("second", False), ("third", True)):
            tell_usual_diploma(
                session, candidate_id=lists.people[name], sector="techniek", has=has, now=NOW
            )
    with lists.reading() as session:
        counted = cv_filter_of_list(session, vacancy_id=lists.vacancy)
    assert counted == FilterCounts(excluded=2, kept=0, unknown=2)
    with lists.writing() as session:
        withdraw_consent(
            session, candidate_id=lists.people["first"], purpose=Purpose.MATCHING, now=NOW
        )
        assert cv_filter_of_list(session, vacancy_id=lists.vacancy).excluded == 1


def test_a_vacancy_without_a_list_counts_nobody(engine, settings):
    lists = build_lists(engine, settings)
    with lists.reading() as session:
        assert cv_filter_of_list(session, vacancy_id=lists.vacancy) == FilterCounts()


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (FilterCounts(20, 9, 6), (20, 9, 6)),
        (FilterCounts(20, 9, 3), (20, None, None)),  # the rest would give the three away
        (FilterCounts(20, 2, 3), (20, None, None)),
        (FilterCounts(12, 0, 0), (None, None, None)),  # everybody: that tells of each of them
        (FilterCounts(3, 0, 1), (None, None, None)),
        (FilterCounts(6, 0, 9), (6, None, None)),  # who was excluded is hidden last
        (FilterCounts(3, 9, 8), (None, 9, None)),
        (FilterCounts(20, 2, 2), (None, None, None)),  # all but four
        (FilterCounts(), (None, None, None)),
    ],
)
def test_a_number_that_points_at_somebody_is_not_published(counts, told):
    assert tuple(counts.told()[one] for one in (YES, NO, OPEN)) == told


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (FilterCounts(4, 0, 0), None),
        (FilterCounts(4, 0, 1), {YES: 4, NO: 0, OPEN: 1}),
        (FilterCounts(), None),
    ],
)
def test_a_coach_sees_the_numbers_of_a_list_from_five_people_on(counts, told):
    assert counts.told_to_coach() == told


@pytest.fixture
def logged(session, candidate):
    """Logs an outcome that has ended, of somebody, as rows."""
    account = Account(role=Role.COACH, created_at=NOW, seen_at=NOW)
    session.add(account)
    session.flush()

    def log(region: int | None, day: int, answer: CvFilter, **more: object) -> None:
        values = {
            "kind": OutcomeKind.LEERWERKPLEK,
            "state": OutcomeState.ENDED,
            "candidate_id": candidate,
            "coach_id": account.id,
            "region_id": region,
            "starts_on": date(2026, 3, day),
            "sector": "zorg",
            "cv_filter": answer,
            "logged_at": NOW,
        }
        session.add(Outcome(public_id=new_public_id(), **{**values, **more}))
        session.flush()

    return log


def test_outcomes_count_as_they_were_judged_by_region_and_day(session, logged):
    session.add_all([Region(id=1, key="leiden", name="Leiden"), Region(id=2, key="x", name="X")])
    session.flush()
    for region, day, answer, more in (
        (1, 1, YES, {}),
        (1, 30, YES, {}),
        (1, 30, NO, {}),
        (2, 15, YES, {}),
        (None, 15, OPEN, {}),
        (1, 31, YES, {}),  # after the last day
        (1, 15, YES, {"state": OutcomeState.CORRECTED}),
        (1, 15, YES, {"kind": OutcomeKind.ORIENTATION_DAY, "state": OutcomeState.DONE}),
    ):
        logged(region, day, answer, **more)
    days = {"since": date(2026, 3, 1), "until": date(2026, 3, 30)}
    assert cv_filter_of_outcomes(session, region_ids=[1], **days) == FilterCounts(2, 1, 0)
    assert cv_filter_of_outcomes(session, region_ids=[1, 2], **days) == FilterCounts(3, 1, 0)
    assert cv_filter_of_outcomes(session, region_ids=None, **days) == FilterCounts(3, 1, 1)
    assert cv_filter_of_outcomes(session, region_ids=[], **days) == FilterCounts()
    snuffelen = cv_filter_of_outcomes(
        session, region_ids=None, kinds=[OutcomeKind.ORIENTATION_DAY], **days
    )
    assert snuffelen == FilterCounts(1, 0, 0)
