"""Promises of the administrator's pages: who is let in, who is a member, and who leaves."""

import re
from datetime import date

import pytest
from sqlmodel import select

from accounts.audit import AuditAction
from accounts.models import Account
from accounts.permissions import Relation
from coaching.caseload import coach_of
from foundation.database import reading, writing
from tests.access.people import NOW, canary_of
from tests.api.company_worlds import town_at
from vacancies.admission import sign_up
from vacancies.drafts import SignUpDraft, VacancyDraft
from vacancies.employers import employer_of_account
from vacancies.models import Employer, VacancyState
from vacancies.service import write_vacancy

ME = Relation.ADMINISTRATOR
COMPANIES = "/beheer/bedrijven"
ACCOUNTS = "/beheer/accounts"
SMITH = SignUpDraft(
    kvk="11111111",
    trade_name="Smid <b>",
    sector="techniek",
    postcode="2312",
    contact_name="Demo Eik",
    email="eik@talent.example",
)


@pytest.fixture
def town(settings, engine):
    with town_at(settings, engine) as found:
        yield found


@pytest.fixture
def smith(town) -> int:
    """The number of a company that waits."""
    with writing(town.engine) as session:
        account = sign_up(session, draft=SMITH, now=NOW).invited.account
        return employer_of_account(session, account_id=account.id).id


def mine(town) -> int:
    return town.company().id


def test_the_desk_says_how_many_wait(town, smith):
    desk = town.get(ME, "/beheer").text
    assert "1 bedrijf wacht op jou." in desk
    assert "Er staan 3 bedrijven in de lijst." in desk
    assert "4 medewerkers kunnen inloggen." in desk


def test_who_waits_stands_first_on_the_list(town, smith):
    page = town.get(ME, COMPANIES).text
    found = re.findall(rf'href="{COMPANIES}/(\d+)"', page)
    assert found[0] == str(smith)
    assert len(found) == 3
    assert "Smid &lt;b&gt;" in page
    assert "wacht sinds 1 september 2026" in page


@pytest.mark.parametrize(
    ("text", "count"), [("smid", 1), ("11111111", 1), ("1234", 1), ("Demo 8", 1), ("zzz", 0)]
)
def test_a_company_is_looked_up_by_name_or_number(town, smith, text, count):
    page = town.browsers[ME].ask("GET", COMPANIES, params={"zoek": text}).text
    assert len(re.findall(rf'href="{COMPANIES}/(\d+)"', page)) == count
    assert f'value="{text}"' in page
    assert ("Geen bedrijf gevonden" in page) == (count == 0)


@pytest.mark.parametrize("number", ["0", "-1", "999", "veel", "1e9", "99999999999999"])
def test_a_page_that_is_not_there_gives_one_that_is(town, number):
    answer = town.get(ME, f"{COMPANIES}?pagina={number}")
    assert answer.status_code == 200
    assert "2 bedrijven." in answer.text


def test_a_company_is_admitted_and_its_people_are_told(town, smith):
    answer = town.post(ME, f"{COMPANIES}/{smith}/toelaten")
    assert answer.headers["location"] == f"{COMPANIES}/{smith}?gedaan=toegelaten"
    assert "Het bedrijf doet mee." in town.get(ME, answer.headers["location"]).text
    assert town.company("11111111").waiting_since is None
    assert town.mails() == [("eik@talent.example", "Je bedrijf doet mee met Talent op Maat")]
    assert town.trail()[-1] == (AuditAction.EMPLOYER_ADMITTED.value, None)


def test_a_company_that_was_admitted_meanwhile_is_not_refused(town, smith):
    town.post(ME, f"{COMPANIES}/{smith}/toelaten")
    for last in ("toelaten", "weigeren"):
        answer = town.post(ME, f"{COMPANIES}/{smith}/{last}")
        assert answer.status_code == 409
        assert "Dit bedrijf is al toegelaten." in answer.text
    assert len(town.mails()) == 1


def test_a_refused_company_is_gone_and_its_people_are_told(town, smith):
    answer = town.post(ME, f"{COMPANIES}/{smith}/weigeren")
    assert answer.headers["location"] == f"{COMPANIES}?gedaan=geweigerd"
    assert "Het bedrijf is weg." in town.get(ME, answer.headers["location"]).text
    assert town.mails() == [("eik@talent.example", "Je bedrijf doet niet mee met Talent op Maat")]
    assert town.trail()[-1] == (AuditAction.ACCOUNT_CLOSED.value, None)
    with reading(town.engine) as session:
        assert session.get(Employer, smith) is None
    assert town.get(ME, f"{COMPANIES}/{smith}").status_code == 404


def test_a_company_with_open_work_is_not_refused_and_says_why(town, smith):
    with writing(town.engine) as session:
        work = VacancyDraft(title="Lasser", sector="techniek")
        write_vacancy(session, employer_id=smith, draft=work).state = VacancyState.OPEN
    answer = town.post(ME, f"{COMPANIES}/{smith}/weigeren")
    assert answer.status_code == 409
    assert "Dit bedrijf heeft open vacatures." in answer.text
    assert town.mails() == []


