"""Promises about the explorer's pages: what the engine finds, to the last, and never empty."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from accounts.models import Account
from foundation.database import reading, writing
from matching.closer import brought_closer
from matching.market import occupations_that_fit, sectors_that_fit, skills_that_unlock
from matching.own_occupation import own_occupation
from profiles.service import find_candidate
from skills.models import Course, CourseForm, CourseSkill, Occupation, OccupationSkill
from tests.api.work_worlds import Work, work_at
from tests.api.worlds import COOK, COOKING, TELEGRAPHIST, TELEX, TRUCK, WAREHOUSE, WELDING
from vacancies.service import close_vacancy


@pytest.fixture
def work(settings, engine) -> Iterator[Work]:
    """Somebody who can weld, among five vacancies."""
    with work_at(settings, engine) as site:
        yield site


def words(html: str) -> str:
    """What somebody reads, on one line."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def asked(work: Work, question, **more):
    with reading(work.engine) as session:
        return question(session, work.matcher(), candidate=work.person, **more)


def upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def close(work: Work, *names: str) -> None:
    with writing(work.engine) as session:
        for name in names:
            close_vacancy(session, vacancy_id=work.number[name])


def test_the_page_tells_what_the_engine_finds(work):
    page = words(work.get("/verkennen").text)
    for one in occupations_found(work):
        jobs = f"{one.vacancies} vacature" if one.vacancies else "nu geen vacatures"
        assert f"{upper(one.label)} past {one.fit} % {jobs}" in page
    for one in asked(work, sectors_that_fit):
        assert f"{one.label} past {one.fit} %" in page
    unlocking = asked(work, skills_that_unlock, most=None)
    assert len(unlocking.skills) == 2
    for one in unlocking.skills:
        noun = "vacature" if one.vacancies == 1 else "vacatures"
        assert f"{upper(one.label)} Brengt {one.vacancies} {noun} dichterbij." in page
    assert f"We keken naar {unlocking.counted} vacatures binnen je wensen." in page


def occupations_found(work):
    return asked(work, occupations_that_fit, most=None)


def test_a_skill_that_unlocks_comes_with_its_course(work):
    with writing(work.engine) as session:
        session.add(
            Course(id=2, uri="urn:k", name="Koken", provider="Demo Keuken", days=1,
                   form=CourseForm.EVENING)
        )  # fmt: skip
        session.flush()
        session.add(CourseSkill(course_id=2, skill_id=COOKING, level=2))
    told = "Koken 1 dag · Demo Keuken · gratis"
    assert told in words(work.get("/verkennen").text)
    assert told in words(work.get("/verkennen/vaardigheden").text)
    assert f"{told}. Je leert tot niveau 2: met hulp." in words(
        work.get(f"/verkennen/vaardigheid/{COOKING}").text
    )


def test_the_pages_of_occupations_reach_the_last(work):
    with writing(work.engine) as session:
        session.add_all(
            Occupation(id=n, uri=f"urn:b{n}", label=f"beroep {n}", taxonomy_id=1)
            for n in range(10, 60)
        )
        session.flush()
        session.add_all(
            OccupationSkill(occupation_id=n, skill_id=WELDING, essential=True)
            for n in range(10, 60)
        )
    seen: list[int] = []
    for number in (1, 2, 3):
        page = work.get("/verkennen/beroepen", pagina=number)
        seen += [int(one) for one in re.findall('href="/verkennen/beroep/([0-9]+)"', page.text)]
    assert seen == [one.occupation_id for one in occupations_found(work)]
    assert len(seen) == 52


