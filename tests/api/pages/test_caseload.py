"""Promises of a coach's own pages: the people guided by name, notes, skills, and their answers."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlmodel import select

from accounts.audit import entries_about
from accounts.models import OutgoingMail
from accounts.permissions import Relation
from api.main import create_app
from coaching.caseload import coach_of
from coaching.models import IntakeNote, SkillProposal
from foundation.database import reading, writing
from profiles.models import Evidence
from profiles.skillset import candidate_skills, remove_skill
from tests.access.people import NOW, World, browsers, canary_of, make_world, settings_for_browsers
from tests.api.worlds import form_in

COACH, OTHER, SELF = Relation.ASSIGNED_COACH, Relation.OTHER_COACH, Relation.SELF
NAME = f"Naam {canary_of(SELF)}"


@dataclass(frozen=True)
class House:
    """Everybody's browser, the people in it, and the trail."""

    engine: object
    world: World
    everybody: dict

    @property
    def here(self) -> str:
        return f"/coach/kandidaten/{self.world.candidate_id}"

    def get(self, path, who=COACH):
        return self.everybody[who].ask("GET", path)

    def post(self, path, who=COACH, **data):
        return self.everybody[who].ask("POST", path, data=data)

    def trail(self, candidate=None) -> list[str]:
        number = candidate or self.world.candidate_id
        with reading(self.engine) as session:
            rows = entries_about(session, candidate_id=number, most=100)
            return [row.action for row in rows if row.action != "profiel bekeken"]


@pytest.fixture
def house(settings, engine) -> Iterator[House]:
    world = make_world(engine)
    app = create_app(settings_for_browsers(settings), clock=lambda: NOW)
    with browsers(app, world) as everybody:
        yield House(engine, world, everybody)


def notes(house) -> list[str]:
    with reading(house.engine) as session:
        return list(session.exec(select(IntakeNote.text).order_by(IntakeNote.id)))


def proposals(house) -> list[tuple[int, bool | None]]:
    with reading(house.engine) as session:
        rows = session.exec(select(SkillProposal).order_by(SkillProposal.id))
        return [(row.skill_id, row.taken) for row in rows]


def skills(house) -> dict[int, tuple[int | None, Evidence, str]]:
    with reading(house.engine) as session:
        rows = candidate_skills(session, candidate_id=house.world.candidate_id)
        return {row.skill_id: (row.level, row.evidence, row.evidence_note) for row in rows}


# The desk


def test_a_coach_sees_the_own_people_by_name_and_a_colleague_does_not(house):
    assert NAME in house.get("/coach").text
    other = house.get("/coach", OTHER).text
    assert canary_of(SELF) not in other
    assert "Je begeleidt nog niemand." in other
    assert "/coach/pool?alleen=zonder-coach" in other


@pytest.mark.parametrize("group", ["alle", "verouderd", "nooit-voorgesteld", "loopt", "pauze", "x"])
@pytest.mark.parametrize("order", ["wachttijd", "naam", "bevestigd", "<b>"])
def test_every_choice_of_the_list_is_a_page(house, group, order):
    page = house.get(f"/coach?groep={group}&volgorde={order}&pagina=99")
    assert page.status_code == 200
    assert (NAME in page.text) == (group in ("alle", "loopt", "x"))


# One person


def test_the_page_of_somebody_tells_all_but_whom_he_hides_from(house):
    page = house.get(house.here).text
    for told in (
        NAME,
        "lassen",
        "bij kanarie",
        "woord kanarie",
        "Hobby kanarie",
        "Lasser",
        "8 uur",
    ):
        assert told in page, told
    assert "1 bedrijf mag deze persoon niet zien." in page
    assert "Baas " not in page
    assert "De kandidaat kan dit lezen." in page


def test_a_coach_who_does_not_guide_is_told_there_is_nothing(house):
    assert house.get(house.here, OTHER).status_code == 404
    for rest in ("notities", "aanraden", "loslaten", "vaardigheden/1"):
        assert house.post(f"{house.here}/{rest}", OTHER).status_code == 404


# Notes


def test_a_note_is_kept_once_and_stands_in_the_trail(house):
    for _ in range(2):
        answer = house.post(f"{house.here}/notities", tekst="Belt dinsdag terug.")
        assert answer.headers["location"].startswith(f"{house.here}?gedaan=notitie")
    assert notes(house)[1:] == ["Belt dinsdag terug."]
    assert "aantekening gemaakt" in house.trail()
    assert "Belt dinsdag terug." in house.get(house.here).text
    assert "Belt dinsdag terug." in house.get("/rechten/gegevens", SELF).text


@pytest.mark.parametrize("text", ["", "x" * 5_001, "nummer 123456782"])
def test_a_note_that_cannot_be_kept_stays_typed(house, text):
    answer = house.post(f"{house.here}/notities", tekst=text)
    assert (answer.status_code, len(notes(house))) == (400, 1)
    assert 'href="#tekst"' in answer.text
    assert text in answer.text


