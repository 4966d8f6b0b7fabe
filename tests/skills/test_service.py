"""Promises about finding and looking up, on both databases."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from skills import service
from skills.load import load_taxonomy
from skills.models import Occupation, Skill

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
X = "http://example.org/"


@pytest.fixture
def world(session, esco):
    """Welding with a synonym that a second skill shares, and a course."""
    esco.write(
        "skills_nl.csv",
        esco.skill("lassen", "metaal verbinden\nÉclair ß_100%"),
        esco.skill("solderen", "Metaal Verbinden\nlassen"),
        esco.skill("tekening lezen"),
        esco.skill("MIG-lassen"),
    )
    esco.asks(
        ("lasser", "optional", "lassen"),
        ("lasser", "essential", "tekening lezen"),
        ("lasser", "essential", "solderen"),
    )
    row = esco.occupation("lasser", altLabels="metaalbewerker")
    esco.write("occupations_nl.csv", row)
    esco.write(
        "courses_nl.csv", esco.course("lang", days="20"), esco.course("kort"), esco.course("oud")
    )
    esco.teaches(("lang", "lassen", "4"), ("kort", "lassen", "2"), ("oud", "solderen", "2"))
    load_taxonomy(session, esco.read(), source="proef", version="1", now=NOW)
    return session


def labels(found):
    return [row.label for row in found.rows]


def ids(session, *names):
    return [service.skill_of(session, uri=X + name).id for name in names]


def test_without_a_taxonomy_one_reads_how_to_load_it(session):
    with pytest.raises(service.NoTaxonomy) as refusal:
        service.current_taxonomy(session)
    assert refusal.value.message == (
        "Er is nog geen taxonomie geladen. Draai eerst: talent taxonomy load"
    )
    assert refusal.value.status == 404


def test_the_current_taxonomy_is_given(world):
    assert service.current_taxonomy(world).version == "1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lassen", ["lassen"]),
        ("  LASSEN ", ["lassen"]),
        (X + "lassen", ["lassen"]),
        ("metaal verbinden", ["lassen", "solderen"]),
        ("ÉCLAIR SS_100%", ["lassen"]),
        ("éclair ß_100%", ["lassen"]),
        ("éclair ß 100%", []),
        ("lass", []),
        ("%", []),
        ("", []),
    ],
)
def test_a_skill_is_found_by_uri_label_or_synonym_whatever_the_capitals(world, text, expected):
    assert labels(service.find_skills(world, text=text)) == expected


def test_a_text_that_names_several_skills_says_so(world):
    found = service.find_skills(world, text="metaal verbinden")
    assert (found.is_ambiguous, found.only) == (True, None)
    found = service.find_skills(world, text="tekening lezen")
    assert (found.is_ambiguous, found.only and found.only.label) == (False, "tekening lezen")


@pytest.mark.parametrize("text", ["las\0sen", "las\ud800sen", "x" * 301])
def test_what_is_no_text_is_refused_in_dutch(world, text):
    with pytest.raises(service.NotText, match=r"Deze tekst (bevat tekens|mag hoogstens)"):
        service.find_skills(world, text=text)


def test_an_occupation_is_found_the_same_way(world):
    for text in ("Lasser", "METAALBEWERKER", X + "lasser"):
        assert labels(service.find_occupations(world, text=text)) == ["lasser"]


def test_a_retired_concept_is_not_found_but_can_be_looked_up(world):
    for row in (*world.exec(select(Skill)), *world.exec(select(Occupation))):
        row.retired = True
    world.flush()
    assert service.find_skills(world, text="lassen").rows == ()
    assert service.find_occupations(world, text="lasser").rows == ()
    assert service.skill_of(world, uri=X + "lassen").retired
    assert service.occupation_of(world, uri=X + "lasser").retired
    assert service.skill_names(world) == ()


def test_an_unknown_uri_is_refused_in_dutch(world):
    with pytest.raises(service.SkillNotFound, match="Zoek haar op"):
        service.skill_of(world, uri=X + "x")
    with pytest.raises(service.OccupationNotFound, match="Zoek het op"):
        service.occupation_of(world, uri=X + "x")


def test_the_skills_of_an_occupation_start_with_the_essential_ones(world):
    occupation = service.occupation_of(world, uri=X + "lasser")
    asked = service.skills_of(world, occupation_id=occupation.id)
    assert [(each.skill.label, each.essential) for each in asked] == [
        ("solderen", True),
        ("tekening lezen", True),
        ("lassen", False),
    ]


def test_the_courses_of_a_skill_start_with_the_shortest(world):
    lassen, lezen = ids(world, "lassen", "tekening-lezen")
    found = service.courses_teaching(world, skill_ids=[lassen, lezen, lassen])
    assert {key: [(x.course.name, x.level) for x in value] for key, value in found.items()} == {
        lassen: [("kort", 2), ("lang", 4)]
    }


def test_a_retired_course_teaches_nothing(world):
    [solderen] = ids(world, "solderen")
    [lesson] = service.courses_teaching(world, skill_ids=[solderen])[solderen]
    lesson.course.retired = True
    world.flush()
    assert service.courses_teaching(world, skill_ids=[solderen]) == {}


def test_many_labels_are_looked_up_at_once(world):
    lassen, lezen = ids(world, "lassen", "tekening-lezen")
    many = [lassen, lezen, *range(10_000, 60_000)]
    assert service.skill_labels(world, ids=many) == {lassen: "lassen", lezen: "tekening lezen"}
    occupation = service.occupation_of(world, uri=X + "lasser").id
    assert service.occupation_labels(world, ids=[occupation, 0]) == {occupation: "lasser"}


def test_names_hold_all_a_concept_is_called(world):
    assert service.skill_names(world)[1] == service.Names(
        X + "lassen", "lassen", ("metaal verbinden", "Éclair ß_100%")
    )
    assert service.occupation_names(world) == (
        service.Names(X + "lasser", "lasser", ("metaalbewerker",)),
    )


def test_reading_and_loading_do_not_import_scikit_learn():
    code = "import sys, skills.service, skills.load, skills.files; print('sklearn' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
