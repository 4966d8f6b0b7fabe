"""Promises about reading a folder in the ESCO layout."""

import hashlib
import re

import pytest

from skills.entries import Asks, GroupEntry, Related, SkillEntry, Stands, Teaches
from skills.files import ATTITUDE_GROUP, LANGUAGE_GROUP, NoSkills, read_taxonomy
from skills.models import CourseForm, RelationKind, SkillKind
from skills.rows import TaxonomyColumnMissing, TaxonomyFileDamaged, TaxonomyFileMissing

X = "http://example.org/"
REQUIRED = [
    "skills_nl.csv",
    "occupations_nl.csv",
    "occupationSkillRelations.csv",
    "broaderRelationsSkillPillar.csv",
    "skillSkillRelations.csv",
    "ISCOGroups_nl.csv",
]


def kinds(files):
    return {skill.label: skill.kind for skill in files.skills}


def problems(files):
    return [str(problem) for problem in files.problems]


def test_a_small_folder_becomes_plain_values(esco):
    files = esco.read()
    assert files.skills[0] == SkillEntry(
        X + "lassen", "lassen", SkillKind.SKILL, "", "nl", ("metaal verbinden",)
    )
    assert [occupation.label for occupation in files.occupations] == ["lasser"]
    assert files.asks == (
        Asks(X + "lasser", X + "lassen", essential=True),
        Asks(X + "lasser", X + "tekening-lezen", essential=False),
    )
    assert files.relations == (Related(X + "MIG-lassen", X + "lassen", RelationKind.BROADER),)
    assert (files.problems, files.courses, files.sectors) == ((), None, None)


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_file_is_named_with_what_to_do(esco, name):
    (esco.path / name).unlink()
    with pytest.raises(TaxonomyFileMissing, match=f"{name} staat niet in de map .*Pak het hele"):
        esco.read()


def test_a_missing_folder_is_named(esco):
    esco.path = esco.path / "nergens"
    with pytest.raises(TaxonomyFileMissing, match="nergens is er niet"):
        esco.read()


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("content", [b"", b" \n\n"])
def test_an_empty_file_is_refused(esco, name, content):
    (esco.path / name).write_bytes(content)
    with pytest.raises(TaxonomyFileDamaged, match=f"{name} is leeg"):
        esco.read()


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_column_is_named(esco, name):
    (esco.path / name).write_text("status\nreleased\n")
    with pytest.raises(TaxonomyColumnMissing, match=rf"{name} ontbreekt de kolom \w+.*ESCO"):
        esco.read()


def test_semicolons_between_the_columns_get_their_own_advice(esco):
    (esco.path / "skills_nl.csv").write_text("conceptUri;preferredLabel\nx;y\n")
    with pytest.raises(TaxonomyColumnMissing, match="met komma's"):
        esco.read()


@pytest.mark.parametrize(
    ("tail", "message"),
    [
        (f'{X}snijden,"snij', "vanaf regel 5 geen goede CSV"),
        (f"{X}snijden,snij", "breekt af bij regel 5"),
        (f'{X}snijden,"snijden"x,,,,', "vanaf regel 5 geen goede CSV"),
        (f"{X}snijden," + 200_000 * "x", "vanaf regel 5 geen goede CSV"),
    ],
    ids=["open quote", "too few cells", "text after a quote", "endless cell"],
)
def test_a_file_that_breaks_off_is_refused(esco, tail, message):
    with (esco.path / "skills_nl.csv").open("a") as file:
        file.write(tail)
    with pytest.raises(TaxonomyFileDamaged, match=message):
        esco.read()


def test_a_file_that_is_no_utf_8_is_refused_with_the_line(esco):
    with (esco.path / "skills_nl.csv").open("ab") as file:
        file.write("http://example.org/x,creëren,,,,\r\n".encode("latin-1"))
    with pytest.raises(TaxonomyFileDamaged, match="bij regel 5 geen UTF-8"):
        esco.read()


