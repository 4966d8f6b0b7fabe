"""Promises about the overview of one's rights: six entries, each leading to what one can do."""

import re

import pytest

from tests.api.worlds import visitor_at

ENTRIES = {
    "1. Meedoen en toestemming": ["/rechten/meedoen", "/rechten/toestemming"],
    "2. Wat we van je bewaren": ["/rechten/gegevens", "/rechten/gegevens.json", "/paspoort"],
    "3. Wie heeft gekeken": ["/rechten/inzage"],
    "4. Verbeteren": ["/rechten/bevestigen"],
    "5. Bezwaar maken": ["/rechten/bezwaar"],
    "6. Pauze, stoppen of wissen": ["/rechten/pauze", "/rechten/stoppen", "/rechten/wissen"],
}


def test_there_are_six_entries_and_each_leads_somewhere(member):
    page = member.browser.get("/rechten").text
    assert re.findall(r"<h2>(\d[^<]*)</h2>", page) == list(ENTRIES)
    for path in (path for paths in ENTRIES.values() for path in paths):
        assert f'href="{path}"' in page
        assert member.browser.get(path).status_code == 200


def test_the_overview_says_how_the_profile_stands(joined):
    assert "Je doet mee. Alles hier is jouw keuze." in joined.browser.get("/rechten").text
    assert "Je gaf 1 toestemming." in joined.browser.get("/rechten").text
    joined.browser.post("/rechten/pauze/begin")
    assert "Je profiel staat op pauze." in joined.browser.get("/rechten").text


def test_a_visitor_without_an_address_can_save_or_wipe(settings, engine):
    with visitor_at(settings, engine) as visitor:
        page = visitor.browser.get("/rechten").text
    assert "Je profiel is nog niet bewaard" in page
    assert 'href="/inloggen"' in page


@pytest.mark.parametrize("path", ["/rechten", "/rechten/gegevens.json", "/paspoort.pdf"])
def test_somebody_who_is_not_logged_in_is_asked_to(member, path):
    member.browser.cookies.clear()
    assert member.browser.get(path).headers["location"] == "/inloggen?nodig=ja"


def test_a_form_of_another_site_changes_nothing(joined, state):
    answer = joined.browser.post("/rechten/wissen", headers={"Origin": "https://ergens.nl"})
    assert answer.status_code == 403
    assert state().value == "active"
