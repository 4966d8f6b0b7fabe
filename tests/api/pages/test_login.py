"""Promises of logging in: by mail, with a password and a second step, and out again."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from accounts.audit import AuditAction
from accounts.mail import mails_in
from accounts.models import Account, AuditEntry, Credential, LoginCode, Role, Visit
from accounts.passwords import set_password
from accounts.second_factor import confirm, enrol
from accounts.service import AccountDraft, open_account
from api.main import create_app
from foundation.database import reading, writing
from foundation.entry import validated
from profiles.models import Candidate, CandidateSkill
from skills.models import Skill, SkillKind, Taxonomy
from tests.api.delivering import delivered

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
SITE = "https://testserver"
PASSWORD = "een-fiets-naar-leiden"  # noqa: S105


class Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def app(settings, engine, hands):
    return create_app(replace(settings, address=SITE, requests_per_minute=10_000), clock=hands)


@pytest.fixture
def open_browser(app):
    """Opens browsers, each with cookies of its own."""
    opened: list[TestClient] = []

    def browser() -> TestClient:
        client = TestClient(app, base_url=SITE, headers={"Origin": SITE}, follow_redirects=False)
        opened.append(client.__enter__())
        return client

    yield browser
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def browser(open_browser):
    return open_browser()


def last_mail(settings):
    return delivered(settings)[0]


def code_in(mail) -> str:
    return re.search(r"^\d{6}$", mail.text, re.MULTILINE)[0]


def link_in(mail) -> str:
    return re.search(rf"{SITE}(/inloggen/link/\S+)", mail.text)[1]


def ask(client, email="sam@talent.example"):
    return client.post("/inloggen", data={"email": email})


def log_in(client, settings, email="sam@talent.example"):
    ask(client, email)
    return client.post("/inloggen/code", data={"code": code_in(last_mail(settings))})


def with_skill(session: Session) -> None:
    session.add(Taxonomy(id=1, source="test", version="1", digest="x", loaded_at=NOW))
    session.flush()
    session.add(Skill(id=1, uri="u:1", label="lassen", kind=SkillKind.SKILL, taxonomy_id=1))
    session.flush()


def staff(engine, role=Role.COACH, email="coach@talent.example") -> str:
    """Open an account with a password; coaches get a second step, whose secret is given back."""
    with writing(engine) as session:
        values = {"role": role.value, "name": "Demo Dotter", "email": email}
        account = open_account(session, draft=validated(AccountDraft, values), now=NOW)
        set_password(session, account_id=account.id, password=PASSWORD, now=NOW)
        if role is Role.EMPLOYER:
            return ""
        secret = enrol(session, account_id=account.id).secret
        then = NOW - timedelta(minutes=5)
        confirm(session, account_id=account.id, code=pyotp.TOTP(secret).at(then), now=then)
        return secret


def test_a_code_from_the_mail_logs_in_a_new_candidate(browser, settings, engine):
    answer = log_in(browser, settings)
    assert (answer.status_code, answer.headers["location"]) == (303, "/beginnen")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-tom=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    with reading(engine) as session:
        account = session.exec(select(Account)).one()
        assert (account.email, account.role) == ("sam@talent.example", Role.CANDIDATE)
        assert session.exec(select(Candidate)).one().account_id == account.id


def test_the_link_needs_a_press_and_then_works_in_another_browser(open_browser, settings):
    ask(open_browser())
    other = open_browser()
    link = link_in(last_mail(settings))
    assert other.get(link).status_code == 200
    assert other.get("/account").status_code == 303  # looking did not log in
    assert other.post(link).headers["location"] == "/beginnen"
    assert "sam@talent.example" in other.get("/account").text


def test_a_link_works_once(open_browser, settings):
    ask(open_browser())
    link = link_in(last_mail(settings))
    open_browser().post(link)
    again = open_browser().post(link)
    assert again.status_code == 400
    assert "Deze link is al gebruikt. Vraag een nieuwe mail." in again.text


def test_an_expired_link_says_so_and_what_to_do(browser, settings, hands):
    ask(browser)
    hands.now = NOW + timedelta(minutes=15)
    answer = browser.post(link_in(last_mail(settings)))
    assert answer.status_code == 400
    assert "Deze link is verlopen. Vraag een nieuwe mail." in answer.text


def test_a_wrong_code_is_counted_and_the_sixth_try_never_works(browser, settings):
    ask(browser)
    code = code_in(last_mail(settings))
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    answers = [browser.post("/inloggen/code", data={"code": wrong}) for _ in range(5)]
    assert "nog 4 keer" in answers[0].text
    assert [answer.status_code for answer in answers] == [400] * 5
    late = browser.post("/inloggen/code", data={"code": code})
    assert (late.status_code, "te vaak geprobeerd" in late.text) == (400, True)


def test_a_code_works_in_no_other_browser(open_browser, settings):
    ask(open_browser())
    other = open_browser().post("/inloggen/code", data={"code": code_in(last_mail(settings))})
    assert (other.status_code, "werkt niet in deze browser" in other.text) == (400, True)


def test_a_known_an_unknown_and_a_staff_address_get_the_same_answer(open_browser, engine, settings):
    log_in(open_browser(), settings, "known@talent.example")
    staff(engine)
    answers = [
        ask(open_browser(), email)
        for email in ("known@talent.example", "new@talent.example", "coach@talent.example")
    ]

    def shown(answer):
        headers = {k: v for k, v in answer.headers.items() if k != "set-cookie"}
        return answer.status_code, answer.text, headers, len(answer.headers["set-cookie"])

    assert shown(answers[0]) == shown(answers[1]) == shown(answers[2])


def test_staff_who_ask_for_a_code_are_mailed_the_way_to_their_own_door(browser, engine, settings):
    staff(engine)
    ask(browser, "coach@talent.example")
    mail = last_mail(settings)
    assert (mail.to, f"{SITE}/inloggen/medewerker" in mail.text) == ("coach@talent.example", True)
    assert "/inloggen/link/" not in mail.text


def test_no_code_and_no_token_stands_in_the_database(browser, settings, engine):
    ask(browser)
    mail = last_mail(settings)
    browser.post("/inloggen/code", data={"code": code_in(mail)})
    secrets = {code_in(mail), link_in(mail).rpartition("/")[2], *browser.cookies.values()}
    with reading(engine) as session:
        rows = [*session.exec(select(LoginCode)), *session.exec(select(Visit))]
    kept = {str(value) for row in rows for value in row.model_dump().values()}
    assert secrets.isdisjoint(kept)


def test_too_many_mails_for_one_address_are_not_sent_and_nobody_can_tell(browser, settings):
    answers = [ask(browser) for _ in range(7)]
    assert {(answer.status_code, answer.text) for answer in answers} == {(303, "")}
    assert len(mails_in(settings.folder)) == 5


def test_one_network_that_asks_for_many_addresses_is_told_to_wait(browser):
    answers = [ask(browser, f"a{number}@talent.example") for number in range(31)]
    assert [answer.status_code for answer in answers] == [303] * 30 + [429]
    assert answers[-1].headers["retry-after"] == "60"
    assert "Wacht even" in answers[-1].text


def test_what_was_made_without_an_account_is_kept_by_logging_in(browser, settings, engine):
    browser.post("/beginnen", data={"weg": "zoeken"})
    with reading(engine) as session:
        made = session.exec(select(Candidate)).one().id
    answer = log_in(browser, settings)
    assert answer.headers["location"] == "/rechten/meedoen"
    with reading(engine) as session:
        account = session.exec(select(Account)).one()
        assert session.exec(select(Candidate)).one().id == made
        assert account.email == "sam@talent.example"


def test_who_logs_in_with_a_second_profile_keeps_the_skills_of_both(open_browser, settings, engine):
    with writing(engine) as session:
        with_skill(session)
    log_in(open_browser(), settings)
    other = open_browser()
    other.post("/beginnen", data={"weg": "zoeken"})
    with writing(engine) as session:
        visitor = session.exec(select(Candidate).order_by(Candidate.id.desc())).first()
        session.add(CandidateSkill(candidate_id=visitor.id, skill_id=1, level=3))
    log_in(other, settings)
    with reading(engine) as session:
        assert len(session.exec(select(Account)).all()) == 1
        kept = session.exec(select(Candidate).where(Candidate.account_id.is_not(None))).one()
        rows = session.exec(select(CandidateSkill).where(CandidateSkill.candidate_id == kept.id))
        assert [row.skill_id for row in rows] == [1]


def test_logging_in_gives_a_new_token_and_the_old_one_is_over(browser, settings):
    browser.post("/beginnen", data={"weg": "zoeken"})
    before = browser.cookies["__Host-tom"]
    log_in(browser, settings)
    after = browser.cookies["__Host-tom"]
    assert before != after
    browser.cookies.clear()
    browser.cookies.set("__Host-tom", before)
    assert browser.get("/account").status_code == 303


def test_logging_out_ends_the_visit_on_the_server(browser, settings):
    log_in(browser, settings)
    token = browser.cookies["__Host-tom"]
    assert browser.post("/uitloggen").headers["location"] == "/"
    assert "__Host-tom" not in browser.cookies
    browser.cookies.set("__Host-tom", token)
    assert browser.get("/account").headers["location"].startswith("/inloggen")


def test_another_browser_can_be_logged_out_from_here(open_browser, settings, engine):
    here, there = open_browser(), open_browser()
    log_in(here, settings)
    log_in(there, settings)
    here.post("/account/bezoeken/stoppen")
    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 303)


def test_nobody_logs_somebody_else_out(open_browser, settings, engine):
    mine, theirs = open_browser(), open_browser()
    log_in(mine, settings)
    log_in(theirs, settings, "kim@talent.example")
    with reading(engine) as session:
        of_kim = session.exec(
            select(Visit).join(Account).where(Account.email == "kim@talent.example")
        ).one()
    assert mine.post(f"/account/bezoeken/{of_kim.id}/stoppen").status_code == 404
    assert theirs.get("/account").status_code == 200


def test_a_coach_comes_in_with_a_password_and_a_second_step(browser, engine, hands):
    secret = staff(engine)
    first = browser.post(
        "/inloggen/medewerker", data={"email": "coach@talent.example", "wachtwoord": PASSWORD}
    )
    assert first.headers["location"] == "/inloggen/tweede-stap"
    assert browser.get("/account").status_code == 303  # half way opens nothing
    second = browser.post("/inloggen/tweede-stap", data={"code": pyotp.TOTP(secret).at(hands.now)})
    assert second.headers["location"] == "/coach"
    assert "loopbaancoach" in browser.get("/account").text
    with reading(engine) as session:
        entry = session.exec(select(AuditEntry)).one()
        assert (entry.action, entry.actor_role) == (AuditAction.LOGGED_IN.value, "loopbaancoach")


def test_a_second_code_works_once(open_browser, engine, hands):
    code = pyotp.TOTP(staff(engine)).at(hands.now)
    answers = []
    for _ in range(2):
        client = open_browser()
        client.post(
            "/inloggen/medewerker", data={"email": "coach@talent.example", "wachtwoord": PASSWORD}
        )
        answers.append(client.post("/inloggen/tweede-stap", data={"code": code}).status_code)
    assert answers == [303, 400]


def test_five_wrong_second_codes_end_the_login(browser, engine):
    staff(engine)
    browser.post(
        "/inloggen/medewerker", data={"email": "coach@talent.example", "wachtwoord": PASSWORD}
    )
    answers = [browser.post("/inloggen/tweede-stap", data={"code": "abcdef"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 400, 303]
    assert answers[-1].headers["location"] == "/inloggen/medewerker"


def test_a_first_login_sets_the_second_step_up_and_a_typing_error_keeps_its_key(
    browser, engine, hands
):
    with writing(engine) as session:
        values = {"role": "programmamanager", "name": "Demo Wilg", "email": "m@talent.example"}
        account = open_account(session, draft=validated(AccountDraft, values), now=NOW)
        set_password(session, account_id=account.id, password=PASSWORD, now=NOW)
    browser.post("/inloggen/medewerker", data={"email": "m@talent.example", "wachtwoord": PASSWORD})
    secret = re.search(r"<code>([A-Z2-7]+)</code>", browser.get("/inloggen/tweede-stap").text)[1]
    wrong = browser.post("/inloggen/tweede-stap", data={"code": "12"})
    assert (wrong.status_code, secret in wrong.text) == (400, True)
    right = browser.post("/inloggen/tweede-stap", data={"code": pyotp.TOTP(secret).at(hands.now)})
    assert right.headers["location"] == "/programma"


def test_an_employer_needs_no_second_step(browser, engine):
    staff(engine, Role.EMPLOYER)
    answer = browser.post(
        "/inloggen/medewerker", data={"email": "coach@talent.example", "wachtwoord": PASSWORD}
    )
    assert answer.headers["location"] == "/werkgever"


def test_a_wrong_password_and_an_unknown_address_sound_the_same(browser, engine):
    staff(engine)
    known, unknown = (
        browser.post("/inloggen/medewerker", data={"email": email, "wachtwoord": "mis-mis-mis-mis"})
        for email in ("coach@talent.example", "other@talent.example")
    )
    assert known.status_code == unknown.status_code == 400
    assert known.text.replace("coach@", "other@") == unknown.text


def test_guessing_passwords_is_stopped(browser, engine):
    staff(engine)
    answers = [
        browser.post(
            "/inloggen/medewerker", data={"email": "coach@talent.example", "wachtwoord": str(n)}
        ).status_code
        for n in range(11)
    ]
    assert answers == [400] * 10 + [429]


def test_whoever_is_invited_chooses_a_password_and_logs_in(open_browser, engine, settings, hands):
    secret = staff(engine, Role.ADMINISTRATOR)
    chief = open_browser()
    chief.post(
        "/inloggen/medewerker", data={"email": "coach@talent.example", "wachtwoord": PASSWORD}
    )
    chief.post("/inloggen/tweede-stap", data={"code": pyotp.TOTP(secret).at(hands.now)})
    invited = {"rol": "loopbaancoach", "naam": "Demo Linde", "email": "linde@talent.example"}
    assert "verstuurd" in chief.post("/account/uitnodigen", data=invited).text
    path = re.search(rf"{SITE}(/uitnodiging/\S+)", last_mail(settings).text)[1]
    guest = open_browser()
    assert guest.get(path).status_code == 200
    unequal = guest.post(path, data={"wachtwoord": PASSWORD, "nog-eens": "anders"})
    weak = guest.post(path, data={"wachtwoord": "kort", "nog-eens": "kort"})
    assert (unequal.status_code, weak.status_code) == (400, 400)
    done = guest.post(path, data={"wachtwoord": PASSWORD, "nog-eens": PASSWORD})
    assert done.headers["location"] == "/inloggen/medewerker"
    with reading(engine) as session:
        account = session.exec(select(Account).where(Account.name == "Demo Linde")).one()
        assert session.get(Credential, account.id) is not None
    assert guest.post(path, data={"wachtwoord": PASSWORD, "nog-eens": PASSWORD}).status_code == 400


def test_an_invitation_with_something_wrong_says_so_and_keeps_what_was_typed(
    browser, engine, hands
):
    secret = staff(engine, Role.ADMINISTRATOR)
    browser.post(
        "/inloggen/medewerker", data={"email": "coach@talent.example", "wachtwoord": PASSWORD}
    )
    browser.post("/inloggen/tweede-stap", data={"code": pyotp.TOTP(secret).at(hands.now)})
    answer = browser.post(
        "/account/uitnodigen", data={"rol": "loopbaancoach", "naam": "Demo <b>", "email": "geen"}
    )
    assert (answer.status_code, "Demo &lt;b&gt;" in answer.text) == (400, True)
    assert "moet een e-mailadres zijn" in answer.text


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "/\t/a.example"],
)
def test_choosing_a_language_never_leads_to_another_site(browser, address):
    answer = browser.post("/taal", data={"taal": "en", "terug": address})
    assert answer.headers["location"] == "/"


def test_a_language_is_kept_in_the_browser_and_with_the_account(browser, settings, engine):
    log_in(browser, settings)
    answer = browser.post("/taal", data={"taal": "en", "terug": "/account"})
    assert answer.headers["location"] == "/account"
    assert browser.get("/account").headers["content-language"] == "en"
    with reading(engine) as session:
        assert session.exec(select(Account)).one().language == "en"
    browser.post("/uitloggen")
    assert browser.get("/").headers["content-language"] == "en"


def test_who_forgot_the_password_is_invited_again_and_the_old_link_is_over(
    open_browser, engine, settings, hands
):
    secret = staff(engine, Role.ADMINISTRATOR)
    chief = open_browser()
    chief.post(
        "/inloggen/medewerker", data={"email": "coach@talent.example", "wachtwoord": PASSWORD}
    )
    chief.post("/inloggen/tweede-stap", data={"code": pyotp.TOTP(secret).at(hands.now)})
    invited = {"rol": "loopbaancoach", "naam": "Demo Linde", "email": "linde@talent.example"}
    links = []
    for _ in range(2):
        chief.post("/account/uitnodigen", data=invited)
        links.append(re.search(rf"{SITE}(/uitnodiging/\S+)", last_mail(settings).text)[1])
    old, new = (open_browser().get(link).status_code for link in links)
    assert (old, new) == (400, 200)
    other = chief.post("/account/uitnodigen", data={**invited, "rol": "beheerder"})
    assert (other.status_code, "met een andere rol" in other.text) == (409, True)
    with reading(engine) as session:
        trail = [one.action for one in session.exec(select(AuditEntry))]
        assert trail.count(AuditAction.INVITED.value) == 2


def test_an_employer_is_invited_for_a_company_that_is_known(open_browser, engine, hands):
    secret = staff(engine, Role.ADMINISTRATOR)
    chief = open_browser()
    chief.post(
        "/inloggen/medewerker", data={"email": "coach@talent.example", "wachtwoord": PASSWORD}
    )
    chief.post("/inloggen/tweede-stap", data={"code": pyotp.TOTP(secret).at(hands.now)})
    form = {"rol": "werkgever", "naam": "Demo", "email": "w@talent.example", "kvk": "12345678"}
    answer = chief.post("/account/uitnodigen", data=form)
    assert (answer.status_code, "Dit KvK-nummer kennen we niet." in answer.text) == (400, True)
    with reading(engine) as session:
        found = session.exec(select(Account).where(Account.email == "w@talent.example"))
        assert found.first() is None


def test_a_page_that_is_not_there_keeps_the_menu_of_who_is_logged_in(browser, settings):
    log_in(browser, settings)
    answer = browser.get("/bestaat-niet")
    assert (answer.status_code, "/uitloggen" in answer.text) == (404, True)