def test_an_occupation_shows_what_it_asks_and_the_work_there_is(work):
    found = asked(work, own_occupation, occupation=WAREHOUSE)
    page = work.get(f"/verkennen/beroep/{WAREHOUSE}")
    told = words(page.text)
    assert f"{found.explanation.fit} % {found.explanation.after_training} %" in re.sub(
        " (past nu|na scholing)", "", told
    )
    (fitting,) = [one for one in occupations_found(work) if one.occupation_id == WAREHOUSE]
    assert found.explanation.fit == fitting.fit
    assert len(found.matches) + len(found.unskilled) == fitting.vacancies == 2
    for name in ("driver", "unskilled"):
        assert f'href="/werk/{work.number[name]}"' in page.text
    assert "Heftruck in drie dagen 3 dagen · Demo College · € 1.250" in told
    assert "telex" not in told


def test_an_occupation_without_work_says_so(work):
    page = work.get(f"/verkennen/beroep/{COOK}")
    assert page.status_code == 200
    assert "Er staat nu geen werk open voor dit beroep." in page.text


@pytest.mark.parametrize(
    "path",
    [
        f"beroep/{TELEGRAPHIST}",
        "beroep/999",
        "beroep/0",
        f"vaardigheid/{TELEX}",
        "vaardigheid/999",
        "vaardigheid/x",
    ],
)
def test_what_the_taxonomy_does_not_hold_is_nowhere(work, path):
    assert work.get(f"/verkennen/{path}").status_code == 404


@pytest.mark.parametrize("limited", [False, True])
def test_a_skill_brings_closer_exactly_the_vacancies_that_were_counted(work, limited):
    for n in range(7):
        work.offer(f"Keuken {n}", {COOKING: {"level": 1 + n % 5}, WELDING: {}}, hours_min=30)
    if limited:
        work.wish(hours_max=20)
        close(work, "cook", "crane")
    unlocking = asked(work, skills_that_unlock, most=None)
    for one in unlocking.skills:
        found = asked(work, brought_closer, skill=one.skill_id)
        assert len(found.vacancies) == one.vacancies
        courses = [[each.course.id for each in some] for some in (found.lessons, one.lessons)]
        assert courses[0] == courses[1]
        page = work.get(f"/verkennen/vaardigheid/{one.skill_id}")
        listed = re.findall(r'<li><a href="/werk/([0-9]+)"', page.text)
        assert listed == [str(each.vacancy_id) for each in found.vacancies]
        for each in found.vacancies:
            assert f"past {each.fit_before} %, dan {each.fit_after} %" in words(page.text)


def test_a_skill_says_whether_it_is_on_the_profile(work):
    assert "Dit staat op je profiel: zelfstandig." in words(
        work.get(f"/verkennen/vaardigheid/{WELDING}").text
    )
    page = work.get(f"/verkennen/vaardigheid/{TRUCK}")
    assert "Dit staat nog niet op je profiel." in page.text
    assert f'href="/profiel/vaardigheden/{TRUCK}"' in page.text


def test_without_work_no_page_is_empty(work):
    close(work, "welder", "driver", "cook", "crane", "unskilled")
    for path in ("/verkennen", "/verkennen/vaardigheden"):
        page = work.get(path)
        assert page.status_code == 200
        assert "Er is nu geen vaardigheid die werk dichterbij brengt." in page.text
    page = work.get(f"/verkennen/vaardigheid/{TRUCK}")
    assert "Er is nu geen werk dat hiermee beter past." in page.text


def test_names_say_their_language_on_an_english_page(work):
    with writing(work.engine) as session:
        account = find_candidate(session, candidate_id=work.person).account_id
        session.get_one(Account, account).language = "en"
    for path, dutch in (
        ("/verkennen", "Magazijnmedewerker"),
        ("/verkennen", "Maaltijden koken"),
        (f"/verkennen/beroep/{WAREHOUSE}", "Goed luisteren"),
        (f"/verkennen/vaardigheid/{COOKING}", "Kok"),
    ):
        body = work.get(path).text.partition("<main")[2]
        marked = body.count(f'<span lang="nl">{dutch}</span>')
        assert marked == body.count(f">{dutch}<") > 0, (path, dutch)
