"""Draws the bars of a table as SVG with matplotlib; the same bars give the same bytes."""

from importlib.util import find_spec
from io import StringIO
from threading import Lock
from typing import Any

from foundation.errors import Unavailable
from placements.tables import Bar, Table

# One drawing at a time: matplotlib keeps its fonts and its hash salt for the whole process.
_DRAWING = Lock()
_ACCENT, _MARK, _INK, _EDGE = "#1d4f5f", "#a3262a", "#1b2026", "#e4e8ea"
_WIDTH, _ROW, _AROUND = 6.4, 0.34, 0.25
_LONGEST = 44


class NoPlots(Unavailable):
    """The library that draws is not installed."""


def plots_available() -> bool:
    """Tell whether plots can be drawn here."""
    return find_spec("matplotlib") is not None


def plot(table: Table) -> str:
    """Draw the bars of a table as an SVG text; what is hidden has a word instead of a bar.

    Raises:
        NoPlots: matplotlib is not installed.
    """
    try:
        import matplotlib as mpl  # an extra: not everybody has it
        from matplotlib.figure import Figure
    except ImportError as error:
        raise NoPlots(
            "De beelden kunnen hier niet worden getekend. Vraag de beheerder om de uitbreiding "
            "“report” te installeren (pip install 'talent-op-maat[report]'), of maak het verslag "
            "zonder beelden."
        ) from error
    with _DRAWING:
        mpl.rcParams["svg.hashsalt"] = "talent-op-maat"
        figure: Any = Figure(figsize=(_WIDTH, _AROUND + _ROW * len(table.bars)))
        _draw(figure.add_axes((0.45, 0.02, 0.39, 0.96)), table)
        text = StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(text, format="svg", metadata=nothing, transparent=True)
    return text.getvalue()


def _draw(axes: Any, table: Table) -> None:
    most = max([100 if table.unit == "%" else 1, *map(_longest, table.bars)])
    for place, bar in enumerate(table.bars):
        axes.barh(place, most, height=0.6, color=_EDGE)
        if bar.value:
            axes.barh(place, bar.value, height=0.6, color=_ACCENT)
        if bar.mark is not None:
            axes.plot([bar.mark, bar.mark], [place - 0.42, place + 0.42], color=_MARK, linewidth=2)
        axes.text(-0.02 * most, place, _short(bar.name), ha="right", va="center", **_LETTERS)
        axes.text(1.02 * most, place, _words(bar, table.unit), ha="left", va="center", **_LETTERS)
    axes.set_xlim(0, most)
    axes.set_ylim(len(table.bars) - 0.5, -0.5)
    axes.axis("off")


_LETTERS = {"color": _INK, "fontsize": 8}


def _longest(bar: Bar) -> int:
    return max(bar.value or 0, bar.mark or 0)


def _words(bar: Bar, unit: str) -> str:
    if bar.value is None:
        return "verborgen"
    return f"{bar.value} %" if unit == "%" else f"{bar.note} {bar.value}".strip()


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
