"""Promises about the pages on which somebody says what he wishes and cannot do without."""

from collections.abc import Iterator

import pytest

from foundation.database import reading, writing
from profiles.drafts import PreferencesDraft
from profiles.wishes import hidden_employers_of, preferences_of, set_preferences
from skills.models import Sector
from tests.api.worlds import Visitor, form_in, visitor_at

MARKUP = "<script>alert('Demo')</script> & Zoon"

# What is typed on each screen, what is kept of it, and how the overview tells it.
ANSWERS = {
    "waar": (
        {"postcode": "2312 ab", "travel_means": "ov", "travel_minutes": "45"},
        {"postcode": "2312", "travel_means": "ov", "travel_minutes": 45},
        "postcode 2312, met bus, tram of trein, hoogstens 45 minuten",
    ),
    "uren": (
        {"hours_min": "24", "hours_max": "32"},
        {"hours_min": 24, "hours_max": 32},
        "minstens 24 uur per week, hoogstens 32 uur per week",
    ),
    "dagen": ({"days": ["ma", "za"]}, {"days": {"ma", "za"}}, "maandag, zaterdag"),
    "loon": (
        {"wage_floor_cents": "€ 15,5"},
        {"wage_floor_cents": 1550},
        "minstens € 15,50 per uur",
    ),
    "soort-werk": (
        {"kinds": ["snuffelstage", "leerwerkplek"]},
        {"kinds": {"snuffelstage", "leerwerkplek"}},
        "Leerwerkplek, Snuffelstage",
    ),
    "sectoren": ({"sectors": ["zorg"]}, {"sectors": {"zorg"}}, "Zorg"),
    "rijbewijs": ({"licences": ["B", "code 95"]}, {"licences": {"B", "code 95"}}, "B, code 95"),
    "begin": (
        {"starts_from": "1-11-2026"},
        {"starts_from": "2026-11-01"},
        "vanaf 1-11-2026",
    ),
    "cursus": ({"course_days": "0"}, {"course_days": 0}, "hoogstens 0 dagen"),
}
# What cannot be read, and the start of the sentence that says what to do.
WRONG = [
    ("waar", "postcode", "0123", "Schrijf de 4 cijfers van je postcode. Bijvoorbeeld 2312."),
    ("waar", "postcode", "Leiden", "Schrijf de 4 cijfers van je postcode. Bijvoorbeeld 2312."),
    ("waar", "travel_minutes", "half uur", "Bijvoorbeeld 30."),
    ("waar", "travel_minutes", "241", "Bijvoorbeeld 30."),
    ("uren", "hours_min", "61", "Bijvoorbeeld 24."),
    ("uren", "hours_max", "8,5", "Bijvoorbeeld 32."),
    ("loon", "wage_floor_cents", "veel", "Bijvoorbeeld 15 of 15,50."),
    ("loon", "wage_floor_cents", "1500", "Bijvoorbeeld 15 of 15,50."),
    ("begin", "starts_from", "31-2-2027", "Bijvoorbeeld 1-9-2026."),
    ("begin", "starts_from", "1-9-0026", "Bijvoorbeeld 1-9-2026."),
    ("cursus", "course_days", "-1", "Bijvoorbeeld 10."),
]


@pytest.fixture
def visitor(settings, engine) -> Iterator[Visitor]:
    """Somebody who begins."""
    with visitor_at(settings, engine) as somebody:
        yield somebody


@pytest.fixture
def kept(engine, visitor):
    """Reads what is kept of the wishes, as plain values; nothing for what was not said."""

    def read() -> dict[str, object]:
        with reading(engine) as session:
            row = preferences_of(session, candidate_id=visitor.candidate_id)
            told = row.model_dump(mode="json", exclude={"candidate_id"}) if row else {}
        plain = {
            key: set(value) if isinstance(value, list) else value for key, value in told.items()
        }
        return {key: value for key, value in plain.items() if value not in (None, set())}

    return read


