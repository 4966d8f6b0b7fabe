"""Promises about what is compared: everything that was said arrives, and nothing else."""

from datetime import date

from sqlmodel import select

from foundation import database
from foundation.database import reading, writing
from foundation.places import Point
from foundation.terms import LanguageLevel, Licence, TravelMeans, Weekday, WorkKind
from matching.gates import Demand, Gate, Person, Work
from matching.pool import requirements_of
from matching.reference import Asking, Having, Taught
from matching.sides import (
    CandidateSide,
    VacancySide,
    candidate_sides,
    courses_on_offer,
    travel_between,
    vacancy_sides,
)
from matching.wishes import Offer, Wishes
from profiles.consent import give_consent, withdraw_consent
from profiles.drafts import (
    ConfirmationDraft,
    ConsentDraft,
    HiddenEmployerDraft,
    LanguageDraft,
    ProfileDraft,
    SkillDraft,
)
from profiles.models import Evidence, Purpose
from profiles.service import open_profile
from profiles.skillset import confirm_skill, set_skills
from profiles.states import pause
from profiles.wishes import hide_from, set_languages
from skills.models import Course, CourseForm, CourseSkill, Skill
from tests.conftest import NOW
from vacancies.drafts import LimitDraft, RequirementDraft
from vacancies.models import Importance, LimitKind
from vacancies.requirements import add_limit, set_requirements

LEIDEN, LEIDERDORP = Point(52.16, 4.49), Point(52.16, 4.65)
KINDS = frozenset({WorkKind.LEERWERKPLEK, WorkKind.INTERNSHIP})
DAYS = frozenset({Weekday.MONDAY, Weekday.SUNDAY})


def told_everything(world, session) -> int:
    """A candidate who filled in every field."""
    number = world.person(
        session, "Demo A", postcode="2311", travel_minutes=45, travel_means=TravelMeans.CAR,
        hours_min=16, hours_max=24, days=DAYS, wage_floor_cents=1605, starts_from=date(2026, 10, 1),
        course_days=5, sectors=["techniek"], kinds=KINDS, licences=[Licence.B, Licence.CODE_95],
    )  # fmt: skip
    shown = {"evidence": Evidence.SUPPORTED, "evidence_note": "Bij Demo"}
    heftruck, koken = world.skill["heftruck rijden"], world.skill["koken"]
    drafts = [SkillDraft(skill_id=heftruck), SkillDraft(skill_id=koken, level=5, **shown)]
    set_skills(session, candidate_id=number, drafts=drafts)
    confirmed = ConfirmationDraft(skill_id=heftruck, coach="Demo Coach")
    confirm_skill(session, candidate_id=number, draft=confirmed, now=NOW)
    spoken = [LanguageDraft(language="nld", level="B1"), LanguageDraft(language="ara")]
    set_languages(session, candidate_id=number, drafts=spoken)
    for hidden in ({"kvk": "87654321"}, {"trade_name": "Demo Zuivel"}):
        hide_from(session, candidate_id=number, draft=HiddenEmployerDraft(**hidden))
    return number


def test_everything_a_candidate_said_is_compared_and_nothing_else(world):
    with writing(world.engine) as session:
        number = told_everything(world, session)
    with reading(world.engine) as session:
        found = candidate_sides(session, [number, number, 999], world.ready().numbers)
    person = Person(
        consented=True, paused=False, hidden_kvk=frozenset({"87654321"}),
        hidden_names=frozenset({"Demo Zuivel"}), travel_minutes=45, hours_min=16, hours_max=24,
        starts_from=date(2026, 10, 1), wage_floor_cents=1605,
        licences=frozenset({Licence.B, Licence.CODE_95}),
        languages={"nld": LanguageLevel.B1, "ara": None},
    )  # fmt: skip
    skills = (Having(0, 3), Having(2, 5, supported=True), Having(3, None, supported=True))
    wishes = Wishes(frozenset({"techniek"}), KINDS, DAYS)
    side = CandidateSide(
        number, skills, (), person, wishes, 5, LEIDEN, TravelMeans.CAR, in_pool=True
    )
    assert found == {number: side}


def test_what_a_candidate_did_not_say_stays_unknown(world):
    with writing(world.engine) as session:
        number = open_profile(session, draft=ProfileDraft(name="Demo B"), now=NOW).id
    with reading(world.engine) as session:
        found = candidate_sides(session, [number], world.ready().numbers)
    nobody = Person(consented=False, languages={})
    side = CandidateSide(number, (), (), nobody, Wishes(), None, None, None, in_pool=False)
    assert found == {number: side}


