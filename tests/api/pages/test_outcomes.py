"""Promises about the pages of outcomes: logged in one click, ended, put right, who reads what."""

import pytest
from sqlmodel import select

from accounts.models import Role, VisitStep
from accounts.visits import begin_visit
from coaching.introduction_drafts import EmployerAnswer
from coaching.models import IntroductionState, SkillProposal
from foundation.database import reading, writing
from placements.models import EndReason, Outcome, OutcomeKind, OutcomeState
from tests.api.introducing import Introducing, introducing_at
from tests.api.worlds import form_in
from tests.coaching.introducing import an_account, answered, introduced
from tests.placements.placing import (
    a_course,
    a_partner,
    accepted,
    drafted,
    ended,
    logged,
    placed,
)
from tests.profiles.worlds import DRIVING, NOW, WELDING

S = OutcomeState


@pytest.fixture
def site(settings, engine):
    with introducing_at(settings, engine) as made:
        yield made


def of(site: Introducing, make) -> int:
    """Make an outcome in the world of the site; gives its number."""
    with writing(site.engine) as session:
        return make(session).id


def outcomes(site: Introducing) -> list[Outcome]:
    with reading(site.engine) as session:
        return list(session.exec(select(Outcome).order_by(Outcome.id)))


def sent(site: Introducing, action: str, page: str = "", **fields):
    """Fill in the form of a page as it stands there, change some fields, and send it."""
    shown = site.get("coach", page or action)
    assert shown.status_code == 200, shown.text
    values = {name: some for name, some in form_in(shown, action).items() if name}
    return site.ask("coach", "POST", action, data={**values, **fields})


def new(site: Introducing, kind: str, **fields):
    person = site.region.person
    page = f"/coach/kandidaten/{person}/uitkomsten/nieuw?soort={kind}"
    page += f"&opleiding={fields['opleiding']}" if "opleiding" in fields else ""
    return sent(site, f"/coach/kandidaten/{person}/uitkomsten", page, **fields)


def test_a_coach_logs_a_placement_from_the_introduction_with_one_click(site):
    of(site, lambda session: accepted(session, site.region))
    action = f"/coach/kandidaten/{site.region.person}/uitkomsten"
    answer = sent(site, action, "/coach/voordrachten/1")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/coach/uitkomsten/1?gedaan=vastgelegd",
    )
    [row] = outcomes(site)
    assert (row.kind, row.state, row.introduction_id) == (
        OutcomeKind.TEMPORARY_CONTRACT,
        S.RUNNING,
        1,
    )
    assert site.row().state is IntroductionState.PLACED
    assert ("coach", "uitkomst vastgelegd", "volgen hoe het gaat") in {
        (role.replace("loopbaancoach", "coach"), action, reason)
        for role, action, reason in site.trail()
    }
    page = site.get("coach", answer.headers["location"]).text
    assert "De uitkomst is vastgelegd." in page
    assert "Naam 0" in page
    assert "Leg de plaatsing vast" not in site.get("coach", "/coach/voordrachten/1").text


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("leerwerkplek", {"bedrijf": "1", "uren": "24", "loon": "16 tot 18 euro"}),
        ("tijdelijk_contract", {"bedrijf": "1", "tot": "2027-02-28", "diploma": "nee"}),
        ("verwijzing_scholing", {"opleiding": "1", "vaardigheid": "1"}),
        ("verwijzing_partner", {"partner": "1"}),
        ("snuffelstage", {"bedrijf": "1", "diploma": "ja"}),
        ("ontwikkeladvies", {}),
        ("verder_zonder_plaatsing", {}),
    ],
)
def test_every_kind_has_a_form_of_one_screen(site, kind, fields):
    of(site, a_partner)
    with writing(site.engine) as session:
        a_course(session)
    answer = new(site, kind, **fields)
    assert answer.status_code == 303, answer.text
    [row] = outcomes(site)
    assert row.kind == kind
    page = site.get("coach", answer.headers["location"])
    assert page.status_code == 200
    assert site.get("person", f"/uitkomsten/{row.id}").status_code == 200
    listed = site.get("coach", f"/coach/kandidaten/{site.region.person}/uitkomsten").text
    assert f'href="/coach/uitkomsten/{row.id}"' in listed


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(site):
    answer = new(site, "leerwerkplek", start="2026-09-01", tot="2026-08-01", uren="70")
    assert answer.status_code == 400
    assert "Ligt voor de start, 01-09-2026" in answer.text
    assert "Mag hoogstens 60 zijn" in answer.text
    action = f"/coach/kandidaten/{site.region.person}/uitkomsten"
    typed = form_in(answer, action)
    assert (typed["tot"], typed["uren"]) == (["2026-08-01"], ["70"])
    chosen = new(site, "leerwerkplek", bedrijf="", start="2020-01-01")
    assert "Kies het bedrijf." in chosen.text
    assert "Ligt te lang geleden" in chosen.text
    assert (
        "Schrijf een datum als 2026-09-01." in new(site, "ontwikkeladvies", start="gisteren").text
    )
    assert outcomes(site) == []


