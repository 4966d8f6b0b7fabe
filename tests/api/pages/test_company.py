"""Promises of the pages of a company: its desk, what is known of it, and its people."""

from datetime import date

import pytest
from sqlmodel import delete, select

from accounts.audit import AuditAction
from accounts.invitations import accept_invitation, invite
from accounts.models import Account, Role
from accounts.permissions import Relation
from accounts.service import AccountDraft
from foundation.database import reading, writing
from tests.access.people import NOW, canary_of
from tests.api.company_worlds import town_at
from vacancies.employers import name_contact
from vacancies.models import Contact, Employer, Vacancy

ME = Relation.OWN_EMPLOYER
COLLEAGUES = "/werkgever/collegas"
COMPANY = "/werkgever/bedrijf"
PASSWORD = "een-fiets-naar-leiden"  # noqa: S105
FORM = {"bedrijf": "Demo Staal", "sector": "techniek", "postcode": "2223", "contact": "Demo Iep"}


@pytest.fixture
def town(settings, engine):
    with town_at(settings, engine) as found:
        yield found


def change(town, **values) -> None:
    with writing(town.engine) as session:
        row = session.exec(select(Employer).where(Employer.kvk == "12345678")).one()
        row.sqlmodel_update(values)


def colleague(town, name: str = "bas") -> int:
    """Let somebody join the company and choose a password."""
    with writing(town.engine) as session:
        draft = AccountDraft(role=Role.EMPLOYER, name=name, email=f"{name}@talent.example")
        made = invite(session, draft=draft, now=NOW)
        name_contact(session, account_id=made.account.id, employer_id=_number(session))
        accept_invitation(session, token=made.link_token, password=PASSWORD, now=NOW)
        return made.account.id


def _number(session) -> int:
    return session.exec(select(Employer.id).where(Employer.kvk == "12345678")).one()


def test_the_desk_shows_what_waits_with_the_days_left_and_nobodys_name(town):
    desk = town.get(ME, "/werkgever").text
    assert "Iemand voor Lasser" in desk
    assert "nog 7 dagen" in desk
    assert f'href="/werkgever/voordrachten/{town.world.introduction_id}"' in desk
    assert f'href="/werkgever/vacatures/{town.world.vacancy_id}"' in desk
    assert canary_of(Relation.SELF) not in desk
    assert "wacht op toelating" not in desk


def test_the_desk_of_another_company_shows_nothing_of_this_one(town):
    desk = town.get(Relation.OTHER_EMPLOYER, "/werkgever").text
    assert "Niemand wacht op een antwoord van jou." in desk
    assert "12345678" not in desk


def test_an_empty_desk_says_what_to_do(town):
    with writing(town.engine) as session:
        session.exec(delete(Vacancy))
    desk = town.get(ME, "/werkgever").text
    assert "Je hebt nu geen vacature." in desk
    assert 'href="/werkgever/vacatures/nieuw"' in desk


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"member_until": None}, "Je bent nog geen lid."),
        ({"member_until": date(2026, 12, 31)}, "lid tot en met 31 december 2026"),
        ({"member_until": date(2026, 8, 31)}, "liep af op 31 augustus 2026"),
        ({"waiting_since": NOW}, "aanmelding van 1 september 2026"),
    ],
)
def test_the_desk_says_how_the_company_stands(town, values, words):
    change(town, **values)
    assert words in town.get(ME, "/werkgever").text