def send(visitor: Visitor, key: str, **typed):
    """Fill in a screen as a browser does: what stands there, with this typed over it."""
    path = f"/wensen/{key}"
    shown = form_in(visitor.browser.get(path), path)
    return visitor.browser.post(path, data={**shown, **typed})


@pytest.mark.parametrize("key", ANSWERS)
def test_every_screen_keeps_an_answer_and_shows_it_again(visitor, kept, key):
    typed, stored, told = ANSWERS[key]
    answer = send(visitor, key, **typed)
    assert (answer.status_code, kept()) == (303, stored)
    again = form_in(visitor.browser.get(f"/wensen/{key}"), f"/wensen/{key}")
    assert send(visitor, key).status_code == 303
    assert kept() == stored, "what the screen shows again is what was kept"
    assert again.keys() > typed.keys()
    assert told in visitor.browser.get("/wensen").text


def test_the_screens_follow_each_other_and_end_at_the_overview(visitor):
    walked = ["/wensen/waar"]
    while walked[-1] != "/wensen":
        shown = form_in(visitor.browser.get(walked[-1]), walked[-1])
        answer = visitor.browser.post(walked[-1], data={**shown, "daarna": "verder"})
        walked.append(answer.headers["location"])
    assert [path.rpartition("/")[2] for path in walked] == [*ANSWERS, "werkgevers", "wensen"]


def test_whoever_changes_one_answer_comes_back_at_the_overview(visitor):
    assert "Sla over" not in visitor.browser.get("/wensen/uren?terug=ja").text
    shown = form_in(visitor.browser.get("/wensen/uren?terug=ja"), "/wensen/uren")
    answer = visitor.browser.post("/wensen/uren", data={**shown, "hours_min": "8"})
    assert answer.headers["location"] == "/wensen"


@pytest.mark.parametrize("key", ANSWERS)
def test_a_screen_that_is_skipped_stays_not_said(visitor, kept, key):
    assert "Sla over" in visitor.browser.get(f"/wensen/{key}").text
    overview = visitor.browser.get("/wensen").text
    assert kept() == {}
    assert overview.count("niet gezegd") == len(ANSWERS)
    assert "Je hebt 0 van de 10 vragen beantwoord." in overview


def test_the_bar_of_steps_counts_what_was_said_and_not_what_was_skipped(visitor):
    send(visitor, "dagen", days=["ma"])
    for path in ("/wensen/cursus", "/wensen/werkgevers"):
        page = visitor.browser.get(path).text
        assert (page.count('<i class="done">'), page.count('<i class="now">')) == (1, 1)
    assert "Stap 10 van 10" in page


def test_an_empty_form_says_nothing_and_takes_back_what_was_said(visitor, kept):
    send(visitor, "uren", hours_min="24", hours_max="32")
    send(visitor, "dagen", days=["ma"])
    send(visitor, "uren", hours_min="", hours_max="")
    send(visitor, "dagen", days=[])
    assert kept() == {}


def test_a_screen_leaves_the_other_wishes_as_they_are(visitor, kept):
    for key, (typed, _stored, _told) in ANSWERS.items():
        send(visitor, key, **typed)
    together = {
        name: one for _typed, stored, _told in ANSWERS.values() for name, one in stored.items()
    }
    assert kept() == together
    assert "Je hebt 9 van de 10 vragen beantwoord." in visitor.browser.get("/wensen").text


@pytest.mark.parametrize(("key", "field", "typed", "sentence"), WRONG)
def test_a_wrong_answer_is_explained_and_stays_in_its_field(
    visitor, kept, key, field, typed, sentence
):
    answer = send(visitor, key, **{field: typed})
    assert (answer.status_code, kept()) == (400, {})
    assert form_in(answer, f"/wensen/{key}")[field] == [typed]
    assert f'<a href="#{field}">' in answer.text
    assert answer.text.count(sentence) >= 2, "in the summary and at the field"


def test_everything_wrong_is_told_at_once_and_what_is_right_stays(visitor):
    answer = send(visitor, "waar", postcode="x", travel_means="fiets", travel_minutes="y")
    shown = form_in(answer, "/wensen/waar")
    assert [shown[name] for name in ("postcode", "travel_means", "travel_minutes")] == [
        ["x"],
        ["fiets"],
        ["y"],
    ]
    assert answer.text.count('<a href="#') >= 2


