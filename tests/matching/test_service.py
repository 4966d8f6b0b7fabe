"""Promises about ranking from the database: what is shown is never older than the request."""

from functools import partial

import pytest
from sqlmodel import select

from foundation.database import reading, writing
from foundation.terms import TravelMeans
from matching import service
from matching.explain import Counterfactual
from matching.gates import Gate
from matching.reference import Having
from matching.service import (
    MatchList,
    match_pair,
    people_for,
    work_for,
)
from matching.sides import candidate_sides
from matching.ties import tie_order
from profiles.consent import withdraw_consent
from profiles.drafts import HiddenEmployerDraft, SkillDraft
from profiles.models import CandidateSkill, Purpose
from profiles.service import UnknownCandidate
from profiles.skillset import remove_skill, set_skill
from profiles.states import erase, pause, withdraw
from profiles.wishes import hide_from
from skills.models import Course, CourseForm, CourseSkill, Skill
from tests.conftest import NOW
from vacancies.requirements import remove_requirement
from vacancies.service import UnknownVacancy, close_vacancy


def shortlist(world, most=None):
    with reading(world.engine) as session:
        found = people_for(session, world.ready(), vacancy=world.vacancy, most=most)
    return [(one.candidate_id, one.explanation.fit) for one in found.matches]


def change(world, act, *args, **kwargs):
    with writing(world.engine) as session:
        return act(session, *args, **kwargs)


def test_who_can_do_what_is_asked_comes_first(world):
    able = change(world, world.person, "Demo A")
    less = change(world, world.person, "Demo B")
    skill = SkillDraft(skill_id=world.skill["lassen"], level=1)
    change(world, set_skill, candidate_id=less, draft=skill)
    assert shortlist(world) == [(able, 100), (less, 33)]


def test_a_narrower_skill_covers_what_is_asked_and_not_the_other_way(world):
    person = change(world, world.person, "Demo A")
    narrow = SkillDraft(skill_id=world.skill["MIG-lassen"], level=3)
    change(world, set_skill, candidate_id=person, draft=narrow)
    change(world, remove_skill, candidate_id=person, skill_id=world.skill["lassen"])
    assert shortlist(world) == [(person, 100)]
    assert world.ready().model.nearness(1, 0) < 100


def test_a_change_is_in_the_next_ranking(world):
    person = change(world, world.person, "Demo A")
    assert shortlist(world) == [(person, 100)]
    for level, fit in ((1, 33), (2, 66), (None, 66), (5, 100)):
        skill = SkillDraft(skill_id=world.skill["lassen"], level=level)
        change(world, set_skill, candidate_id=person, draft=skill)
        assert shortlist(world) == [(person, fit)]


@pytest.mark.parametrize(
    "leave",
    [
        lambda session, number: withdraw(session, candidate_id=number, now=NOW),
        lambda session, number: erase(session, candidate_id=number),
        lambda session, number: withdraw_consent(
            session, candidate_id=number, purpose=Purpose.MATCHING, now=NOW
        ),
    ],
)
def test_who_leaves_is_gone_from_the_next_ranking(world, leave):
    person, other = (change(world, world.person, name) for name in ("Demo A", "Demo B"))
    assert len(shortlist(world)) == 2
    if leave.__code__.co_names[0] == "erase":
        change(world, withdraw, candidate_id=person, now=NOW)
    change(world, leave, person)
    assert shortlist(world) == [(other, 100)]
    with pytest.raises(UnknownCandidate), reading(world.engine) as session:
        work_for(session, world.ready(), candidate=person, most=None)


def test_the_index_is_only_a_source_what_it_missed_is_caught_in_the_request(world):
    person = change(world, world.person, "Demo A")
    matcher = world.ready()
    with reading(world.engine) as session:
        stale = matcher.talent.follow(session)
    change(world, withdraw, candidate_id=person, now=NOW)
    matcher.talent.follow = lambda _session: stale
    assert shortlist(world) == []


