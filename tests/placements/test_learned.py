"""Promises about courses: the gap one closes, and what it taught is offered and never put there."""

import pytest
from sqlmodel import select

from accounts.models import OutgoingMail
from coaching.drafts import SkillProposalDraft
from coaching.proposals import leave_proposal, proposals_of, propose_skill, take_proposal
from placements.drafts import EndDraft
from placements.learned import (
    CourseRetired,
    UnknownCourse,
    courses,
    find_course,
    gap_of,
    offered_at,
    taught_by,
    tell_offered,
)
from placements.models import EndReason, OutcomeKind
from profiles.drafts import SkillDraft
from profiles.skillset import candidate_skills, set_skill
from profiles.states import withdraw
from skills.models import Course, Skill
from tests.coaching.introducing import a_region
from tests.placements.placing import a_course, corrected, drafted, ended, logged
from tests.profiles.worlds import DRIVING, NOW, PIANO, WELDING


@pytest.fixture
def region(session):
    return a_region(session)


@pytest.fixture
def course(session, region):
    return a_course(session)


@pytest.fixture
def referral(session, region, course):
    draft = drafted(OutcomeKind.TRAINING_REFERRAL, course_id=course, skill_ids=[DRIVING])
    return logged(session, region, draft)


def offered(session, region):
    return {one.row.skill_id for one in proposals_of(session, candidate_id=region.person)}


def test_the_gap_is_what_the_profile_misses_or_has_too_low(session, region, course):
    def gap():
        found = gap_of(session, course_id=course, candidate_id=region.person)
        return {one.skill.id: (one.own, one.level) for one in found}

    assert gap() == {DRIVING: (None, 3), WELDING: (3, 4), PIANO: (None, 1)}
    for skill, level in ((DRIVING, 3), (WELDING, 4), (PIANO, None)):
        draft = SkillDraft(skill_id=skill, level=level)
        set_skill(session, candidate_id=region.person, draft=draft)
    # Of a level that is not known nobody can say that it is high enough.
    assert gap() == {PIANO: (None, 1)}


def test_a_retired_skill_or_course_is_not_offered(session, region, course):
    session.get_one(Skill, PIANO).retired = True
    session.flush()
    found = taught_by(session, course_id=course, candidate_id=region.person)
    assert [one.skill.id for one in found] == [DRIVING, WELDING]
    assert [row.id for row in courses(session)] == [course]
    session.get_one(Course, course).retired = True
    session.flush()
    assert courses(session) == []
    with pytest.raises(CourseRetired):
        find_course(session, course_id=course)
    with pytest.raises(UnknownCourse):
        find_course(session, course_id=999)


def test_a_finished_course_offers_what_the_profile_lacks_and_puts_nothing_there(
    session, region, referral
):
    before = candidate_skills(session, candidate_id=region.person)
    ended(session, region, referral, EndReason.COURSE_FINISHED)
    assert offered(session, region) == {DRIVING, PIANO}
    assert candidate_skills(session, candidate_id=region.person) == before
    [first, _] = proposals_of(session, candidate_id=region.person)
    assert first.row.text.startswith("Geleerd bij “Lassen voor starters”, tot niveau ")


def test_the_person_takes_it_and_only_then_it_stands_there(session, region, referral):
    ended(session, region, referral, EndReason.COURSE_FINISHED)
    waiting = proposals_of(session, candidate_id=region.person)
    number = next(one.row.id for one in waiting if one.row.skill_id == DRIVING)
    take_proposal(session, candidate_id=region.person, proposal_id=number, level=3, now=NOW)
    taught = taught_by(session, course_id=referral.course_id, candidate_id=region.person)
    driving = next(one for one in taught if one.skill.id == DRIVING)
    assert (driving.is_there, driving.own, driving.is_gap) == (True, 3, False)
    assert driving.proposal.taken is True


def test_a_course_that_was_stopped_offers_nothing(session, region, referral):
    ended(session, region, referral, EndReason.COURSE_STOPPED)
    assert offered(session, region) == set()


def test_who_has_stopped_is_offered_nothing(session, region, referral):
    withdraw(session, candidate_id=region.person, now=NOW)
    ended(session, region, referral, EndReason.COURSE_FINISHED)
    assert offered(session, region) == set()


def test_what_waits_or_was_left_is_not_offered_again_by_a_correction(session, region, referral):
    done = ended(session, region, referral, EndReason.COURSE_FINISHED)
    waiting = proposals_of(session, candidate_id=region.person)
    number = next(one.row.id for one in waiting if one.row.skill_id == PIANO)
    leave_proposal(session, candidate_id=region.person, proposal_id=number, now=NOW)
    draft = drafted(
        OutcomeKind.TRAINING_REFERRAL, course_id=done.course_id, skill_ids=[DRIVING, PIANO]
    )
    end = EndDraft(ended_on=done.ended_on, reason=EndReason.COURSE_FINISHED)
    corrected(session, region, done, draft, end=end)
    assert len(proposals_of(session, candidate_id=region.person)) == 2


def test_no_more_is_offered_than_anybody_looks_at(session, region, referral):
    session.add_all(
        Skill(id=number, uri=f"http://example.nl/s/{number}", label=f"iets {number}",
              kind="vaardigheid", taxonomy_id=1)
        for number in range(100, 119)
    )  # fmt: skip
    session.flush()
    for number in range(100, 119):
        draft = SkillProposalDraft(skill_id=number)
        whose = {"candidate_id": region.person, "coach_id": region.coach}
        propose_skill(session, **whose, draft=draft, now=NOW)
    ended(session, region, referral, EndReason.COURSE_FINISHED)
    assert len(proposals_of(session, candidate_id=region.person, waiting=True)) == 20
    assert DRIVING in offered(session, region)


def test_one_mail_tells_that_something_waits_and_names_nothing(session, region, referral):
    ended(session, region, referral, EndReason.COURSE_FINISHED)
    new = offered_at(session, candidate_id=region.person, at=NOW)
    before = len(session.exec(select(OutgoingMail)).all())
    whose = {"candidate_id": region.person, "link": "https://testserver/profiel/aangeraden"}
    tell_offered(session, **whose, offered=new, now=NOW)
    tell_offered(session, **whose, offered=[], now=NOW)
    sent = session.exec(select(OutgoingMail)).all()[before:]
    [mail] = sent
    assert "heftruck" not in mail.text
    assert "/profiel/aangeraden" in mail.text
