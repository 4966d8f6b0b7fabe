"""Promises about the question of one skill: its words, its round, its tabs and its confirmation."""

import pytest

from foundation.database import reading, writing
from profiles.drafts import ConfirmationDraft, SkillDraft
from profiles.models import Evidence
from profiles.skillset import candidate_skills, confirm_skill, remove_skill, set_skill
from tests.api.worlds import (
    COOKING,
    LISTENING,
    NOW,
    TELEX,
    TRUCK,
    WELDING,
    add_words,
    form_in,
    visitor_at,
)

LIST = "/profiel/vaardigheden"
PAGE = f"{LIST}/{TRUCK}"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def visitor(settings, engine):
    with visitor_at(settings, engine) as opened:
        with writing(engine) as session:
            add_words(session)
        yield opened


@pytest.fixture
def known(visitor, engine):
    """The visitor drives a fork-lift on her own."""
    put(engine, visitor, skill_id=TRUCK, level=3)
    return visitor


def put(engine, visitor, **more):
    with writing(engine) as session:
        set_skill(session, candidate_id=visitor.candidate_id, draft=SkillDraft(**more))


def skills_of(engine, visitor):
    with reading(engine) as session:
        rows = candidate_skills(session, candidate_id=visitor.candidate_id)
        return {row.skill_id: (row.level, row.evidence, row.evidence_note) for row in rows}


def seen(visitor, page=PAGE):
    return form_in(visitor.browser.get(page), page.partition("?")[0])["gezien"][0]


