"""Promises of the page on which a company signs up: the answer tells nobody what was known."""

import re

import pytest
from sqlmodel import select

from accounts.audit import AuditAction
from accounts.permissions import Relation
from foundation.database import reading
from tests.access.people import canary_of
from tests.api.company_worlds import town_at
from vacancies.models import Employer

NOBODY = Relation.ANONYMOUS
PAGE = "/werkgevers/aanmelden"
NEW = {
    "bedrijf": "Demo Smid",
    "kvk": "1111 1111",
    "sector": "techniek",
    "postcode": "2312",
    "naam": "Demo Eik",
    "email": "eik@talent.example",
}
KNOWN_ADDRESS = f"{canary_of(Relation.SELF)}@talent.example"
KNOWN_STAFF = f"{canary_of(Relation.ASSIGNED_COACH)}@talent.example"


@pytest.fixture
def town(settings, engine):
    with town_at(settings, engine) as found:
        yield found


def test_whoever_signs_up_gets_a_mail_and_comes_in_on_a_desk_that_waits(town):
    assert town.post(NOBODY, PAGE, **NEW).headers["location"] == f"{PAGE}?gedaan=ja"
    assert "Kijk in je mail" in town.get(NOBODY, f"{PAGE}?gedaan=ja").text
    assert town.mails() == [("eik@talent.example", "Je uitnodiging voor Talent op Maat")]
    link = re.search(r"https://testserver(/uitnodiging/\S+)", town.text_of_mail())[1]
    password = "een-fiets-naar-leiden"  # noqa: S105
    town.post(NOBODY, link, **{"wachtwoord": password, "nog-eens": password})
    form = {"email": NEW["email"], "wachtwoord": password}
    cookie = town.post(NOBODY, "/inloggen/medewerker", **form).headers["set-cookie"]
    headers = {"Cookie": cookie.split(";")[0]}
    desk = town.browsers[NOBODY].ask("GET", "/werkgever", headers=headers).text
    assert "Je bedrijf wacht op toelating" in desk
    assert "Demo Smid" in desk
    assert town.company("11111111").waiting_since is not None
    opened = [(AuditAction.ACCOUNT_OPENED.value, None), (AuditAction.INVITED.value, None)]
    assert [one for one in town.trail() if one in opened] == opened


@pytest.mark.parametrize(
    ("changed", "subject", "words"),
    [
        ({}, "Je uitnodiging voor Talent op Maat", "/uitnodiging/"),
        ({"kvk": "12345678"}, "Je aanmelding bij Talent op Maat", "/werkgever/collegas"),
        ({"email": KNOWN_ADDRESS}, "Je aanmelding bij Talent op Maat", "testserver/inloggen\n"),
        ({"email": KNOWN_STAFF}, "Je aanmelding bij Talent op Maat", "/inloggen/medewerker"),
    ],
    ids=["new", "known company", "known candidate", "known staff"],
)
def test_the_answer_is_the_same_for_what_is_known_and_the_mail_tells(town, changed, subject, words):
    answer = town.post(NOBODY, PAGE, **{**NEW, **changed})
    assert (answer.status_code, answer.headers["location"], answer.content) == (
        303,
        f"{PAGE}?gedaan=ja",
        b"",
    )
    assert "set-cookie" not in answer.headers
    [(to, title)] = town.mails()
    assert (to, title) == ({**NEW, **changed}["email"], subject)
    assert words in town.text_of_mail()


def test_nothing_of_what_is_known_changes(town):
    town.post(NOBODY, PAGE, **{**NEW, "kvk": "12345678", "bedrijf": "Anders"})
    town.post(NOBODY, PAGE, **{**NEW, "email": KNOWN_ADDRESS})
    assert town.company().trade_name == "Demo 12345678"
    with reading(town.engine) as session:
        assert len(session.exec(select(Employer)).all()) == 2


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"kvk": "123"}, "kvk", "8 cijfers"),
        ({"bedrijf": ""}, "bedrijf", "de naam van je bedrijf"),
        ({"sector": ""}, "sector", "Kies de sector"),
        ({"sector": "ruimtevaart"}, "sector", "Kies uit: techniek"),
        ({"postcode": "0999"}, "postcode", "4 cijfers"),
        ({"naam": ""}, "naam", "je eigen naam"),
        ({"naam": "x" * 81}, "naam", "hoogstens 80 tekens"),
        ({"email": "eik"}, "email", "e-mailadres"),
        ({"email": "éik@talent.example"}, "email", "kan geen mail"),
        ({"bedrijf": "BSN 111222333"}, "bedrijf", "burgerservicenummer"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(town, changed, field, words):
    answer = town.post(NOBODY, PAGE, **{**NEW, **changed})
    assert answer.status_code == 400
    wrong = re.search(rf'id="{field}-fout">([^<]*)<', answer.text)
    assert words in wrong[1]
    assert f'href="#{field}"' in answer.text
    for name in {"bedrijf", "postcode", "naam", "email"} - {field}:
        assert f'value="{NEW[name]}"' in answer.text
    assert town.mails() == []


def test_one_address_gets_only_a_few_mails_of_what_others_type(town):
    answers = [town.post(NOBODY, PAGE, **NEW).status_code for _ in range(4)]
    assert answers == [303, 303, 303, 429]
    assert len(town.mails()) == 3


def test_the_start_and_the_door_of_staff_lead_there(town):
    for address in ("/", "/inloggen/medewerker"):
        assert f'href="{PAGE}"' in town.get(NOBODY, address).text