def test_a_note_is_corrected_and_taken_away_by_its_writer(house):
    path = f"{house.here}/notities/1"
    seen = form_in(house.get(path), path)["gezien"][0]
    answer = house.post(path, tekst="Beter gezegd.", gezien=seen)
    assert (answer.status_code, notes(house)) == (303, ["Beter gezegd."])
    assert house.post(f"{path}/weg").status_code == 303
    assert notes(house) == []


@pytest.mark.both_databases
def test_two_tabs_that_correct_a_note_lose_nothing(house):
    path = f"{house.here}/notities/1"
    seen = form_in(house.get(path), path)["gezien"][0]
    house.post(path, tekst="Eerst dit.", gezien=seen)
    late = house.post(path, tekst="Toen dat.", gezien=seen)
    assert (late.status_code, notes(house)) == (409, ["Eerst dit."])
    assert "Eerst dit." in late.text
    assert "Toen dat.</textarea>" in late.text
    assert (
        house.post(path, tekst="Toen dat.", gezien=form_in(late, path)["gezien"][0]).status_code
        == 303
    )
    assert notes(house) == ["Toen dat."]


def test_a_note_of_another_coach_stands(house):
    house.post(f"{house.here}/loslaten")
    house.post(f"{house.here}/begeleiden", OTHER)
    path = f"{house.here}/notities/1"
    answer = house.everybody[OTHER].ask("POST", path, data={"tekst": "Anders.", "gezien": "x"})
    assert (answer.status_code, len(notes(house))) == (409, 1)
    assert "Schrijf een nieuwe aantekening." in answer.text
    assert "Anders.</textarea>" in answer.text
    assert house.post(f"{path}/weg", OTHER).status_code == 409


# Confirming


def test_a_confirmed_skill_carries_the_coach_the_day_and_the_note(house):
    path = f"{house.here}/vaardigheden/1"
    seen = form_in(house.get(path), path)["gezien"][0]
    house.post(path, niveau="5", waarop="zag de proeflas", gezien=seen)
    level, evidence, note = skills(house)[1]
    assert (level, evidence) == (5, Evidence.CONFIRMED)
    assert note == f"Demo {canary_of(COACH)}, 2026-09-01: zag de proeflas"
    assert house.trail()[0] == "vaardigheid bevestigd"
    assert house.post(path, niveau="5", waarop="zag de proeflas", gezien=seen).status_code == 303


def test_the_level_can_stay_as_it_is(house):
    path = f"{house.here}/vaardigheden/3"
    seen = form_in(house.get(path), path)["gezien"][0]
    house.post(path, niveau="", waarop="", gezien=seen)
    assert skills(house)[3][:2] == (None, Evidence.CONFIRMED)


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"niveau": "6"}, "niveau"), ({"niveau": "3", "waarop": "x" * 101}, "waarop")],
)
def test_what_is_no_confirmation_is_explained_and_stays_typed(house, sent, field):
    path = f"{house.here}/vaardigheden/1"
    answer = house.post(path, **sent)
    assert (answer.status_code, skills(house)[1][1]) == (400, Evidence.SUPPORTED)
    assert f'href="#{field}"' in answer.text
    assert sent.get("waarop", "") in answer.text


def test_a_skill_that_changed_meanwhile_is_shown_before_it_is_confirmed(house):
    path = f"{house.here}/vaardigheden/1"
    answer = house.post(path, niveau="5", waarop="proeflas", gezien="van-gisteren")
    assert (answer.status_code, skills(house)[1][1]) == (409, Evidence.SUPPORTED)
    assert "Dit is intussen veranderd" in answer.text
    assert 'value="proeflas"' in answer.text


def test_a_skill_that_is_not_on_the_profile_is_not_confirmed(house):
    with writing(house.engine) as session:
        remove_skill(session, candidate_id=house.world.candidate_id, skill_id=1)
    assert house.get(f"{house.here}/vaardigheden/1").status_code == 404
    assert house.post(f"{house.here}/vaardigheden/1", niveau="3").status_code == 404


# Proposing, and the answer of the candidate


def answered_first(house):
    house.post("/profiel/aangeraden/1/niet", SELF)


def test_a_skill_is_proposed_by_a_choice_while_typing_and_mailed_without_a_name(house):
    answered_first(house)
    sent = {"zoek": "heftruck rijden", "vaardigheid": "2", "waarom": "Je reed elke dag."}
    answer = house.post(f"{house.here}/aanraden", **sent)
    assert answer.headers["location"].startswith(f"{house.here}?gedaan=aangeraden")
    assert proposals(house) == [(2, False), (2, None)]
    assert house.trail()[0] == "vaardigheid aangeraden"
    assert 2 not in skills(house)
    with reading(house.engine) as session:
        [mail] = session.exec(select(OutgoingMail)).all()
    assert mail.to_address == f"{canary_of(SELF)}@talent.example"
    assert "https://testserver/profiel/aangeraden" in mail.text
    assert "kanarie" not in mail.subject + mail.text


