"""Turns the HTML that others put in a text into plain words; nothing of a script stays."""

import html
import re

# What stands between these tags is no text for people.
_SILENT = frozenset({"script", "style", "template", "head", "title", "iframe", "object", "svg"})
_NEW_LINE = frozenset(
    {"br", "p", "div", "ul", "ol", "tr", "table", "section", "article", "header", "footer"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "dl", "dt", "dd"}
)
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_HIDDEN_TAG = re.compile(r"&(?:lt|#60|#x3c);\s*/?[a-z]", re.IGNORECASE)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")
LONGEST_HTML = 200_000


def words_in(text: str) -> str:
    """Give the words of a text that may hold HTML, also when its tags were written as `&lt;p&gt;`.

    An item of a list starts with a dash, paragraphs stay apart. What looks like a tag at the end
    is left out too, so no reader ever sees half of one.
    """
    told = text[:LONGEST_HTML]
    if "<" not in told and _HIDDEN_TAG.search(told):
        told = html.unescape(told)
    told = html.unescape(_without_tags(told))
    lines = (_SPACES.sub(" ", line).strip() for line in told.splitlines())
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def _without_tags(text: str) -> str:
    """Take the tags out, going forward only."""
    kept: list[str] = []
    place, silent = 0, ""
    while place < len(text):
        opened = text.find("<", place)
        if opened < 0:
            kept.append("" if silent else text[place:])
            break
        if not silent:
            kept.append(text[place:opened])
        place, name, closing = _past(text, opened)
        if name == "":
            kept.append("" if silent else "<")
        elif silent:
            silent = "" if closing and name == silent else silent
        elif name in _SILENT and not closing:
            silent = name
        elif name == "li" and not closing:
            kept.append("\n- ")
        elif name in _NEW_LINE:
            kept.append("\n")
    return "".join(kept)


def _past(text: str, opened: int) -> tuple[int, str, bool]:
    """Give where a tag ends, its name and whether it closes; no name when it is a bare sign."""
    if text.startswith("<!--", opened):
        end = text.find("-->", opened + 4)
        return (len(text) if end < 0 else end + 3), "!", False
    named = _NAME.match(text, opened)
    if named is None and not text.startswith(("<!", "<?"), opened):
        return opened + 1, "", False
    end = text.find(">", opened)
    name = named[1].lower() if named else "!"
    return (len(text) if end < 0 else end + 1), name, text.startswith("</", opened)
