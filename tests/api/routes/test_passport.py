"""Promises of taking along: the same facts in every form, and it is noted who took them."""

import pytest

FORMS = ("passport", "passport/json-resume", "passport/europass", "passport/pdf", "held-data")


@pytest.fixture
def bob(site):
    """Somebody with a name and skills."""
    program = site.skilled()
    program.client.patch(program.mine, json={"name": "Bob de Lasser"})
    return program


def test_the_passport_holds_what_somebody_can_do_and_no_score(bob):
    passport = bob.get(f"{bob.mine}/passport").json()
    assert (passport["name"], passport["municipality"]) == ("Bob de Lasser", "Leiden")
    assert [(one["label"], one["level"]) for one in passport["skills"]] == [
        ("metalen lassen", 4),
        ("heftruck rijden", None),
    ]


def test_every_form_tells_the_same_name(bob):
    resume = bob.get(f"{bob.mine}/passport/json-resume").json()
    europass = bob.get(f"{bob.mine}/passport/europass").json()
    learner = europass["SkillsPassport"]["LearnerInfo"]
    assert resume["basics"]["name"] == "Bob de Lasser"
    assert learner["Identification"]["PersonName"]["FirstName"] == "Bob de Lasser"


def test_the_pdf_is_a_pdf_in_the_language_that_is_asked(bob):
    answer = bob.get(f"{bob.mine}/passport/pdf", headers={"Accept-Language": "en"})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-language"] == "en"
    assert answer.content.startswith(b"%PDF-")


def test_all_that_is_held_is_told_table_by_table(bob):
    held = bob.get(f"{bob.mine}/held-data").json()
    tables = {table["name"]: table for table in held["tables"]}
    assert {"candidate", "candidate_skill", "preferences", "visit", "account"} <= tables.keys()
    assert len(tables["candidate_skill"]["rows"]) == 2
    assert held["left_out"]


@pytest.mark.parametrize("form", FORMS)
def test_taking_something_along_is_noted(bob, form):
    before = bob.get(f"{bob.mine}/access-log").json()["total"]
    assert bob.get(f"{bob.mine}/{form}").status_code == 200
    after = bob.get(f"{bob.mine}/access-log").json()
    assert after["total"] == before + 1
    assert after["items"][0]["action"] in ("paspoort gedownload", "gegevens gedownload")
