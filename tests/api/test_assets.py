"""The promises of the front-end files: only what is used, in a layer that our style overrules."""

import pytest

from api.assets import LICENCES, SCRIPTS, base_sheet, build, trim

TOKENS = {"--a": "var(--b)", "--b": "var( --c, 1px)", "--c": "red", "--unused": "var(--a)"}


def test_a_token_stays_when_a_sheet_or_another_token_asks_for_it():
    users = ["p { color: var(--a); margin: var(--not-a-token) }"]
    assert trim(TOKENS, users) == {"--a": "var(--b)", "--b": "var( --c, 1px)", "--c": "red"}


def test_tokens_that_refer_to_each_other_end():
    assert set(trim({"--a": "var(--b)", "--b": "var(--a)"}, ["var(--a)"])) == {"--a", "--b"}


def test_tokens_and_library_go_into_one_layer():
    library = '@charset "UTF-8";\n.utrecht-html a { color: var(--link); }'
    sheet = base_sheet(library, ":root {\n  --link: blue;\n  --other: red;\n}", [])
    assert " ".join(sheet.split()) == (
        "@layer basis { :root { --link:blue; } .utrecht-html a { color: var(--link); } }"
    )


@pytest.fixture
def modules(tmp_path):
    """What npm leaves, with the name of each file as its content."""
    library = "@utrecht/component-library-css/dist/html.css"
    tokens = "@nl-design-system-unstable/voorbeeld-design-tokens/dist/variables.css"
    for name in [library, tokens, *map(str, [*SCRIPTS.values(), *LICENCES.values()])]:
        path = tmp_path / "node_modules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "node_modules"


def test_every_file_comes_with_its_licence(modules, tmp_path):
    assets = build(modules, tmp_path / "static")
    assert sorted(path.name for path in assets.iterdir()) == [
        "autocomplete.min.js",
        "base.css",
        "htmx.min.js",
        "licences",
    ]
    assert {path.name for path in (assets / "licences").iterdir()} == set(LICENCES)


def test_a_missing_package_is_an_error(modules, tmp_path):
    (modules / SCRIPTS["htmx.min.js"]).unlink()
    with pytest.raises(FileNotFoundError):
        build(modules, tmp_path / "static")
