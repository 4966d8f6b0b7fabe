"""Promises about the pages of work: the engine's numbers, nothing hidden, and never empty."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from accounts.models import Account, VisitStep
from accounts.service import open_visitor
from accounts.visits import begin_visit
from foundation.database import reading, writing
from matching.own import own_pair, own_work
from profiles.service import begin_profile, find_candidate
from profiles.skillset import remove_skill
from tests.api.work_worlds import MARKUP, Work, work_at
from tests.api.worlds import COOKING, LISTENING, NOW, TRUCK, WELDING
from vacancies.service import close_vacancy, fill_vacancy

PERCENT = re.compile(r"<dd[^>]*>(?:([0-9]+)&nbsp;%|weet ik nog niet)</dd>")


@pytest.fixture
def work(settings, engine) -> Iterator[Work]:
    """Somebody who can weld, among five vacancies."""
    with work_at(settings, engine) as site:
        yield site


def cards(page) -> dict[int, str]:
    """The card of each vacancy, in the order of the page."""
    pieces = re.split(r'<article class="card" id="(?:werk|dichtbij)-([0-9]+)">', page.text)
    return dict(zip(map(int, pieces[1::2]), pieces[2::2], strict=True))


def words(html: str) -> str:
    """What somebody reads, on one line."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def numbers(html: str) -> list[int | None]:
    return [int(one) if one else None for one in PERCENT.findall(html)][:3]


def test_the_cards_hold_the_numbers_of_the_engine_in_its_order(work):
    with reading(work.engine) as session:
        found = own_work(session, work.matcher(), candidate=work.person)
    expected = [
        (one.vacancy_id, [one.explanation.fit, one.explanation.after_training, one.wish.percent])
        for one in found.matches
    ]
    shown = cards(work.get("/werk"))
    assert [(number, numbers(card)) for number, card in shown.items()] == expected
    assert len(expected) == 4


def test_the_page_says_what_was_compared_and_that_a_person_decides(work):
    page = words(work.get("/werk").text)
    assert "We keken naar 2 vaardigheden die jij invulde, niet naar diploma’s." in page
    assert "Een mens beslist." in page


def test_a_card_tells_who_where_how_long_and_what_counts(work):
    work.wish(postcode="2311", travel_means="auto")
    card = words(cards(work.get("/werk"))[work.number["driver"]])
    for told in (
        f"Chauffeur {MARKUP}",
        f"{MARKUP}, Katwijk",
        "8 tot 16 uur",
        "minuten met de auto",
        "onbekend Heftruck rijden lijkt op: goed luisteren, niveau nog niet bekend",
        "onbekend Goed luisteren niveau nog niet bekend",
        "Heftruck in drie dagen 3 dagen · Demo College · € 1.250",
        "Hoe is dit berekend?",
        "Bekijk deze baan",
    ):
        assert told in card
    welder = words(cards(work.get("/werk"))[work.number["welder"]])
    assert "bijna Metalen lassen niveau 3 van 4" in welder
    assert "Leerwerkplek" in welder
    assert "geen cursus die past" in welder
    cook = words(cards(work.get("/werk"))[work.number["cook"]])
    assert "Dit leer je op het werk." in cook


def test_markup_in_what_people_typed_is_shown_as_text(work):
    driver = work.number["driver"]
    for path in ("/werk", f"/werk/{driver}", f"/werk/{driver}/vergelijk", "/verkennen/beroep/1"):
        page = work.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert(&#39;Demo&#39;)&lt;/script&gt; &amp; Zoon" in page.text


def test_what_is_set_apart_stands_below_under_its_reason(work):
    work.wish(hours_max=20)
    page = work.get("/werk")
    told = {
        "driver": ("Je hebt een rijbewijs of certificaat nodig", "Je hebt geen rijbewijs CE."),
        "welder": (
            "Andere uren dan je wilt",
            "Je wilt hoogstens 20 uur werken. Dit werk vraagt 32 uur.",
        ),
    }
    above, *below = re.split('<section aria-labelledby="apart-', page.text)
    assert above.count('<article class="card"') == 2
    assert "Waarom staat dit apart?" not in above
    assert len(below) == len(told)
    for name, sentences in told.items():
        (group,) = [one for one in below if f'id="werk-{work.number[name]}"' in one]
        assert all(sentence in words(group) for sentence in sentences)


@pytest.mark.parametrize(
    ("query", "left", "told"),
    [
        ({"sector": "horeca"}, {"cook"}, "De sector laat er 3 weg."),
        ({"soort": "leerwerkplek"}, {"welder", "driver", "crane"}, "Het soort werk laat er 1 weg."),
        ({"uren_max": "20"}, {"driver", "cook", "crane"}, "De uren laten er 1 weg."),
        ({"reistijd": "5"}, {"welder", "cook", "crane"}, "De reistijd laat er 1 weg."),
    ],
)
def test_each_filter_says_how_many_it_leaves_out(work, query, left, told):
    work.wish(postcode="2311")
    page = work.get("/werk", **query)
    assert set(cards(page)) == {work.number[one] for one in left}
    assert told in words(page.text)
    assert f"Je ziet {len(left)} vacature" in words(page.text)
    assert '<a href="/werk">Wis filters</a>' in page.text


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"reistijd": "half uur"}, "reistijd"),
        ({"uren_min": "61"}, "uren_min"),
        ({"uren_min": "30", "uren_max": "20"}, "uren_max"),
        ({"soort": MARKUP}, "soort"),
        ({"sector": "ruimtevaart"}, "sector"),
    ],
)
def test_a_filter_that_cannot_be_read_is_explained_and_hides_nothing(work, query, field):
    page = work.get("/werk", **query)
    assert (page.status_code, len(cards(page))) == (400, 4)
    assert f'<a href="#{field}">' in page.text
    assert f'id="{field}-fout"' in page.text
    assert MARKUP not in page.text