def test_everything_an_employer_said_is_compared_and_nothing_else(world):
    asked = [("heftruck rijden", Importance.DESIRED, None, True),
             ("MIG-lassen", Importance.REQUIRED, 4, False)]  # fmt: skip
    limits = [("nld", LimitKind.LANGUAGE, "B1", "Wet kinderopvang."),
              ("C", LimitKind.LICENCE, None, "Wegenverkeerswet 1994"),
              ("B", LimitKind.LICENCE, None, "Wegenverkeerswet 1994..."),
              ("BIG", LimitKind.DIPLOMA, None, "Wet BIG")]  # fmt: skip
    with writing(world.engine) as session:
        number = world.work(
            session, postcode="2381", hours_min=24, hours_max=32, days=DAYS, kinds=KINDS,
            wage_cents=1800, starts_on=date(2026, 9, 7),
        )  # fmt: skip
        drafts = [
            RequirementDraft(skill_id=world.skill[s], importance=i, level=n, learnable=learnable)
            for s, i, n, learnable in asked
        ]
        set_requirements(session, vacancy_id=number, drafts=drafts)
        for value, kind, level, law in limits:
            draft = LimitDraft(kind=kind, value=value, level=level, legal_reason=law)
            add_limit(session, vacancy_id=number, draft=draft)
    with reading(world.engine) as session:
        (side,) = vacancy_sides(session, [number, number, 999], world.ready().numbers).values()
    demands = (
        Demand(Gate.DIPLOMA, "BIG", "Wet BIG"),
        Demand(Gate.LANGUAGE, "nld", "Wet kinderopvang", LanguageLevel.B1),
        Demand(Gate.LICENCE, "B", "Wegenverkeerswet 1994"),
        Demand(Gate.LICENCE, "C", "Wegenverkeerswet 1994"),
    )
    work = Work("12345678", "Demo Las", 24, 32, date(2026, 9, 7), 1800, demands)
    asking = (Asking(0, 3), Asking(1, 4), Asking(3, None, required=False, learnable=True))
    assert tuple(sorted(side.asked, key=lambda one: one.skill)) == asking
    offer = Offer("techniek", KINDS, DAYS)
    assert side == VacancySide(number, side.asked, work, offer, LEIDERDORP, "2381")


def test_only_running_consent_to_matching_brings_somebody_into_the_pool(world):
    def standing(number):
        with reading(world.engine) as session:
            side = candidate_sides(session, [number], world.ready().numbers)[number]
        return side.person.consented, side.person.paused, side.in_pool

    def consent(session, number, purpose):
        draft = ConsentDraft(purpose=purpose, text_version="1")
        give_consent(session, candidate_id=number, draft=draft, now=NOW)

    with writing(world.engine) as session:
        person = world.person(session, "Demo A")
        consent(session, person, Purpose.RESEARCH)
        draft = open_profile(session, draft=ProfileDraft(name="Demo B"), now=NOW).id
        consent(session, draft, Purpose.MATCHING)
    assert (standing(person), standing(draft)) == ((True, False, True), (True, False, False))
    with writing(world.engine) as session:
        pause(session, candidate_id=person)
    assert standing(person) == (True, True, True)
    with writing(world.engine) as session:
        withdraw_consent(session, candidate_id=person, purpose=Purpose.MATCHING, now=NOW)
    assert standing(person) == (False, True, False)
    with writing(world.engine) as session:
        consent(session, person, Purpose.MATCHING)
    assert standing(person) == (True, True, True)


def test_the_way_to_work_is_by_the_means_one_has_and_else_by_bike(world):
    ways = [
        ("auto", "2311", "2381", 28),
        ("fiets", "2311", "2381", 59),
        (None, "2311", "2381", 59),
        (None, None, "2381", None),
        (None, "2311", None, None),
        (None, "9999", "2381", None),
    ]
    with writing(world.engine) as session:
        pairs = [
            (world.person(session, "Demo", postcode=here, travel_means=means),
             world.work(session, postcode=there))
            for means, here, there, _ in ways
        ]  # fmt: skip
    with reading(world.engine) as session:
        people = candidate_sides(session, [one for one, _ in pairs], world.ready().numbers)
        work = vacancy_sides(session, [other for _, other in pairs], world.ready().numbers)
    minutes = [travel_between(people[one], work[other]) for one, other in pairs]
    assert minutes == [way[-1] for way in ways]


def test_only_courses_that_still_run_and_skills_we_know_are_on_offer(world):
    about = {"provider": "Demo", "form": CourseForm.ONLINE}
    taught = [(1, "lassen", 3), (1, "koken", 2), (2, "lassen", 5), (3, "lassen", 4)]
    with writing(world.engine) as session:
        for n, days, retired in ((1, 4, False), (2, 9, False), (3, 1, True)):
            course = {"id": n, "uri": f"urn:c{n}", "name": "x", "days": days, "retired": retired}
            session.add(Course(**about, **course))
        session.flush()
        session.add_all(
            CourseSkill(course_id=n, skill_id=world.skill[label], level=level)
            for n, label, level in taught
        )
        session.exec(select(Skill).where(Skill.label == "koken")).one().retired = True
    with reading(world.engine) as session:
        shelf = courses_on_offer(session, world.ready().numbers)
    assert shelf == {0: [Taught(1, 0, 3, 4), Taught(2, 0, 5, 9)]}


def test_more_than_fit_in_one_statement_are_all_read(world, monkeypatch):
    with writing(world.engine) as session:
        people = [world.person(session, "Demo", hours_max=24) for _ in range(5)]
        others = [world.work(session) for _ in range(5)]
    monkeypatch.setattr(database, "MOST_IDS", 2)
    with reading(world.engine) as session:
        sides = candidate_sides(session, people, world.ready().numbers)
        found = vacancy_sides(session, others, world.ready().numbers)
        asked = requirements_of(session, others, world.ready().numbers)
    told = {n: (side.skills, side.person.hours_max, side.in_pool) for n, side in sides.items()}
    assert told == {n: ((Having(0, 3),), 24, True) for n in people}
    assert {n: side.asked for n, side in found.items()} == {n: (Asking(0, 3),) for n in others}
    assert asked == {n: [Asking(0, 3)] for n in others}