def test_without_javascript_the_typed_word_leads_to_the_skill(house):
    answered_first(house)
    house.post(f"{house.here}/aanraden", zoek="Heftruck rijden", vaardigheid="", waarom="")
    assert proposals(house)[1:] == [(2, None)]


def test_what_is_not_clear_gives_a_list_to_choose_from_and_the_list_counts(house):
    answered_first(house)
    asked = house.post(f"{house.here}/aanraden", zoek="heftruck", vaardigheid="1", waarom="Ja")
    assert (asked.status_code, len(proposals(house))) == (400, 1)
    assert "Kies uit de lijst wat je bedoelt." in asked.text
    assert 'name="keuze" value="2"' in asked.text
    assert 'value="Ja"' in asked.text
    house.post(f"{house.here}/aanraden", zoek="heftruck", keuze="2", waarom="Ja")
    assert proposals(house)[1:] == [(2, None)]


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"zoek": ""}, 400, "Zoek met een ander woord."),
        ({"zoek": "xqzzq"}, 400, "Zoek met een ander woord."),
        ({"zoek": "lassen", "vaardigheid": "1"}, 409, "staat al op het profiel"),
        ({"zoek": "", "vaardigheid": "2"}, 409, "al aangeraden"),
        ({"zoek": "", "vaardigheid": "2", "waarom": "x" * 201}, 400, "hoogstens 200 tekens"),
    ],
)
def test_what_cannot_be_proposed_is_explained(house, sent, status, said):
    answer = house.post(f"{house.here}/aanraden", **sent)
    assert (answer.status_code, proposals(house)) == (status, [(2, None)])
    assert said in answer.text


def test_the_candidate_finds_the_tip_and_takes_it_at_a_level_of_his_own(house):
    assert "/profiel/aangeraden" in house.get("/profiel", SELF).text
    assert "heftruck rijden" in house.get("/profiel/aangeraden", SELF).text
    answer = house.post("/profiel/aangeraden/1", SELF, niveau="2")
    assert answer.headers["location"] == "/profiel/aangeraden?gedaan=erbij"
    assert skills(house)[2] == (2, Evidence.CLAIMED, "")
    assert house.trail()[0] == "profiel gewijzigd"
    assert "/profiel/aangeraden" not in house.get("/profiel", SELF).text
    page = house.get("/coach").text
    assert "nam jouw tip over:" in page


@pytest.mark.parametrize("sent", [{}, {"niveau": "6"}, {"niveau": "x"}])
def test_a_level_is_asked_and_never_guessed(house, sent):
    answer = house.post("/profiel/aangeraden/1", SELF, **sent)
    assert (answer.status_code, 2 in skills(house)) == (400, False)
    assert "Kies een antwoord." in answer.text
    house.post("/profiel/aangeraden/1", SELF, niveau="")
    assert skills(house)[2][0] is None


def test_a_tip_is_left_and_then_nothing_can_take_it(house):
    assert house.post("/profiel/aangeraden/1/niet", SELF).status_code == 303
    again = house.post("/profiel/aangeraden/1", SELF, niveau="3")
    assert again.headers["location"] == "/profiel/aangeraden?gedaan=al-gekozen"
    assert (proposals(house), 2 in skills(house)) == ([(2, False)], False)
    assert "nam jouw tip niet over:" in house.get("/coach").text


def test_nobody_else_answers_a_tip(house):
    other = Relation.OTHER_CANDIDATE
    assert house.post("/profiel/aangeraden/1", other, niveau="3").status_code == 404
    assert house.post("/profiel/aangeraden/1/niet", other).status_code == 404
    assert proposals(house) == [(2, None)]


# Guidance


def test_who_has_a_coach_keeps_that_one_and_the_other_is_told(house):
    answer = house.post(f"{house.here}/begeleiden", OTHER)
    assert answer.status_code == 409
    assert "Deze kandidaat heeft al een coach." in answer.text
    assert canary_of(SELF) not in answer.text
    assert house.post(f"{house.here}/begeleiden").headers["location"] == house.here


def test_guidance_ends_and_begins_and_the_candidate_sees_who_guides(house):
    coach = f"Demo {canary_of(COACH)}"
    assert coach in house.get("/rechten", SELF).text
    assert house.post(f"{house.here}/loslaten").headers["location"] == "/coach?gedaan=losgelaten"
    assert house.trail()[0] == "begeleider losgemaakt"
    assert house.get(house.here).status_code == 404
    assert coach not in house.get("/rechten", SELF).text
    taken = house.post(f"{house.here}/begeleiden", OTHER)
    assert taken.headers["location"] == f"{house.here}?gedaan=begeleiden"
    assert house.trail()[0] == "begeleider toegewezen"
    assert NAME in house.get(house.here, OTHER).text
    with reading(house.engine) as session:
        assert coach_of(session, candidate_id=house.world.candidate_id) is not None