def test_a_second_placement_is_told_what_to_do_and_keeps_what_was_typed(site):
    of(site, lambda session: placed(session, site.region))
    answer = new(site, "tijdelijk_contract", bedrijf="1", uren="12")
    assert answer.status_code == 409
    assert "Deze persoon heeft al een plaatsing die loopt." in answer.text
    typed = form_in(answer, f"/coach/kandidaten/{site.region.person}/uitkomsten")
    assert typed["uren"] == ["12"]


def test_drafted_is_ended_on_its_page_and_the_employer_no_longer_reads_the_name(site):
    number = of(site, lambda session: placed(session, site.region))
    assert "Naam 0" in site.get("contact", "/werkgever/geplaatst").text
    assert "Naam 0" in site.get("contact", f"/werkgever/geplaatst/{number}").text
    here = f"/coach/uitkomsten/{number}"
    wrong = sent(site, f"{here}/einde", here, reden="", einde="2026-08-01")
    assert wrong.status_code == 400
    answer = sent(site, f"{here}/einde", here, reden=EndReason.CANDIDATE_STOPPED.value)
    assert answer.status_code == 303
    assert outcomes(site)[0].state is S.ENDED
    for address in ("/werkgever/geplaatst", f"/werkgever/geplaatst/{number}"):
        page = site.get("contact", address).text
        assert "Naam 0" not in page
        assert "K-001" in page


def test_drafted_is_put_right_on_its_page_and_what_stood_there_can_be_read(site):
    number = of(site, lambda session: placed(session, site.region))
    here = f"/coach/uitkomsten/{number}"
    answer = sent(site, f"{here}/verbeteren", uren="20", start="2026-08-20")
    assert answer.headers["location"] == f"/coach/uitkomsten/{number + 1}?gedaan=verbeterd"
    old, row = outcomes(site)
    assert (old.state, row.state, row.hours, row.replaces_id) == (
        S.CORRECTED,
        S.RUNNING,
        20,
        number,
    )
    assert "Wat er eerder stond" in site.get("coach", f"/coach/uitkomsten/{row.id}").text
    assert "Bekijk wat nu geldt" in site.get("coach", here).text
    assert "Bekijk wat nu geldt" in site.get("person", f"/uitkomsten/{number}").text


def test_a_mistake_is_one_button_and_the_introduction_is_accepted_again(site):
    number = of(site, lambda session: placed(session, site.region))
    here = f"/coach/uitkomsten/{number}"
    answer = sent(site, f"{here}/verbeteren", besluit="vergissing")
    assert answer.headers["location"] == f"{here}?gedaan=verbeterd"
    assert outcomes(site)[0].state is S.CORRECTED
    assert site.row().state is IntroductionState.ACCEPTED
    assert "Deze uitkomst was een vergissing." in site.get("coach", here).text
    again = f"/coach/kandidaten/{site.region.person}/uitkomsten"
    assert sent(site, again, "/coach/voordrachten/1").status_code == 303