def test_the_pages_reach_every_vacancy_and_keep_the_filters(work):
    for n in range(9):
        work.offer(f"Lasser {n}", {WELDING: {"level": 2}})
    seen: list[int] = []
    address = "/werk?sector=techniek"
    while address:
        page = work.visitor.browser.get(address)
        seen += list(cards(page))
        found = re.search(r'<a href="([^"]+)" rel="next">', page.text)
        address = unescape(found[1]) if found else ""
    with reading(work.engine) as session:
        everything = own_work(session, work.matcher(), candidate=work.person, page_size=99)
    expected = [one.vacancy_id for one in everything.matches]
    expected.remove(work.number["cook"])
    assert seen == expected
    assert len(cards(work.get("/werk", pagina="999999"))) == 3
    assert len(cards(work.get("/werk", pagina="x"))) == 10


def test_work_that_is_not_in_skills_yet_is_named_and_not_ranked(work):
    page = work.get("/werk")
    assert work.number["unskilled"] not in cards(page)
    assert f'<a href="/werk/{work.number["unskilled"]}">Hulp</a>' in page.text
    for n in range(55):
        work.offer(f"Hulp {n}", {})
    assert "Bekijk ze alle 56" in work.get("/werk").text
    first, last = (work.get("/werk/nog-niet-verskild", pagina=n).text for n in (1, 2))
    assert (first.count(">Hulp"), last.count(">Hulp")) == (50, 6)
    single = work.get(f"/werk/{work.number['unskilled']}")
    assert "nog niet in vaardigheden beschreven" in single.text


def test_filters_that_leave_nothing_show_the_nearest_and_what_opens_most(work):
    page = work.get("/werk", sector="zorg")
    assert page.status_code == 200
    assert "Niets past binnen wat je nu kiest" in page.text
    assert len(cards(page)) == 4
    assert "vacature dichterbij" in words(page.text)


def test_limits_that_close_everything_leave_no_empty_page(work):
    for name in ("cook", "crane", "driver"):
        with writing(work.engine) as session:
            close_vacancy(session, vacancy_id=work.number[name])
    work.wish(hours_max=20)
    page = work.get("/werk")
    assert list(cards(page)) == [work.number["welder"]]
    assert page.text.count('id="werk-') == 1
    assert "Verander mijn wensen" in page.text


def test_without_any_work_the_page_says_what_can_be_done(work):
    for name in ("welder", "cook", "crane", "driver", "unskilled"):
        with writing(work.engine) as session:
            close_vacancy(session, vacancy_id=work.number[name])
    page = work.get("/werk")
    assert page.status_code == 200
    assert "Er staat nu geen werk open" in page.text
    assert 'href="/verkennen"' in page.text


def test_without_skills_one_is_kindly_asked_for_some(work):
    for skill in (WELDING, LISTENING):
        with writing(work.engine) as session:
            remove_skill(session, candidate_id=work.person, skill_id=skill)
    for path in ("/werk", "/verkennen"):
        page = work.get(path)
        assert (page.status_code, cards(page)) == (200, {})
        assert 'href="/profiel/vaardigheden"' in page.text


@pytest.mark.parametrize("name", ["welder", "driver", "cook", "crane"])
def test_the_sentences_of_a_vacancy_add_up_to_its_total(work, name):
    page = work.get(f"/werk/{work.number[name]}")
    points = [int(one) for one in re.findall(r"= ([0-9]+) punten\.", page.text)]
    with reading(work.engine) as session:
        match = own_pair(session, work.matcher(), candidate=work.person, vacancy=work.number[name])
    said = match.explanation
    assert sum(points) == said.points
    assert len(points) == len(said.parts)
    total = f"Samen {said.points} van {said.most} punten. Dat is {said.fit} %."
    assert total in words(page.text)
    assert numbers(page.text) == [said.fit, said.after_training, match.wish.percent]


def test_a_vacancy_is_told_whole_with_its_limits_in_plain_words(work):
    page = words(work.get(f"/werk/{work.number['driver']}").text)
    for told in (
        f"Rijden. {MARKUP}",
        "€ 17,25 per uur",
        "Je hebt rijbewijs CE nodig. Dat moet van: Reglement rijbewijzen.",
        "Waarom staat dit apart? Je hebt geen rijbewijs CE.",
        "Met heftruck rijden op niveau 3 (zelfstandig) past dit voor",
        "Heftruck in drie dagen 3 dagen · Demo College · € 1.250",
    ):
        assert told in page