def test_a_folder_without_one_usable_skill_is_refused(esco):
    esco.write("skills_nl.csv", esco.skill("lassen", preferredLabel=""))
    with pytest.raises(NoSkills, match="geen enkele bruikbare vaardigheid"):
        esco.read()


def test_a_byte_order_mark_makes_no_difference(esco):
    path = esco.path / "skills_nl.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(esco.read().skills) == 3


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"preferredLabel": "  "}, "preferredLabel is leeg"),
        ({"preferredLabel": "x" * 301}, "preferredLabel mag hoogstens 300 tekens lang zijn"),
        ({"preferredLabel": "las\0sen"}, "preferredLabel bevat tekens die geen gewone tekst zijn"),
        ({"conceptUri": "lassen"}, "conceptUri is geen goede URI"),
        ({"conceptUri": X + "y" * 200}, "conceptUri is geen goede URI"),
        ({"conceptUri": X + "\0"}, "conceptUri is geen goede URI"),
        ({"conceptUri": X + "lassen"}, "conceptUri staat al eerder in dit bestand"),
        ({"skillType": "talent"}, "skillType kennen we niet"),
    ],
)
def test_a_bad_skill_is_left_out_and_listed(esco, row, reason):
    bad = {"conceptUri": X + "nieuw", "preferredLabel": "nieuw", "skillType": "knowledge"} | row
    esco.write("skills_nl.csv", *map(esco.skill, ["lassen", "MIG-lassen", "tekening lezen"]), bad)
    files = esco.read()
    assert len(files.skills) == 3
    [problem] = problems(files)
    assert problem.startswith(f"skills_nl.csv, regel 5: {reason}")


def test_a_lone_surrogate_spoils_one_row_and_not_the_file(esco):
    with (esco.path / "skills_nl.csv").open("ab") as file:
        file.write(b"http://example.org/x,las\xed\xa0\x80sen,,,,\r\n")
    files = esco.read()
    assert len(files.skills) == 3
    assert "regel 5: preferredLabel bevat tekens" in problems(files)[0]


def test_a_row_with_too_many_or_too_few_cells_in_the_middle_is_listed(esco):
    text = (esco.path / "skills_nl.csv").read_text()
    (esco.path / "skills_nl.csv").write_text(text + "a,b\na,b,c,d,e,f,g\n" + text.splitlines()[1])
    files = esco.read()
    assert problems(files) == [
        "skills_nl.csv, regel 5: heeft 2 cellen in plaats van 6",
        "skills_nl.csv, regel 6: heeft 7 cellen in plaats van 6",
        "skills_nl.csv, regel 7: conceptUri staat al eerder in dit bestand",
    ]


def test_the_line_of_a_problem_counts_the_lines_of_the_file(esco):
    esco.write(
        "skills_nl.csv",
        esco.skill("lassen", "een\ntwee\r\ndrie"),
        esco.skill("MIG-lassen"),
        esco.skill("tekening lezen"),
        esco.skill("leeg", preferredLabel=""),
    )
    assert problems(esco.read()) == ["skills_nl.csv, regel 7: preferredLabel is leeg"]


def test_synonyms_are_split_by_line_without_the_label_and_without_doubles(esco):
    row = esco.skill("lassen", "Lassen\nmetaal  lassen\r\nMETAAL LASSEN\n\n", hiddenLabels="las")
    esco.write("skills_nl.csv", row, esco.skill("MIG-lassen"), esco.skill("tekening lezen"))
    assert esco.read().skills[0].synonyms == ("metaal lassen", "las")


