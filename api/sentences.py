"""Gathers every Dutch sentence a person can read, and keeps the English catalogue complete.

Pages: what stands in `{% trans %}`, `_()` and `ngettext()` of every template.

Python: no list of sentences but a walk through the source of every room. A string is taken

1. when it is given to a refusal (a class that derives from `TalentError`), to a `Problem`, to a
   `Finding`, or stands anywhere else in a `raise`;
2. when it is a value of an enumeration that pages show (`SHOWN`);
3. when it stands in a constant of words (`WORDS`); what stands under the key "en" is left;
4. when it is a Dutch sentence, or reads as a part of one, wherever it stands;
5. when it is the Dutch name of a language (`profiles.languages`, which has the English too).

Never taken: docstrings, examples of the contract, and what is not Dutch (errors for programmers
are English). An f-string becomes a pattern with places: `f"Kies hoogstens {MOST_SKILLS} vaardigheden."`
becomes "Kies hoogstens {MOST_SKILLS} vaardigheden.", which `language.Catalogue.say` fills.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from api.language import CATALOGUES
from profiles.languages import LANGUAGES

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "api" / "templates"
ENGLISH = CATALOGUES / "en" / "LC_MESSAGES" / "messages.po"
LANGUAGE_NAMES = "profiles/languages.py"
ROOMS = (
    "foundation", "skills", "accounts", "profiles", "vacancies", "matching", "coaching", "api",
    "api/pages", "api/routes",
)  # fmt: skip

# Their words are for the one who installs, or have an English version of their own beside them.
ELSEWHERE = frozenset(
    f"{name}.py"
    for name in (
        "api/program", "api/cli", "api/sentences", "foundation/settings", "foundation/migrate",
        "accounts/letters", "profiles/columns", "vacancies/columns", "matching/evaluate",
        "skills/bulk", "skills/cells", "skills/concepts", "skills/files", "skills/links",
        "skills/load", "skills/rows", "skills/wording",
    )
)  # fmt: skip
SHOWN = frozenset(
    {
        "Reason", "Role", "AuditAction", "AuditReason", "ExperienceKind", "Gate", "Wish", "Tier",
        "Choice", "ObjectionSubject", "Importance", "SkillKind", "CourseForm", "WorkKind",
        "TravelMeans", "Weekday",
    }
)  # fmt: skip
WORDS: Mapping[str, frozenset[str]] = {
    "foundation/entry.py": frozenset({"_DUTCH"}),
    "profiles/states.py": frozenset({"_DUTCH"}),
    "vacancies/service.py": frozenset({"_DUTCH"}),
    "profiles/interests.py": frozenset({"_WORDS", "ANSWERS"}),
    "profiles/held_words.py": frozenset({"TABLES", "COLUMNS", "LEFT_OUT"}),
    "profiles/passport_words.py": frozenset({"LEVELS", "EVIDENCE", "EXPERIENCES"}),
    "profiles/consent_texts.py": frozenset({"TEXTS"}),
    "skills/mentions.py": frozenset({"advice"}),
    "matching/explain.py": frozenset({"LEVEL_WORDS", "stands"}),
    "matching/gates.py": frozenset({"named"}),
    "profiles/imports.py": frozenset({"_DOUBLE"}),
    "vacancies/imports.py": frozenset({"_DOUBLE"}),
    "api/pages/held_values.py": frozenset({"WORDS", "_WEEKDAYS"}),
    "api/pages/own_rights.py": frozenset({"FIRST"}),
    "api/pages/work.py": frozenset({"BETTER"}),
}

_DUTCH = frozenset(
    ["aan", "alleen", "andere", "bedoel", "bekend", "bevat", "beter", "bij", "bijvoorbeeld", "cursus", "dan", "dat", "de", "deze", "die", "dit", "doen", "een", "eerst", "er", "geen", "gevraagd", "gewicht", "haal", "heeft", "het", "hier", "hoogstens", "iemand", "iets", "je", "jij", "kennen", "kies", "kijk", "klopt", "lijkt", "maak", "mag", "meer", "met", "minstens", "mist", "moet", "naar", "nodig", "nee", "niet", "niets", "niveau", "noem", "nog", "om", "onbekend", "ontbreekt", "op", "past", "punten", "rijbewijs", "schrijf", "staat", "steeds", "stuur", "te", "tekst", "uit", "vaardigheid", "valt", "van", "veel", "verzoek", "vink", "voor", "vraag", "vul", "wacht", "wel", "wij", "worden", "zet", "zijn", "zo", "zoek", "zonder"]
)
_ENGLISH = frozenset(
    ["a", "an", "and", "are", "be", "can", "for", "given", "has", "holds", "how", "it", "its", "more", "must", "never", "no", "not", "our", "than", "that", "the", "there", "this", "to", "what", "where", "which", "with", "you", "your"]
)
_SAYING = frozenset({"Problem", "Finding", "CellProblem", "refuse"})
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[A-ZÉ“{€].*[.?!]", re.DOTALL)
_BUILTIN = frozenset({"len", "str", "sorted", "int", "join", "value", "values", "strftime"})


def english() -> Catalog:
    """Read the English catalogue as it is kept."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def gathered() -> Catalog:
    """Gather every sentence, each with the files it stands in."""
    found = Catalog(locale="en", charset="utf-8", fuzzy=False)
    names = [(LANGUAGE_NAMES, one.dutch) for one in LANGUAGES]
    for file, sentence in (*_in_templates(), *_in_rooms(), *names):
        found.add(sentence, locations=[(file, 1)])
    return found


