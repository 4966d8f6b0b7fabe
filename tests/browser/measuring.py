"""What is measured on a page: how it is laid out, what one can tap, and what it asked for."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request

# What somebody can see when everything is unfolded. Each complaint names the piece of the page.
_SHOWN = """
const shown = (one) => one.checkVisibility({ checkVisibilityCSS: true, opacityProperty: true })
    && one.getBoundingClientRect().width > 1 && !one.closest(".unseen");
const name = (one) => one.outerHTML.replace(/\\s+/g, " ").slice(0, 90);
const all = (what) => [...document.querySelectorAll(what)].filter(shown);
const found = [];
"""

LAYOUT = f"""() => {{{_SHOWN}
const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth > width) {{
    const wide = all("body *").filter((one) => one.getBoundingClientRect().right > width + 1
        && !one.closest(".scroll, pre"));
    found.push(`scrolls sideways: ${{wide.slice(0, 3).map(name)}}`);
}}
for (const one of all("a, button, input, select, textarea, summary")) {{
    const target = one.matches("input") ? one.closest("label") ?? one : one;
    const box = target.getBoundingClientRect();
    const isInText = getComputedStyle(one).display === "inline";
    const isSmall = box.height < 24 || box.width < 24;
    if (isSmall && !isInText) found.push(`small target: ${{name(one)}}`);
}}
for (const one of all("label, legend, th, dt, .choice span")) {{
    const range = document.createRange();
    range.selectNodeContents(one);
    const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
    if (lines > 1 && one.getBoundingClientRect().width < 60) found.push(`narrow: ${{name(one)}}`);
}}
for (const one of all("main *, header *")) {{
    const style = getComputedStyle(one);
    const cut = one.scrollWidth > one.clientWidth + 1 && style.overflowX === "hidden";
    if (cut && one.clientWidth > 1 && !one.closest("svg")) found.push(`cut off: ${{name(one)}}`);
}}
return found; }}"""

ORDER = f"""(language) => {{{_SHOWN}
const root = document.documentElement;
if (root.lang !== language) found.push(`lang is ${{root.lang}}`);
if (!document.title.split("–")[0].trim()) found.push("no title");
const levels = all("h1, h2, h3, h4, h5, h6").map((one) => Number(one.tagName[1]));
if (levels.filter((one) => one === 1).length !== 1) found.push(`headings: ${{levels}}`);
levels.forEach((level, at) => {{
    if (at && level > levels[at - 1] + 1) found.push(`heading skips a level: ${{levels}}`);
}});
const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
ids.forEach((id, at) => {{ if (ids.indexOf(id) < at) found.push(`id twice: ${{id}}`); }});
for (const link of document.querySelectorAll("main a[href^='#']")) {{
    if (!document.getElementById(link.hash.slice(1))) found.push(`leads nowhere: ${{name(link)}}`);
}}
return found; }}"""

FOCUS = f"""() => {{{_SHOWN}
for (const one of all("a, button, input, select, textarea, summary, [tabindex='0']")) {{
    one.focus({{ focusVisible: true }});
    if (document.activeElement !== one) continue;
    const ringed = [one, one.closest("label")].filter(Boolean).some((piece) => {{
        const style = getComputedStyle(piece);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    }});
    if (!ringed) found.push(`focus not seen: ${{name(one)}}`);
}}
document.activeElement?.blur();
return found; }}"""

MOST_BYTES = 100_000


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def letters(page: Page, percent: int) -> None:
    """Set the size of letters, as somebody does who zooms the text only."""
    page.evaluate(f"document.documentElement.style.fontSize = '{percent}%'")


def complaints_of_layout(page: Page) -> list[str]:
    """Measure one page in many widths; leaves it 360 wide."""
    found: list[str] = page.evaluate(FOCUS)
    for width, percent in ((1280, 200), (640, 100), (320, 100), (360, 100)):
        page.set_viewport_size({"width": width, "height": 740})
        letters(page, percent)
        found += [f"{width} wide, {percent} %: {one}" for one in page.evaluate(LAYOUT)]
    return found


def weight(requests: list[Request]) -> dict[str, int]:
    """Weigh what came over the line for a page, by address."""
    return {
        urlsplit(one.url).path: one.sizes()["responseBodySize"]
        for one in requests
        if not one.url.startswith("data:")
    }


def hosts(requests: list[Request]) -> set[str]:
    """Tell which servers were asked for something."""
    return {urlsplit(one.url).netloc for one in requests if not one.url.startswith("data:")}


def faults_of(page: Page) -> str:
    """Let axe look; give what it says about each fault."""
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return found.generate_report() if found.violations_count else ""