def test_a_bad_synonym_or_description_is_left_out_and_the_skill_stays(esco):
    row = esco.skill("lassen", "x" * 301 + "\nmetaal lassen\nla\0s", description="\0")
    esco.write("skills_nl.csv", row, esco.skill("MIG-lassen"), esco.skill("tekening lezen"))
    files = esco.read()
    assert (files.skills[0].synonyms, files.skills[0].description) == (("metaal lassen",), "")
    assert [re.sub(r".*regel 2: (\w+).*; ", r"\1: ", p) for p in problems(files)] == [
        "description: alleen de omschrijving is weggelaten",
        "altLabels: alleen dit synoniem is weggelaten",
        "altLabels: alleen dit synoniem is weggelaten",
    ]


def test_what_has_no_dutch_label_comes_from_the_english_file(esco):
    esco.write(
        "skills_en.csv",
        esco.skill("lassen", preferredLabel="weld"),
        esco.skill("buigen", "fold", preferredLabel="bend", description="Bend metal."),
    )
    esco.write("occupations_en.csv", esco.occupation("buiger", preferredLabel="bender"))
    files = esco.read()
    assert [skill.label for skill in files.skills] == [
        "lassen", "MIG-lassen", "tekening lezen", "bend",
    ]  # fmt: skip
    assert files.skills[3] == SkillEntry(
        X + "buigen", "bend", SkillKind.SKILL, "Bend metal.", "en", ("fold",)
    )
    assert [(o.label, o.language) for o in files.occupations] == [
        ("lasser", "nl"),
        ("bender", "en"),
    ]


def test_a_dutch_row_that_cannot_be_used_falls_back_to_english(esco):
    esco.write("skills_nl.csv", esco.skill("lassen", preferredLabel=""))
    esco.write("skills_en.csv", esco.skill("lassen", preferredLabel="weld"))
    assert [(s.label, s.language) for s in esco.read().skills] == [("weld", "en")]


def test_the_kind_follows_from_the_type_and_the_place_in_the_hierarchy(esco):
    esco.write(
        "skills_nl.csv",
        esco.skill("Deens spreken"),
        esco.skill("Deens", skillType="knowledge"),
        esco.skill("geduld hebben"),
        esco.skill("lang wachten"),
        esco.skill("online veilig zijn", skillType=""),
    )
    esco.write(
        "skillGroups_nl.csv",
        {"conceptUri": LANGUAGE_GROUP, "preferredLabel": "talen", "code": "L"},
        {"conceptUri": ATTITUDE_GROUP, "preferredLabel": "zelfmanagement", "code": "T3"},
        {"conceptUri": X + "L1", "preferredLabel": "taal", "code": "L1"},
    )
    pairs = [
        (X + "L1", LANGUAGE_GROUP),
        (X + "Deens-spreken", X + "L1"),
        (X + "Deens", X + "L1"),
        (X + "geduld-hebben", ATTITUDE_GROUP),
        (X + "lang-wachten", X + "geduld-hebben"),
    ]
    rows = [{"conceptUri": child, "broaderUri": parent} for child, parent in pairs]
    esco.write("broaderRelationsSkillPillar.csv", *rows)
    files = esco.read()
    assert kinds(files) == {
        "Deens spreken": SkillKind.LANGUAGE,
        "Deens": SkillKind.LANGUAGE,
        "geduld hebben": SkillKind.ATTITUDE,
        "lang wachten": SkillKind.SKILL,
        "online veilig zijn": SkillKind.SKILL,
    }
    assert files.groups[2] == GroupEntry(X + "L1", "taal", "L1", LANGUAGE_GROUP)
    assert files.memberships[0] == Stands(X + "Deens-spreken", X + "L1")


def test_a_circle_of_broader_skills_is_broken_and_listed(esco):
    esco.broader(("MIG-lassen", "lassen"), ("lassen", "MIG-lassen"), ("lassen", "lassen"))
    files = esco.read()
    assert [(r.skill, r.other) for r in files.relations] == [(X + "MIG-lassen", X + "lassen")]
    reason = "maakt een kring: dit begrip staat zo boven zichzelf"
    assert problems(files) == [
        f"broaderRelationsSkillPillar.csv, regel 3: {reason}",
        f"broaderRelationsSkillPillar.csv, regel 4: {reason}",
    ]


