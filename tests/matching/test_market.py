"""Promises about the explorer: occupations, sectors, skills that unlock, and one skill changed."""

import pytest

from foundation.database import reading, writing
from matching.explain import explain, with_skill
from matching.market import (
    FittingOccupation,
    Move,
    occupations_that_fit,
    sectors_that_fit,
    skills_that_unlock,
    what_if,
)
from matching.reference import MILLION, Asking
from matching.sides import candidate_sides
from profiles.drafts import PreferencesDraft
from profiles.service import UnknownCandidate
from profiles.wishes import set_preferences
from skills.mentions import UnknownSkill
from skills.models import (
    Course,
    CourseForm,
    CourseSkill,
    Occupation,
    OccupationSkill,
    Sector,
)
from vacancies.drafts import RequirementDraft, VacancyDraft
from vacancies.models import Importance
from vacancies.requirements import set_requirements
from vacancies.service import close_vacancy, open_vacancy, write_vacancy


@pytest.fixture
def region(world):
    """A welder; a cook and a driver beside the welder among the occupations; three sectors."""
    asked = {2: ("koken", True), 3: ("heftruck rijden", True), 4: ("lassen", False)}
    with writing(world.engine) as session:
        session.add_all(
            Sector(key=key, label=key, isco=isco) for key, isco in (("horeca", "5"), ("zorg", ""))
        )
        session.add_all(
            Occupation(id=n, uri=f"urn:o{n}", label=label, isco=isco, taxonomy_id=1,
                       retired=label == "oud")
            for n, label, isco in (
                (2, "kok", "5120"), (3, "chauffeur", "8344"), (4, "smid", "7221"), (5, "oud", "7")
            )
        )  # fmt: skip
        session.flush()
        session.add_all(
            OccupationSkill(occupation_id=n, skill_id=world.skill[label], essential=essential)
            for n, (label, essential) in asked.items()
        )
        session.add(OccupationSkill(occupation_id=4, skill_id=world.skill["koken"], essential=True))
        session.flush()
        world.welder = world.person(session, "Demo A")
        world.more = [offer(world, session, occupation_id=2, asked=["koken"]) for _ in range(2)]
        offer(world, session, occupation_id=1, asked=[])
        close_vacancy(session, vacancy_id=offer(world, session, occupation_id=1, asked=[]))
    return world


def offer(world, session, *, asked, occupation_id=None, sector="techniek", level=4) -> int:
    """An open vacancy that asks welding for any level, and some skills at a level."""
    draft = VacancyDraft(title="Werk", sector=sector, occupation_id=occupation_id, hours_min=30)
    number = write_vacancy(session, employer_id=world.employer, draft=draft).id
    wanted = [
        RequirementDraft(skill_id=world.skill[label], importance=Importance.REQUIRED, level=level)
        for label in asked
    ]
    set_requirements(session, vacancy_id=number, drafts=wanted)
    return open_vacancy(session, vacancy_id=number).id


def ask(world, door, **asked):
    with reading(world.engine) as session:
        return door(session, world.ready(), candidate=world.welder, **asked)


def test_occupations_fit_by_what_they_require_and_wish_with_the_work_there_is(region):
    found = ask(region, occupations_that_fit, most=None)
    person = [one for one in found if one.fit]
    assert {one.label for one in found} == {"lasser", "kok", "chauffeur", "smid"}
    assert found[0] == FittingOccupation(1, "lasser", "techniek", MILLION, 1)
    model = region.ready().model
    with reading(region.engine) as session:
        side = candidate_sides(session, [region.welder], region.ready().numbers)[region.welder]
    smith = explain(model, side.skills, [Asking(2, None), Asking(0, None, required=False)])
    assert [(one.label, one.fit) for one in person] == [("lasser", 100), ("smid", smith.fit)]
    assert {one.label: one.vacancies for one in found} == {
        "lasser": 1, "kok": 2, "chauffeur": 0, "smid": 0,
    }  # fmt: skip
    assert ask(region, occupations_that_fit, most=2) == found[:2]


def test_a_sector_fits_as_the_mean_of_its_best_occupations(region):
    found = ask(region, sectors_that_fit)
    occupations = ask(region, occupations_that_fit, most=None)
    own = [one.fit_millionths for one in occupations if one.sector == "techniek"]
    assert [(one.key, one.vacancies) for one in found] == [
        ("techniek", 4), ("horeca", 0), ("zorg", 0)
    ]  # fmt: skip
    assert found[0].fit == sum(own) // len(own) * 100 // MILLION
    assert found[0].occupations[0].label == "lasser"
    assert (found[1].fit, found[2].fit, found[2].occupations) == (0, 0, ())