def test_a_correction_to_another_kind_keeps_what_both_ask(site):
    number = of(site, lambda session: placed(session, site.region))
    here = f"/coach/uitkomsten/{number}/verbeteren"
    shown = site.get("coach", f"{here}?soort=tijdelijk_contract")
    assert form_in(shown, here)["uren"] == ["32"]
    assert "Demo Staal" in shown.text
    answer = sent(site, here, f"{here}?soort=snuffelstage", bedrijf=str(site.region.employer))
    assert answer.status_code == 303
    assert outcomes(site)[1].kind is OutcomeKind.ORIENTATION_DAY
    assert site.row().state is IntroductionState.ACCEPTED


def test_a_stale_form_is_told_and_nothing_is_lost(site):
    number = of(site, lambda session: placed(session, site.region))
    here = f"/coach/uitkomsten/{number}"
    data = {"revisie": "1", "einde": "2026-09-01", "reden": EndReason.OTHER.value}
    assert site.ask("coach", "POST", f"{here}/einde", data=data).status_code == 303
    answer = site.ask("coach", "POST", f"{here}/verbeteren",
                      data={"revisie": "1", "soort": "leerwerkplek", "start": "2026-09-01",
                            "uren": "11"})  # fmt: skip
    assert answer.status_code == 409
    assert "Er is intussen iets veranderd" in answer.text
    assert 'value="11"' in answer.text
    assert outcomes(site)[0].state is S.ENDED


def test_the_reply_of_a_partner_is_noted_on_the_page(site):
    partner = of(site, a_partner)
    new(site, "verwijzing_partner", partner=str(partner), start="2026-08-25")
    here = "/coach/uitkomsten/1"
    assert sent(site, f"{here}/antwoord", here).status_code == 303
    assert "1 september 2026" in site.get("coach", here).text
    form = site.get("coach", f"/coach/kandidaten/{site.region.person}/uitkomsten/nieuw"
                    "?soort=verwijzing_partner").text  # fmt: skip
    assert "antwoordt na gemiddeld 7 dagen" in form


def test_a_finished_course_offers_what_it_teaches_and_says_so(site):
    with writing(site.engine) as session:
        course = a_course(session)
    new(site, "verwijzing_scholing", opleiding=str(course), vaardigheid=str(DRIVING))
    here = "/coach/uitkomsten/1"
    answer = sent(site, f"{here}/einde", here, reden=EndReason.COURSE_FINISHED.value)
    assert answer.status_code == 303
    page = site.get("coach", here).text
    assert "Deze vaardigheden zijn aangeboden" in page
    assert "heftruck rijden" in page
    with reading(site.engine) as session:
        offered = {row.skill_id for row in session.exec(select(SkillProposal))}
    assert DRIVING in offered
    assert WELDING not in offered
    assert "heftruck rijden" in site.get("person", "/profiel/aangeraden").text


def test_the_candidate_finds_what_came_of_it_beside_the_introductions(site):
    number = of(site, lambda session: placed(session, site.region))
    page = site.get("person", "/voordrachten").text
    assert "Wat eruit kwam" in page
    assert f'href="/uitkomsten/{number}"' in page
    assert "Demo Staal" in site.get("person", f"/uitkomsten/{number}").text
    assert "Wat eruit kwam" not in site.get("other", "/voordrachten").text
    assert site.get("other", f"/uitkomsten/{number}").status_code == 404


def test_each_finds_drafted_on_the_own_page(site):
    number = of(site, lambda session: placed(session, site.region))
    for who, place in (("coach", "/coach/uitkomsten"), ("contact", "/werkgever/geplaatst")):
        answer = site.get(who, f"/uitkomsten/{number}")
        assert answer.headers["location"] == f"{place}/{number}"
    for address in (f"/coach/uitkomsten/{number}", f"/uitkomsten/{number}"):
        assert site.get("stranger", address).status_code == 404
    assert site.get("person", f"/werkgever/geplaatst/{number}").status_code == 303