def test_a_limit_sets_apart_with_its_reason_and_never_hides(world):
    near = change(world, world.person, "Demo A")
    far = change(
        world, world.person, "Demo B", postcode="2381", travel_minutes=15,
        travel_means=TravelMeans.BIKE,
    )  # fmt: skip
    with reading(world.engine) as session:
        found = people_for(session, world.ready(), vacancy=world.vacancy, most=None)
    assert [one.candidate_id for one in found.matches] == [near]
    assert [(one.candidate_id, one.explanation.fit) for one in found.set_apart] == [(far, 100)]
    assert [finding.gate for finding in found.set_apart[0].findings] == [Gate.TRAVEL]
    assert found.total == 2
    assert {near, far} == {one.candidate_id for one in (*found.matches, *found.set_apart)}


def test_pausing_and_hiding_from_an_employer_set_apart_at_once(world):
    paused, hidden = (change(world, world.person, name) for name in ("Demo A", "Demo B"))
    change(world, pause, candidate_id=paused)
    blocked = HiddenEmployerDraft(trade_name="demo las")
    change(world, hide_from, candidate_id=hidden, draft=blocked)
    with reading(world.engine) as session:
        found = people_for(session, world.ready(), vacancy=world.vacancy, most=None)
    apart = {one.candidate_id: one.findings[0].gate for one in found.set_apart}
    assert (found.matches, apart) == ((), {paused: Gate.PAUSED, hidden: Gate.EMPLOYER_BLOCK})


def test_a_short_list_is_the_beginning_of_the_long_one(world):
    people = [change(world, world.person, f"Demo {n}", hours_max=36) for n in range(12)]
    change(world, pause, candidate_id=people[3])
    everyone = shortlist(world)
    assert len(everyone) == 11
    assert all(shortlist(world, most) == everyone[:most] for most in range(1, 12))


def test_both_directions_show_the_same_numbers(world):
    person = change(world, world.person, "Demo A")
    with reading(world.engine) as session:
        matcher = world.ready()
        pair = match_pair(session, matcher, candidate=person, vacancy=world.vacancy)
        (as_person,) = people_for(session, matcher, vacancy=world.vacancy, most=5).matches
        (as_work,) = work_for(session, matcher, candidate=person, most=5).matches
    assert pair.explanation == as_person.explanation == as_work.explanation


def test_a_closed_vacancy_and_one_without_skills_are_not_ranked_for_anybody(world):
    person = change(world, world.person, "Demo A")
    second = change(world, world.work)
    change(world, close_vacancy, vacancy_id=world.vacancy)
    with reading(world.engine) as session:
        found = work_for(session, world.ready(), candidate=person, most=None)
        assert [one.vacancy_id for one in found.matches] == [second]
    skill = world.skill["lassen"]
    change(world, remove_requirement, vacancy_id=second, skill_id=skill)
    with reading(world.engine) as session:
        assert work_for(session, world.ready(), candidate=person, most=None).total == 0
        assert not people_for(session, world.ready(), vacancy=second, most=5).skilled


def test_a_skill_outside_the_taxonomy_counts_for_nothing_and_is_named(world):
    person = change(world, world.person, "Demo A")
    koken = world.skill["koken"]
    change(world, set_skill, candidate_id=person, draft=SkillDraft(skill_id=koken, level=5))
    with writing(world.engine) as session:
        row = session.exec(select(Skill).where(Skill.id == koken)).one()
        row.retired = True
    with reading(world.engine) as session:
        side = candidate_sides(session, [person], world.ready().numbers)[person]
        rows = session.exec(select(CandidateSkill.skill_id)).all()
    assert (side.skills, side.unknown_skills) == ((Having(0, 3),), (koken,))
    assert sorted(rows) == sorted([koken, world.skill["lassen"]])


def test_an_unknown_number_is_refused_in_dutch(world):
    with reading(world.engine) as session:
        with pytest.raises(UnknownVacancy, match="Vacature 999 is er niet"):
            people_for(session, world.ready(), vacancy=999, most=5)
        with pytest.raises(UnknownCandidate, match="Kandidaat 999 is er niet"):
            work_for(session, world.ready(), candidate=999, most=5)


