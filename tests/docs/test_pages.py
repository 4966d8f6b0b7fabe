"""What the pages promise about each other and about the code."""

import re
import tomllib
from enum import StrEnum
from importlib import import_module
from types import ModuleType

import pytest
from sqlmodel import SQLModel

from api.program import app
from api.version import VERSION
from foundation.imports import Column
from matching.reference import Asking, Having, full_score, parts, percent, potential, score
from profiles.columns import COLUMNS as PROFILE_COLUMNS
from tests.docs import pages
from vacancies.columns import COLUMNS as VACANCY_COLUMNS

FORBIDDEN = (
    "pypi.org",
    "pythonhosted.org",
    "npmjs",
    "debian.org",
    "docker.io",
    "ghcr.io",
    "../shared",
    *(f"/{folder}/" for folder in ("tmp", "home", "root", "work")),
)
OTHER_FILES = [
    "publiccode.yml",
    "docs/voorbeelden/landelijk.jsonld",
    "docs/voorbeelden/profielen.csv",
    "docs/voorbeelden/regios.csv",
    "docs/voorbeelden/vacatures.csv",
]
WITH_WORDS = (
    "accounts.audit",
    "accounts.campaigns",
    "accounts.login",
    "accounts.models",
    "accounts.permissions",
    "coaching.models",
    "foundation.places",
    "foundation.revision",
    "foundation.terms",
    "matching.explain",
    "matching.gates",
    "matching.own",
    "matching.wishes",
    "placements.follow_up",
    "placements.following",
    "placements.funnel_counts",
    "placements.models",
    "placements.staying",
    "profiles.models",
    "profiles.imports",
    "skills.models",
    "vacancies.models",
    "vacancies.imports",
)


@pytest.mark.parametrize("name", pages.NAMES)
def test_every_link_leads_somewhere(name):
    page = pages.ROOT / name
    broken = []
    for file, heading in pages.links(pages.read(name)):
        target = (page.parent / file).resolve() if file else page
        found = target.exists()
        if found and heading:
            found = heading in pages.anchors(target.read_text(encoding="utf-8"))
        broken += [] if found else [f"{file}#{heading}"]

    assert broken == []


@pytest.mark.parametrize("name", [*pages.NAMES, *OTHER_FILES])
def test_a_page_names_no_registry_and_no_folder_of_one_computer(name):
    assert [word for word in FORBIDDEN if word in pages.read(name).lower()] == []


def _words(module: ModuleType) -> set[str]:
    return {
        name
        for name, kind in vars(module).items()
        if isinstance(kind, type)
        and kind.__module__ == module.__name__
        and not name.startswith("_")
        and (
            issubclass(kind, StrEnum) or (issubclass(kind, SQLModel) and hasattr(kind, "__table__"))
        )
    }


@pytest.mark.parametrize("module", WITH_WORDS)
def test_the_glossary_has_every_table_and_every_list_of_choices(module):
    listed = {row[1].strip("`") for row in pages.rows(pages.read("docs/woordenlijst.md"))}

    assert _words(import_module(module)) - listed == set()


def test_the_glossary_has_each_word_once():
    rows = pages.rows(pages.read("docs/woordenlijst.md"))
    dutch, code = [row[0] for row in rows], [row[1] for row in rows]

    assert sorted(dutch) == sorted(set(dutch))
    assert sorted(code) == sorted(set(code))
    assert all(len(row) == 3 and row[2].endswith(".") for row in rows)


def test_a_word_of_the_glossary_is_a_word_of_the_code():
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for room in pages.ROOT.glob("*/__init__.py")
        for path in room.parent.rglob("*.py")
    )
    names = [row[1].strip("`") for row in pages.rows(pages.read("docs/woordenlijst.md"))]

    assert [name for name in names if not re.search(rf"\b_?{name}\b", code)] == []


@pytest.mark.parametrize(
    ("marker", "columns"),
    [("kolommen: profielen", PROFILE_COLUMNS), ("kolommen: vacatures", VACANCY_COLUMNS)],
)
def test_the_columns_on_the_page_are_those_of_the_import(marker, columns):
    page = pages.read("docs/importeren.md")

    assert pages.table_under(page, marker).splitlines() == _table(columns)


def _table(columns: tuple[Column, ...]) -> list[str]:
    return [
        "| kolom | verplicht | wat je invult | voorbeeld |",
        "|---|---|---|---|",
        *(
            f"| `{one.name}` | {'ja' if one.required else 'nee'} | {one.meaning} "
            f"| `{one.example}` |"
            for one in columns
        ),
    ]


def test_every_command_has_a_section():
    expected = {f"talent {command.name}" for command in app.registered_commands}
    expected |= {
        f"talent {group.name} {command.name}"
        for group in app.registered_groups
        if group.typer_instance
        for command in group.typer_instance.registered_commands
    }

    assert set(pages.sections(pages.read("docs/opdrachten.md"))) == expected | {"Een paar"}


