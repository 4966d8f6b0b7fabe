"""Promises of the figures in JSON: the same numbers as the pages, within the same region."""

import pytest

from accounts.audit import AuditAction
from accounts.permissions import Relation
from placements.figures import FIGURES
from placements.funnel_counts import Dimension
from tests.api.programme_world import Tables, programme_at

WORDS = {None: "verborgen"}


@pytest.fixture
def programme(settings, engine):
    with programme_at(settings, engine) as found:
        yield found


def test_the_funnel_has_the_numbers_of_the_page(programme):
    for query, same in (
        ("", ""),
        ("?regionId=2", "?regio=2"),
        ("?only=sector:techniek", "?alleen=sector:techniek"),
    ):
        told = programme.get(f"/v1/programme/funnel{query}").json()
        shown = Tables(programme.get(f"/programma{same}").text).found[1][1:]
        assert [str(WORDS.get(one["count"], one["count"])) for one in told["steps"]] == [
            row[1] for row in shown
        ]


def test_a_funnel_tells_everything_of_a_step(programme):
    told = programme.get("/v1/programme/funnel?regionId=2").json()

    assert (told["region_id"], told["only"], told["name"]) == ("2", "", "Twee")
    assert told["steps"][1] == {
        "step": "profiel",
        "count": 8,
        "percentage_of_before": 100,
        "percentage_of_start": 100,
        "days": {"quick": 4, "median": 4, "slow": 4},
    }


@pytest.mark.parametrize("dimension", list(Dimension))
def test_a_breakdown_has_the_numbers_of_the_page(programme, dimension):
    told = programme.get(f"/v1/programme/funnel/{dimension}").json()
    shown = Tables(programme.get(f"/programma/per/{dimension}").text).found[0][1:]

    assert [
        [one["name"], *(str(WORDS.get(step["count"], step["count"])) for step in one["steps"])]
        for one in (*told["parts"], {"name": "samen", "steps": told["total"]})
    ] == shown


def test_the_summary_tells_what_stands_at_the_top_of_the_page(programme):
    told = programme.get("/v1/programme/summary?regionId=1").json()

    assert (told["accounts"], told["outcomes"], told["percentage_working_at_start"]) == (
        35,
        0,
        None,
    )
    assert len(told["kinds"]) == 7


def test_every_figure_tells_what_it_means(programme):
    listed = programme.get("/v1/programme/figures").json()["items"]

    assert [one["key"] for one in listed] == [one.key for one in FIGURES]
    assert all(one["definition"] and one["counts"] and one["leaves_out"] for one in listed)
    assert programme.get("/v1/programme/figures/intake").json() == listed[2]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("funnel?only=sector:ruimtevaart", 400),
        ("funnel?only=sector", 400),
        ("funnel?sector=techniek", 400),
        ("funnel?regionId=0", 400),
        ("funnel?regionId=99", 404),
        ("funnel/leeftijd", 404),
        ("figures/winst", 404),
    ],
)
def test_what_is_not_there_is_refused_in_dutch(programme, path, status):
    answer = programme.get(f"/v1/programme/{path}")

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_manager_of_a_region_hears_of_that_one_alone(programme):
    programme.work_in(1)

    assert programme.get("/v1/programme/funnel").json()["region_id"] == "1"
    for path in ("funnel", "funnel/sector", "summary"):
        assert programme.get(f"/v1/programme/{path}?regionId=2").status_code == 404


def test_asking_is_in_the_trail(programme):
    before = len(programme.trail())
    for path in ("funnel", "funnel/sector", "summary"):
        programme.get(f"/v1/programme/{path}")

    assert programme.trail()[before:] == [AuditAction.FIGURES_SEEN.value] * 3


def test_nobody_else_is_told_figures(programme):
    for who in Relation:
        expected = {Relation.MANAGER: 200, Relation.ANONYMOUS: 401}.get(who, 403)
        assert programme.get("/v1/programme/summary", who).status_code == expected