def test_more_hours_at_least_than_at_most_is_refused(visitor, kept):
    answer = send(visitor, "uren", hours_min="32", hours_max="24")
    assert (answer.status_code, kept()) == (400, {})
    assert "niet lager dan bij “Minstens”" in answer.text


@pytest.mark.parametrize(
    ("key", "field"),
    [("dagen", "days"), ("soort-werk", "kinds"), ("sectoren", "sectors"), ("waar", "travel_means")],
)
def test_a_word_that_is_not_in_the_list_is_refused(visitor, kept, key, field):
    answer = send(visitor, key, **{field: [MARKUP]})
    assert (answer.status_code, kept()) == (400, {})
    assert MARKUP not in answer.text


def test_a_second_tab_is_told_what_the_first_kept_and_loses_nothing(visitor, kept):
    old = form_in(visitor.browser.get("/wensen/uren"), "/wensen/uren")
    send(visitor, "uren", hours_min="24", hours_max="32")
    second = {**old, "hours_min": "8", "hours_max": "16"}
    answer = visitor.browser.post("/wensen/uren", data=second)
    assert (answer.status_code, kept()) == (409, {"hours_min": 24, "hours_max": 32})
    assert "Dit is in een ander tabblad veranderd" in answer.text
    assert "minstens 24 uur per week, hoogstens 32 uur per week" in answer.text
    shown = form_in(answer, "/wensen/uren")
    assert (shown["hours_min"], shown["hours_max"]) == (["8"], ["16"])
    assert visitor.browser.post("/wensen/uren", data=shown).status_code == 303
    assert kept() == {"hours_min": 8, "hours_max": 16}


def test_two_tabs_with_different_questions_are_no_conflict(visitor, kept):
    hours = form_in(visitor.browser.get("/wensen/uren"), "/wensen/uren")
    send(visitor, "loon", wage_floor_cents="15")
    answer = visitor.browser.post("/wensen/uren", data={**hours, "hours_min": "8"})
    assert (answer.status_code, kept()) == (303, {"hours_min": 8, "wage_floor_cents": 1500})


def test_the_same_form_sent_twice_is_kept_once(visitor, kept):
    old = form_in(visitor.browser.get("/wensen/uren"), "/wensen/uren")
    for _ in range(2):
        answer = visitor.browser.post("/wensen/uren", data={**old, "hours_min": "8"})
        assert answer.status_code == 303
    assert kept() == {"hours_min": 8}


def test_a_form_is_kept_while_it_is_filled_in_and_its_button_still_works(visitor, kept):
    old = form_in(visitor.browser.get("/wensen/uren"), "/wensen/uren")
    part = visitor.browser.post(
        "/wensen/uren", data={**old, "hours_min": "8"}, headers={"HX-Request": "true"}
    )
    assert (part.status_code, kept()) == (200, {"hours_min": 8})
    assert "Bewaard om 14:02" in part.text
    assert "<html" not in part.text
    shown = form_in(visitor.browser.get("/wensen/uren"), "/wensen/uren")
    assert f'value="{shown["gezien"][0]}"' in part.text, "the stamp for the next time"


def test_what_is_wrong_while_it_is_filled_in_is_told_and_not_kept(visitor, kept):
    answer = visitor.browser.post(
        "/wensen/uren", data={"hours_min": "veel"}, headers={"HX-Request": "true"}
    )
    assert (answer.status_code, kept()) == (400, {})
    assert "Bijvoorbeeld 24." in answer.text


def test_a_sector_that_the_region_lost_stands_in_nobodys_way(engine, visitor, kept):
    with writing(engine) as session:
        set_preferences(
            session,
            candidate_id=visitor.candidate_id,
            draft=PreferencesDraft(sectors=frozenset({"zorg", "horeca"})),
        )
        session.delete(session.get(Sector, "horeca"))
    assert send(visitor, "uren", hours_min="8").status_code == 303
    assert kept() == {"sectors": {"zorg"}, "hours_min": 8}