def test_headings_without_a_file_of_headings_are_no_problem(esco):
    row = {"conceptUri": X + "lassen", "broaderUri": LANGUAGE_GROUP, "broaderType": "SkillGroup"}
    esco.write("broaderRelationsSkillPillar.csv", row)
    files = esco.read()
    assert (files.problems, files.groups, files.memberships) == ((), (), ())
    assert kinds(files)["lassen"] is SkillKind.LANGUAGE


def test_relations_to_unknown_concepts_are_listed(esco):
    esco.asks(("smid", "essential", "lassen"), ("lasser", "optional", "x"), ("lasser", "ja", "x"))
    esco.broader(("x", "lassen"), ("lassen", "x"))
    esco.write(
        "skillSkillRelations.csv",
        {"originalSkillUri": X + "lassen", "relatedSkillUri": X + "x"},
        {"originalSkillUri": X + "lassen", "relatedSkillUri": X + "lassen"},
    )
    unknown_type = "relationType kennen we niet; gebruik essential of optional"
    assert problems(esco.read()) == [
        "broaderRelationsSkillPillar.csv, regel 2: onbekende vaardigheid of groep in conceptUri",
        "broaderRelationsSkillPillar.csv, regel 3: onbekende vaardigheid of groep in broaderUri",
        "skillSkillRelations.csv, regel 2: onbekende vaardigheid in relatedSkillUri",
        "skillSkillRelations.csv, regel 3: een vaardigheid verwijst naar zichzelf",
        "occupationSkillRelations.csv, regel 2: onbekend beroep in occupationUri",
        "occupationSkillRelations.csv, regel 3: onbekende vaardigheid in skillUri",
        f"occupationSkillRelations.csv, regel 4: {unknown_type}",
    ]


@pytest.mark.parametrize("order", [("essential", "optional"), ("optional", "essential")])
def test_essential_wins_from_optional(esco, order):
    esco.asks(*(("lasser", kind, "lassen") for kind in order))
    assert esco.read().asks == (Asks(X + "lasser", X + "lassen", essential=True),)


def test_a_relation_file_may_carry_its_language(esco):
    for stem in ("occupationSkillRelations", "broaderRelationsSkillPillar", "skillSkillRelations"):
        (esco.path / f"{stem}.csv").rename(esco.path / f"{stem}_en.csv")
    files = esco.read()
    assert (len(files.asks), len(files.relations)) == (2, 1)


def test_an_unknown_isco_group_leaves_the_occupation_without_one(esco):
    esco.write("occupations_nl.csv", esco.occupation("lasser", "7212"))
    files = esco.read()
    assert files.occupations[0].isco == ""
    assert problems(files)[0].startswith("occupations_nl.csv, regel 2: onbekende ISCO-groep")


def test_sectors_are_read_and_bad_ones_listed(esco):
    esco.write(
        "sectors_nl.csv",
        {"key": "techniek", "label": "Techniek", "isco": "7 8  93"},
        {"key": "techniek", "label": "Nog eens", "isco": ""},
        {"key": "zorg", "label": "Zorg", "isco": "53,22"},
    )
    files = esco.read()
    assert [(s.key, s.isco) for s in files.sectors] == [("techniek", "7 8 93")]
    assert problems(files) == [
        "sectors_nl.csv, regel 3: key staat al eerder in dit bestand",
        "sectors_nl.csv, regel 4: isco moet uit ISCO-codes bestaan met een spatie ertussen",
    ]