@pytest.mark.parametrize("level", ["1", "2", "3", "4", "5", ""])
def test_an_answer_is_kept_and_stands_ticked_the_next_time(known, engine, level):
    answer = known.browser.post(PAGE, data={"niveau": level, "gezien": seen(known)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{LIST}?gedaan=bewaard")
    expected = (int(level) if level else None, Evidence.CLAIMED, "")
    assert skills_of(engine, known) == {TRUCK: expected}
    assert form_in(known.browser.get(PAGE), PAGE)["niveau"] == [level]


def test_a_line_of_where_makes_a_skill_supported_and_without_it_is_claimed(known, engine):
    data = {"niveau": "3", "waar": "Bij Demo Werf"}
    known.browser.post(PAGE, data={**data, "gezien": seen(known)})
    assert skills_of(engine, known) == {TRUCK: (3, Evidence.SUPPORTED, "Bij Demo Werf")}
    assert form_in(known.browser.get(PAGE), PAGE)["waar"] == ["Bij Demo Werf"]
    known.browser.post(PAGE, data={**data, "waar": "", "gezien": seen(known)})
    assert skills_of(engine, known) == {TRUCK: (3, Evidence.CLAIMED, "")}


def test_a_skill_that_is_not_on_the_profile_gets_there_by_the_answer_and_not_before(
    visitor, engine
):
    page = visitor.browser.get(PAGE)
    assert "niveau" not in form_in(page, PAGE)
    assert "hx-post" not in page.text
    assert skills_of(engine, visitor) == {}
    visitor.browser.post(PAGE, data={"niveau": "2", "gezien": form_in(page, PAGE)["gezien"]})
    assert skills_of(engine, visitor) == {TRUCK: (2, Evidence.CLAIMED, "")}


@pytest.mark.parametrize("skill", [TELEX, 999, 0, -1, 2**31, 9**40, "abc", "1;2"])
def test_there_is_no_question_about_what_cannot_be_chosen(visitor, engine, skill):
    assert visitor.browser.get(f"{LIST}/{skill}").status_code == 404
    assert visitor.browser.post(f"{LIST}/{skill}", data={"niveau": "3"}).status_code == 404
    assert skills_of(engine, visitor) == {}


@pytest.mark.parametrize("level", [None, "6", "0", "-1", "drie", "<b>3</b>", "3 "])
def test_without_an_answer_the_page_says_what_to_do_and_keeps_what_was_typed(known, engine, level):
    data = {"waar": "<b>Demo</b>", "gezien": seen(known)}
    page = known.browser.post(PAGE, data=data if level is None else {**data, "niveau": level})
    if level == "3 ":  # spaces around an answer are no reason to refuse it
        assert page.status_code == 303
        return
    assert page.status_code == 400
    assert "Kies een antwoord. Weet je het niet? Kies “Weet ik niet”" in page.text
    assert 'href="#niveau"' in page.text
    assert form_in(page, PAGE)["waar"] == ["<b>Demo</b>"]
    assert "<b>Demo</b>" not in page.text
    assert skills_of(engine, known) == {TRUCK: (3, Evidence.CLAIMED, "")}


@pytest.mark.parametrize("where", ["x" * 201, "bij 111222333", "a\0b"])
def test_a_line_that_cannot_be_kept_is_told_at_its_field(known, engine, where):
    data = {"niveau": "5", "waar": where, "gezien": seen(known)}
    page = known.browser.post(PAGE, data=data)
    assert (page.status_code, 'id="waar-fout"' in page.text) == (400, True)
    assert form_in(page, PAGE)["niveau"] == ["5"]
    assert skills_of(engine, known) == {TRUCK: (3, Evidence.CLAIMED, "")}


# The round


def test_a_round_asks_every_new_skill_with_a_true_counter(visitor, engine):
    ticked = [TRUCK, COOKING, WELDING]
    answer = visitor.browser.post(LIST, data={"vaardigheid": [str(one) for one in ticked]})
    for place, skill in enumerate(ticked, start=1):
        page = visitor.browser.get(answer.headers["location"])
        assert f"Vaardigheid {place} van 3" in page.text
        form = form_in(page, f"{LIST}/{skill}")
        assert "niveau" not in form  # nothing is answered for anybody
        answer = visitor.browser.post(f"{LIST}/{skill}", data={**form, "niveau": str(place)})
    assert answer.headers["location"] == f"{LIST}?gedaan=bewaard"
    assert [level for level, _, _ in skills_of(engine, visitor).values()] == [1, 2, 3]


def test_a_question_of_a_round_can_be_skipped_and_stays_unknown(visitor, engine):
    put(engine, visitor, skill_id=TRUCK)
    put(engine, visitor, skill_id=COOKING)
    page = visitor.browser.get(f"{PAGE}?ronde={TRUCK}-{COOKING}").text
    assert f'href="{LIST}/{COOKING}?ronde={TRUCK}-{COOKING}"' in page
    assert "Sla over" in page


def test_the_counter_counts_what_is_there(visitor, engine):
    put(engine, visitor, skill_id=TRUCK)
    put(engine, visitor, skill_id=COOKING)
    round_ = f"{TRUCK}-999-{TELEX}-{COOKING}-{COOKING}-abc-{'9' * 40}"
    assert "Vaardigheid 1 van 2" in visitor.browser.get(f"{PAGE}?ronde={round_}").text
    with writing(engine) as session:
        remove_skill(session, candidate_id=visitor.candidate_id, skill_id=COOKING)
    assert "Vaardigheid 1 van" not in visitor.browser.get(f"{PAGE}?ronde={round_}").text


def test_a_skill_outside_the_round_of_the_address_has_no_counter(visitor, engine):
    put(engine, visitor, skill_id=LISTENING)
    page = visitor.browser.get(f"{LIST}/{LISTENING}?ronde={TRUCK}-{COOKING}")
    assert (page.status_code, "van 2" in page.text) == (200, False)


# Autosave and two tabs


def test_autosave_answers_when_it_was_kept_and_gives_the_stamp_for_the_next_one(known, engine):
    data = {"niveau": "4", "gezien": seen(known)}
    answer = known.browser.post(PAGE, data=data, headers=HTMX)
    assert (answer.status_code, "Bewaard om 14:02" in answer.text) == (200, True)
    assert "<html" not in answer.text
    assert f'name="gezien" value="{seen(known)}" hx-swap-oob="true"' in answer.text
    assert skills_of(engine, known) == {TRUCK: (4, Evidence.CLAIMED, "")}


def test_autosave_that_keeps_nothing_says_why(known, engine):
    answer = known.browser.post(PAGE, data={"gezien": seen(known)}, headers=HTMX)
    assert (answer.status_code, "Nog niet bewaard." in answer.text) == (400, True)
    assert "<html" not in answer.text
    assert "gezien" not in answer.text


def test_the_second_tab_is_told_what_the_first_kept_and_loses_nothing(known, engine):
    old = seen(known)
    known.browser.post(PAGE, data={"niveau": "5", "waar": "Tab een", "gezien": old})
    data = {"niveau": "2", "waar": "Tab twee", "gezien": old}
    part = known.browser.post(PAGE, data=data, headers=HTMX)
    assert (part.status_code, "in een ander tabblad veranderd" in part.text) == (409, True)
    page = known.browser.post(PAGE, data=data)
    assert page.status_code == 409
    assert "Dit is in een ander tabblad veranderd" in page.text
    assert "ik leer het anderen · onderbouwd: Tab een" in page.text
    form = form_in(page, PAGE)
    assert (form["niveau"], form["waar"]) == (["2"], ["Tab twee"])
    assert skills_of(engine, known) == {TRUCK: (5, Evidence.SUPPORTED, "Tab een")}
    assert known.browser.post(PAGE, data=form).status_code == 303
    assert skills_of(engine, known) == {TRUCK: (2, Evidence.SUPPORTED, "Tab twee")}


@pytest.mark.both_databases
def test_two_tabs_that_say_the_same_do_not_clash(known):
    data = {"niveau": "5", "gezien": seen(known)}
    assert [known.browser.post(PAGE, data=data).status_code for _ in range(2)] == [303, 303]


def test_a_skill_that_another_tab_took_away_does_not_return_by_itself(known, engine):
    old = seen(known)
    known.browser.post(f"{PAGE}/weg")
    page = known.browser.post(PAGE, data={"niveau": "5", "gezien": old})
    assert (page.status_code, "niet op je profiel" in page.text) == (409, True)
    assert skills_of(engine, known) == {}
    known.browser.post(PAGE, data=form_in(page, PAGE))
    assert skills_of(engine, known) == {TRUCK: (5, Evidence.CLAIMED, "")}


# What a coach confirmed


@pytest.fixture
def confirmed(known, engine):
    with writing(engine) as session:
        draft = ConfirmationDraft(skill_id=TRUCK, coach="Coach Demo", note="zag het zelf")
        confirm_skill(session, candidate_id=known.candidate_id, draft=draft, now=NOW)
    return known


def test_a_confirmation_names_who_and_warns_and_is_never_lost_by_autosave(confirmed):
    page = confirmed.browser.get(PAGE).text
    assert "Coach Demo, 2026-09-01: zag het zelf" in page
    assert "Verander je het niveau? Dan vervalt de bevestiging." in page
    assert "hx-post" not in page
    assert 'name="waar"' not in page


def test_the_same_level_keeps_a_confirmation_and_another_ends_it(confirmed, engine):
    note = "Coach Demo, 2026-09-01: zag het zelf"
    confirmed.browser.post(PAGE, data={"niveau": "3", "gezien": seen(confirmed)})
    assert skills_of(engine, confirmed) == {TRUCK: (3, Evidence.CONFIRMED, note)}
    confirmed.browser.post(PAGE, data={"niveau": "5", "gezien": seen(confirmed)})
    assert skills_of(engine, confirmed) == {TRUCK: (5, Evidence.CLAIMED, "")}


def test_a_confirmation_that_came_meanwhile_is_not_lost(known, engine):
    old = seen(known)
    with writing(engine) as session:
        draft = ConfirmationDraft(skill_id=TRUCK, coach="Coach Demo", level=4)
        confirm_skill(session, candidate_id=known.candidate_id, draft=draft, now=NOW)
    page = known.browser.post(PAGE, data={"niveau": "5", "gezien": old})
    assert (page.status_code, "bevestigd door coach: Coach Demo" in page.text) == (409, True)
