"""Promises about writing a vacancy: little to type, nothing ticked by us, nothing lost."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import Session, select

from accounts.models import Account, Role, VisitStep
from accounts.visits import begin_visit
from api.main import create_app
from coaching.stopping import StopDraft, stop_matching
from foundation.database import reading, writing
from foundation.settings import Settings
from foundation.terms import WorkKind
from profiles.consent import give_consent
from profiles.drafts import ConsentDraft, ProfileDraft, SkillDraft
from profiles.models import Purpose
from profiles.service import open_profile
from profiles.skillset import set_skill
from profiles.states import activate
from tests.access.people import settings_for_browsers
from tests.api.worlds import (
    COOK,
    COOKING,
    LISTENING,
    NOW,
    ORIGIN,
    TRUCK,
    WAREHOUSE,
    WELDING,
    add_sectors,
    add_words,
    form_in,
)
from vacancies.drafts import EmployerDraft
from vacancies.employers import name_contact, register_employer
from vacancies.models import Employer, Limit, Requirement, Vacancy, VacancyState

LIST = "/werkgever/vacatures"
TEXT = "Je gaat metalen lassen.\nOok heftruck rijden hoort erbij."


@dataclass(frozen=True)
class Company:
    """A company with a browser, and one for a coach."""

    engine: Engine
    browser: TestClient
    employer_id: int
    tokens: dict[Role, str]

    def get(self, path: str, **more: object) -> Response:
        return self.browser.get(path, **more)

    def post(self, path: str, data: object = None, **more: object) -> Response:
        return self.browser.post(path, data=data or {}, **more)

    def become(self, role: Role) -> None:
        self.browser.cookies.clear()
        self.browser.cookies.set("__Host-tom", self.tokens[role])

    def begun(self, **more: str) -> str:
        """Begin a vacancy; gives its address."""
        answer = self.post(f"{LIST}/nieuw", {"titel": "Lasser", "tekst": TEXT, **more})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"].rpartition("/")[0]

    def asking(self, *skills: int) -> str:
        """Begin a vacancy that asks skills; gives its address."""
        base = self.begun()
        self.post(f"{base}/vaardigheden", {"vaardigheid": [str(one) for one in skills]})
        return base

    def row(self, base: str) -> Vacancy:
        with reading(self.engine) as session:
            return session.get_one(Vacancy, int(base.rpartition("/")[2]))

    def asked(self, base: str) -> list[tuple[int, str, int | None, bool]]:
        with reading(self.engine) as session:
            rows = session.exec(select(Requirement).order_by(Requirement.id)).all()
        number = int(base.rpartition("/")[2])
        return [
            (one.skill_id, one.importance.value, one.level, one.learnable)
            for one in rows
            if one.vacancy_id == number
        ]


@pytest.fixture
def company(settings: Settings, engine: Engine) -> Iterator[Company]:
    with writing(engine) as session:
        add_sectors(session)
        add_words(session)
        draft = EmployerDraft(
            kvk="12345678", trade_name="Demo Staal", sector="techniek", postcode="2312"
        )
        employer = register_employer(session, draft=draft).id
        tokens = {}
        for role in (Role.EMPLOYER, Role.COACH):
            account = Account(role=role, name="Demo Dotter", created_at=NOW, seen_at=NOW)
            session.add(account)
            session.flush()
            if role is Role.EMPLOYER:
                name_contact(session, account_id=account.id, employer_id=employer)
            step = VisitStep.COMPLETE
            tokens[role] = begin_visit(session, account_id=account.id, step=step, now=NOW).token
    app = create_app(settings_for_browsers(settings), clock=lambda: NOW)
    with TestClient(
        app, base_url=ORIGIN, headers={"Origin": ORIGIN}, follow_redirects=False
    ) as browser:
        made = Company(engine, browser, employer, tokens)
        made.become(Role.EMPLOYER)
        yield made


def add_people(session: Session, number: int, skill: int) -> None:
    """Add people in the pool who can do one thing by themselves."""
    for _ in range(number):
        one = open_profile(session, draft=ProfileDraft(name="Demo"), now=NOW).id
        set_skill(session, candidate_id=one, draft=SkillDraft(skill_id=skill, level=3))
        agreed = ConsentDraft(purpose=Purpose.MATCHING, text_version="1")
        give_consent(session, candidate_id=one, draft=agreed, now=NOW)
        activate(session, candidate_id=one, now=NOW)


def test_from_a_pasted_text_to_an_open_vacancy_in_seven_screens(company):
    page = company.get(f"{LIST}/nieuw")
    assert "Plak hier je tekst" in page.text
    base = company.begun()
    page = company.get(f"{base}/vaardigheden")
    assert "<mark>lassen</mark>" in page.text
    assert " checked" not in page.text
    answer = company.post(f"{base}/vaardigheden", {"vaardigheid": [str(WELDING), str(TRUCK)]})
    assert answer.headers["location"] == f"{base}/eisen"
    form = form_in(company.get(f"{base}/eisen"), f"{base}/eisen")
    sent = {
        **form,
        f"belang-{WELDING}": "vereist",
        f"niveau-{WELDING}": "3",
        f"belang-{TRUCK}": "gewenst",
        f"niveau-{TRUCK}": "",
        f"leren-{TRUCK}": "ja",
    }
    answer = company.post(f"{base}/eisen", {key: sent[key] for key in sent if key != "weg"})
    assert answer.headers["location"] == f"{base}/werk"
    form = form_in(company.get(f"{base}/werk"), f"{base}/werk")
    work = {
        **form,
        "kinds": ["leerwerkplek", "tijdelijk_contract"],
        "hours_min": "24",
        "hours_max": "36",
        "days": ["ma", "di"],
        "wage_cents": "17,25",
        "starts_on": "1-10-2026",
        "places": "2",
        "postcode": "2312 AB",
        "sector": "techniek",
    }
    assert company.post(f"{base}/werk", work).headers["location"] == f"{base}/harde-eisen"
    limit = {"soort": "licence", "rijbewijs": "C", "wet": "Reglement rijbewijzen"}
    assert company.post(f"{base}/harde-eisen", limit).status_code == 303
    page = company.get(f"{base}/tekst")
    sent = {**form_in(page, f"{base}/tekst"), "title": "Lasser", "description": TEXT}
    assert company.post(f"{base}/tekst", sent).headers["location"] == f"{base}/voorbeeld"
    page = company.get(f"{base}/voorbeeld")
    assert "Over deze baan" in page.text
    assert "Je hebt rijbewijs C nodig." in page.text
    assert company.row(base).state is VacancyState.DRAFT
    assert company.post(f"{base}/openen").headers["location"] == f"{base}?gedaan=open"
    row = company.row(base)
    assert (row.state, row.hours_min, row.hours_max, row.wage_cents, row.places, row.postcode) == (
        VacancyState.OPEN, 24, 36, 1725, 2, "2312",
    )  # fmt: skip
    assert row.kinds == {WorkKind.LEERWERKPLEK, WorkKind.TEMPORARY_CONTRACT}
    assert company.asked(base) == [(WELDING, "vereist", 3, False), (TRUCK, "gewenst", None, True)]
    assert "Je vacature staat open" in company.get(f"{base}?gedaan=open").text


def test_a_draft_is_there_from_the_first_screen_on(company):
    base = company.begun()
    page = company.get(LIST)
    assert "Lasser" in page.text
    assert "concept" in page.text
    assert company.row(base).sector == "techniek"


def test_a_text_of_a_megabyte_comes_back_with_what_to_do_and_nothing_lost(company):
    text = "Je gaat lassen. " * 65_000
    answer = company.post(f"{LIST}/nieuw", {"titel": "Lasser", "tekst": text})
    assert answer.status_code == 400
    assert "Deze tekst is te lang: 1039999 tekens." in answer.text
    assert answer.text.count("Je gaat lassen.") >= 65_000
    assert 'value="Lasser"' in answer.text


def test_an_english_text_is_kept_and_told_what_to_do(company):
    english = "We are looking for a welder with experience. You will work in our team in Leiden."
    base = company.begun(tekst=english)
    page = company.get(f"{base}/vaardigheden")
    assert "Je tekst lijkt Engels." in page.text
    assert company.row(base).description == english


def test_only_a_title_is_searched_by_itself(company):
    base = company.begun(titel="heftruck rijden", tekst="")
    page = company.get(f"{base}/vaardigheden")
    assert "We zochten alleen in de naam van het werk." in page.text
    assert f'value="{TRUCK}"' in page.text


def test_a_text_without_a_title_proposes_its_first_line(company):
    answer = company.post(f"{LIST}/nieuw", {"titel": "", "tekst": "Lasser gezocht\nKom erbij."})
    assert answer.status_code == 400
    assert 'value="Lasser gezocht"' in answer.text
    assert "Kom erbij." in answer.text


def test_nothing_at_all_is_told_what_to_write(company):
    answer = company.post(f"{LIST}/nieuw", {"titel": "", "tekst": ""})
    assert answer.status_code == 400
    assert "Schrijf hoe het werk heet." in answer.text


def test_an_occupation_suggests_what_it_asks_and_ticks_nothing(company):
    base = company.begun(titel="", tekst="", beroep=str(WAREHOUSE))
    page = company.get(f"{base}/vaardigheden")
    assert company.row(base).title == "magazijnmedewerker"
    assert "Dit hoort bij het beroep" in page.text
    assert " checked" not in page.text
    company.post(f"{base}/vaardigheden", {"vaardigheid": [str(TRUCK), str(LISTENING)]})
    assert [one[:2] for one in company.asked(base)] == [(TRUCK, "vereist"), (LISTENING, "gewenst")]


def test_an_occupation_can_be_chosen_without_javascript(company):
    answer = company.post(f"{LIST}/nieuw", {"titel": "Hulp", "tekst": "", "q": "kok"})
    assert answer.status_code == 200
    assert f'name="beroep" value="{COOK}"' in answer.text
    base = company.begun(q="kok", beroep=str(COOK))
    assert company.row(base).occupation_id == COOK


def test_a_search_keeps_what_was_ticked(company):
    base = company.begun()
    sent = {"q": "koken", "zoek": "ja", "vaardigheid": [str(WELDING)]}
    page = company.post(f"{base}/vaardigheden", sent)
    assert page.status_code == 200
    assert f'value="{COOKING}"' in page.text
    assert f'value="{WELDING}" checked' in page.text
    assert company.asked(base) == []


@pytest.mark.parametrize("ticked", ["abc", "999999", "5"])
def test_a_skill_that_cannot_be_chosen_is_told(company, ticked):
    base = company.begun()
    answer = company.post(f"{base}/vaardigheden", {"vaardigheid": [ticked]})
    assert answer.status_code == 400
    assert company.asked(base) == []


def test_taking_one_away_keeps_what_was_changed_in_the_others(company):
    base = company.asking(WELDING, TRUCK)
    form = form_in(company.get(f"{base}/eisen"), f"{base}/eisen")
    sent = {
        "gezien": form["gezien"],
        f"belang-{WELDING}": "gewenst",
        f"niveau-{WELDING}": "2",
        f"belang-{TRUCK}": "vereist",
        f"niveau-{TRUCK}": "",
        "weg": str(TRUCK),
    }
    assert company.post(f"{base}/eisen", sent).headers["location"] == f"{base}/eisen"
    assert company.asked(base) == [(WELDING, "gewenst", 2, False)]


def test_a_second_tab_is_told_and_what_it_typed_stays(company):
    base = company.asking(WELDING)
    old = form_in(company.get(f"{base}/eisen"), f"{base}/eisen")["gezien"]
    first = {"gezien": old, f"belang-{WELDING}": "vereist", f"niveau-{WELDING}": "4"}
    assert company.post(f"{base}/eisen", first).status_code == 303
    second = {"gezien": old, f"belang-{WELDING}": "gewenst", f"niveau-{WELDING}": "1"}
    answer = company.post(f"{base}/eisen", second)
    assert answer.status_code == 409
    assert "Dit is intussen veranderd" in answer.text
    assert '<option value="1" selected' in answer.text
    assert company.asked(base) == [(WELDING, "vereist", 4, False)]
    again = {**second, "gezien": form_in(answer, f"{base}/eisen")["gezien"]}
    assert company.post(f"{base}/eisen", again).status_code == 303
    assert company.asked(base) == [(WELDING, "gewenst", 1, False)]


def test_autosave_says_when_and_gives_the_next_stamp(company):
    base = company.asking(WELDING)
    seen = form_in(company.get(f"{base}/eisen"), f"{base}/eisen")["gezien"]
    sent = {"gezien": seen, f"belang-{WELDING}": "vereist", f"niveau-{WELDING}": "5"}
    answer = company.post(f"{base}/eisen", sent, headers={"HX-Request": "true"})
    assert "Bewaard om 14:02" in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    assert company.asked(base) == [(WELDING, "vereist", 5, False)]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("hours_min", "veel", "Schrijf een heel getal van 1 tot 60."),
        ("wage_cents", "gratis", "Schrijf een bedrag in euro per uur"),
        ("starts_on", "morgen", "Schrijf een dag, een maand en een jaar."),
        ("places", "0", "Schrijf hoeveel mensen je zoekt"),
        ("postcode", "Leiden", "Schrijf de 4 cijfers van de postcode."),
    ],
)
def test_what_cannot_be_read_is_told_and_stays_typed(company, field, value, says):
    base = company.begun()
    form = form_in(company.get(f"{base}/werk"), f"{base}/werk")
    answer = company.post(f"{base}/werk", {**form, "sector": "techniek", field: value})
    assert answer.status_code == 400
    assert says in answer.text
    assert f'value="{value}"' in answer.text


def test_a_long_text_on_its_own_screen_stays_and_is_told(company):
    base = company.begun()
    answer = company.post(f"{base}/tekst", {"title": "Lasser", "description": "lassen " * 900})
    assert answer.status_code == 400
    assert "Deze tekst is te lang" in answer.text
    assert company.row(base).description == TEXT


def test_wording_that_shuts_people_out_is_pointed_out_and_never_stops_anybody(company):
    base = company.begun(tekst="Wij zijn een jong team.")
    page = company.get(f"{base}/tekst")
    assert "<mark>jong team</mark>" in page.text
    assert "gelijke behandeling op grond van leeftijd" in page.text
    assert company.post(f"{base}/openen").status_code == 303
    assert company.row(base).state is VacancyState.OPEN


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Kies eerst wat je eist"),
        ({"soort": "licence", "rijbewijs": "C"}, "Schrijf op welke wet of regel dit eist."),
        ({"soort": "licence", "wet": "Reglement rijbewijzen"}, "Kies welk rijbewijs"),
        ({"soort": "language", "taal": "nld", "wet": "Wet BIG"}, "Kies hoe goed iemand de taal"),
        ({"soort": "diploma", "wet": "Wet BIG"}, "Schrijf welk diploma"),
    ],
)
def test_a_hard_limit_needs_a_law(company, sent, says):
    base = company.begun()
    answer = company.post(f"{base}/harde-eisen", sent)
    assert answer.status_code == 400
    assert says in answer.text
    with reading(company.engine) as session:
        assert session.exec(select(Limit)).all() == []


@pytest.mark.both_databases
def test_a_hard_limit_is_taken_away_twice_without_harm(company):
    base = company.begun()
    limit = {"soort": "diploma", "diploma": "verpleegkundige", "wet": "Wet BIG artikel 3"}
    company.post(f"{base}/harde-eisen", limit)
    for _ in range(2):
        assert company.post(f"{base}/harde-eisen/1/weg").status_code == 303
    assert "verpleegkundige" not in company.get(f"{base}/harde-eisen").text


def test_the_count_is_shown_and_small_numbers_are_not(company):
    with writing(company.engine) as session:
        add_people(session, 6, WELDING)
        add_people(session, 2, TRUCK)
    base = company.asking(WELDING)
    page = company.get(f"{base}/telling")
    assert "<dd>6</dd>" in page.text
    other = company.asking(TRUCK)
    page = company.get(f"{other}/telling")
    assert "minder dan 5 mensen" in page.text
    assert "<dd>2</dd>" not in page.text


def test_the_page_says_which_requirement_shrinks_the_pool_most(company):
    with writing(company.engine) as session:
        add_people(session, 6, WELDING)
    base = company.asking(WELDING, TRUCK)
    page = company.get(f"{base}/eisen")
    assert "Zonder “heftruck rijden”" in page.text
    assert "passen er 6 mensen meer." in page.text


def test_while_the_comparing_is_stopped_the_screens_work_and_nothing_is_counted(company):
    with writing(company.engine) as session:
        stopper = Account(role=Role.ADMINISTRATOR, name="Demo", created_at=NOW, seen_at=NOW)
        session.add(stopper)
        session.flush()
        draft = StopDraft(reason="We kijken iets na")
        stop_matching(session, draft=draft, account_id=stopper.id, now=NOW)
    base = company.asking(WELDING)
    for step in ("eisen", "harde-eisen", "voorbeeld", "telling"):
        assert company.get(f"{base}/{step}").status_code == 200
    assert "We tellen nu niet hoeveel mensen passen." in company.get(f"{base}/eisen").text


def test_changing_an_open_vacancy_keeps_it_open(company):
    base = company.asking(WELDING)
    company.post(f"{base}/openen")
    form = form_in(company.get(f"{base}/tekst"), f"{base}/tekst")
    sent = {**form, "title": "Lasser in Leiden", "description": TEXT}
    assert company.post(f"{base}/tekst", sent).headers["location"] == base
    row = company.row(base)
    assert (row.state, row.title) == (VacancyState.OPEN, "Lasser in Leiden")


@pytest.mark.parametrize(
    ("why", "state"), [("bezet", VacancyState.FILLED), ("gestopt", VacancyState.CLOSED)]
)
def test_closing_asks_why_and_then_nothing_changes_any_more(company, why, state):
    base = company.asking(WELDING)
    company.post(f"{base}/openen")
    assert company.post(f"{base}/sluiten").status_code == 400
    assert company.post(f"{base}/sluiten", {"waarom": why}).status_code == 303
    assert company.row(base).state is state
    assert company.get(f"{base}/tekst").headers["location"] == base
    answer = company.post(f"{base}/tekst", {"title": "Iets anders", "description": "x"})
    assert answer.status_code == 400 or answer.status_code == 409
    assert "Iets anders" in answer.text


def test_a_company_that_waits_writes_and_is_told_why_it_cannot_open(company):
    with writing(company.engine) as session:
        session.get_one(Employer, company.employer_id).waiting_since = NOW
    base = company.asking(WELDING)
    answer = company.post(f"{base}/openen")
    assert answer.status_code == 409
    assert "wacht nog op toelating" in answer.text
    assert "Over deze baan" in answer.text
    assert company.row(base).state is VacancyState.DRAFT


def test_a_coach_writes_an_open_vacancy_in_skills_and_changes_nothing_else(company):
    base = company.begun()
    company.post(f"{base}/openen")
    company.become(Role.COACH)
    assert company.get(f"{base}/vaardigheden").status_code == 200
    assert company.post(f"{base}/vaardigheden", {"vaardigheid": [str(WELDING)]}).status_code == 303
    page = company.get(f"{base}/eisen")
    assert "/coach/vacatures" in page.text
    seen = form_in(page, f"{base}/eisen")["gezien"]
    sent = {"gezien": seen, f"belang-{WELDING}": "vereist", f"niveau-{WELDING}": "3"}
    answer = company.post(f"{base}/eisen", sent)
    assert answer.headers["location"] == f"{base}/eisen?gedaan=bewaard"
    assert company.asked(base) == [(WELDING, "vereist", 3, False)]
    assert company.get(f"{base}/tekst").status_code == 404
    assert company.post(f"{base}/sluiten", {"waarom": "bezet"}).status_code == 404


def test_an_english_reader_gets_every_screen(company):
    base = company.asking(WELDING)
    company.post("/taal", {"taal": "en", "terug": "/"})
    for step in ("", "/vaardigheden", "/eisen", "/werk", "/harde-eisen", "/tekst", "/voorbeeld"):
        assert company.get(base + step).status_code == 200
