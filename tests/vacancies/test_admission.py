"""Promises about companies that sign up by themselves: nobody opens work before being admitted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlmodel import select

from accounts.models import Account, Role
from accounts.passwords import set_password
from accounts.service import AccountDraft, open_account
from foundation.database import reading, writing
from foundation.errors import Conflict
from skills.sectors import UnknownSector
from tests.profiles.worlds import speak
from vacancies.admission import (
    HasOpenVacancies,
    NotWaiting,
    admit,
    count_waiting,
    refuse,
    search_employers,
    sign_up,
)
from vacancies.colleagues import people_of
from vacancies.drafts import CompanyDraft, EmployerDraft, SignUpDraft, VacancyDraft
from vacancies.employers import (
    NotAdmitted,
    UnknownEmployer,
    admitted,
    change_employer,
    check_admitted,
    employer_of_account,
    find_employer,
    is_member,
    register_employer,
    set_membership,
)
from vacancies.models import Employer, Vacancy, VacancyState
from vacancies.service import close_vacancy, open_vacancy, write_vacancy

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 9, 2, 9, 0, tzinfo=UTC)
PASSWORD = "een-fiets-naar-leiden"  # noqa: S105
DRAFT = SignUpDraft(
    kvk="87654321",
    trade_name="Demo Smid",
    sector="techniek",
    postcode="2312",
    contact_name="Demo Eik",
    email="eik@talent.example",
)


def other(**changed) -> SignUpDraft:
    return SignUpDraft.model_validate({**DRAFT.model_dump(), **changed})


@pytest.fixture
def smith(session) -> int:
    """The number of a company that signed up and waits."""
    speak(session)
    account_id = sign_up(session, draft=DRAFT, now=NOW).invited.account.id
    return employer_of_account(session, account_id=account_id).id


def test_signing_up_makes_a_company_that_waits_and_an_account_that_is_invited(session):
    speak(session)
    done = sign_up(session, draft=DRAFT, now=NOW)
    company = employer_of_account(session, account_id=done.invited.account.id)
    assert company.model_dump(exclude={"id"}) == {
        **DRAFT.model_dump(exclude={"email"}),
        "member_until": None,
        "waiting_since": NOW,
        "region_id": None,
    }
    account = done.invited.account
    assert (account.role, account.name, account.email) == (
        Role.EMPLOYER,
        "Demo Eik",
        "eik@talent.example",
    )
    assert (done.known, done.company, count_waiting(session)) == (None, None, 1)


def test_a_company_that_is_known_makes_nothing(session, smith):
    done = sign_up(session, draft=other(email="iep@talent.example"), now=LATER)
    assert (done.invited, done.known, done.company) == (None, None, smith)
    assert len(session.exec(select(Account)).all()) == 1


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.COACH, Role.EMPLOYER])
def test_an_address_that_is_known_makes_nothing(session, role):
    speak(session)
    draft = AccountDraft(role=role, name="Demo Iep", email=DRAFT.email)
    account = open_account(session, draft=draft, now=NOW)
    set_password(session, account_id=account.id, password=PASSWORD, now=NOW)
    done = sign_up(session, draft=DRAFT, now=LATER)
    assert (done.invited, done.known, done.company) == (None, account, None)
    assert session.exec(select(Employer)).all() == []


def test_whoever_lost_the_mail_signs_up_again_and_gets_a_new_link(session):
    speak(session)
    first = sign_up(session, draft=DRAFT, now=NOW)
    again = sign_up(session, draft=DRAFT, now=LATER)
    assert again.invited.account is first.invited.account
    assert again.invited.link_token != first.invited.link_token
    assert len(session.exec(select(Employer)).all()) == 1


def test_a_sector_that_is_not_of_the_region_is_refused(session):
    speak(session)
    with pytest.raises(UnknownSector):
        sign_up(session, draft=other(sector="ruimtevaart"), now=NOW)


def test_of_eight_who_sign_the_same_company_up_at_once_one_makes_it(engine):
    with writing(engine) as session:
        speak(session)
    start = Barrier(8)

    def send(number: int) -> str:
        start.wait()
        try:
            with writing(engine) as session:
                draft = other(email=f"eik{number}@talent.example")
                done = sign_up(session, draft=draft, now=NOW)
                return "made" if done.invited else "known"
        except Conflict:
            return "known"

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(send, range(8)))
    assert answers == ["known"] * 7 + ["made"]
    with reading(engine) as session:
        assert len(session.exec(select(Employer)).all()) == 1
        assert len(session.exec(select(Account)).all()) == 1


def test_a_company_that_waits_writes_vacancies_and_cannot_open_one(session, smith):
    draft = VacancyDraft(title="Lasser", sector="techniek")
    vacancy = write_vacancy(session, employer_id=smith, draft=draft)
    with pytest.raises(NotAdmitted, match="wacht nog op toelating"):
        open_vacancy(session, vacancy_id=vacancy.id)
    assert vacancy.state is VacancyState.DRAFT
    admit(session, employer_id=smith)
    assert open_vacancy(session, vacancy_id=vacancy.id).state is VacancyState.OPEN


def test_a_company_that_waits_is_no_member_whatever_was_paid(session, smith):
    set_membership(session, employer_id=smith, member_until=date(2026, 12, 31))
    company = find_employer(session, employer_id=smith)
    assert not is_member(company, NOW.date())
    with pytest.raises(NotAdmitted):
        check_admitted(session, employer_id=smith)
    admit(session, employer_id=smith)
    assert is_member(company, NOW.date())
    assert check_admitted(session, employer_id=smith) is company


def test_a_company_that_was_registered_for_others_takes_part_at_once(session, employer):
    assert admitted(find_employer(session, employer_id=employer))
    with pytest.raises(UnknownEmployer):
        check_admitted(session, employer_id=employer + 1)


def test_a_company_is_admitted_once(session, smith):
    assert admit(session, employer_id=smith).waiting_since is None
    with pytest.raises(NotWaiting, match="al toegelaten"):
        admit(session, employer_id=smith)
    with pytest.raises(NotWaiting):
        refuse(session, employer_id=smith, now=LATER)
    assert count_waiting(session) == 0


def test_a_refused_company_is_gone_with_its_drafts_and_its_people_cannot_log_in(session, smith):
    draft = VacancyDraft(title="Lasser", sector="techniek")
    vacancy = write_vacancy(session, employer_id=smith, draft=draft)
    write_vacancy(session, employer_id=smith, draft=draft)
    close_vacancy(session, vacancy_id=vacancy.id)
    assert refuse(session, employer_id=smith, now=LATER) == 1
    assert session.exec(select(Employer)).all() == []
    assert session.exec(select(Vacancy)).all() == []
    [account] = session.exec(select(Account)).all()
    assert (account.email, account.closed_at) == (None, LATER)
    assert sign_up(session, draft=DRAFT, now=LATER).invited is not None


def test_a_company_with_open_work_is_not_refused(session, smith):
    draft = VacancyDraft(title="Lasser", sector="techniek")
    vacancy = write_vacancy(session, employer_id=smith, draft=draft)
    vacancy.state = VacancyState.OPEN
    with pytest.raises(HasOpenVacancies):
        refuse(session, employer_id=smith, now=LATER)
    assert [one.name for one in people_of(session, employer_id=smith)] == ["Demo Eik"]


def test_who_waits_longest_is_listed_first_and_the_others_by_name(session, employer):
    sign_up(session, draft=DRAFT, now=LATER)
    sign_up(session, draft=other(kvk="11111111", trade_name="Zee", email="z@t.example"), now=NOW)
    extra = EmployerDraft(
        kvk="22222222", trade_name="aannemer 100%", sector="zorg", postcode="2312"
    )
    register_employer(session, draft=extra)
    found, total = search_employers(session)
    names = ["Zee", "Demo Smid", "aannemer 100%", "Bakker BV"]
    assert ([row.trade_name for row in found], total) == (names, 4)
    assert [row.trade_name for row in search_employers(session, offset=1, most=2)[0]] == names[1:3]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("smid", ["Demo Smid"]),
        ("8765 43", ["Demo Smid"]),
        ("bakker", ["Bakker BV"]),
        ("%", []),
        ("_", []),
    ],
)
def test_a_company_is_found_by_a_part_of_its_name_or_number(session, employer, text, names):
    sign_up(session, draft=DRAFT, now=NOW)
    found, total = search_employers(session, text=text)
    assert ([row.trade_name for row in found], total) == (names, len(names))


def test_people_of_a_company_change_everything_but_its_number(session, employer):
    draft = CompanyDraft(trade_name="Banket", sector="zorg", postcode="2312", contact_name="Eik")
    row = change_employer(session, employer_id=employer, draft=draft)
    assert (row.kvk, row.trade_name, row.sector) == ("12345678", "Banket", "zorg")
