"""The pages of the project as tests read them: their blocks, tables, links and headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=lambda page: page.as_posix()
)
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
NOT_TESTED = "# niet in de test: "

_BLOCK = re.compile(r"^```(?P<kind>\S*)(?P<said>[^\n]*)\n(?P<text>.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block; `excluded` is the reason not to run it, empty when it is run."""

    kind: str
    text: str
    excluded: str


def read(name: str) -> str:
    """Read a page by its path in the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, kind: str) -> list[Block]:
    """List the blocks of one kind, in order."""
    return [
        Block(kind, found["text"], found["said"].strip().partition(NOT_TESTED)[2])
        for found in _BLOCK.finditer(text)
        if found["kind"] == kind
    ]


def commands(text: str) -> str:
    """Give the lines of all `sh` blocks that are run."""
    return "".join(block.text for block in blocks(text, "sh") if not block.excluded)


def rows(text: str) -> list[list[str]]:
    """List the cells of every row of every table, headings and lines between them left out."""
    lines = text.splitlines()
    ruled = {number for number, line in enumerate(lines) if re.fullmatch(r"\|[-| ]+\|", line)}
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for number, line in enumerate(lines)
        if line.startswith("|") and number not in ruled and number + 1 not in ruled
    ]


def table_under(text: str, marker: str) -> str:
    """Give the table that follows the comment `marker`, as it stands."""
    after = text.partition(f"<!-- {marker} -->\n")[2]
    return after.partition("\n\n")[0]


def sections(text: str) -> dict[str, str]:
    """Give the text under each heading of the second rank."""
    found = re.split(r"^## (.+)$", text, flags=re.M)
    return dict(zip(found[1::2], found[2::2], strict=True))


def links(text: str) -> Iterator[tuple[str, str]]:
    """List the links to files and headings of the project: (file, heading)."""
    for target in _LINK.findall(_BLOCK.sub("", text)):
        if "://" not in target:
            file, _, heading = target.partition("#")
            yield file, heading


def anchors(text: str) -> set[str]:
    """Give the names a link can use for the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", _BLOCK.sub("", text), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in headings}
