"""Finds the Dutch sentences in the source of every room that a person can read.

No list of sentences but a walk through the source. A string is taken

1. when it is given to a refusal (a class that derives from `TalentError`), to a `Problem`, to a
   `Finding`, or stands anywhere else in a `raise`;
2. when it is a value of an enumeration that pages show (`SHOWN`);
3. when it stands in a constant of words (`WORDS`); what stands under the key "en" is left;
4. when it is a Dutch sentence, or reads as a part of one, wherever it stands;
5. when it stands in a file that is all words (`ALL_WORDS`) and is no key.

Never taken: docstrings, examples of the contract, and what is not Dutch (errors for programmers
are English). An f-string becomes a pattern with places: `f"Kies hoogstens {MOST} talen."`
becomes "Kies hoogstens {MOST} talen.", which `language.Catalogue.say` fills.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from api.language import PLACE

ROOT = Path(__file__).parent.parent
ROOMS = (
    "foundation", "skills", "accounts", "profiles", "vacancies", "matching", "coaching",
    "placements", "api",
    "api/pages", "api/routes",
)  # fmt: skip

# Their words are for the one who installs, or have an English version of their own beside them.
ELSEWHERE = frozenset(
    f"{name}.py"
    for name in (
        "api/program", "api/cli", "api/sentences", "api/source_texts", "foundation/settings",
        "foundation/migrate", "accounts/letters", "accounts/company_letters",
        "accounts/parting_letters", "coaching/letters", "coaching/coaching_letters",
        "accounts/campaign_letters", "placements/check_in_letters",
        "profiles/columns", "vacancies/columns", "vacancies/wording", "matching/evaluate",
        "skills/bulk", "skills/cells", "skills/concepts", "skills/files", "skills/links",
        "skills/load", "skills/rows", "skills/wording",
    )
)  # fmt: skip
SHOWN = frozenset(
    {
        "Reason", "Role", "AuditAction", "AuditReason", "ExperienceKind", "Gate", "Wish", "Tier",
        "Choice", "ObjectionSubject", "Importance", "SkillKind", "CourseForm", "WorkKind",
        "TravelMeans", "Weekday", "DeclineReason", "IntroductionState", "EntryState", "ReviewKind",
        "ReviewReason", "ObjectionOutcome", "Ground", "OutcomeKind", "OutcomeState", "EndReason",
        "WageBand", "CvFilter", "Side", "CheckInAnswer", "HandoverEvent", "BatchState",
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
    "foundation/terms.py": frozenset({"LEVEL_WORDS"}),
    "matching/explain.py": frozenset({"stands"}),
    "matching/gates.py": frozenset({"named"}),
    "profiles/imports.py": frozenset({"_DOUBLE"}),
    "vacancies/imports.py": frozenset({"_DOUBLE"}),
    "api/pages/held_values.py": frozenset({"WORDS", "_WEEKDAYS"}),
    "api/pages/own_rights.py": frozenset({"FIRST"}),
    "api/pages/work.py": frozenset({"BETTER"}),
    "vacancies/wording_rules.py": frozenset({"LAWS"}),
    "coaching/introduction_words.py": frozenset({"STANDS", "HAPPENED"}),
    "placements/satisfaction.py": frozenset({"QUESTIONS", "MARKS"}),
}

# The tables and definitions of the programme: every text is a head, a name or a sentence.
ALL_WORDS = frozenset(
    f"placements/{name}.py" for name in ("analysis", "chapters", "figures", "funnel_tables")
)
_KEYS = frozenset({"key", "figure"})
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")

_WORD = re.compile(r"[^\W\d_]+")
_DUTCH = frozenset(
    _WORD.findall(
        "aan alleen andere bedoel bekend bevat beter bij bijvoorbeeld cursus dan dat de deze die"
        " dit doen een eerst er geen gevraagd gewicht haal heeft het hier hoogstens iemand iets je"
        " jij kennen kies kijk klopt lijkt maak mag meer met minstens mist moet naar nee niet niets"
        " niveau nodig noem nog om onbekend ontbreekt op past punten rijbewijs schrijf staat steeds"
        " stuur te tekst uit vaardigheid valt van veel verzoek vink voor vraag vul wacht wel wij"
        " worden zet zijn zo zoek zonder"
    )
)
_ENGLISH = frozenset(
    _WORD.findall(
        "a an and are be can for given has holds how it its more must never no not our than that"
        " the there this to what where which with you your"
    )
)
_SAYING = frozenset({"Problem", "Finding", "CellProblem", "refuse"})
_SENTENCE = re.compile(r"[A-ZÉ“{€].*[.?!]", re.DOTALL)
_BUILTIN = frozenset({"len", "str", "sorted", "int", "join", "value", "values", "strftime"})


def texts_of_rooms() -> Iterator[tuple[str, str]]:
    """Find every text with the file it stands in."""
    for room in ROOMS:
        for path in sorted((ROOT / room).glob("*.py")):
            if file_name(path) not in ELSEWHERE:
                name = file_name(path)
                yield from ((name, text) for text in texts_in(_tree(name), name))


def texts_in(tree: ast.Module, name: str) -> Iterator[str]:
    """Find the texts of one file; `name` tells which of its constants hold words."""
    silent = set(_silent(tree))
    for node in ast.walk(tree):
        for place, must_be_dutch in _places(node, name):
            for text in _texts(place, silent):
                if _is_words(text) and (is_dutch(text) or not must_be_dutch):
                    yield text
    if name in ALL_WORDS:
        silent |= set(_keys(tree))
    for text in _texts(tree, silent):
        is_name = name in ALL_WORDS and not _KEY.fullmatch(text)
        if _is_words(text) and (is_name or _is_sentence(text)):
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
            pairs = zip(node.keys, node.values, strict=True)
            yield from (id(value) for key, value in pairs if _is_english(key, value))
        elif isinstance(node, ast.Subscript):
            yield id(node.slice)
        elif isinstance(node, ast.Compare):
            yield id(node)
        elif isinstance(node, ast.keyword) and node.arg in {"examples", "description", "summary"}:
            yield id(node.value)


def _keys(tree: ast.AST) -> Iterator[int]:
    """Find what names a table, a chapter or a figure and is never shown."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in _KEYS:
            yield id(node.value)
        elif isinstance(node, ast.ClassDef) and "StrEnum" in _bases(node):
            yield id(node)
        elif isinstance(node, ast.Call) and _called(node) == "Figure":
            yield id(node.args[0])
        elif isinstance(node, ast.Call) and _called(node) == "Column":
            yield from (id(one) for one in node.args[1:])