def test_a_membership_is_set_and_ended(town):
    address = f"{COMPANIES}/{mine(town)}"
    seen = town.seen(ME, address)
    assert (
        town.post(ME, f"{address}/lidmaatschap", gezien=seen, tot="2026-12-31").status_code == 303
    )
    assert town.company().member_until == date(2026, 12, 31)
    assert "Lid tot en met 31 december 2026." in town.get(ME, address).text
    assert town.trail()[-1] == (AuditAction.MEMBERSHIP_CHANGED.value, None)
    seen = town.seen(ME, address)
    town.post(ME, f"{address}/lidmaatschap", gezien=seen, tot="")
    assert town.company().member_until is None


@pytest.mark.parametrize("typed", ["31-12-2026", "2026-02-30", "morgen", "9" * 300])
def test_a_date_that_is_none_is_told_and_stays(town, typed):
    address = f"{COMPANIES}/{mine(town)}"
    seen, before = town.seen(ME, address), town.company().member_until
    answer = town.post(ME, f"{address}/lidmaatschap", gezien=seen, tot=typed)
    assert answer.status_code == 400
    assert "Schrijf een datum als 2026-12-31" in answer.text.split('id="tot-fout">')[1]
    assert f'value="{typed}"' in answer.text
    assert town.company().member_until == before


def test_a_membership_that_another_changed_first_is_told(town):
    address = f"{COMPANIES}/{mine(town)}"
    old = town.seen(ME, address)
    town.post(ME, f"{address}/lidmaatschap", gezien=old, tot="2026-12-31")
    answer = town.post(ME, f"{address}/lidmaatschap", gezien=old, tot="2027-12-31")
    assert answer.status_code == 409
    assert "lid tot en met 31 december 2026" in answer.text
    assert 'value="2027-12-31"' in answer.text
    assert town.company().member_until == date(2026, 12, 31)


def test_the_people_of_a_company_are_shown_also_who_was_only_invited(town, smith):
    page = town.get(ME, f"{COMPANIES}/{smith}").text
    assert "Demo Eik" in page
    assert "koos nog geen wachtwoord" in page


# Accounts


def test_staff_are_listed_with_who_they_are_and_candidates_are_not(town):
    page = town.get(ME, ACCOUNTS).text
    for relation in (Relation.ASSIGNED_COACH, Relation.MANAGER, Relation.ADMINISTRATOR):
        assert f"{canary_of(relation)}@talent.example" in page
    assert canary_of(Relation.SELF) not in page
    assert canary_of(Relation.OWN_EMPLOYER) not in page


def test_an_account_that_is_closed_is_out_and_whom_it_guided_has_no_coach(town):
    coach = town.account(Relation.ASSIGNED_COACH)
    sure = town.get(ME, f"{ACCOUNTS}/{coach}/sluiten").text
    assert "1 kandidaat heeft daarna geen coach meer." in sure
    answer = town.post(ME, f"{ACCOUNTS}/{coach}/sluiten")
    assert answer.headers["location"] == f"{ACCOUNTS}?gedaan=gesloten"
    with reading(town.engine) as session:
        assert session.get_one(Account, coach).closed_at == NOW
        assert coach_of(session, candidate_id=town.world.candidate_id) is None
    assert town.trail()[-2:] == [
        (AuditAction.COACH_RELEASED.value, town.world.candidate_id),
        (AuditAction.ACCOUNT_CLOSED.value, None),
    ]
    assert town.get(Relation.ASSIGNED_COACH, "/account").headers["location"].startswith("/inloggen")


def test_ones_own_account_is_not_closed_here(town):
    own = town.account(ME)
    assert "Dit is je eigen account." in town.get(ME, f"{ACCOUNTS}/{own}/sluiten").text
    answer = town.post(ME, f"{ACCOUNTS}/{own}/sluiten")
    assert answer.status_code == 409
    assert "Vraag een andere beheerder" in answer.text


def test_the_account_of_a_candidate_is_not_there(town):
    number = town.account(Relation.SELF)
    for method in ("GET", "POST"):
        answer = town.browsers[ME].ask(method, f"{ACCOUNTS}/{number}/sluiten")
        assert answer.status_code == 404
        assert "Dit account is er niet of is gesloten." in answer.text
    with reading(town.engine) as session:
        assert session.get_one(Account, number).closed_at is None


def test_an_account_that_is_opened_by_an_invitation_is_in_the_trail(town):
    form = {"rol": "loopbaancoach", "naam": "Demo Es", "email": "es@talent.example"}
    town.post(ME, "/account/uitnodigen", **form)
    both = [(AuditAction.ACCOUNT_OPENED.value, None), (AuditAction.INVITED.value, None)]
    assert town.trail()[-2:] == both
    town.post(ME, "/account/uitnodigen", **form)
    assert town.trail()[-3:] == [*both, both[1]]
    with reading(town.engine) as session:
        assert session.exec(select(Account).where(Account.email == form["email"])).one()
