"""The report of a year as a tagged PDF (PDF/UA-1), set by typst from report.typ.

The same report gives the same bytes: the moment in it is the day on which it was read.
"""

import json
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from placements.figures import Figure
from placements.report import Report, Section
from placements.report_plots import plot
from placements.tables import Bar, Table, said

_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"


def report_pdf(report: Report, *, plots: bool = True) -> bytes:
    """Set a report, with its plots or with the tables alone.

    Raises:
        NoPlots: plots are asked, and the library that draws them is not installed.
    """
    told = json.dumps(_told(report, plots=plots), ensure_ascii=False)
    midnight = datetime.combine(report.asked.today, time(), UTC)
    pdf = _compiler(told).compile(format="pdf", pdf_standards=["ua-1"], timestamp=midnight)
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no PDF")
    return pdf


def report_name(report: Report) -> str:
    """Name the file of a report; it tells nothing about anybody."""
    region = "" if report.asked.region_id is None else f"-regio-{report.asked.region_id}"
    return f"jaarverslag-{report.asked.year}{region}.pdf"


def _compiler(told: str) -> typst.Compiler:
    template = files("placements").joinpath("report.typ").read_bytes()
    return typst.Compiler(template, font_paths=_fonts(), sys_inputs={"report": told})


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


def _told(report: Report, *, plots: bool) -> dict[str, Any]:
    day = report.asked.today
    return {
        "title": f"Jaarverslag {report.asked.year}",
        "region": report.asked.region[:1].upper() + report.asked.region[1:],
        "made": f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}",
        "sections": [_section(one, plots=plots) for one in report.sections],
        "definitions": [_definition(one) for one in report.definitions],
    }


def _section(section: Section, *, plots: bool) -> dict[str, Any]:
    return {
        "name": section.name,
        "lead": section.lead,
        "facts": [{"name": name, "value": said(value)} for name, value in section.facts],
        "tables": [_table(one, plots=plots) for one in section.tables],
    }


def _table(table: Table, *, plots: bool) -> dict[str, Any]:
    drawn = plots and bool(table.rows) and any(bar.value for bar in table.bars)
    return {
        "name": table.name,
        "note": table.note,
        "columns": list(table.columns),
        "rows": [[said(cell) for cell in row] for row in table.rows],
        "plot": plot(table) if drawn else "",
        "alt": _alt(table),
        "mark": f"De streep is: {table.mark_words}." if _marked(table) else "",
    }


def _marked(table: Table) -> bool:
    return bool(table.mark_words) and any(bar.mark is not None for bar in table.bars)


def _alt(table: Table) -> str:
    """Say in words what a plot shows."""
    bars = "; ".join(f"{bar.name}: {_value(bar, table.unit)}" for bar in table.bars)
    return f"Balken bij “{table.name}” {bars}. Dezelfde getallen staan in de tabel."


def _value(bar: Bar, unit: str) -> str:
    if bar.value is None:
        return said(None)
    return f"{bar.note} {bar.value} {unit}".strip()


def _definition(figure: Figure) -> dict[str, str]:
    return {
        "name": figure.name,
        "text": figure.definition,
        "counts": figure.counts,
        "leaves_out": figure.leaves_out,
    }
