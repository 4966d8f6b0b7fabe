"""Promises about what somebody did: a line each, and an occupation only by choice."""

import pytest

from foundation.database import reading, writing
from profiles.history import MOST_EXPERIENCES, experiences_of
from profiles.models import Experience, ExperienceKind
from tests.api.worlds import COOK, TELEGRAPHIST, WAREHOUSE, add_words, form_in, visitor_at

PAGE = "/profiel/ervaring"
MARKUP = "<script>alert('Demo')</script>"


@pytest.fixture
def visitor(settings, engine):
    with visitor_at(settings, engine) as opened:
        with writing(engine) as session:
            add_words(session)
        yield opened


def history_of(engine, visitor):
    with reading(engine) as session:
        rows = experiences_of(session, candidate_id=visitor.candidate_id)
        return [(row.kind, row.title, row.years, row.occupation_id) for row in rows]


@pytest.mark.parametrize("kind", list(ExperienceKind))
def test_every_kind_of_experience_is_kept_and_shown(visitor, engine, kind):
    answer = visitor.browser.post(PAGE, data={"soort": kind.value, "titel": "Demo", "jaren": "4"})
    assert answer.headers["location"] == f"{PAGE}?gedaan=bewaard"
    assert history_of(engine, visitor) == [(kind, "Demo", 4, None)]
    assert "Demo</h3>" in visitor.browser.get(PAGE).text


def test_years_need_not_be_said(visitor, engine):
    visitor.browser.post(PAGE, data={"soort": "hobby", "titel": "Tuin", "jaren": ""})
    assert history_of(engine, visitor) == [(ExperienceKind.HOBBY, "Tuin", None, None)]


def test_words_for_an_occupation_give_a_choice_and_link_nothing(visitor, engine):
    data = {"soort": "werk", "titel": "Bij Demo", "jaren": "2", "beroep": "magazijnmedewerker"}
    page = visitor.browser.post(PAGE, data=data)
    assert (page.status_code, history_of(engine, visitor)) == (200, [])
    assert "Welk beroep bedoel je?" in page.text
    form = form_in(page, PAGE)
    assert "beroep_nummer" not in form
    visitor.browser.post(PAGE, data={**form, "beroep_nummer": str(WAREHOUSE)})
    assert history_of(engine, visitor) == [(ExperienceKind.WORK, "Bij Demo", 2, WAREHOUSE)]
    assert '<span lang="nl">magazijnmedewerker</span>' in visitor.browser.get(PAGE).text


def test_none_of_the_occupations_is_an_answer_too(visitor, engine):
    data = {"soort": "werk", "titel": "Bij Demo", "beroep": "kok", "beroep_nummer": "geen"}
    assert visitor.browser.post(PAGE, data=data).status_code == 303
    assert history_of(engine, visitor) == [(ExperienceKind.WORK, "Bij Demo", None, None)]


def test_an_occupation_that_was_chosen_while_typing_is_kept(visitor, engine):
    data = {"soort": "werk", "titel": "Keuken", "beroep": "kok", "beroep_nummer": str(COOK)}
    visitor.browser.post(PAGE, data=data)
    assert history_of(engine, visitor) == [(ExperienceKind.WORK, "Keuken", None, COOK)]


def test_words_that_mean_no_occupation_are_no_reason_to_refuse(visitor, engine):
    visitor.browser.post(PAGE, data={"soort": "werk", "titel": "Zee", "beroep": "piraat qqq"})
    assert history_of(engine, visitor) == [(ExperienceKind.WORK, "Zee", None, None)]


WRONG = {
    "no kind": ({"soort": ""}, "soort", "Kies wat voor ervaring het is."),
    "no such kind": ({"soort": MARKUP}, "soort", "Kies wat voor ervaring het is."),
    "no line": ({"titel": ""}, "titel", "Schrijf in één regel wat je deed."),
    "long line": ({"titel": "x" * 201}, "titel", "Mag hoogstens 200 tekens lang zijn"),
    "citizen number": ({"titel": "bij 111222333"}, "titel", "Bevat een burgerservicenummer"),
    "years in words": ({"jaren": "vier"}, "jaren", "Schrijf een heel getal van 0 tot 70"),
    "too many years": ({"jaren": "71"}, "jaren", "Schrijf een heel getal van 0 tot 70"),
    "unknown occupation": ({"beroep_nummer": "999"}, "beroep", "Kennen we niet meer"),
    "retired": ({"beroep_nummer": str(TELEGRAPHIST)}, "beroep", "Kennen we niet meer"),
    "no number": ({"beroep_nummer": MARKUP}, "beroep", "Kennen we niet meer"),
    "no text": ({"beroep": "x" * 201}, "beroep", "Deze tekst mag hoogstens 200 tekens"),
}


@pytest.mark.parametrize(("wrong", "field", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_stands_at_its_field_and_the_rest_stays(
    visitor, engine, wrong, field, sentence
):
    data = {"soort": "zorg", "titel": "Demo <b>zorg</b>", "jaren": "3", **wrong}
    page = visitor.browser.post(PAGE, data=data)
    assert (page.status_code, history_of(engine, visitor)) == (400, [])
    at_field = page.text.partition(f'id="{field}-fout">')[2].partition("</p>")[0]
    assert at_field.startswith(sentence.replace("'", "&#39;"))
    assert f'href="#{field}"' in page.text
    form = form_in(page, PAGE)
    assert (form["titel"], form["jaren"]) == ([data["titel"]], [data["jaren"]])
    assert "<script>alert" not in page.text


def test_markup_is_kept_as_it_was_typed_and_never_rendered(visitor, engine):
    visitor.browser.post(PAGE, data={"soort": "hobby", "titel": MARKUP})
    assert history_of(engine, visitor)[0][1] == MARKUP
    for path in (PAGE, "/profiel"):
        page = visitor.browser.get(path).text
        assert ("<script>alert" in page, "&lt;script&gt;alert(&#39;Demo&#39;)" in page) == (
            False, True,
        )  # fmt: skip


def test_an_experience_is_taken_away_and_a_second_press_is_all_right(visitor, engine):
    visitor.browser.post(PAGE, data={"soort": "hobby", "titel": "Tuin"})
    with reading(engine) as session:
        [row] = experiences_of(session, candidate_id=visitor.candidate_id)
    for _ in range(2):
        answer = visitor.browser.post(f"{PAGE}/{row.id}/weg")
        assert answer.headers["location"] == f"{PAGE}?gedaan=weg"
    assert history_of(engine, visitor) == []


def test_the_experience_of_another_is_out_of_reach(visitor, engine):
    visitor.browser.post(PAGE, data={"soort": "hobby", "titel": "Tuin"})
    with reading(engine) as session:
        [row] = experiences_of(session, candidate_id=visitor.candidate_id)
    visitor.browser.cookies.clear()
    visitor.browser.post("/beginnen")
    visitor.browser.post(f"{PAGE}/{row.id}/weg")
    assert len(history_of(engine, visitor)) == 1


def test_a_full_list_says_so_and_keeps_what_was_typed(visitor, engine):
    with writing(engine) as session:
        session.add_all(
            Experience(candidate_id=visitor.candidate_id, kind=ExperienceKind.HOBBY, title="Demo")
            for _ in range(MOST_EXPERIENCES)
        )
    page = visitor.browser.post(PAGE, data={"soort": "werk", "titel": "Eentje meer"})
    assert (page.status_code, "Noem hoogstens 50 ervaringen." in page.text) == (400, True)
    assert form_in(page, PAGE)["titel"] == ["Eentje meer"]
