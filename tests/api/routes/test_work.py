"""Promises of work in the API: every vacancy is reached, and the numbers add up."""

import pytest

from accounts.models import Role
from coaching.caseload import assign
from foundation.database import writing
from tests.api.routes.conftest import DRIVER, TYPIST, UNSKILLED, WELDER
from tests.profiles.worlds import DRIVING, NOW, WELDING


@pytest.fixture
def bob(site):
    """Somebody who welds, drives a little and lives in Leiden."""
    return site.skilled()


def ids(page):
    return [int(one["vacancy"]["id"]) for one in page["items"]]


def test_a_person_sees_every_open_vacancy_at_once_the_best_first(bob):
    page = bob.get(f"{bob.mine}/vacancies").json()
    assert ids(page) == [WELDER, DRIVER, TYPIST]
    assert (page["total"], page["opened"], page["apart"]) == (3, 3, 0)
    assert page["unskilled"] == [str(UNSKILLED)]
    best = page["items"][0]
    assert (best["place"], best["fit"], best["is_open"]) == (1, 100, True)
    assert best["tiers"] == {"heeft": 2, "bijna": 0, "onbekend": 0, "mist": 0}
    assert best["vacancy"]["employer"] == "Demo Staal"
    assert best["vacancy"]["municipality"] == "Leiden"


def test_a_gap_shows_the_course_that_closes_it(bob):
    second = bob.get(f"{bob.mine}/vacancies").json()["items"][1]
    driving = next(gap for gap in second["gaps"] if gap["skill_id"] == str(DRIVING))
    assert (driving["tier"], driving["courses"][0]["name"]) == (
        "onbekend",
        "Heftruck in drie dagen",
    )
    assert second["after_training"] > second["fit"]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"sector": "zorg"}, [TYPIST]),
        ({"kind": "leerwerkplek"}, [WELDER, DRIVER, TYPIST]),
        ({"kind": "stageplek"}, []),
        ({"travelMinutes": 5}, [WELDER, TYPIST]),
        ({"hoursMax": 20}, []),
    ],
)
def test_a_filter_says_what_it_leaves_out(bob, query, left):
    page = bob.get(f"{bob.mine}/vacancies", params=query).json()
    assert ids(page) == left
    assert sum(page["left_out"].values()) == page["unfiltered"] - len(left) == 3 - len(left)
    assert bool(page["nearest"]) == (not left)


def test_the_links_lead_to_everything_and_keep_the_filter(bob):
    path = f"{bob.mine}/vacancies?kind=leerwerkplek&pageSize=1"
    seen = []
    while path:
        answer = bob.get(path)
        seen += ids(answer.json())
        following = answer.json()["_links"]["next"]
        assert bool(following) == ('rel="next"' in answer.headers["link"])
        path = following and following["href"]
        assert not path or "kind=leerwerkplek" in path
    assert seen == [WELDER, DRIVER, TYPIST]


def test_the_parts_of_a_match_add_up_to_its_points(bob):
    match = bob.get(f"{bob.mine}/vacancies/{DRIVER}/match").json()
    assert sum(part["points"] for part in match["parts"]) == match["points"]
    assert match["fit"] == 100 * match["points"] // match["most"]
    assert all(str(part["points"]) in part["sentence"] for part in match["parts"])
    assert match["counterfactuals"]


def test_a_match_with_what_is_not_there_is_not_found(bob):
    assert bob.get(f"{bob.mine}/vacancies/999/match").status_code == 404


def test_the_explorer_ranks_occupations_sectors_and_skills(bob):
    occupations = bob.get(f"{bob.mine}/occupations").json()
    assert [(one["label"], one["vacancies"]) for one in occupations["items"]] == [("lasser", 1)]
    sectors = bob.get(f"{bob.mine}/sectors").json()["items"]
    assert {one["key"] for one in sectors} == {"techniek", "zorg"}
    skills = bob.get(f"{bob.mine}/unlocking-skills").json()
    assert skills["items"][0]["rise_points"] >= skills["items"][-1]["rise_points"]
    assert (skills["counted"], skills["within_limits"]) == (3, True)


def test_what_if_tells_what_moves_and_changes_nothing(bob):
    before = bob.get(f"{bob.mine}/vacancies").json()
    answer = bob.post(f"{bob.mine}/what-ifs", {"skill_id": str(DRIVING), "level": 5}).json()
    moved = next(one for one in answer["moves"] if one["vacancy_id"] == str(DRIVER))
    assert moved["fit_after"] > moved["fit_before"]
    assert (answer["rising"], answer["falling"]) == (1, 0)
    assert bob.get(f"{bob.mine}/vacancies").json() == before


@pytest.mark.parametrize("skill", ["0", "-3", "999", ""])
def test_what_if_with_a_skill_that_is_not_there_is_refused(bob, skill):
    assert bob.post(f"{bob.mine}/what-ifs", {"skill_id": skill}).status_code == 400


def test_anybody_logged_in_reads_the_open_vacancies_the_newest_first(site, bob):
    listed = bob.get("/v1/vacancies", params={"pageSize": 3}).json()
    assert [one["id"] for one in listed["items"]] == ["4", "3", "2"]
    assert listed["total"] == 4
    full = site.staff(Role.COACH).get(f"/v1/vacancies/{WELDER}").json()
    assert [one["skill_id"] for one in full["requirements"]] == [str(WELDING), str(DRIVING)]
    assert site.anybody().get(f"/v1/vacancies/{WELDER}").status_code == 401


def test_an_employer_hidden_from_is_set_apart_with_the_reason(bob):
    bob.post(f"{bob.mine}/hidden-employers", {"kvk": "12345678"})
    page = bob.get(f"{bob.mine}/vacancies").json()
    assert (page["opened"], page["apart"]) == (0, 3)
    assert page["items"][0]["limits"][0] == {
        "gate": "werkgever verborgen",
        "closed": True,
        "reason": "Je wilt niet door deze werkgever gezien worden.",
    }


def test_a_coach_sees_the_work_of_whom_he_guides_and_reads_about_him(site, bob):
    bob.client.patch(bob.mine, json={"name": "Bob de Lasser"})
    bob.post(f"{bob.mine}/consents", {"purpose": "matching", "text_version": "2026-2"})
    bob.post(f"{bob.mine}/hidden-employers", {"kvk": "12345678"})
    assert bob.post(f"{bob.mine}/activation").status_code == 200
    coach = site.staff(Role.COACH)
    assert coach.get(f"{bob.mine}/vacancies").status_code == 404
    with writing(site.engine) as session:
        assign(session, candidate_id=int(bob.candidate), coach_id=int(coach.candidate), now=NOW)
    page = coach.get(f"{bob.mine}/vacancies").json()
    assert page["items"][0]["limits"][0]["reason"].startswith("Wil niet door deze werkgever")