def updated(kept: Catalog) -> Catalog:
    """Gather every sentence anew, with the English that is kept for it."""
    fresh = gathered()
    known = {one.dutch: one.english for one in LANGUAGES}
    for message in fresh:
        before = kept.get(message.id) if message.id else None
        if before is not None and before.string:
            message.string = before.string
        elif message.id in known:
            message.string = known[message.id]
    return fresh


def written(catalogue: Catalog) -> bytes:
    """Write a catalogue down, sorted and without what differs by machine, moment or line."""
    text = BytesIO()
    write_po(text, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False)
    head = (
        '# English for every Dutch sentence. "python3 run.py words" adds what is new.\n'
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    return head.encode() + text.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """List what has no English yet."""
    return [one for one in catalogue if one.id and not all(_strings(one))]


def _strings(message: Message) -> tuple[str, ...]:
    told = message.string or ""
    return (told,) if isinstance(told, str) else tuple(told)


# Pages


def _in_templates() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    options = {
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "newstyle_gettext": "true",
        "silent": "false",
    }
    for path in sorted(TEMPLATES.rglob("*.html")):
        with path.open("rb") as file:
            for _, _, message, _ in babel_extract(file, ("_", "gettext", "ngettext"), (), options):
                texts = (message,) if isinstance(message, str) else tuple(message or ())
                said = tuple(text for text in texts if text is not None)
                yield _name(path), said[0] if len(said) == 1 else said[:2]


# Python


def _in_rooms() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).glob("*.py")):
            if _name(path) not in ELSEWHERE:
                yield from ((_name(path), text) for text in _in_module(_name(path)))


def _in_module(name: str) -> Iterator[str]:
    tree = _tree(name)
    silent = set(_silent(tree))
    for node in ast.walk(tree):
        for place, must_be_dutch in _places(node, name):
            for text in _texts(place, silent):
                if _is_words(text) and (is_dutch(text) or not must_be_dutch):
                    yield text
    for text in _texts(tree, silent):
        if _is_words(text) and _is_sentence(text):
            yield text


def _places(node: ast.AST, name: str) -> Iterator[tuple[ast.AST, bool]]:
    """Find where the words of a person may stand; True: they may also be a programmer's."""
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        yield from ((one, True) for one in node.exc.args)
    elif isinstance(node, ast.Call) and _called(node) in _refusals():
        yield from ((one, True) for one in node.args[:1])
    elif isinstance(node, ast.Call) and _called(node) in _SAYING:
        yield from ((one, True) for one in node.args[1:])
    elif isinstance(node, ast.ClassDef) and node.name in SHOWN and "StrEnum" in _bases(node):
        yield from ((one.value, False) for one in node.body if isinstance(one, ast.Assign))
    elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        named = {one.id for one in targets if isinstance(one, ast.Name)}
        if named & WORDS.get(name, frozenset()):
            yield node.value, False


