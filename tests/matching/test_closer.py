"""Promises about what one skill brings: the vacancies that were counted, each scored again."""

import pytest

from foundation.database import reading, writing
from matching.closer import Closer, brought_closer
from matching.market import skills_that_unlock
from profiles.drafts import PreferencesDraft, ProfileDraft, SkillDraft
from profiles.service import UnknownCandidate, open_profile
from profiles.skillset import set_skill
from profiles.wishes import set_preferences
from skills.mentions import UnknownSkill
from skills.models import Course, CourseForm, CourseSkill
from tests.conftest import NOW


@pytest.fixture
def cook(world) -> int:
    """Somebody who cooks, in a world that asks for welders."""
    with writing(world.engine) as session:
        number = open_profile(session, draft=ProfileDraft(name="Demo"), now=NOW).id
        skill = SkillDraft(skill_id=world.skill["koken"], level=4)
        set_skill(session, candidate_id=number, draft=skill)
    return number


def brought(world, candidate, label):
    with reading(world.engine) as session:
        return brought_closer(session, world.ready(), candidate=candidate, skill=world.skill[label])


def test_a_skill_brings_the_vacancies_closer_that_were_counted(world, cook):
    with writing(world.engine) as session:
        second = world.work(session)
    with reading(world.engine) as session:
        (unlock,) = skills_that_unlock(session, world.ready(), candidate=cook, most=None).skills
    found = brought(world, cook, unlock.label)
    assert found.vacancies == (
        Closer(world.vacancy, level=3, fit_before=0, fit_after=100, gain=60_000),
        Closer(second, level=3, fit_before=0, fit_after=100, gain=60_000),
    )
    assert (len(found.vacancies), found.within_limits) == (unlock.vacancies, True)


def test_a_skill_nobody_asks_brings_nothing(world, cook):
    assert brought(world, cook, "samenwerken").vacancies == ()


def test_when_limits_close_everything_all_work_is_looked_at(world, cook):
    with writing(world.engine) as session:
        set_preferences(session, candidate_id=cook, draft=PreferencesDraft(hours_max=8))
    found = brought(world, cook, "lassen")
    assert [one.vacancy_id for one in found.vacancies] == [world.vacancy]
    assert found.within_limits is False


def test_work_outside_ones_limits_is_not_counted_beside_work_within(world, cook):
    with writing(world.engine) as session:
        set_preferences(session, candidate_id=cook, draft=PreferencesDraft(hours_max=8))
        short = world.work(session, hours_min=4)
    found = brought(world, cook, "lassen")
    assert [one.vacancy_id for one in found.vacancies] == [short]


def test_a_higher_level_of_what_one_can_counts_too(world, cook):
    with writing(world.engine) as session:
        skill = SkillDraft(skill_id=world.skill["lassen"], level=1)
        set_skill(session, candidate_id=cook, draft=skill)
    (one,) = brought(world, cook, "lassen").vacancies
    assert (one.fit_before, one.fit_after) == (33, 100)


def test_courses_in_the_skill_or_something_narrower_are_named_once_the_shortest_first(world, cook):
    taught = {1: (9, ["lassen"]), 2: (4, ["MIG-lassen", "lassen"]), 3: (2, ["koken"])}
    with writing(world.engine) as session:
        session.add_all(
            Course(id=n, uri=f"urn:c{n}", name="x", provider="x", days=days, form=CourseForm.ONLINE)
            for n, (days, _) in taught.items()
        )
        session.flush()
        session.add_all(
            CourseSkill(course_id=n, skill_id=world.skill[label], level=3)
            for n, (_, labels) in taught.items()
            for label in labels
        )
    assert [one.course.id for one in brought(world, cook, "lassen").lessons] == [2, 1]


def test_an_unknown_skill_or_person_is_refused(world, cook):
    with reading(world.engine) as session:
        with pytest.raises(UnknownSkill, match="Kies een andere"):
            brought_closer(session, world.ready(), candidate=cook, skill=999)
        with pytest.raises(UnknownCandidate):
            brought_closer(session, world.ready(), candidate=999, skill=world.skill["lassen"])
