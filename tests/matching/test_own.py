"""Promises about one's own view of work: at once, for oneself only, and never empty."""

import pytest

from foundation.database import reading, writing
from foundation.places import Postcode
from foundation.terms import TravelMeans, WorkKind
from matching.explain import Counterfactual
from matching.gates import Gate
from matching.own import NEAREST, Choice, WorkFilter, own_pair, own_work
from matching.service import match_pair, people_for, work_for
from matching.wishes import Wish
from profiles.drafts import HiddenEmployerDraft, PreferencesDraft, ProfileDraft, SkillDraft
from profiles.models import Interest, InterestOutcome
from profiles.service import UnknownCandidate, open_profile
from profiles.skillset import set_skill
from profiles.states import erase, pause, withdraw
from profiles.wishes import hide_from, set_preferences
from skills.models import Course, CourseForm, CourseSkill, Sector
from tests.conftest import NOW
from vacancies.drafts import VacancyDraft
from vacancies.service import (
    UnknownVacancy,
    change_vacancy,
    close_vacancy,
    open_vacancy,
    write_vacancy,
)


def change(world, act, *args, **kwargs):
    with writing(world.engine) as session:
        return act(session, *args, **kwargs)


def seen(world, person, **asked):
    with reading(world.engine) as session:
        return own_work(session, world.ready(), candidate=person, **asked)


def ids(matches):
    return [one.vacancy_id for one in matches]


@pytest.fixture
def newcomer(world) -> int:
    """Somebody who began a profile a moment ago: a draft without a name who agreed to nothing."""
    with writing(world.engine) as session:
        number = open_profile(session, draft=ProfileDraft(name="Demo"), now=NOW).id
        skill = SkillDraft(skill_id=world.skill["lassen"], level=1)
        set_skill(session, candidate_id=number, draft=skill)
    return number


def test_a_draft_sees_work_at_once_and_nobody_sees_the_draft(world, newcomer):
    (match,) = seen(world, newcomer).matches
    assert (match.vacancy_id, match.place, match.explanation.fit) == (world.vacancy, 1, 33)
    assert (match.findings, match.is_open) == ((), True)
    with reading(world.engine) as session:
        pool = world.ready().talent.follow(session)
        found = people_for(session, world.ready(), vacancy=world.vacancy, most=None)
        for refused in (
            lambda: work_for(session, world.ready(), candidate=newcomer, most=5),
            lambda: match_pair(session, world.ready(), candidate=newcomer, vacancy=world.vacancy),
        ):
            with pytest.raises(UnknownCandidate, match="doet niet mee"):
                refused()
    assert (len(pool), found.matches, found.set_apart, found.total) == (0, (), (), 0)


def test_a_pause_limits_what_others_see_and_not_ones_own_view(world):
    person = change(world, world.person, "Demo A")
    change(world, pause, candidate_id=person)
    assert [one.findings for one in seen(world, person).matches] == [()]
    with reading(world.engine) as session:
        (apart,) = people_for(session, world.ready(), vacancy=world.vacancy, most=5).set_apart
    assert [one.gate for one in apart.findings] == [Gate.PAUSED]


def test_who_left_or_never_was_sees_nothing(world):
    person = change(world, world.person, "Demo A")
    for leave in (
        lambda session: withdraw(session, candidate_id=person, now=NOW),
        lambda session: erase(session, candidate_id=person),
    ):
        change(world, leave)
        with pytest.raises(UnknownCandidate, match="Begin een nieuw profiel"):
            seen(world, person)
    with pytest.raises(UnknownCandidate):
        seen(world, 999)


def test_an_employer_one_hides_from_stays_in_sight_under_its_reason(world, newcomer):
    blocked = HiddenEmployerDraft(trade_name="demo las")
    change(world, hide_from, candidate_id=newcomer, draft=blocked)
    page = seen(world, newcomer)
    (match,) = page.matches
    assert (match.vacancy_id, match.is_open) == (world.vacancy, False)
    assert [(one.gate, one.own_reason) for one in match.findings] == [
        (Gate.EMPLOYER_BLOCK, "Je wilt niet door deze werkgever gezien worden.")
    ]
    assert (page.opened, page.apart) == (0, 1)


def test_somebody_in_the_pool_sees_the_same_numbers_as_the_coach(world):
    with writing(world.engine) as session:
        person = world.person(session, "Demo A", hours_max=33, postcode="2311", travel_minutes=30)
        for hours in range(30, 37):
            world.work(session, postcode="2311", hours_min=hours)
        pair = world.work(session)
    page = seen(world, person)
    with reading(world.engine) as session:
        coach = work_for(session, world.ready(), candidate=person, most=None)
        mine = own_pair(session, world.ready(), candidate=person, vacancy=pair)
        theirs = match_pair(session, world.ready(), candidate=person, vacancy=pair)
    assert page.matches == (*coach.matches, *coach.set_apart)
    assert (page.opened, page.apart, page.total) == (6, 3, 9)
    assert mine == theirs


