"""Promises of logging in through the API: the same answer for everybody, and a token that ends."""

import re

import pyotp
import pytest

from accounts.mail import mails_in
from accounts.models import Account, Role
from accounts.passwords import set_password
from accounts.second_factor import confirm, enrol
from foundation.database import writing
from tests.api.delivering import delivered
from tests.profiles.worlds import NOW, WELDING

PASSWORD = "vier losse woorden samen"  # noqa: S105 - of invented people
ANNA = "anna@talent.example"


@pytest.fixture
def visitor(site):
    """Somebody who began without an address."""
    return site.begun()


def code_for(site, program, email=ANNA):
    """Ask a code by mail and read it there; gives the body that logs in."""
    asked = program.post("/v1/login-codes", {"email": email})
    assert asked.status_code == 202
    code = re.search(r"^\d{6}$", mails_in(site.settings.folder)[0].text, re.MULTILINE)[0]
    return {"challenge": asked.json()["challenge"], "code": code}


def come_in(site, program, email=ANNA):
    answer = program.post("/v1/visits", code_for(site, program, email))
    assert answer.status_code == 201
    return site.anybody(answer.json()["token"], answer.json()["candidate_id"])


def staff(site, role, email="dotter@talent.example"):
    """Open an account with a password; gives its number."""
    with writing(site.engine) as session:
        account = Account(role=role, name="Demo Dotter", email=email, created_at=NOW, seen_at=NOW)
        session.add(account)
        session.flush()
        set_password(session, account_id=account.id, password=PASSWORD, now=NOW)
        return account.id


def test_a_code_by_mail_lets_in_and_keeps_what_was_made_before(site, visitor):
    visitor.put(f"{visitor.mine}/skills/{WELDING}", {"level": 3})
    known = come_in(site, visitor)
    assert known.candidate == visitor.candidate
    assert known.get("/v1/accounts/current").json()["email"] == ANNA
    assert len(known.get(f"{known.mine}/skills").json()["items"]) == 1
    assert visitor.get(visitor.mine).status_code == 401


def test_coming_back_brings_a_new_profile_to_the_old_one(site, visitor):
    known = come_in(site, visitor)
    later = site.begun()
    later.put(f"{later.mine}/skills/{WELDING}", {"level": 3})
    back = come_in(site, later)
    assert back.candidate == known.candidate
    assert [one["skill_id"] for one in back.get(f"{back.mine}/skills").json()["items"]] == [
        str(WELDING)
    ]


def test_known_and_unknown_addresses_get_the_same_answer(site, visitor):
    come_in(site, visitor)
    answers = [
        site.anybody().post("/v1/login-codes", {"email": email})
        for email in (ANNA, "niemand@talent.example")
    ]
    assert {(one.status_code, tuple(one.json())) for one in answers} == {
        (202, ("challenge", "expires_at"))
    }


def test_a_wrong_code_counts_and_the_sixth_try_is_too_late(site):
    nobody = site.anybody()
    right = code_for(site, nobody)
    wrong = {**right, "code": "999999" if right["code"] != "999999" else "000000"}
    assert [nobody.post("/v1/visits", wrong).status_code for _ in range(5)] == [400] * 5
    assert nobody.post("/v1/visits", right).status_code == 400


def test_staff_are_sent_to_their_own_door(site):
    staff(site, Role.EMPLOYER)
    nobody = site.anybody()
    asked = nobody.post("/v1/login-codes", {"email": "dotter@talent.example"}).json()
    assert asked.keys() == {"challenge", "expires_at"}
    assert not re.search(r"^\d{6}$", mails_in(site.settings.folder)[0].text, re.MULTILINE)


def test_an_employer_comes_in_with_a_password(site):
    staff(site, Role.EMPLOYER)
    body = {"email": "dotter@talent.example", "password": PASSWORD}
    answer = site.anybody().post("/v1/visits", body)
    assert (answer.status_code, answer.json()["candidate_id"]) == (201, None)
    wrong = site.anybody().post("/v1/visits", {**body, "password": "iets heel anders"})
    unknown = site.anybody().post("/v1/visits", {**body, "email": "niemand@talent.example"})
    assert (wrong.status_code, wrong.content) == (403, unknown.content)


def test_a_coach_needs_the_second_step(site):
    number = staff(site, Role.COACH)
    body = {"email": "dotter@talent.example", "password": PASSWORD}
    assert site.anybody().post("/v1/visits", body).status_code == 409
    with writing(site.engine) as session:
        secret = enrol(session, account_id=number).secret
        digits = pyotp.TOTP(secret)
        before = digits.at(int(NOW.timestamp()) - 30)
        assert confirm(session, account_id=number, code=before, now=NOW)
    assert site.anybody().post("/v1/visits", body).status_code == 400
    code = digits.at(int(NOW.timestamp()))
    answer = site.anybody().post("/v1/visits", {**body, "second_factor_code": code})
    assert answer.status_code == 201
    again = site.anybody().post("/v1/visits", {**body, "second_factor_code": code})
    assert again.status_code == 400


def test_somebody_logs_out_here_there_and_everywhere_else(site, visitor):
    here, there, elsewhere = (
        come_in(site, one) for one in (visitor, site.anybody(), site.anybody())
    )
    visits = here.get("/v1/visits").json()["items"]
    assert [one["current"] for one in visits].count(True) == 1
    [mine] = [one["id"] for one in visits if one["current"]]
    assert here.client.delete("/v1/visits/others").status_code == 204
    assert [one.get("/v1/visits").status_code for one in (there, elsewhere)] == [401, 401]
    stranger = site.begun()
    assert stranger.client.delete(f"/v1/visits/{mine}").status_code == 404
    assert here.client.delete("/v1/visits/current").status_code == 204
    assert here.get("/v1/visits").status_code == 401


def test_the_language_of_the_account_is_that_of_refusals(visitor):
    changed = visitor.client.patch("/v1/accounts/current", json={"language": "en"})
    assert changed.json()["language"] == "en"
    assert visitor.get("/v1/candidates/999").headers["content-language"] == "en"
    dutch = visitor.get("/v1/candidates/999", headers={"Accept-Language": "nl"})
    assert dutch.headers["content-language"] == "nl"


def test_only_an_administrator_invites(site, visitor):
    body = {"role": "loopbaancoach", "name": "Demo Klaproos", "email": "klaproos@talent.example"}
    assert visitor.post("/v1/invitations", body).status_code == 403
    answer = site.staff(Role.ADMINISTRATOR).post("/v1/invitations", body)
    assert answer.status_code == 201
    assert "/uitnodiging/" in delivered(site.settings)[0].text


def test_an_employer_is_invited_for_a_company_that_is_known(site):
    chief = site.staff(Role.ADMINISTRATOR)
    body = {"role": "werkgever", "name": "Demo Staal", "email": "staal@talent.example"}
    assert chief.post("/v1/invitations", {**body, "kvk": "87654321"}).status_code == 400
    assert chief.post("/v1/invitations", {**body, "kvk": "12345678"}).status_code == 201