def test_the_worked_example_adds_up_by_the_definition():
    text = pages.sections(pages.read("README.md"))["Hoe de score werkt"]
    rows = pages.rows(text)
    near = [int(row[4].split()[0]) for row in rows]
    rare = [int(row[6]) for row in rows]
    asked = [_asking(number, row) for number, row in enumerate(rows)]
    person = [Having(number, int(row[3])) for number, row in enumerate(rows)]
    scored = parts(
        lambda one, other: near[one] if one == other else 0,
        lambda skill: rare[skill],
        person,
        asked,
    )

    shown = [(one.nearness, one.level_fit, one.weight, one.points) for one in scored]
    assert shown == [tuple(int(row[at].split()[0]) for at in (4, 5, 7, 8)) for row in rows]
    points, after, most = score(scored), potential(lambda *_: 0, scored, ()), full_score(scored)
    assert f"Samen {points} van {most} punten: *past nu* {percent(points, most)} %" in text
    assert f"*Na scholing* {after} van {most}: {percent(after, most)} %" in text


def _asking(number: int, row: list[str]) -> Asking:
    level = int(row[2]) if row[2].isdigit() else None
    return Asking(number, level, row[1] == "vereist", row[0] == "voorraad tellen")


def test_the_readme_starts_with_the_two_commands():
    first = pages.blocks(pages.read("README.md"), "sh")[0]

    assert first.text.splitlines() == ["python3 run.py demo", "python3 run.py test"]


def test_the_readme_has_a_row_for_every_setting():
    code = [*pages.ROOT.glob("foundation/*.py"), *pages.ROOT.glob("api/**/*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*code, pages.ROOT / "run.py"])
    rows = pages.rows(pages.sections(pages.read("README.md"))["Een eigen site"])

    assert {row[0].strip("`") for row in rows} == set(re.findall(r'"(TOM_[A-Z_]+)"', text))


@pytest.mark.parametrize("name", ["README.md", "docs/architecture.md"])
def test_every_room_has_a_row(name):
    rooms = {f"`{room.parent.name}/`" for room in pages.ROOT.glob("*/__init__.py")}

    assert rooms - {"`migrations/`"} - {row[0] for row in pages.rows(pages.read(name))} == set()


def test_the_page_names_the_files_of_matching_that_read_rows():
    reads = re.compile(r"\bsession\.(exec|execute|get|scalar)\b")
    files = sorted((pages.ROOT / "matching").glob("*.py"))
    reading = [path.name for path in files if reads.search(path.read_text(encoding="utf-8"))]
    said = pages.read("docs/architecture.md").partition("lezen deze bestanden rijen")[2]

    assert re.findall(r"`(\w+\.py)`", said.partition("De kern")[0]) == reading


def test_the_readme_says_the_sentence_that_esco_asks_for():
    sentence = "This service uses the ESCO classification of the European Commission."

    assert sentence in pages.read("README.md").splitlines()


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads(pages.read("pyproject.toml"))["project"]
    public = re.findall(r'^softwareVersion: "(.+)"$', pages.read("publiccode.yml"), flags=re.M)
    newest = next(iter(pages.sections(pages.read("CHANGELOG.md"))))

    assert {project["version"], VERSION, *public} == {newest.split()[0]}


def test_the_licence_is_the_whole_eupl():
    text = pages.read("LICENSE")
    articles = [int(number) for number in re.findall(r"^(\d+)\. ?[A-Z]", text, flags=re.M)]

    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert articles == list(range(1, 16))
    assert text.endswith("require the production of a new EUPL version.\n")


def test_the_descriptions_in_publiccode_have_the_length_the_standard_asks():
    text = pages.read("publiccode.yml")
    short = re.findall(r"^    shortDescription: (.+)$", text, flags=re.M)
    long = re.findall(r"^    longDescription: >\n((?:      .+\n)+)", text, flags=re.M)

    assert [len(one) <= 150 for one in short] == [True, True]
    assert [150 <= len(" ".join(one.split())) <= 10_000 for one in long] == [True, True]


def test_the_decisions_are_numbered_without_a_gap_and_say_the_same_three_things():
    decisions = [name for name in pages.NAMES if name.startswith("docs/decisions/")]

    assert [int(name.split("/")[2][:4]) for name in decisions] == list(range(1, len(decisions) + 1))
    for name in decisions:
        assert list(pages.sections(pages.read(name))) == ["Context", "Besluit", "Gevolgen"]


def test_a_decision_that_the_code_names_is_there():
    code = [
        path.read_text(encoding="utf-8")
        for room in pages.ROOT.glob("*/__init__.py")
        for path in room.parent.rglob("*.py")
    ]
    named = {number for text in code for number in re.findall(r"docs/decisions/(\d{4})", text)}

    assert (
        named - {name.split("/")[2][:4] for name in pages.NAMES if "/decisions/" in name} == set()
    )