def test_the_interests_of_a_sector_are_read_when_the_file_tells_them(esco):
    esco.write("sectors_nl.csv", {"key": "techniek", "label": "Techniek", "isco": "7"})
    assert [s.interests for s in esco.read().sectors] == [""]
    lines = (
        "key,label,isco,interests",
        "techniek,Techniek,7,ric",
        "zorg,Zorg,,",
        "a,A,,RX",
        "b,B,,RR",
    )
    (esco.path / "sectors_nl.csv").write_text("\n".join(lines), encoding="utf-8")
    files = esco.read()
    assert [(s.key, s.interests) for s in files.sectors] == [("techniek", "RIC"), ("zorg", "")]
    advice = "interests mag elke letter van RIASEC één keer hebben, en geen andere"
    assert problems(files) == [f"sectors_nl.csv, regel {n}: {advice}" for n in (4, 5)]


def test_courses_are_read_with_what_they_teach_at_the_highest_level(esco):
    esco.write("courses_nl.csv", esco.course("basis lassen"), esco.course("mig", costEuro="450"))
    esco.teaches(
        ("basis lassen", "lassen", "2"),
        ("basis lassen", "lassen", "3"),
        ("mig", "lassen", "6"),
        ("mig", "lassen", ""),
        ("tig", "lassen", "2"),
        ("mig", "x", "2"),
    )
    files = esco.read()
    assert [(c.name, c.days, c.cost_euro, c.form) for c in files.courses] == [
        ("basis lassen", 5, None, CourseForm.BBL),
        ("mig", 5, 450, CourseForm.BBL),
    ]
    assert files.teaches == (Teaches(X + "basis-lassen", X + "lassen", 3),)
    assert problems(files) == [
        "courseSkillRelations_nl.csv, regel 4: level moet tussen 1 en 5 liggen",
        "courseSkillRelations_nl.csv, regel 5: level moet een heel getal zijn",
        "courseSkillRelations_nl.csv, regel 6: onbekende cursus in courseUri",
        "courseSkillRelations_nl.csv, regel 7: onbekende vaardigheid in skillUri",
    ]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"days": "0"}, "days moet tussen 1 en 1000 liggen"),
        ({"days": "een week"}, "days moet een heel getal zijn"),
        ({"costEuro": "-1"}, "costEuro moet tussen 0 en 100000 liggen"),
        ({"costEuro": "12,50"}, "costEuro moet een heel getal zijn"),
        ({"form": "thuis"}, "form kennen we niet; kies uit klassikaal, online"),
        ({"provider": ""}, "provider is leeg"),
        ({"name": "x" * 201}, "name mag hoogstens 200 tekens lang zijn"),
        ({"conceptUri": "mig"}, "conceptUri is geen goede URI"),
    ],
)
def test_a_bad_course_is_left_out_and_listed(esco, cells, reason):
    esco.write("courses_nl.csv", esco.course("mig", **cells))
    files = esco.read()
    assert files.courses == ()
    assert problems(files)[0].startswith(f"courses_nl.csv, regel 2: {reason}")


def test_the_digest_is_that_of_every_name_and_byte_read(esco):
    expected = hashlib.sha256()
    for name in ("ISCOGroups_nl.csv", "skills_nl.csv", "occupations_nl.csv",
                 "broaderRelationsSkillPillar.csv", "skillSkillRelations.csv",
                 "occupationSkillRelations.csv"):  # fmt: skip
        content = (esco.path / name).read_bytes()
        expected.update(f"{name}\n{len(content)}\n".encode() + content)
    assert esco.read().digest == expected.hexdigest()


def test_a_change_of_one_byte_changes_the_digest(esco):
    before = esco.read().digest
    with (esco.path / "skills_nl.csv").open("a") as file:
        file.write("\n")
    assert esco.read().digest != before == before


def test_the_real_esco_is_read_whole(real_esco):
    files = read_taxonomy(real_esco)
    assert (len(files.skills), len(files.occupations)) == (13_896, 3_007)
    assert len(files.asks) == 123_855 - 67
    reasons = {(p.file, p.reason) for p in files.problems}
    assert ("occupationSkillRelations.csv", "onbekend beroep in occupationUri") in reasons
    assert len(files.problems) == 75
