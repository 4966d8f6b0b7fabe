"""Promises about the review screen: one screen, the card first, a reason, nothing lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import col, select

from accounts.audit import AuditAction
from accounts.models import Account, AuditEntry, VisitStep
from accounts.visits import begin_visit
from api.main import create_app
from coaching.caseload import assign
from coaching.models import CardOpening, Entry, EntryState, Introduction, Review
from coaching.stopping import StopDraft, stop_matching
from foundation.database import reading, writing
from profiles.drafts import PreferencesDraft, SkillDraft
from profiles.skillset import set_skill
from profiles.states import pause
from profiles.wishes import set_preferences
from tests.access.people import ORIGIN, settings_for_browsers
from tests.api.worlds import form_in
from tests.coaching.lists import Lists, build_lists, without_skills
from tests.conftest import NOW
from vacancies.drafts import VacancyDraft
from vacancies.service import change_vacancy, close_vacancy


@dataclass
class Desk:
    """A coach and a colleague at the site, each with a browser."""

    lists: Lists
    coach: TestClient
    colleague: TestClient

    @property
    def home(self) -> str:
        return f"/coach/vacatures/{self.lists.vacancy}"

    def who(self, name: str) -> int:
        return self.lists.people[name]

    def look(self, name: str | None = None, by: TestClient | None = None) -> Response:
        """Open the screen, at somebody or at whoever is first."""
        address = self.home if name is None else f"{self.home}?kandidaat={self.who(name)}"
        answer = (by or self.coach).get(address)
        assert answer.status_code == 200, answer.text
        return answer

    def form(self, name: str, by: TestClient | None = None) -> dict[str, str]:
        """Give the decision form of somebody, the card opened and the numbers shown."""
        self.look(name, by)
        fields = form_in(self.look(name, by), f"{self.home}/besluit#kandidaat")
        return {key: values[-1] for key, values in fields.items()}

    def decide(self, name: str, kind: str, by: TestClient | None = None, **more: str) -> Response:
        form = {**self.form(name, by), "besluit": kind, "reden": "de vaardigheden passen", **more}
        return (by or self.coach).post(f"{self.home}/besluit", data=form)

    def state(self, name: str) -> EntryState:
        with reading(self.lists.engine) as session:
            mine = select(Entry.state).where(Entry.candidate_id == self.who(name))
            return session.exec(mine).one()

    def trail(self) -> list[tuple[str, int | None]]:
        with reading(self.lists.engine) as session:
            rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.number)))
            return [(row.action, row.candidate_id) for row in rows]


@pytest.fixture
def desk(engine, settings) -> Iterator[Desk]:
    """The engine has proposed four people."""
    lists = build_lists(engine, settings)
    app = create_app(settings_for_browsers(settings), clock=lambda: NOW)
    browsers = []
    with writing(engine) as session:
        session.get_one(Account, lists.colleague).name = "Demo Dotter"
        for account in (lists.coach, lists.colleague):
            step = VisitStep.COMPLETE
            token = begin_visit(session, account_id=account, step=step, now=NOW).token
            browser = TestClient(
                app, base_url=ORIGIN, headers={"Origin": ORIGIN}, follow_redirects=False
            )
            browser.cookies.set("__Host-tom", token)
            browsers.append(browser)
    made = Desk(lists, *browsers)
    answer = made.coach.post(f"{made.home}/voorstellen", data={"gezien": "0"})
    assert answer.headers["location"] == f"{made.home}?kandidaat={made.who('first')}#kandidaat"
    yield made
    app.state.running.engine.dispose()


def text_of(answer: Response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


# The card first


def test_the_first_look_is_at_the_skills_and_the_second_at_the_numbers(desk):
    first = desk.look()
    assert "Toon hoe het past" in first.text
    assert 'class="strip"' not in first.text
    assert not re.search(r"\d+&nbsp;%", first.text)
    second = desk.look("first")
    assert 'class="strip"' in second.text
    assert "100&nbsp;%" in second.text
    assert "Goedkeuren" in second.text


def test_a_card_that_a_colleague_opened_is_closed_for_me(desk):
    desk.look("first", desk.colleague)
    assert 'class="strip"' not in desk.look("first").text


def test_opening_the_list_notes_the_list_once_and_the_card_that_is_shown(desk):
    before = len(desk.trail())
    desk.look()
    assert desk.trail()[before:] == [
        (AuditAction.SHORTLIST_SEEN.value, None),
        (AuditAction.CARD_SEEN.value, desk.who("first")),
    ]
    with reading(desk.lists.engine) as session:
        (opening,) = session.exec(select(CardOpening)).all()
    assert (opening.coach_id, opening.opened_at) == (desk.lists.coach, NOW)


def test_who_is_proposed_has_it_in_his_trail(desk):
    proposed = [who for action, who in desk.trail() if action == AuditAction.PROPOSED.value]
    assert proposed == [desk.who(one) for one in ("first", "second", "third", "fourth")]


def test_nobody_is_named_on_the_screen(desk):
    with writing(desk.lists.engine) as session:
        assign(session, candidate_id=desk.who("first"), coach_id=desk.lists.coach, now=NOW)
    for name in desk.lists.people:
        assert not {f">{one}<" for one in desk.lists.people} & set(desk.look(name).text.split())
        assert f"K-{desk.who(name):03d}" in desk.look(name).text


# Deciding


def test_a_decision_is_kept_told_and_noted(desk):
    answer = desk.decide("first", "goedkeuren", tekst="Kan dit al jaren.")
    assert answer.status_code == 303
    assert desk.state("first") is EntryState.APPROVED
    page = desk.coach.get(answer.headers["location"])
    assert "Bewaard: K-001 is goedgekeurd." in text_of(page)
    assert "Ga verder met K-002" in text_of(page)
    assert "Kan dit al jaren." in page.text
    assert (AuditAction.REVIEWED.value, desk.who("first")) in desk.trail()


def test_a_decision_without_a_reason_keeps_what_was_typed(desk):
    answer = desk.decide("first", "opzij zetten", reden="", tekst="Nog even <wachten>.")
    assert answer.status_code == 400
    assert 'href="#reden"' in answer.text
    assert "Kies een reden uit de lijst." in answer.text
    assert "Nog even &lt;wachten&gt;." in answer.text
    assert desk.state("first") is EntryState.PROPOSED


def test_the_second_coach_is_told_who_decided_and_keeps_his_text(desk):
    form = desk.form("first")
    desk.decide("first", "opzij zetten", desk.colleague, reden="mist iets wat nodig is")
    mine = {**form, "besluit": "goedkeuren", "reden": "leert dit snel", "tekst": "Mijn woorden."}
    answer = desk.coach.post(f"{desk.home}/besluit", data=mine)
    assert answer.status_code == 409
    assert "Demo Dotter besloot hier op 01-09-2026 om 11:00 over: opzij gezet." in answer.text
    assert "Mijn woorden." in answer.text
    assert '<option value="leert dit snel" selected>' in answer.text
    assert desk.state("first") is EntryState.SET_ASIDE
    fresh = {key: one[-1] for key, one in form_in(answer, f"{desk.home}/besluit#kandidaat").items()}
    again = {**mine, "revisie": fresh["revisie"]}
    assert desk.coach.post(f"{desk.home}/besluit", data=again).status_code == 303
    assert desk.state("first") is EntryState.APPROVED


@pytest.mark.both_databases
def test_pressing_twice_decides_once(desk):
    form = {**desk.form("first"), "besluit": "goedkeuren", "reden": "leert dit snel", "tekst": ""}
    answers = [desk.coach.post(f"{desk.home}/besluit", data=form) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    with reading(desk.lists.engine) as session:
        assert len(session.exec(select(Review)).all()) == 1


def test_numbers_that_changed_since_are_looked_at_again(desk):
    form = {**desk.form("second"), "besluit": "goedkeuren", "reden": "anders", "tekst": "Zo."}
    with writing(desk.lists.engine) as session:
        draft = SkillDraft(skill_id=desk.lists.world.skill["samenwerken"], level=5)
        set_skill(session, candidate_id=desk.who("second"), draft=draft)
    answer = desk.coach.post(f"{desk.home}/besluit", data=form)
    assert answer.status_code == 409
    assert "De getallen zijn veranderd" in answer.text
    assert "Zo.</textarea>" in answer.text
    assert desk.state("second") is EntryState.PROPOSED


def test_moving_puts_somebody_on_the_place(desk):
    assert desk.decide("fourth", "verplaatsen", plaats="1").status_code == 303
    order = re.findall(r"kandidaat=(\d+)#kandidaat\"[^>]*>\s*<span", desk.look("fourth").text)
    assert order[0] == str(desk.who("fourth"))
    assert desk.decide("fourth", "verplaatsen", plaats="boven").status_code == 400


@pytest.mark.parametrize("regel", ["0", "x", "999999", ""])
def test_a_form_about_nobody_is_refused(desk, regel):
    form = {**desk.form("first"), "besluit": "goedkeuren", "regel": regel}
    assert desk.coach.post(f"{desk.home}/besluit", data=form).status_code == 404


# Who may introduce


@pytest.mark.parametrize(
    ("guide", "told"),
    [
        ("coach", "/voordragen/1"),
        ("colleague", "Begeleider: Demo Dotter. Die kan deze kandidaat voordragen."),
        (None, "/coach/kandidaten/1/begeleiden"),
    ],
)
def test_who_guides_an_approved_person_may_introduce_him(desk, guide, told):
    if guide:
        account = getattr(desk.lists, guide)
        with writing(desk.lists.engine) as session:
            assign(session, candidate_id=desk.who("first"), coach_id=account, now=NOW)
    assert told not in desk.look("first").text
    desk.decide("first", "goedkeuren")
    assert told in desk.look("first").text


def test_an_introduction_that_runs_is_shown_and_keeps_somebody_on_the_list(desk):
    desk.decide("first", "goedkeuren")
    with writing(desk.lists.engine) as session:
        entry = session.exec(select(Entry).where(Entry.candidate_id == desk.who("first"))).one()
        session.add(
            Introduction(
                entry_id=entry.id,
                vacancy_id=desk.lists.vacancy,
                candidate_id=entry.candidate_id,
                coach_id=desk.lists.coach,
                asked_at=NOW,
            )
        )
    assert "voordracht: gevraagd" in text_of(desk.look("first"))
    answer = desk.decide("first", "opzij zetten")
    assert answer.status_code == 409
    assert "Beëindig die eerst" in answer.text
    assert desk.state("first") is EntryState.APPROVED


# The list


def test_who_pauses_is_gone_and_his_page_says_so(desk):
    with writing(desk.lists.engine) as session:
        pause(session, candidate_id=desk.who("first"))
    page = desk.look("first")
    assert "staat niet meer op de lijst" in page.text
    assert "K-001" not in page.text


def test_spreading_says_what_it_changed(desk):
    answer = desk.coach.post(f"{desk.home}/spreiding", data={"spreiding": "aan"})
    assert answer.status_code == 303
    page = desk.look()
    assert "Spreiding staat aan" in page.text
    assert "Nu verandert dat niets aan deze lijst." in page.text


@pytest.mark.both_databases
def test_proposing_twice_from_one_page_adds_once(desk):
    answer = desk.coach.post(f"{desk.home}/voorstellen", data={"gezien": "0"})
    assert answer.headers["location"] == f"{desk.home}?meer=nee"


def test_the_neighbours_are_one_key_away_and_the_keys_are_listed(desk):
    desk.look("second")
    page = desk.look("second").text
    keys = dict(re.findall(r'href="([^"]+)"[^>]*data-key="([jk])"', page))
    assert {key: address for address, key in keys.items()} == {
        "k": f"{desk.home}?kandidaat={desk.who('first')}#kandidaat",
        "j": f"{desk.home}?kandidaat={desk.who('third')}#kandidaat",
    }
    assert re.findall(r'value="(goedkeuren|opzij zetten)" data-key="(\w)"', page) == [
        ("goedkeuren", "a"),
        ("opzij zetten", "s"),
    ]
    assert re.findall(r"<kbd>(.)</kbd>", page) == list("jkoasv?")


def test_a_closed_vacancy_can_be_read_but_not_decided(desk):
    with writing(desk.lists.engine) as session:
        close_vacancy(session, vacancy_id=desk.lists.vacancy)
    desk.look("first")
    page = desk.look("first").text
    assert "staat niet meer open" in page
    assert "Goedkeuren" not in page


def test_while_the_comparing_is_stopped_there_are_no_numbers_but_decisions(desk):
    desk.look("first")
    with writing(desk.lists.engine) as session:
        draft = StopDraft(reason="wij kijken iets na")
        stop_matching(session, account_id=desk.lists.coach, draft=draft, now=NOW)
    page = desk.look("first")
    assert 'class="strip"' not in page.text
    assert "Vergelijken staat stil." in text_of(page)
    assert desk.decide("first", "goedkeuren").status_code == 303


# Pages around it


def test_the_vacancies_tell_how_many_wait(desk):
    page = desk.coach.get("/coach/vacatures")
    assert "1 vacature wacht op een besluit." in text_of(page)
    assert desk.home in page.text
    none = desk.coach.get("/coach/vacatures", params={"zoek": "bestaat niet"})
    assert "Wis een filter" in none.text


def test_a_vacancy_without_a_list_offers_to_propose(desk):
    with writing(desk.lists.engine) as session:
        work = desk.lists.world.work(session)
        bare = desk.lists.world.work(session)
        without_skills(session, bare)
    assert "Laat mensen voorstellen" in desk.coach.get(f"/coach/vacatures/{work}").text
    page = desk.coach.get(f"/coach/vacatures/{bare}").text
    assert "nog niet verskild" in page
    assert "Laat mensen voorstellen" not in page


def test_two_people_are_shown_side_by_side_once_both_cards_were_opened(desk):
    desk.look("first")
    desk.look("third")
    address = f"{desk.home}/vergelijk?kandidaat={desk.who('first')}"
    assert f"met={desk.who('third')}" in desk.coach.get(address).text
    page = desk.coach.get(f"{address}&met={desk.who('third')}")
    assert page.text.count('class="strip"') == 2
    assert "lassen" in page.text.casefold()
    assert desk.coach.get(f"{address}&met={desk.who('second')}").status_code == 404


def test_everybody_is_there_without_numbers_and_can_be_put_on_the_list(desk):
    with writing(desk.lists.engine) as session:
        far = desk.lists.person(session, "far", {"lassen": 4}, hours_max=8)
    address = f"{desk.home}/iedereen"
    page = desk.coach.get(f"{address}?kandidaat={far}")
    assert "De uren passen niet" in page.text
    assert "Wil hoogstens 8 uur, gevraagd 32 uur." in page.text
    assert not re.search(r"\d+&nbsp;%", page.text)
    form = {"kandidaat": str(far), "reden": "", "tekst": "Kan echt."}
    refused = desk.coach.post(address, data=form)
    assert (refused.status_code, "Kan echt.</textarea>" in refused.text) == (400, True)
    answer = desk.coach.post(address, data={**form, "reden": "leert dit snel"})
    assert answer.headers["location"] == f"{desk.home}?kandidaat={far}#kandidaat"
    assert "met de hand erbij" in desk.coach.get(answer.headers["location"]).text
    again = desk.coach.post(address, data={**form, "reden": "leert dit snel"})
    assert (again.status_code, "staat al op de lijst" in again.text) == (409, True)


def test_what_somebody_wants_to_earn_is_for_his_own_coach_alone(desk):
    with writing(desk.lists.engine) as session:
        offer = VacancyDraft(title="Lasser", sector="techniek", wage_cents=1500)
        change_vacancy(session, vacancy_id=desk.lists.vacancy, draft=offer)
        wishes = PreferencesDraft(wage_floor_cents=1777)
        set_preferences(session, candidate_id=desk.who("first"), draft=wishes)
        assign(session, candidate_id=desk.who("first"), coach_id=desk.lists.colleague, now=NOW)
    for by, told in ((desk.coach, False), (desk.colleague, True)):
        desk.look("first", by)
        pages = [desk.look("first", by), by.get(f"{desk.home}/iedereen")]
        assert [("17,77" in one.text) for one in pages] == [told, told]
        assert all("oon" in one.text for one in pages)


def test_the_work_for_somebody_i_guide_is_ranked_and_leads_to_a_list(desk):
    with writing(desk.lists.engine) as session:
        work = desk.lists.world.work(session)
        assign(session, candidate_id=desk.who("first"), coach_id=desk.lists.coach, now=NOW)
    address = f"/coach/kandidaten/{desk.who('first')}/vacatures"
    page = desk.coach.get(f"{address}?vacature={work}")
    assert "Werk voor first" in page.text
    assert "Staat op de lijst" in page.text
    form = {"vacature": str(work), "reden": "anders", "tekst": ""}
    refused = desk.coach.post(address, data=form)
    assert (refused.status_code, "schrijf in een paar woorden" in refused.text) == (400, True)
    answer = desk.coach.post(address, data={**form, "reden": "wil dit werk graag"})
    assert answer.headers["location"].startswith(f"/coach/vacatures/{work}?kandidaat=")
    assert desk.colleague.get(address).status_code == 404
