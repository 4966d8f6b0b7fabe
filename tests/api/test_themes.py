"""The promises of a theme: it says every colour, by day and by night, and each can be read."""

import re

import pytest

from api.assets import STATIC

THEMES = sorted(path.stem for path in (STATIC / "themes").glob("*.css"))
GROUNDS = ["paper", "card", "tint", "warm-tint", "good-tint"]
TIERS = ["has", "almost", "unknown", "missing"]
TEXT = [(ink, ground) for ink in ("ink", "accent-deep") for ground in GROUNDS]
TEXT += [(ink, ground) for ink in ("soft", "missing") for ground in ("paper", "card")]
TEXT += [(tier, "card") for tier in TIERS] + [("card", tier) for tier in TIERS]
TEXT += [("on-accent", "accent"), ("on-accent", "accent-deep"), ("missing", "wrong-tint")]
TEXT += [("soft", "tint")]
SHAPES = [(shape, ground) for shape in ("edge", "training") for ground in ("paper", "card")]
SHAPES += [("accent", "card"), ("accent", "paper"), ("focus-edge", "card"), ("focus-edge", "paper")]


def colours(theme, night):
    """Read the colours of a theme."""
    day, dark = (STATIC / "themes" / f"{theme}.css").read_text(encoding="utf-8").split("@media")
    found = dict(re.findall(r"--tom-([a-z-]+): #([0-9a-f]{6});", day))
    return found | dict(re.findall(r"--tom-([a-z-]+): #([0-9a-f]{6});", dark if night else ""))


def brightness(colour):
    """Give the relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Give the contrast ratio of WCAG 2.2."""
    dark, light = sorted([brightness(one), brightness(other)])
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_that_of_wcag():
    assert round(contrast("000000", "ffffff"), 2) == 21
    assert round(contrast("777777", "ffffff"), 2) == 4.48


@pytest.mark.parametrize("night", [False, True])
@pytest.mark.parametrize("theme", THEMES)
def test_text_and_shapes_stand_out(theme, night):
    found = colours(theme, night)
    asked = [(*pair, 4.5) for pair in TEXT] + [(*pair, 3) for pair in SHAPES]
    measured = [(a, b, round(contrast(found[a], found[b]), 2), least) for a, b, least in asked]
    assert [one for one in measured if one[2] < one[3]] == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_names_the_same_tokens(theme):
    def names(one):
        text = (STATIC / "themes" / f"{one}.css").read_text(encoding="utf-8")
        return sorted(re.findall(r"--tom-[a-z-]+(?=:)", text))

    assert names(theme) == names("maat")


def test_the_site_style_has_no_colour_of_its_own():
    own = (STATIC / "tom.css").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl", own) == []
    assert len(own.splitlines()) <= 300
