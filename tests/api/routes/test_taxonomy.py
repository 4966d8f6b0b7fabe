"""Promises of the shared language in the API: anybody may search it, nothing is linked."""

import pytest

from tests.profiles.worlds import DRIVING, OLD, WELDING


@pytest.fixture
def nobody(site):
    """Somebody who is not logged in."""
    return site.anybody()


def test_anybody_finds_a_skill_by_another_word(nobody):
    found = nobody.get("/v1/skills", params={"q": "lassen"}).json()["items"]
    assert found[0] == {
        "id": str(WELDING),
        "label": "metalen lassen",
        "language": "nl",
        "surface": "lassen",
        "words": ["lassen"],
    }


def test_a_told_text_only_suggests(nobody):
    answer = nobody.post("/v1/skill-suggestions", {"text": "Ik mocht op de heftruck rijden."})
    assert (answer.status_code, answer.json()["items"][0]["id"]) == (200, str(DRIVING))


def test_what_means_nothing_finds_nothing(nobody):
    assert nobody.get("/v1/skills", params={"q": "xyzzy"}).json() == {"items": []}


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "a" * 201}, {"q": "lassen", "x": "1"}])
def test_a_search_that_cannot_be_is_refused(nobody, query):
    assert nobody.get("/v1/skills", params=query).status_code == 400


def test_a_skill_tells_which_courses_teach_it(nobody):
    skill = nobody.get(f"/v1/skills/{DRIVING}").json()
    assert (
        skill["courses"] == nobody.get("/v1/courses", params={"skillId": DRIVING}).json()["items"]
    )
    assert [(one["course"]["name"], one["level"]) for one in skill["courses"]] == [
        ("Heftruck in drie dagen", 3)
    ]
    assert nobody.get(f"/v1/skills/{OLD}").json()["retired"] is True
    assert nobody.get("/v1/skills/999").status_code == 404


def test_an_occupation_tells_what_it_asks(nobody):
    found = nobody.get("/v1/occupations", params={"q": "lasser"}).json()["items"]
    occupation = nobody.get(f"/v1/occupations/{found[0]['id']}").json()
    assert [(one["label"], one["essential"]) for one in occupation["skills"]] == [
        ("metalen lassen", True),
        ("Nederlands spreken", False),
    ]


def test_the_sectors_are_those_of_the_region(nobody):
    assert nobody.get("/v1/sectors").json()["items"] == [
        {"key": "techniek", "label": "Techniek"},
        {"key": "zorg", "label": "Zorg"},
    ]