@pytest.mark.parametrize("size", [1, 2, 3, 4, 10, 11, 99])
def test_the_pages_reach_every_vacancy_once_open_ones_first(world, size):
    with writing(world.engine) as session:
        person = world.person(session, "Demo A", hours_max=34)
        for hours in range(30, 39):
            world.work(session, hours_min=hours)
    whole = seen(world, person, page_size=99)
    first = seen(world, person, page_size=size)
    pages = [seen(world, person, page=n, page_size=size) for n in range(1, first.pages + 1)]
    assert [one for page in pages for one in page.matches] == list(whole.matches)
    assert [one.is_open for one in whole.matches] == [True] * 6 + [False] * 4
    assert sorted(one.place for one in whole.matches) == list(range(1, 11))
    assert whole.shown == 10
    beyond = seen(world, person, page=10**6, page_size=size)
    assert (beyond.page, beyond.matches) == (first.pages, pages[-1].matches)
    assert seen(world, person, page=-5, page_size=size).page == 1


def test_a_page_holds_at_least_one(world, newcomer):
    with pytest.raises(ValueError, match="at least one"):
        seen(world, newcomer, page_size=0)


@pytest.fixture
def offers(world):
    """Five vacancies that differ in hours, kind, sector and place; the first says little."""
    kind = WorkKind.LEERWERKPLEK
    with writing(world.engine) as session:
        session.add(Sector(key="zorg", label="Zorg"))
        session.flush()
        person = world.person(session, "Demo", postcode="2311", travel_means=TravelMeans.BIKE)
        near = world.work(session, postcode="2311", hours_min=24, hours_max=32, kinds={kind})
        far = world.work(session, postcode="2381", hours_min=8, hours_max=16)
        other = world.work(session, postcode="2311", kinds={WorkKind.INTERNSHIP})
        plain = VacancyDraft(title="Hulp", sector="zorg", hours_min=36)
        change_vacancy(session, vacancy_id=other, draft=plain)
    return person, {"first": world.vacancy, "near": near, "far": far, "care": other}


@pytest.mark.parametrize(
    ("wanted", "kept", "left_out"),
    [
        (WorkFilter(), {"first", "near", "far", "care"}, {}),
        (WorkFilter(travel_minutes=20), {"first", "near", "care"}, {Choice.TRAVEL: 1}),
        (WorkFilter(hours_max=24), {"near", "far"}, {Choice.HOURS: 2}),
        (WorkFilter(hours_min=33), {"first", "care"}, {Choice.HOURS: 2}),
        (WorkFilter(hours_min=20, hours_max=30), {"near"}, {Choice.HOURS: 3}),
        (WorkFilter(kinds={WorkKind.INTERNSHIP}), {"first", "far", "care"}, {Choice.KIND: 1}),
        (WorkFilter(sectors={"zorg"}), {"care"}, {Choice.SECTOR: 3}),
        (
            WorkFilter(travel_minutes=20, sectors={"techniek"}, hours_max=24),
            {"near"},
            {Choice.TRAVEL: 1, Choice.HOURS: 2, Choice.SECTOR: 1},
        ),
    ],
)
def test_a_filter_leaves_out_what_it_says_and_counts_it(world, offers, wanted, kept, left_out):
    person, by_name = offers
    page = seen(world, person, wanted=wanted)
    assert set(ids(page.matches)) == {by_name[name] for name in kept}
    assert (page.left_out, page.total, page.shown) == (left_out, 4, len(kept))
    assert (page.nearest, page.opener) == ((), None)


def test_filters_that_leave_nothing_show_the_nearest_and_the_skill_that_brings_most(
    world, newcomer
):
    with writing(world.engine) as session:
        late = [world.work(session, wage_cents=1500) for _ in range(NEAREST + 2)]
        skill = SkillDraft(skill_id=world.skill["koken"], level=4)
        set_skill(session, candidate_id=newcomer, draft=skill)
        session.add(
            Course(id=1, uri="urn:c", name="Las", provider="x", days=4, form=CourseForm.ONLINE)
        )
        session.flush()
        session.add(CourseSkill(course_id=1, skill_id=world.skill["MIG-lassen"], level=3))
        stated = PreferencesDraft(wage_floor_cents=1600)
        set_preferences(session, candidate_id=newcomer, draft=stated)
    page = seen(world, newcomer, wanted=WorkFilter(sectors={"ruimtevaart"}))
    assert (page.matches, page.pages, page.shown, page.total) == ((), 1, 0, len(late) + 1)
    assert page.left_out == {Choice.SECTOR: len(late) + 1}
    # The wage of the first is not known, so no limit closes it: it goes before the others.
    assert (ids(page.nearest)[0], len(page.nearest)) == (world.vacancy, NEAREST)
    assert page.opener is None  # welding is what is asked, and the newcomer has it