@pytest.mark.parametrize("end", [fill_vacancy, close_vacancy])
def test_a_vacancy_that_has_ended_says_so(work, end):
    with writing(work.engine) as session:
        end(session, vacancy_id=work.number["welder"])
    page = work.get(f"/werk/{work.number['welder']}")
    assert page.status_code == 200
    assert "niet meer voor melden" in page.text


@pytest.mark.parametrize("path", ["", "/vergelijk"])
def test_a_vacancy_that_is_a_draft_or_not_there_is_nowhere(work, path):
    for number in (work.number["draft"], 999, 0, 2**40):
        page = work.get(f"/werk/{number}{path}")
        assert page.status_code == 404
        assert "Nog geheim" not in page.text
    beside = work.get(f"/werk/{work.number['welder']}/vergelijk", met=work.number["draft"])
    assert beside.status_code == 404


def test_trying_a_skill_shows_what_moves_and_keeps_nothing(work):
    driver = work.number["driver"]
    before = work.get(f"/werk/{driver}")
    tried = work.get(f"/werk/{driver}", vaardigheid=TRUCK, niveau=3)
    assert "Bij 1 vacature pas je dan beter." in words(tried.text)
    moved = words(tried.text.partition('id="beweegt"')[2])
    old, new = (int(one) for one in re.findall(r"deze baan ([0-9]+) % ([0-9]+) %", moved)[0])
    assert (old, numbers(before.text)[0]) == (numbers(tried.text)[0], old)
    assert f'href="/profiel/vaardigheden/{TRUCK}"' in tried.text
    work.skill(TRUCK, 3)
    assert numbers(work.get(f"/werk/{driver}").text)[0] == new > old


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"vaardigheid": COOKING, "niveau": 3}, "vaardigheid"),
        ({"vaardigheid": "x", "niveau": 3}, "vaardigheid"),
        ({"vaardigheid": WELDING, "niveau": 6}, "niveau"),
    ],
)
def test_a_try_that_cannot_be_read_is_explained(work, query, field):
    page = work.get(f"/werk/{work.number['welder']}", **query)
    assert page.status_code == 400
    assert f'<a href="#{field}">' in page.text


def test_a_changed_skill_moves_the_page_at_once(work):
    cook = work.number["cook"]
    assert numbers(cards(work.get("/werk"))[cook])[0] < 100
    work.skill(COOKING, 5)
    shown = cards(work.get("/werk"))
    assert (next(iter(shown)), numbers(shown[cook])[0]) == (cook, 100)


def test_two_vacancies_stand_under_each_other(work):
    first, second = work.number["welder"], work.number["driver"]
    page = work.get(f"/werk/{first}/vergelijk", met=second)
    assert re.findall(r'<section class="card" aria-labelledby="baan-([0-9]+)">', page.text) == [
        str(first),
        str(second),
    ]
    alone = work.get(f"/werk/{first}/vergelijk")
    assert f"/werk/{first}/vergelijk?met={second}" in alone.text


def test_nobody_sees_work_through_the_eyes_of_another(work):
    with writing(work.engine) as session:
        other = open_visitor(session, now=NOW)
        begin_profile(session, account_id=other.id, now=NOW)
        opened = begin_visit(session, account_id=other.id, step=VisitStep.COMPLETE, now=NOW)
    work.visitor.browser.cookies.set("__Host-tom", opened.token)
    page = work.get("/werk", kandidaat=work.person)
    assert "Zeg eerst wat je kunt" in page.text
    work.visitor.browser.cookies.clear()
    for path in ("/werk", f"/werk/{work.number['welder']}", "/verkennen"):
        answer = work.get(path)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (
            303,
            "/inloggen",
        )


def test_names_from_the_taxonomy_say_their_language_on_an_english_page(work):
    work.visitor.browser.cookies.set("taal", "en")
    with writing(work.engine) as session:
        account = find_candidate(session, candidate_id=work.person).account_id
        session.get_one(Account, account).language = "en"
    page = work.get("/werk")
    assert '<html lang="en"' in page.text
    for dutch in ("Metalen lassen", "Heftruck in drie dagen", "Lasser", "Techniek"):
        marked = page.text.count(f'<span lang="nl">{dutch}</span>')
        assert marked == page.text.count(dutch) > 0, dutch
    assert "Operate a crane" in page.text
    assert '<span lang="nl">Operate a crane' not in page.text
    single = work.get(f"/werk/{work.number['driver']}").text
    assert '<p class="told" lang="nl">Rijden.' in single
    assert '<option value="1" lang="nl"' in single


def test_an_english_name_says_so_on_a_dutch_page(work):
    page = work.get("/werk")
    assert '<span lang="en">Operate a crane</span>' in page.text
    assert 'lang="nl">' not in page.text.partition("<main")[2]