def test_a_postcode_whose_place_is_unknown_is_said_so(visitor):
    send(visitor, "waar", postcode="9999")
    assert "We weten niet waar postcode 9999 ligt." in visitor.browser.get("/wensen").text


# Employers to hide from


@pytest.fixture
def hidden(engine, visitor):
    """Reads the list, as (number, name)."""

    def read() -> list[tuple[str, str]]:
        with reading(engine) as session:
            rows = hidden_employers_of(session, candidate_id=visitor.candidate_id)
            return [(row.kvk, row.trade_name) for row in rows]

    return read


@pytest.mark.parametrize(
    ("typed", "kept_as"),
    [
        ({"kvk": "1234 5678"}, ("12345678", "")),
        ({"trade_name": "Demo Zuivel"}, ("", "Demo Zuivel")),
        ({"kvk": "12345678", "trade_name": "Demo Zuivel"}, ("12345678", "Demo Zuivel")),
    ],
)
def test_an_employer_is_hidden_from_by_number_or_name(visitor, hidden, typed, kept_as):
    answer = send(visitor, "werkgevers", **typed)
    assert (answer.headers["location"], hidden()) == ("/wensen/werkgevers", [kept_as])
    shown = visitor.browser.get("/wensen/werkgevers").text
    assert all(word in shown for word in kept_as)
    assert (kept_as[1] or kept_as[0]) in visitor.browser.get("/wensen").text


def test_going_on_keeps_what_was_typed(visitor, hidden):
    answer = send(visitor, "werkgevers", trade_name="Demo Zuivel", daarna="verder")
    assert (answer.headers["location"], hidden()) == ("/wensen", [("", "Demo Zuivel")])


def test_an_employer_is_taken_off_the_list(visitor, hidden):
    send(visitor, "werkgevers", trade_name="Demo Zuivel")
    send(visitor, "werkgevers", trade_name="Demo Staal")
    shown = visitor.browser.get("/wensen/werkgevers").text
    first = shown.partition('action="/wensen/werkgevers/')[2].partition("/")[0]
    path = f"/wensen/werkgevers/{first}/weg"
    assert visitor.browser.post(path).headers["location"] == "/wensen/werkgevers"
    assert hidden() == [("", "Demo Staal")]
    again = visitor.browser.post(path)
    assert (again.status_code, hidden()) == (404, [("", "Demo Staal")])
    assert "Dit bedrijf staat niet op je lijst." in again.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kvk": "123"}, "Een KvK-nummer heeft 8 cijfers. Bijvoorbeeld 12345678."),
        ({"kvk": "", "trade_name": ""}, "Schrijf de naam van het bedrijf, of het KvK-nummer."),
        ({"trade_name": "n" * 201}, "Schrijf de naam in hoogstens 200"),
    ],
)
def test_an_employer_that_cannot_be_read_is_explained(visitor, hidden, typed, sentence):
    answer = send(visitor, "werkgevers", **typed)
    assert (answer.status_code, hidden()) == (400, [])
    assert answer.text.count(sentence) == 2
    shown = form_in(answer, "/wensen/werkgevers")
    assert {name: shown[name] for name in typed} == {name: [one] for name, one in typed.items()}


def test_an_employer_who_is_on_the_list_is_said_so(visitor, hidden):
    send(visitor, "werkgevers", trade_name="Demo Zuivel")
    answer = send(visitor, "werkgevers", trade_name="Demo Zuivel")
    assert (answer.status_code, hidden()) == (409, [("", "Demo Zuivel")])
    assert "Dit bedrijf staat al op je lijst." in answer.text


def test_markup_in_a_name_is_shown_as_text(visitor, hidden):
    send(visitor, "werkgevers", trade_name=MARKUP)
    assert hidden() == [("", MARKUP)]
    for path in ("/wensen", "/wensen/werkgevers"):
        shown = visitor.browser.get(path).text
        assert "&lt;script&gt;" in shown
        assert "<script>alert" not in shown
