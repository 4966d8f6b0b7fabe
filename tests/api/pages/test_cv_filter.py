"""Promises of the pages about the CV filter: the definition that is used, and no small number."""

import re

import pytest
from fastapi.testclient import TestClient

from accounts.models import VisitStep
from accounts.visits import begin_visit
from api.main import create_app
from foundation.database import writing
from placements.cv_filter import TRUTH, tell_usual_diploma
from profiles.states import pause
from tests.access.people import ORIGIN, settings_for_browsers
from tests.coaching.lists import Lists, build_lists
from tests.conftest import NOW

EXPLAINED = "/uitleg/cv-filter"
SAID = {True: "nee", False: "ja", None: "niet bekend"}
ANSWERS = {"ja": "valt af", "nee": "blijft over", "onbekend": "onbekend"}


@pytest.fixture
def lists(engine, settings) -> Lists:
    return build_lists(engine, settings)


@pytest.fixture
def coach(lists, settings):
    app = create_app(settings_for_browsers(settings), clock=lambda: NOW)
    with writing(lists.engine) as session:
        opened = begin_visit(session, account_id=lists.coach, step=VisitStep.COMPLETE, now=NOW)
    with TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN}) as browser:
        browser.cookies.set("__Host-tom", opened.token)
        yield browser


def told(lists: Lists, coach: TestClient) -> str:
    """Read what the list page says, without its tags."""
    page = coach.get(f"/coach/vacatures/{lists.vacancy}").text
    part = page.split('aria-labelledby="cv-filter"')[1].split("</section>")[0]
    return " ".join(re.sub("<[^>]*>", "", part).split())


def test_anybody_reads_the_definition_with_every_row_of_the_table(settings, engine):
    with TestClient(create_app(settings_for_browsers(settings)), base_url=ORIGIN) as anybody:
        page = anybody.get(EXPLAINED)
    rows = [
        tuple(re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<td>(.*?)</td>", row))
        for row in re.findall(r"<tr>(<td>.*?)</tr>", page.text)
    ]
    assert page.status_code == 200
    assert rows == [
        (SAID[no_job], SAID[no_diploma], ANSWERS[answer])
        for (no_job, no_diploma), answer in TRUTH.items()
    ]


def test_a_list_of_few_people_tells_no_number_and_links_to_the_definition(lists, coach):
    with lists.writing() as session:
        lists.proposed(session)
    assert f'href="{EXPLAINED}"' in coach.get(f"/coach/vacatures/{lists.vacancy}").text
    assert "Er staan minder dan 5 mensen op deze lijst." in told(lists, coach)
    assert "waren afgevallen" not in told(lists, coach)


def test_a_list_tells_its_numbers_and_follows_who_leaves(lists, coach):
    with lists.writing() as session:
        fifth = lists.person(session, "fifth", {"lassen": 3})
        lists.proposed(session)
        for name, has in (("first", False), ("second", False), ("fifth", True)):
            tell_usual_diploma(
                session, candidate_id=lists.people[name], sector="techniek", has=has, now=NOW
            )
    assert "2 van de 5 waren afgevallen 0 waren overgebleven Van 3 weten we het niet" in told(
        lists, coach
    )
    with lists.writing() as session:
        pause(session, candidate_id=fifth)
    assert "Er staan minder dan 5 mensen op deze lijst." in told(lists, coach)


def test_a_vacancy_without_a_list_says_nothing_about_it(lists, coach):
    assert EXPLAINED not in coach.get(f"/coach/vacatures/{lists.vacancy}").text
