"""Gathers every Dutch sentence a person can read, and keeps the English catalogue complete.

Pages: what stands in `{% trans %}`, `_()` and `ngettext()` of every template. Python: what
`source_texts` finds. And the Dutch names of languages, which come with their English.
"""

import sys
from collections.abc import Iterator
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from api.language import CATALOGUES
from api.source_texts import ROOT, file_name, texts_of_rooms
from profiles.languages import LANGUAGES

TEMPLATES = ROOT / "api" / "templates"
ENGLISH = CATALOGUES / "en" / "LC_MESSAGES" / "messages.po"
LANGUAGE_NAMES = "profiles/languages.py"


def english() -> Catalog:
    """Read the English catalogue as it is kept."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def gathered() -> Catalog:
    """Gather every sentence, each with the files it stands in."""
    found = Catalog(locale="en", charset="utf-8", fuzzy=False)
    names = [(LANGUAGE_NAMES, one.dutch) for one in LANGUAGES]
    for file, sentence in (*_in_templates(), *texts_of_rooms(), *names):
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
                yield file_name(path), said[0] if len(said) == 1 else said[:2]


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