def test_a_skill_unlocks_the_work_that_asks_it_and_tells_its_courses(region):
    with writing(region.engine) as session:
        session.add_all(
            Course(id=n, uri=f"urn:c{n}", name=f"Kook {n}", provider="x", days=days,
                   cost_euro=90, form=CourseForm.EVENING)
            for n, days in ((1, 20), (2, 3))
        )  # fmt: skip
        session.flush()
        session.add_all(
            CourseSkill(course_id=n, skill_id=region.skill["koken"], level=3) for n in (1, 2)
        )
    found = ask(region, skills_that_unlock, most=None)
    (cooking,) = found.skills
    assert (found.counted, found.within_limits) == (3, True)
    assert (cooking.label, cooking.skill_id) == ("koken", region.skill["koken"])
    assert (cooking.vacancies, cooking.rise, cooking.rise_points) == (2, 2 * MILLION, 200)
    assert [(one.course.days, one.course.cost_euro, one.level) for one in cooking.lessons] == [
        (3, 90, 3), (20, 90, 3)
    ]  # fmt: skip
    assert ask(region, skills_that_unlock, most=0).skills == ()


def test_only_work_within_ones_limits_counts_unless_there_is_none(region):
    with writing(region.engine) as session:
        offer(region, session, asked=["heftruck rijden"], sector="horeca")
        draft = PreferencesDraft(hours_max=29)
        set_preferences(session, candidate_id=region.welder, draft=draft)
    found = ask(region, skills_that_unlock, most=None)
    assert (found.counted, found.within_limits) == (4, False)
    assert {one.label for one in found.skills} == {"koken", "heftruck rijden"}
    with writing(region.engine) as session:
        draft = VacancyDraft(title="Kort", sector="techniek")
        number = write_vacancy(session, employer_id=region.employer, draft=draft).id
        wanted = RequirementDraft(
            skill_id=region.skill["samenwerken"], importance=Importance.DESIRED
        )
        set_requirements(session, vacancy_id=number, drafts=[wanted])
        open_vacancy(session, vacancy_id=number)
    found = ask(region, skills_that_unlock, most=None)
    assert (found.counted, found.within_limits) == (1, True)
    assert [one.label for one in found.skills] == ["samenwerken"]


@pytest.mark.parametrize("level", [None, 1, 3, 5])
def test_what_if_tells_what_explaining_the_changed_person_would_say(region, level):
    koken = region.skill["koken"]
    found = ask(region, what_if, skill=koken, level=level)
    model, numbers = region.ready().model, region.ready().numbers
    with reading(region.engine) as session:
        person = candidate_sides(session, [region.welder], numbers)[region.welder].skills
        asked = {n: one for n, one in region.ready().work.asked(session).items() if one}
    changed = with_skill(person, numbers.of(koken), level)
    before = {n: explain(model, person, one) for n, one in asked.items()}
    after = {n: explain(model, changed, one) for n, one in asked.items()}
    assert {one.vacancy_id: (one.fit_before, one.fit_after) for one in found.moves} == {
        n: (before[n].fit, after[n].fit) for n in asked
    }
    assert [one.place_after for one in found.moves] == [1, 2, 3]
    assert (found.rising, found.falling) == (2, 0)


def test_what_if_shows_the_top_before_and_after_and_counts_what_falls(region):
    lassen = region.skill["lassen"]
    down = ask(region, what_if, skill=lassen, level=1, most=1)
    assert [one for one in down.moves if one.vacancy_id == region.vacancy] == [
        Move(region.vacancy, 100, 33, 1, 1)
    ]
    assert (down.rising, down.falling) == (0, 1)
    same = ask(region, what_if, skill=lassen, level=3)
    assert (same.rising, same.falling) == (0, 0)
    assert all(one.place_before == one.place_after for one in same.moves)


def test_a_skill_outside_the_list_and_a_stranger_are_refused(region):
    with pytest.raises(UnknownSkill, match="Kies een andere"):
        ask(region, what_if, skill=999, level=3)
    region.welder = 999
    for door, asked in (
        (occupations_that_fit, {"most": 5}),
        (sectors_that_fit, {}),
        (skills_that_unlock, {"most": 5}),
        (what_if, {"skill": region.skill["koken"], "level": 3}),
    ):
        with pytest.raises(UnknownCandidate):
            ask(region, door, **asked)
