"""Puts the front-end files that npm brought where pages find them: copied, trimmed, with licences.

Runs on the standard library alone: `python -m api.assets`, after `npm ci`.
"""

import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

STATIC = Path(__file__).parent / "static"
LIBRARY = Path("@utrecht/component-library-css")
TOKENS = Path("@nl-design-system-unstable/voorbeeld-design-tokens")
SCRIPTS = {
    "htmx.min.js": Path("htmx.org/dist/htmx.min.js"),
    "autocomplete.min.js": Path("accessible-autocomplete/dist/accessible-autocomplete.min.js"),
}
LICENCES = {
    "utrecht-component-library-css.txt": LIBRARY / "LICENSE.md",
    "voorbeeld-design-tokens.txt": TOKENS / "LICENSE.md",
    "htmx.txt": Path("htmx.org/LICENSE"),
    "accessible-autocomplete.txt": Path("accessible-autocomplete/LICENSE.txt"),
}
USED = re.compile(r"var\(\s*(--[\w-]+)")
DEFINED = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+);")


def trim(tokens: Mapping[str, str], users: Iterable[str]) -> dict[str, str]:
    """Keep of `tokens` what the style sheets `users` ask for, and what those tokens ask in turn."""
    asked = {name for text in users for name in USED.findall(text)}
    kept: dict[str, str] = {}
    while asked:
        name = asked.pop()
        if name in tokens and name not in kept:
            kept[name] = tokens[name]
            asked.update(USED.findall(tokens[name]))
    return dict(sorted(kept.items()))


def base_sheet(library: str, tokens: str, own: Iterable[str]) -> str:
    """Join the design system's style sheet and its used tokens in one file.

    All of it goes into a cascade layer: whatever our own sheets say wins, without a contest in
    longer selectors.
    """
    kept = trim(dict(DEFINED.findall(tokens)), [library, *own])
    lines = "\n".join(f"{name}:{value};" for name, value in kept.items())
    rules = library.replace('@charset "UTF-8";', "")
    return f"@layer basis {{\n:root {{\n{lines}\n}}\n{rules}\n}}\n"


def build(modules: Path, static: Path = STATIC) -> Path:
    """Fill `static`/assets from npm's `modules`, and return it; files already there are replaced.

    Raises:
        FileNotFoundError: a package is not in `modules`.
    """
    own = [sheet.read_text(encoding="utf-8") for sheet in sorted(static.glob("**/*.css"))
           if "assets" not in sheet.relative_to(static).parts]  # fmt: skip
    library = (modules / LIBRARY / "dist/html.css").read_text(encoding="utf-8")
    tokens = (modules / TOKENS / "dist/variables.css").read_text(encoding="utf-8")
    assets = static / "assets"
    (assets / "licences").mkdir(parents=True, exist_ok=True)
    (assets / "base.css").write_text(base_sheet(library, tokens, own), encoding="utf-8")
    for name, source in SCRIPTS.items():
        shutil.copyfile(modules / source, assets / name)
    for name, source in LICENCES.items():
        shutil.copyfile(modules / source, assets / "licences" / name)
    return assets


if __name__ == "__main__":
    build(Path(sys.argv[1] if len(sys.argv) > 1 else "node_modules"))