SHORT = (1, 2, 3, 5, 8, 13, 99)


def check_lists(world, ask, pairs):
    """All (vacancy, candidate) pairs score the same; `ask` gives a list of at most so many."""
    with reading(world.engine) as session:
        full, *short = (ask(session, world.ready(), most=most) for most in (None, *SHORT))
    ranked = sorted((*full.matches, *full.set_apart), key=lambda one: one.place)
    in_order = sorted(pairs, key=lambda pair: int(tie_order(world.ready().tie_key, *pair)))
    assert [one.place for one in ranked] == list(range(1, len(pairs) + 1))
    assert [(one.vacancy_id, one.candidate_id) for one in ranked] == in_order
    for most, found in zip(SHORT, short, strict=True):
        shown = full.matches[:most]
        end = shown[-1].place if len(shown) == most else len(pairs) + 1
        apart = tuple(one for one in full.set_apart if one.place < end)
        assert (found.matches, found.set_apart, found.total) == (shown, apart, len(pairs))


def test_a_long_list_of_people_places_everybody_and_a_short_one_is_its_beginning(
    world, monkeypatch
):
    monkeypatch.setattr(service, "AT_A_TIME", 2)
    with writing(world.engine) as session:
        people = [world.person(session, "Demo", hours_max=26 + n) for n in range(12)]
    pairs = [(world.vacancy, one) for one in people]
    check_lists(world, partial(people_for, vacancy=world.vacancy), pairs)


def test_a_long_list_of_work_places_everything_and_a_short_one_is_its_beginning(world, monkeypatch):
    monkeypatch.setattr(service, "AT_A_TIME", 2)
    with writing(world.engine) as session:
        person = world.person(session, "Demo", hours_max=35)
        others = [world.work(session, hours_min=30 + n) for n in range(12)]
    pairs = [(one, person) for one in (world.vacancy, *others)]
    check_lists(world, partial(work_for, candidate=person), pairs)


def test_a_pool_of_nobody_and_one_that_knows_no_work_give_empty_lists(world):
    with reading(world.engine) as session:
        found = people_for(session, world.ready(), vacancy=world.vacancy, most=5)
    assert found == MatchList((), (), 0)
    person = change(world, world.person, "Demo A")
    change(world, close_vacancy, vacancy_id=world.vacancy)
    with reading(world.engine) as session:
        assert work_for(session, world.ready(), candidate=person, most=5) == MatchList((), (), 0)


def test_a_vacancy_without_skills_still_says_how_many_there_are(world):
    change(world, world.person, "Demo A")
    lassen = world.skill["lassen"]
    change(world, remove_requirement, vacancy_id=world.vacancy, skill_id=lassen)
    with reading(world.engine) as session:
        found = people_for(session, world.ready(), vacancy=world.vacancy, most=5)
    assert found == MatchList((), (), 1, skilled=False)


def test_one_pair_is_explained_with_its_courses_its_way_and_what_would_change_it(world):
    low = SkillDraft(skill_id=world.skill["lassen"], level=1)
    course = Course(id=1, uri="urn:c", name="x", provider="y", days=4, form=CourseForm.ONLINE)
    with writing(world.engine) as session:
        person = world.person(session, "Demo A", postcode="2311", course_days=4)
        set_skill(session, candidate_id=person, draft=low)
        session.add(course)
        session.flush()
        session.add(CourseSkill(course_id=1, skill_id=world.skill["lassen"], level=3))
    with reading(world.engine) as session:
        found = match_pair(session, world.ready(), candidate=person, vacancy=world.vacancy)
    told = found.explanation
    assert (found.place, found.travel_minutes, told.fit, told.after_training) == (0, 2, 33, 100)
    assert [gap.courses for gap in told.gaps] == [(1,)]
    assert found.counterfactuals == (Counterfactual(0, 3, 100, 60_000),)
