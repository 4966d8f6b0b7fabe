"""Promises about the count: it equals counting one by one, and says what shuts most people out."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, delete

from foundation.database import reading, writing
from foundation.terms import Licence, TravelMeans
from matching.counting import FITS, PoolCount, count_people
from matching.explain import UNKNOWN_COURSE_DAYS
from matching.gates import Gate
from matching.service import people_for
from profiles.drafts import HiddenEmployerDraft, SkillDraft
from profiles.skillset import remove_skill, set_skill
from profiles.states import pause, withdraw
from profiles.wishes import hide_from
from skills.models import Course, CourseForm, CourseSkill
from tests.conftest import NOW
from vacancies.drafts import LimitDraft, RequirementDraft
from vacancies.models import Importance, Limit, LimitKind, Requirement
from vacancies.requirements import add_limit, set_requirements
from vacancies.service import UnknownVacancy


def counted(world, vacancy: int = 0) -> PoolCount:
    with reading(world.engine) as session:
        return count_people(session, world.ready(), vacancy=vacancy or world.vacancy)


def one_by_one(world) -> tuple[int, int]:
    """Count by asking the ranking for everybody, as its definition says."""
    with reading(world.engine) as session:
        found = people_for(session, world.ready(), vacancy=world.vacancy, most=None).matches
    said = [one.explanation for one in found]
    return sum(one.fit >= FITS for one in said), sum(one.after_training >= FITS for one in said)


def people(world, number: int, **wishes: object) -> list[int]:
    with writing(world.engine) as session:
        return [world.person(session, f"Demo {n}", **wishes) for n in range(number)]


def level(world, person: int, reached: int | None, skill: str = "lassen") -> None:
    with writing(world.engine) as session:
        draft = SkillDraft(skill_id=world.skill[skill], level=reached)
        set_skill(session, candidate_id=person, draft=draft)


def ask(world, skill: str, *, learnable: bool = False, level: int | None = None) -> None:
    with writing(world.engine) as session:
        draft = RequirementDraft(
            skill_id=world.skill[skill],
            importance=Importance.REQUIRED,
            learnable=learnable,
            level=level,
        )
        set_requirements(session, vacancy_id=world.vacancy, drafts=[draft])


def limit(world, value: str = "C") -> None:
    with writing(world.engine) as session:
        draft = LimitDraft(
            kind=LimitKind.LICENCE, value=value, legal_reason="Reglement rijbewijzen"
        )
        add_limit(session, vacancy_id=world.vacancy, draft=draft)


def test_who_reaches_seven_tenths_of_the_points_counts_and_who_has_less_does_not(world):
    able, less = people(world, 2)
    level(world, less, 2)
    assert (counted(world).now, one_by_one(world)) == (1, (1, 1))
    level(world, able, 2)
    assert counted(world).now == 0


def test_a_vacancy_without_skills_counts_nobody(world):
    people(world, 2)
    with writing(world.engine) as session:
        session.exec(delete(Requirement))
    assert counted(world) == PoolCount(2, 0, 0, skilled=False)


def test_an_unknown_vacancy_is_refused(world):
    with pytest.raises(UnknownVacancy):
        counted(world, 999)


def test_nobody_in_the_pool_is_nobody(world):
    assert (counted(world).pool, counted(world).now, counted(world).tightest) == (0, 0, None)


def test_who_paused_left_or_hides_from_the_company_does_not_count(world):
    stays, paused, left, hides = people(world, 4)
    assert counted(world).now == 4
    with writing(world.engine) as session:
        pause(session, candidate_id=paused)
        withdraw(session, candidate_id=left, now=NOW)
        draft = HiddenEmployerDraft(trade_name="demo las")
        hide_from(session, candidate_id=hides, draft=draft)
    found = counted(world)
    assert (found.now, found.pool) == (1, 3)
    assert one_by_one(world) == (1, 1)
    assert stays


def test_what_the_work_teaches_counts_after_training_and_not_now(world):
    people(world, 3)
    ask(world, "koken", learnable=True)
    found = counted(world)
    assert (found.now, found.after_training) == (0, 3) == one_by_one(world)


@pytest.mark.parametrize(("days", "fit"), [(UNKNOWN_COURSE_DAYS, 2), (UNKNOWN_COURSE_DAYS + 1, 1)])
def test_a_course_counts_for_whom_it_is_not_too_long(world, days, fit):
    people(world, 1)
    people(world, 1, course_days=UNKNOWN_COURSE_DAYS + 1)
    people(world, 1, course_days=0)
    ask(world, "koken")
    with writing(world.engine) as session:
        session.add(
            Course(
                id=1, uri="urn:c", name="Koken", provider="x", days=days, cost_euro=None,
                form=CourseForm.CLASSROOM,
            )
        )  # fmt: skip
        session.flush()
        session.add(CourseSkill(course_id=1, skill_id=world.skill["koken"], level=3))
    assert counted(world).after_training == fit
    assert one_by_one(world) == (0, fit)


def test_a_licence_is_named_as_what_shrinks_the_pool_most(world):
    people(world, 3)
    people(world, 1, licences=[Licence.C])
    limit(world)
    found = counted(world)
    assert found.now == 1
    assert (found.tightest.gate, found.tightest.value, found.tightest.now) == (Gate.LICENCE, "C", 4)


def test_two_limits_that_both_close_are_neither_to_blame(world):
    people(world, 3)
    limit(world, "C")
    limit(world, "D")
    assert counted(world).now == 0
    assert counted(world).tightest is None


def test_hours_start_and_wage_are_named_too(world):
    people(world, 2, hours_max=16)
    found = counted(world)
    assert (found.now, found.tightest.gate, found.tightest.now) == (0, Gate.HOURS, 2)


def test_a_requirement_is_named_by_its_skill(world):
    people(world, 3)
    ask(world, "koken")
    found = counted(world)
    assert (found.tightest.skill, found.tightest.now) == (world.skill["koken"], 3)


def test_the_only_requirement_is_never_left_out(world):
    people(world, 2)
    assert all(one.skill is None for one in counted(world).without)


def test_leaving_a_requirement_out_can_make_the_count_smaller(world):
    """Who has just that skill has a smaller share of the points without it."""
    (one,) = people(world, 1)
    ask(world, "koken")
    with writing(world.engine) as session:
        draft = SkillDraft(skill_id=world.skill["koken"], level=3)
        set_skill(session, candidate_id=one, draft=draft)
        remove_skill(session, candidate_id=one, skill_id=world.skill["lassen"])
    found = counted(world)
    assert {item.skill: item.now for item in found.without if item.skill} == {
        world.skill["lassen"]: 1,
        world.skill["koken"]: 0,
    }


def test_the_way_to_work_closes_and_a_map_that_came_later_counts(world):
    far = {"postcode": "2381", "travel_minutes": 10, "travel_means": TravelMeans.BIKE}
    people(world, 2, **far)
    people(world, 1, **{**far, "travel_minutes": 240})
    assert counted(world).now == 1
    assert one_by_one(world) == (1, 1)


def test_who_changes_is_counted_as_now(world):
    (one,) = people(world, 1)
    assert counted(world).now == 1
    level(world, one, 1)
    assert counted(world).now == 0
    level(world, one, 3)
    assert counted(world).now == 1


@dataclass(frozen=True)
class Drawn:
    """One person of a random world."""

    levels: dict[str, int | None]
    wishes: dict[str, object]


drawn = st.builds(
    Drawn,
    st.dictionaries(
        st.sampled_from(["lassen", "MIG-lassen", "koken", "samenwerken"]),
        st.none() | st.integers(1, 5),
        max_size=4,
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "hours_max": st.sampled_from([16, 32, 40]),
            "wage_floor_cents": st.sampled_from([1500, 2000]),
            "starts_from": st.sampled_from([date(2026, 9, 1), date(2026, 12, 1)]),
            "licences": st.sampled_from([[], ["C"], ["C", "D"]]),
            "course_days": st.sampled_from([0, 5, 20]),
            "postcode": st.sampled_from(["2311", "2381", "9999"]),
            "travel_minutes": st.sampled_from([10, 60]),
        },
    ),
)
requirement = st.tuples(
    st.sampled_from(["lassen", "koken", "heftruck rijden", "samenwerken"]),
    st.sampled_from(list(Importance)),
    st.none() | st.integers(1, 5),
    st.booleans(),
)


def _rewrite(session: Session, world, asked, limits) -> None:
    session.exec(delete(Requirement).where(col(Requirement.vacancy_id) == world.vacancy))
    session.exec(delete(Limit).where(col(Limit.vacancy_id) == world.vacancy))
    drafts = {
        skill: RequirementDraft(
            skill_id=world.skill[skill], importance=importance, level=level, learnable=learnable
        )
        for skill, importance, level, learnable in asked
    }
    set_requirements(session, vacancy_id=world.vacancy, drafts=list(drafts.values()))
    for value in sorted(limits):
        draft = LimitDraft(kind=LimitKind.LICENCE, value=value, legal_reason="Een wet")
        add_limit(session, vacancy_id=world.vacancy, draft=draft)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(drawn, max_size=6),
    st.lists(requirement, min_size=1, max_size=4),
    st.sets(st.sampled_from(["C", "D"])),
)
def test_the_count_equals_counting_everybody_one_by_one_and_leaving_out_is_counting_again(
    world, crowd, asked, limits
):
    with writing(world.engine) as session:
        for one in crowd:
            number = world.person(session, "Demo", **one.wishes)
            remove_skill(session, candidate_id=number, skill_id=world.skill["lassen"])
            for skill, reached in one.levels.items():
                draft = SkillDraft(skill_id=world.skill[skill], level=reached)
                set_skill(session, candidate_id=number, draft=draft)
        _rewrite(session, world, asked, limits)
    found = counted(world)
    assert (found.now, found.after_training) == one_by_one(world)
    assert found.now <= found.after_training <= found.pool
    for one in found.without:
        if one.gate is Gate.LICENCE:
            # Leaving a limit out never lets anybody fall away.
            assert one.now >= found.now
            assert one.after_training >= found.after_training
        rest = [row for row in asked if world.skill[row[0]] != one.skill]
        if one.skill is not None or one.gate is Gate.LICENCE:
            with writing(world.engine) as session:
                _rewrite(session, world, rest, limits - {one.value})
            again = counted(world)
            assert (one.now, one.after_training) == (again.now, again.after_training)


def test_marking_as_learnable_never_makes_the_count_after_training_smaller(world):
    people(world, 3)
    ask(world, "koken")
    before = counted(world).after_training
    ask(world, "koken", learnable=True)
    assert counted(world).after_training >= before
