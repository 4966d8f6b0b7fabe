"""Promises about the people of one company: never nobody, and never those of another company."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from accounts.invitations import accept_invitation
from accounts.models import Account, Role
from accounts.service import AccountDraft, open_account
from foundation.database import reading, writing
from foundation.errors import TalentError
from tests.profiles.worlds import speak
from tests.vacancies.test_admission import PASSWORD
from vacancies.colleagues import (
    LastColleague,
    UnknownColleague,
    colleagues_of,
    end_access,
    invite_colleague,
    people_of,
)
from vacancies.drafts import ColleagueDraft, EmployerDraft
from vacancies.employers import UnknownEmployer, name_contact, register_employer

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
OTHER = EmployerDraft(kvk="87654321", trade_name="Smid", sector="techniek", postcode="2312")


def invited(session, employer: int, name: str, *, enters: bool = True) -> int:
    """Invite somebody, who chooses a password or not."""
    draft = ColleagueDraft(name=name, email=f"{name}@talent.example")
    found = invite_colleague(session, employer_id=employer, draft=draft, now=NOW)
    if enters:
        accept_invitation(session, token=found.link_token, password=PASSWORD, now=NOW)
    return found.account.id


def names(session, employer: int, viewer: int) -> list[str]:
    found = colleagues_of(session, employer_id=employer, viewer_id=viewer)
    return [one.name for one in found]


def test_a_colleague_is_on_the_list_from_the_moment_a_password_was_chosen(session, employer):
    anna = invited(session, employer, "anna")
    invited(session, employer, "bas", enters=False)
    assert names(session, employer, anna) == ["anna"]
    people = people_of(session, employer_id=employer)
    assert [(one.name, one.entered) for one in people] == [("anna", True), ("bas", False)]


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.COACH, Role.EMPLOYER])
def test_an_address_with_an_account_elsewhere_joins_nobody_and_changes_nothing(
    session, employer, role
):
    anna = invited(session, employer, "anna")
    draft = AccountDraft(role=role, name="Cas", email="cas@talent.example")
    known = open_account(session, draft=draft, now=NOW)
    if role is Role.EMPLOYER:
        other = register_employer(session, draft=OTHER)
        name_contact(session, account_id=known.id, employer_id=other.id)
    asked = ColleagueDraft(name="Anders", email="cas@talent.example")
    assert invite_colleague(session, employer_id=employer, draft=asked, now=NOW) is None
    assert names(session, employer, anna) == ["anna"]
    assert known.name == "Cas"


def test_a_colleague_who_is_invited_again_gets_a_new_link(session, employer):
    anna = invited(session, employer, "anna")
    draft = ColleagueDraft(name="Anna", email="anna@talent.example")
    again = invite_colleague(session, employer_id=employer, draft=draft, now=NOW)
    assert (again.account.id, again.account.name) == (anna, "anna")


def test_access_ends_for_good_and_the_address_is_free_again(session, employer):
    anna, bas = invited(session, employer, "anna"), invited(session, employer, "bas")
    end_access(session, employer_id=employer, account_id=bas, viewer_id=anna, now=NOW)
    assert names(session, employer, anna) == ["anna"]
    assert session.get(Account, bas).closed_at == NOW
    assert invited(session, employer, "bas") != bas


def test_one_ends_ones_own_access_when_somebody_stays(session, employer):
    anna, bas = invited(session, employer, "anna"), invited(session, employer, "bas")
    end_access(session, employer_id=employer, account_id=anna, viewer_id=anna, now=NOW)
    assert names(session, employer, bas) == ["bas"]


def test_the_last_who_can_log_in_stays(session, employer):
    anna = invited(session, employer, "anna")
    invited(session, employer, "bas", enters=False)
    with pytest.raises(LastColleague, match="Nodig eerst een collega uit"):
        end_access(session, employer_id=employer, account_id=anna, viewer_id=anna, now=NOW)
    assert names(session, employer, anna) == ["anna"]


def test_nobody_ends_the_access_of_somebody_of_another_company(session, employer):
    anna = invited(session, employer, "anna")
    other = register_employer(session, draft=OTHER).id
    dirk, eva = invited(session, other, "dirk"), invited(session, other, "eva")
    with pytest.raises(UnknownColleague):
        end_access(session, employer_id=employer, account_id=dirk, viewer_id=anna, now=NOW)
    assert names(session, other, eva) == ["dirk", "eva"]
    with pytest.raises(UnknownEmployer):
        end_access(session, employer_id=999, account_id=dirk, viewer_id=anna, now=NOW)


def test_of_two_who_end_each_others_access_at_once_one_stays(engine):
    with writing(engine) as session:
        speak(session)
        company = register_employer(session, draft=OTHER).id
        both = [invited(session, company, name) for name in ("anna", "bas")]
    start = Barrier(2)

    def end(pair: tuple[int, int]) -> str:
        viewer, colleague = pair
        start.wait()
        try:
            with writing(engine) as session:
                end_access(
                    session, employer_id=company, account_id=colleague, viewer_id=viewer, now=NOW
                )
        except TalentError as refused:
            return type(refused).__name__
        return "ended"

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(end, [tuple(both), tuple(reversed(both))]))
    assert answers == ["LastColleague", "ended"]
    with reading(engine) as session:
        assert len(people_of(session, employer_id=company)) == 1