def test_the_list_of_a_coach_has_everybody_guided_and_what_runs_first(site):
    def two(session):
        first = logged(session, site.region, drafted("ontwikkeladvies"))
        referral = drafted("verwijzing_partner", partner_id=a_partner(session).id)
        logged(session, site.region, referral,
               number=1)  # fmt: skip
        return first

    of(site, two)
    page = site.get("coach", "/coach/uitkomsten").text
    assert page.index("Naam 1") < page.index("Naam 0")
    assert "Er is nog geen uitkomst vastgelegd." in site.get("stranger", "/coach/uitkomsten").text
    assert "uitkomst bekeken" in {action for _, action, _ in site.trail(1)}


def test_somebody_placed_by_hand_is_a_number_to_the_employer(site):
    new(site, "leerwerkplek", bedrijf=str(site.region.employer))
    page = site.get("contact", "/werkgever/geplaatst").text
    assert "K-001" in page
    assert "Naam 0" not in page


def test_an_employer_never_sees_where_somebody_went_otherwise(site):
    of(site, lambda session: logged(session, site.region, drafted("ontwikkeladvies")))
    assert "Er is nog niemand geplaatst." in site.get("contact", "/werkgever/geplaatst").text
    assert site.get("contact", "/werkgever/geplaatst/1").status_code == 404


def test_the_coach_reads_the_history_of_the_introduction_to_its_end(site):
    def make(session):
        row = introduced(session, site.region)
        answered(session, site.region, row, EmployerAnswer.ACCEPT)
        draft = drafted("leerwerkplek")
        made = logged(session, site.region, draft, introduction=row.id)
        return ended(session, site.region, made)

    of(site, make)
    page = site.get("coach", "/coach/voordrachten/1").text
    assert "De plaatsing is vastgelegd." in page
    assert "Het einde van de plaatsing is vastgelegd." in page


# Partners


@pytest.fixture
def office(site):
    with writing(site.engine) as session:
        number = an_account(session, Role.ADMINISTRATOR, "beheer@talent.example")
        opened = begin_visit(session, account_id=number, step=VisitStep.COMPLETE, now=NOW)
        site.tokens["office"] = opened.token
    return site


def test_the_administrator_keeps_the_list_of_partners(office):
    here = "/beheer/partners"
    assert "Er staat nog geen partner." in office.get("office", here).text
    answer = office.ask("office", "POST", here, data={"naam": "LLokaal", "wat": "Geeft advies"})
    assert answer.headers["location"] == f"{here}?gedaan=nieuw"
    assert "LLokaal" in office.get("office", here).text
    double = office.ask("office", "POST", here, data={"naam": "LLokaal"})
    assert double.status_code == 409
    assert "Een partner met deze naam staat er al." in double.text
    wrong = office.ask("office", "POST", here, data={"naam": "", "mail": "geen adres"})
    assert wrong.status_code == 400
    assert "Vul de naam van de partner in." in wrong.text
    assert 'value="geen adres"' in wrong.text


def test_a_partner_is_changed_and_a_stale_form_is_told(office):
    partner = of(office, a_partner)
    here = f"/beheer/partners/{partner}"
    form = {name: some[0] for name, some in form_in(office.get("office", here), here).items()}
    assert form["actief"] == "ja"
    without = {name: value for name, value in form.items() if name != "actief"}
    assert office.ask("office", "POST", here, data=without).status_code == 303
    assert "doet niet mee" in office.get("office", "/beheer/partners").text
    stale = office.ask("office", "POST", here, data={**form, "naam": "Anders"})
    assert stale.status_code == 409
    assert 'value="Anders"' in stale.text
    again = {name: some[0] for name, some in form_in(stale, here).items()}
    assert office.ask("office", "POST", here, data=again).status_code == 303
    form = office.get("coach", f"/coach/kandidaten/{office.region.person}/uitkomsten/nieuw"
                      "?soort=verwijzing_partner").text  # fmt: skip
    assert "Anders" in form