def _silent(tree: ast.AST) -> Iterator[int]:
    """Find what nobody reads: docstrings, keys, examples, English beside the Dutch."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        elif isinstance(node, ast.Dict):
            yield from (id(key) for key in node.keys if key is not None)
            yield from (
                id(value)
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant) and key.value == "en" and isinstance(value, ast.Dict)
            )
        elif isinstance(node, ast.Subscript):
            yield id(node.slice)
        elif isinstance(node, ast.Compare):
            yield id(node)
        elif isinstance(node, ast.keyword) and node.arg in {"examples", "description", "summary"}:
            yield id(node.value)


def _texts(node: ast.AST, silent: set[int]) -> Iterator[str]:
    """Find every text under a node, f-strings as patterns; what was added together is one."""
    if id(node) in silent:
        return
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield _pattern(node)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _texts(part.value, silent)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _texts(child, silent)


def _pattern(node: ast.JoinedStr) -> str:
    pieces: list[str] = []
    used: list[str] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            pieces.append(str(part.value))
        elif isinstance(part, ast.FormattedValue):
            name = _place(part.value)
            used.append(name)
            number = used.count(name)
            pieces.append("{" + (name if number == 1 else f"{name}_{number}") + "}")
    return "".join(pieces)


def _place(node: ast.AST) -> str:
    """Name a place for what fills it: the last name in the expression that is not a built-in."""
    if isinstance(node, ast.Subscript):
        return _place(node.value).strip("_").lower()
    if isinstance(node, ast.Attribute):
        return _place(node.value) if node.attr in _BUILTIN else node.attr
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        name = node.func.id.strip("_")
        return _place(node.args[0]) if name in _BUILTIN and node.args else name
    names = [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]
    return next((name for name in names if name not in _BUILTIN), "text")


def _is_words(text: str) -> bool:
    return bool(_WORD.search(text) and re.sub(r"\{[^{}]*\}", "", text).strip()) and not text.startswith("/")


def _is_sentence(text: str) -> bool:
    """Tell a Dutch sentence, or the end of one, from keys and English."""
    words = _words(text)
    whole = " " in text and _SENTENCE.fullmatch(text) is not None
    return is_dutch(text) and (whole or (len(words) > 2 and len(words & _DUTCH) > 1))


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(re.sub(r"\{[^{}]*\}", "", text))}


def is_dutch(text: str) -> bool:
    """Tell Dutch from English by the small words in it."""
    words = {word.lower() for word in _WORD.findall(re.sub(r"\{[^{}]*\}", "", text))}
    return len(words & _DUTCH) > len(words & _ENGLISH)


def _called(node: ast.Call) -> str:
    func = node.func
    if isinstance(func, ast.Attribute):
        return func.attr
    return func.id if isinstance(func, ast.Name) else ""


def _bases(node: ast.ClassDef) -> set[str]:
    return {one.id for one in node.bases if isinstance(one, ast.Name)}


@cache
def _refusals() -> frozenset[str]:
    """Name every class that derives from TalentError, in whatever room it stands."""
    classes = [
        (node.name, _bases(node))
        for room in ROOMS
        for path in sorted((ROOT / room).glob("*.py"))
        for node in ast.walk(_tree(_name(path)))
        if isinstance(node, ast.ClassDef)
    ]
    known = {"TalentError"}
    while more := {name for name, bases in classes if bases & known} - known:
        known |= more
    return frozenset(known)


@cache
def _tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def main() -> None:
    """Bring the English catalogue up to date and tell what still needs English."""
    kept = english() if ENGLISH.is_file() else Catalog(locale="en")
    fresh = updated(kept)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_bytes(written(fresh))
    empty = untranslated(fresh)
    sys.stdout.write(f"{len(fresh)} zinnen, waarvan {len(empty)} nog zonder Engels.\n")


if __name__ == "__main__":
    main()