def test_when_limits_close_everything_the_best_are_named_and_what_would_bring_most(world):
    with writing(world.engine) as session:
        cook = open_profile(session, draft=ProfileDraft(name="Demo"), now=NOW).id
        skill = SkillDraft(skill_id=world.skill["koken"], level=4)
        set_skill(session, candidate_id=cook, draft=skill)
        set_preferences(session, candidate_id=cook, draft=PreferencesDraft(hours_max=8))
    page = seen(world, cook)
    assert (page.opened, page.apart, ids(page.nearest)) == (0, 1, [world.vacancy])
    assert page.nearest == page.matches
    assert (page.opener.label, page.opener.vacancies) == ("lassen", 1)


def test_without_any_work_there_is_nothing_and_what_lacks_skills_is_named(world, newcomer):
    change(world, close_vacancy, vacancy_id=world.vacancy)
    plain = VacancyDraft(title="Hulp", sector="techniek")
    with writing(world.engine) as session:
        number = write_vacancy(session, employer_id=world.employer, draft=plain).id
        open_vacancy(session, vacancy_id=number)
    page = seen(world, newcomer)
    assert (page.matches, page.nearest, page.opener, page.total) == ((), (), None, 0)
    assert (page.page, page.pages, page.unskilled) == (1, 1, (number,))


def test_who_can_nothing_yet_sees_all_work_and_what_to_begin_with(world):
    with writing(world.engine) as session:
        number = open_profile(session, draft=ProfileDraft(name="Demo"), now=NOW).id
    page = seen(world, number)
    assert [(one.vacancy_id, one.explanation.fit) for one in page.matches] == [(world.vacancy, 0)]


def test_what_changed_a_moment_ago_is_on_the_page(world):
    with writing(world.engine) as session:
        person = world.person(session, "Demo", postcode="2312", travel_minutes=20)
    assert seen(world, person).matches[0].travel_minutes is None
    change(
        world,
        lambda session: session.add(
            Postcode(code="2312", place="x", municipality="x", latitude=52.16, longitude=4.49)
        ),
    )
    assert seen(world, person).matches[0].travel_minutes == 2
    far = VacancyDraft(title="Lasser", sector="techniek", postcode="2381")
    change(world, change_vacancy, vacancy_id=world.vacancy, draft=far)
    (match,) = seen(world, person).matches
    assert [one.gate for one in match.findings if one.closed] == [Gate.TRAVEL]
    assert match.findings[0].values == {"minutes": match.travel_minutes, "most": 20}
    change(world, close_vacancy, vacancy_id=world.vacancy)
    assert seen(world, person).total == 0


def test_one_vacancy_is_explained_to_a_draft_with_what_would_change_it(world, newcomer):
    with reading(world.engine) as session:
        found = own_pair(session, world.ready(), candidate=newcomer, vacancy=world.vacancy)
    assert (found.place, found.explanation.fit, found.findings) == (0, 33, ())
    assert found.counterfactuals == (Counterfactual(0, 3, 100, 60_000),)


def test_a_vacancy_that_is_still_a_draft_is_nobodys_to_see(world, newcomer):
    plain = VacancyDraft(title="Hulp", sector="techniek")
    with writing(world.engine) as session:
        draft = write_vacancy(session, employer_id=world.employer, draft=plain).id
    with reading(world.engine) as session:
        for number in (draft, 999):
            with pytest.raises(UnknownVacancy, match="Kies een andere"):
                own_pair(session, world.ready(), candidate=newcomer, vacancy=number)


@pytest.mark.parametrize(("letters", "answer"), [("RA", "met"), ("C", "unmet"), ("", "unknown")])
def test_interests_count_in_what_one_wishes_by_the_two_strongest_of_the_sector(
    world, newcomer, letters, answer
):
    with writing(world.engine) as session:
        session.get_one(Sector, "techniek").interests = "RIC"
        if letters:
            found = frozenset(Interest(letter) for letter in letters)
            session.add(InterestOutcome(candidate_id=newcomer, interests=found, finished_at=NOW))
    before = seen(world, newcomer).matches[0]
    assert Wish.INTEREST in getattr(before.wish, answer)
    assert before.explanation.fit == 33
