"""Reads a page as a person does: its texts, block by block, without marks and addresses."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

SAID = ("aria-label", "alt", "placeholder", "title", "data-offline", "data-kept", "data-later",
        "data-stop")  # fmt: skip
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
     "wbr"}
)  # fmt: skip
BLOCKS = frozenset(
    {"p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "td", "th", "caption", "legend", "label", "div",
     "button", "a", "option", "summary", "figcaption", "title", "section", "main", "nav", "header",
     "footer", "form", "fieldset", "table", "ul", "ol", "dl"}
)  # fmt: skip
UNREAD = frozenset({"script", "style"})


@dataclass
class Shown:
    """What a page shows: its language and every text."""

    language: str = ""
    texts: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects text per block; what is in another language, or written by somebody, is left."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = Shown()
        self._open: list[tuple[str, bool]] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.shown.language = given.get("lang", "")
        if tag in BLOCKS:
            self._end()
        foreign = given.get("lang", self.shown.language) != self.shown.language
        left = foreign or "told" in given.get("class", "").split() or tag in UNREAD
        left = left or any(hidden for _, hidden in self._open)
        if not left:
            self.shown.texts += [given[name] for name in SAID if given.get(name, "").strip()]
        if tag not in VOID:
            self._open.append((tag, left))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end()
        while self._open and self._open[-1][0] != tag:
            self._open.pop()
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not any(hidden for _, hidden in self._open):
            self._text += data

    def _end(self) -> None:
        if self._text.strip():
            self.shown.texts.append(" ".join(self._text.split()))
        self._text = ""


def shown_on(html: str) -> Shown:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.shown


def without(texts: Iterable[str], words: Iterable[str]) -> list[str]:
    """Leave out the texts that hold one of the words."""
    left = tuple(words)
    return [text for text in texts if not any(word in text for word in left)]