def _is_english(key: ast.expr | None, value: ast.expr) -> bool:
    english_key = isinstance(key, ast.Constant) and key.value == "en"
    return english_key and isinstance(value, ast.Dict)


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
    """Leave out addresses, regular expressions, and what is nothing but places."""
    if "(?:" in text or "\\s" in text:
        return False
    has_own = bool(PLACE.sub("", text).strip())
    return has_own and bool(_WORD.search(text)) and not text.startswith("/")


def _is_sentence(text: str) -> bool:
    """Tell a Dutch sentence, or the end of one, from keys and English."""
    words = _words(text)
    whole = " " in text and _SENTENCE.fullmatch(text) is not None
    return is_dutch(text) and (whole or (len(words) > 2 and len(words & _DUTCH) > 1))


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(PLACE.sub("", text))}


def is_dutch(text: str) -> bool:
    """Tell Dutch from English by the small words in it."""
    words = _words(text)
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
        for node in ast.walk(_tree(file_name(path)))
        if isinstance(node, ast.ClassDef)
    ]
    known = {"TalentError"}
    while more := {name for name, bases in classes if bases & known} - known:
        known |= more
    return frozenset(known)


@cache
def _tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def file_name(path: Path) -> str:
    """Name a file from the root of the project."""
    return path.relative_to(ROOT).as_posix()
