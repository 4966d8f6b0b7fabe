"""Promises about making a taxonomy the current one, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from foundation.database import reading, writing
from foundation.errors import Conflict
from skills.bulk import Stage, Tally
from skills.entries import Teaches
from skills.files import read_taxonomy
from skills.load import load_taxonomy
from skills.models import (
    Course,
    CourseSkill,
    IscoGroup,
    Occupation,
    OccupationSkill,
    Sector,
    Skill,
    SkillGroup,
    SkillInGroup,
    SkillRelation,
    Synonym,
    Taxonomy,
)

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


def load(session, files, version="1", **more):
    return load_taxonomy(session, files, source="proef", version=version, now=NOW, **more)


def skills(session):
    rows = session.exec(select(Skill).order_by(Skill.id))
    return {row.label: row for row in rows}


def in_use(session, model):
    return sorted(row.label for row in session.exec(select(model)) if not row.retired)


def count(session, model):
    return len(session.exec(select(model)).all())


def test_a_first_load_fills_every_table(session, esco):
    esco.write("sectors_nl.csv", {"key": "techniek", "label": "Techniek", "isco": "8"})
    esco.write("courses_nl.csv", esco.course("basis lassen"))
    esco.teaches(("basis lassen", "lassen", "3"))
    report = load(session, esco.read())
    assert {tally.stage: (tally.total, tally.added) for tally in report.tallies} == {
        Stage.SKILLS: (3, 3),
        Stage.SYNONYMS: (1, 0),
        Stage.OCCUPATIONS: (1, 1),
        Stage.OCCUPATION_SYNONYMS: (0, 0),
        Stage.GROUPS: (0, 0),
        Stage.MEMBERSHIPS: (0, 0),
        Stage.RELATIONS: (1, 0),
        Stage.ASKS: (2, 0),
        Stage.ISCO: (1, 0),
        Stage.SECTORS: (1, 0),
        Stage.COURSES: (1, 1),
        Stage.TEACHES: (1, 0),
    }
    assert (report.changed, report.already_current, report.problems) == (5, False, ())
    for model, rows in {
        Skill: 3, Synonym: 1, SkillRelation: 1, Occupation: 1, OccupationSkill: 2,
        IscoGroup: 1, Sector: 1, Course: 1, CourseSkill: 1,
    }.items():  # fmt: skip
        assert count(session, model) == rows


def test_the_taxonomy_keeps_its_source_version_and_moment(session, esco):
    files = esco.read()
    load(session, files, version="2026")
    [taxonomy] = session.exec(select(Taxonomy))
    assert (taxonomy.source, taxonomy.version, taxonomy.loaded_at) == ("proef", "2026", NOW)
    assert (taxonomy.digest, taxonomy.current) == (files.digest, True)


def test_the_same_digest_again_changes_nothing_and_says_so(session, esco):
    first = load(session, esco.read())
    again = load(session, esco.read(), version="2")
    assert again.already_current
    assert (again.taxonomy_id, again.changed, again.tallies) == (first.taxonomy_id, 0, ())
    assert again.of(Stage.SKILLS) == Tally(Stage.SKILLS, 0)
    assert session.exec(select(Taxonomy.version)).all() == ["1"]


def test_a_skill_keeps_its_row_while_its_label_changes(session, esco):
    load(session, esco.read())
    before = skills(session)["lassen"].id
    row = esco.skill("lassen", preferredLabel="metaal lassen", description="Metaal verbinden.")
    esco.write("skills_nl.csv", row, esco.skill("MIG-lassen"), esco.skill("tekening lezen"))
    report = load(session, esco.read(), version="2")
    after = skills(session)["metaal lassen"]
    assert (after.id, after.description) == (before, "Metaal verbinden.")
    assert report.of(Stage.SKILLS) == Tally(Stage.SKILLS, 3, added=0, altered=1, retired=0)
    assert {row.taxonomy_id for row in skills(session).values()} == {report.taxonomy_id}


def test_what_the_new_taxonomy_lacks_is_retired_and_not_deleted(session, esco):
    load(session, esco.read())
    first = skills(session)["MIG-lassen"]
    first_id, first_taxonomy = first.id, first.taxonomy_id
    esco.skills("lassen", "tekening lezen", "buigen")
    esco.broader()
    esco.write("occupations_nl.csv", esco.occupation("buiger"))
    esco.asks()
    report = load(session, esco.read(), version="2")
    retired = skills(session)["MIG-lassen"]
    assert (retired.id, retired.retired, retired.taxonomy_id) == (first_id, True, first_taxonomy)
    assert in_use(session, Skill) == ["buigen", "lassen", "tekening lezen"]
    assert in_use(session, Occupation) == ["buiger"]
    assert report.of(Stage.SKILLS) == Tally(Stage.SKILLS, 3, added=1, altered=0, retired=1)


def test_a_retired_skill_that_comes_back_is_the_same_row_again(session, esco):
    old = esco.read()
    load(session, old)
    before = skills(session)["MIG-lassen"].id
    esco.skills("lassen", "tekening lezen")
    esco.broader()
    load(session, esco.read(), version="2")
    report = load(session, old, version="1")
    back = skills(session)["MIG-lassen"]
    assert (back.id, back.retired, report.of(Stage.SKILLS).altered) == (before, False, 1)
    taxonomies = session.exec(select(Taxonomy).order_by(Taxonomy.id))
    assert [(each.version, each.current) for each in taxonomies] == [("1", True), ("2", False)]


def test_synonyms_and_relations_are_replaced(session, esco):
    load(session, esco.read())
    esco.write(
        "skills_nl.csv",
        esco.skill("lassen", "las"),
        esco.skill("MIG-lassen"),
        esco.skill("tekening lezen"),
    )
    esco.broader()
    esco.asks(("lasser", "essential", "MIG-lassen"))
    load(session, esco.read(), version="2")
    assert session.exec(select(Synonym.text)).all() == ["las"]
    assert count(session, SkillRelation) == 0
    [asked] = session.exec(select(OccupationSkill))
    assert (asked.skill_id, asked.essential) == (skills(session)["MIG-lassen"].id, True)


def test_headings_hang_under_each_other_and_hold_skills(session, esco):
    for name, parent in (("metaal", "techniek"), ("bewerken", "techniek")):
        esco.write(
            "skillGroups_nl.csv",
            {"conceptUri": f"http://example.org/{name}", "preferredLabel": name},
            {"conceptUri": f"http://example.org/{parent}", "preferredLabel": parent, "code": "S8"},
        )
        esco.broader((name, parent), ("lassen", name))
        load(session, esco.read())
        groups = {group.label: group for group in session.exec(select(SkillGroup))}
        assert set(groups) == {name, parent}
        assert groups[name].parent_id == groups[parent].id
        [stands] = session.exec(select(SkillInGroup))
        assert stands.group_id == groups[name].id


def test_a_folder_without_courses_and_sectors_leaves_them_as_they_are(session, esco):
    esco.write("sectors_nl.csv", {"key": "techniek", "label": "Techniek", "isco": "8"})
    esco.write("courses_nl.csv", esco.course("basis lassen"))
    esco.teaches(("basis lassen", "lassen", "3"))
    load(session, esco.read())
    for name in ("sectors_nl.csv", "courses_nl.csv", "courseSkillRelations_nl.csv"):
        (esco.path / name).unlink()
    load(session, esco.read(), version="2")
    assert [course.retired for course in session.exec(select(Course))] == [False]
    assert (count(session, CourseSkill), count(session, Sector)) == (1, 1)


def test_a_folder_with_courses_retires_those_it_lacks(session, esco):
    esco.write("courses_nl.csv", esco.course("basis lassen"), esco.course("mig"))
    esco.teaches(("basis lassen", "lassen", "3"), ("mig", "MIG-lassen", "2"))
    load(session, esco.read())
    esco.write("courses_nl.csv", esco.course("mig", days="9", costEuro="450"))
    esco.teaches(("mig", "MIG-lassen", "3"))
    load(session, esco.read(), version="2")
    courses = session.exec(select(Course).order_by(Course.name)).all()
    assert [(c.name, c.retired, c.days, c.cost_euro) for c in courses] == [
        ("basis lassen", True, 5, None),
        ("mig", False, 9, 450),
    ]
    assert [(t.course_id, t.level) for t in session.exec(select(CourseSkill))] == [
        (courses[1].id, 3)
    ]


def test_a_failure_leaves_the_old_taxonomy_whole(engine, esco):
    with writing(engine) as session:
        load(session, esco.read())
    esco.skills("buigen")
    esco.broader()
    esco.asks()
    esco.write("courses_nl.csv", esco.course("buigen leren"))
    broken = replace(
        esco.read(),
        teaches=(Teaches("http://example.org/buigen-leren", "http://example.org/buigen", 9),),
    )
    with pytest.raises(Conflict), writing(engine) as session:
        load(session, broken, version="2")
    with reading(engine) as session:
        assert in_use(session, Skill) == ["MIG-lassen", "lassen", "tekening lezen"]
        assert session.exec(select(Taxonomy.version)).all() == ["1"]
        assert count(session, Synonym) == 1
        assert count(session, OccupationSkill) == 2


def test_the_caller_owns_the_transaction(engine, esco):
    with writing(engine) as session:
        load(session, esco.read())
        session.rollback()
    with reading(engine) as session:
        assert count(session, Taxonomy) == count(session, Skill) == 0


def test_rows_read_before_the_load_show_the_new_taxonomy_after_it(session, esco):
    load(session, esco.read())
    seen = skills(session)["lassen"]
    row = esco.skill("lassen", preferredLabel="metaal lassen")
    esco.write("skills_nl.csv", row, esco.skill("MIG-lassen"), esco.skill("tekening lezen"))
    load(session, esco.read(), version="2")
    assert seen.label == "metaal lassen"


def test_the_progress_of_every_stage_ends_at_its_total(session, esco):
    heard = []
    load(session, esco.read(), progress=lambda *said: heard.append(said))
    assert heard[:2] == [("vaardigheden", 0, 3), ("vaardigheden", 3, 3)]
    last = {stage: (done, total) for stage, done, total in heard}
    assert all(done == total for done, total in last.values())
    assert len(last) == 9


def test_the_real_esco_loads_and_loads_again_without_change(engine, real_esco):
    files = read_taxonomy(real_esco)
    with writing(engine) as session:
        report = load_taxonomy(session, files, source="ESCO", version="1.1.1", now=NOW)
    assert report.changed == 13_896 + 3_007
    with writing(engine) as session:
        assert load(session, files).already_current
        assert count(session, Taxonomy) == 1