@pytest.mark.parametrize("address", ["/werkgever", COMPANY, COLLEAGUES])
def test_an_account_without_a_company_gets_a_page_that_says_what_to_do(town, address):
    with writing(town.engine) as session:
        session.exec(delete(Contact))
    answer = town.get(ME, address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/werkgever/geen-bedrijf")
    page = town.get(ME, "/werkgever/geen-bedrijf")
    assert page.status_code == 200
    assert "Vraag een collega of de beheerder" in page.text


def test_who_has_a_company_is_not_told_to_ask_for_one(town):
    assert town.get(ME, "/werkgever/geen-bedrijf").headers["location"] == "/werkgever"


# What is known of the company


def test_what_is_known_of_the_company_is_changed(town):
    seen = town.seen(ME, COMPANY)
    answer = town.post(ME, COMPANY, gezien=seen, **FORM)
    assert answer.headers["location"] == f"{COMPANY}?gedaan=ja"
    row = town.company()
    assert (row.trade_name, row.postcode, row.contact_name) == ("Demo Staal", "2223", "Demo Iep")
    assert "Het is bewaard." in town.get(ME, f"{COMPANY}?gedaan=ja").text


def test_a_change_that_another_tab_made_first_is_told_and_nothing_is_lost(town):
    seen = town.seen(ME, COMPANY)
    change(town, trade_name="Demo Ander")
    answer = town.post(ME, COMPANY, gezien=seen, **FORM)
    assert answer.status_code == 409
    assert "Demo Ander" in answer.text
    assert 'value="Demo Staal"' in answer.text
    assert town.company().trade_name == "Demo Ander"
    again = town.seen(ME, COMPANY)
    assert f'name="gezien" value="{again}"' in answer.text
    assert town.post(ME, COMPANY, gezien=again, **FORM).status_code == 303


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"bedrijf": ""}, "bedrijf", "Schrijf de naam van je bedrijf."),
        ({"postcode": "12"}, "postcode", "4 cijfers"),
        ({"sector": "ruimtevaart"}, "sector", "Kies uit: techniek"),
        ({"contact": "x" * 201}, "contact", "hoogstens 200 tekens"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_rest_stays(town, changed, field, words):
    seen = town.seen(ME, COMPANY)
    answer = town.post(ME, COMPANY, gezien=seen, **{**FORM, **changed})
    assert answer.status_code == 400
    assert words in answer.text.split(f'id="{field}-fout">')[1].split("<")[0]
    assert f'name="gezien" value="{seen}"' in answer.text
    assert town.company().trade_name == "Demo 12345678"


# The people of the company


def test_a_colleague_is_invited_by_mail_and_stands_on_the_list_once_inside(town):
    answer = town.post(ME, COLLEAGUES, naam="Demo Es", email="es@talent.example")
    assert answer.headers["location"] == f"{COLLEAGUES}?gedaan=uitgenodigd"
    assert town.mails() == [("es@talent.example", "Je uitnodiging voor Talent op Maat")]
    assert "Demo Es" not in town.get(ME, COLLEAGUES).text
    token = town.text_of_mail().split("/uitnodiging/")[1].split()[0]
    with writing(town.engine) as session:
        accept_invitation(session, token=token, password=PASSWORD, now=NOW)
    assert "Demo Es" in town.get(ME, COLLEAGUES).text
    assert (AuditAction.INVITED.value, None) in town.trail()


@pytest.mark.parametrize(
    "relation", [Relation.SELF, Relation.OTHER_CANDIDATE, Relation.ASSIGNED_COACH,
                 Relation.OTHER_EMPLOYER]
)  # fmt: skip
def test_inviting_does_not_tell_a_company_who_looks_for_work(town, relation):
    """The page before, the answer and the page after are the same for known and unknown."""
    told = []
    for email in ("nieuw@talent.example", f"{canary_of(relation)}@talent.example"):
        answer = town.post(ME, COLLEAGUES, naam="Demo Es", email=email)
        after = town.get(ME, answer.headers["location"])
        told.append((answer.status_code, dict(answer.headers), answer.content, after.text))
    assert told[0] == told[1]
    assert len(town.mails()) == 2
    assert "heeft al een account" in " ".join(town.text_of_mail().split())


@pytest.mark.parametrize(
    ("form", "field", "words"),
    [
        ({"naam": "", "email": "es@talent.example"}, "naam", "de naam van je collega"),
        ({"naam": "Demo Es", "email": "es"}, "email", "e-mailadres"),
        ({"naam": "Demo Es", "email": "és@talent.example"}, "email", "kan geen mail"),
    ],
)
def test_an_invitation_that_is_not_right_is_told_at_its_field(town, form, field, words):
    answer = town.post(ME, COLLEAGUES, **form)
    assert answer.status_code == 400
    assert words in answer.text.split(f'id="{field}-fout">')[1].split("<")[0]
    assert town.mails() == []


def test_the_access_of_a_colleague_ends_at_once(town):
    number = colleague(town)
    answer = town.post(ME, f"{COLLEAGUES}/{number}/stoppen")
    assert answer.headers["location"] == f"{COLLEAGUES}?gedaan=gestopt"
    with reading(town.engine) as session:
        assert session.get_one(Account, number).closed_at == NOW
    assert town.trail()[-1] == (AuditAction.ACCOUNT_CLOSED.value, None)


def test_the_last_one_stays_and_is_told_why(town):
    answer = town.post(ME, f"{COLLEAGUES}/{town.account(ME)}/stoppen")
    assert answer.status_code == 409
    assert "Nodig eerst een collega uit." in answer.text
    assert town.get(ME, "/werkgever").status_code == 200


def test_who_ends_his_own_access_is_out_at_once(town):
    colleague(town)
    answer = town.post(ME, f"{COLLEAGUES}/{town.account(ME)}/stoppen")
    assert answer.headers["location"] == "/"
    assert town.get(ME, "/werkgever").headers["location"].startswith("/inloggen")


def test_somebody_of_another_company_is_not_there(town):
    stranger = town.account(Relation.OTHER_EMPLOYER)
    colleague(town)
    answer = town.post(ME, f"{COLLEAGUES}/{stranger}/stoppen")
    assert answer.status_code == 404
    assert town.get(Relation.OTHER_EMPLOYER, "/werkgever").status_code == 200
