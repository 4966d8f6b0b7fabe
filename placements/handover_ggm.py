"""Introductions and outcomes in the shapes of GGM: Bemiddelingsactiviteit, and Opleiding beside it.

The shape is that of the model; how it is written as JSON is ours, because GGM does not say.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from placements.handover_lines import BatchFile, BatchLine, json_line
from placements.handover_losses import Losses
from placements.handover_mapping import (
    COURSE_FINISHED,
    COURSE_STATES,
    COURSE_STOPPED,
    GGM,
    INDICATION,
    RESULTS,
    SETU,
)
from placements.handover_outcomes import OutcomeRow
from placements.handover_people import IntroductionRow
from placements.models import PLACEMENTS, EndReason, Outcome

NAME = "ggm-bemiddeling.json"
SETU_NAME = "setu-assignment.json"

INTRODUCED, CAME_OF_IT = "voordracht", "uitkomst"
_NO_FIELD_OF_INTRODUCTION = ("vacancy", "ended_on", "decline_reason", "coach_organisation")
_NO_FIELD_OF_OUTCOME = (
    "event",
    "previous",
    "replaces",
    "ends_on",
    "ended_on",
    "end_reason",
    "answered_on",
    "hours",
    "wage_band",
    "employer_kvk",
    "employer_name",
    "sector",
    "sbi_section",
    "municipality",
    "region",
    "vacancy",
    "closes",
    "partner",
    "coach_organisation",
    "cv_filter_excludes",
    "cv_no_job",
    "cv_no_diploma",
    "check_ins",
)
# The only fields of an outcome with a course that GGM's Opleiding does hold.
_OF_A_COURSE = frozenset({"ends_on", "ended_on", "end_reason"})


def ggm_file(
    introductions: Iterable[IntroductionRow], outcomes: Iterable[OutcomeRow], losses: Losses
) -> BatchFile:
    """Write every introduction and every row of an outcome of a batch, each on its own line."""
    lines = [_introduction_line(row, losses) for row in introductions]
    lines += [_outcome_line(row, losses) for row in outcomes]
    return BatchFile(NAME, tuple(lines))


def note_no_supplier(outcomes: Iterable[OutcomeRow], losses: Losses) -> None:
    """Count the placements that may be a supplier's: nothing here tells, so no SETU file is made.

    SETU's Assignment is between a supplier and who hires from him, and asks what an hour costs. We
    know one employer and a band of wages.
    """
    for row in outcomes:
        if row.outcome.kind in PLACEMENTS:
            losses.note(SETU_NAME, SETU, {"supplier": "?", "payRates": "?"})


def _introduction_line(row: IntroductionRow, losses: Losses) -> BatchLine:
    values = row.values
    losses.note(NAME, GGM, {f"voordracht.{one}": values[one] for one in _NO_FIELD_OF_INTRODUCTION})
    told = {
        "id": f"{INTRODUCED}-{values['id']}",
        "person": values["person"],
        "bemiddelingsactiviteit": _filled(
            {
                "datumBemiddeling": values["asked_on"],
                "omschrijvingSoortContactbemiddeling": INTRODUCED,
                "omschrijvingSatutsBemiddeling": values["state"],
                "datumVerwijzingVacature": values["introduced_on"],
                "indicatiePlaatsing": INDICATION[None],
            }
        ),
    }
    return json_line(told, public_id=str(told["id"]), candidate_id=row.candidate_id)


def _outcome_line(row: OutcomeRow, losses: Losses) -> BatchLine:
    values, result = row.values, RESULTS[row.outcome.kind]
    kept = _OF_A_COURSE if result.course else frozenset()
    told = {f"uitkomst.{one}": values[one] for one in _NO_FIELD_OF_OUTCOME if one not in kept}
    losses.note(NAME, GGM, told)
    line = {
        "id": f"{CAME_OF_IT}-{values['id']}",
        "person": values["person"],
        "bemiddelingsactiviteit": {
            "datumBemiddeling": values["starts_on"],
            "omschrijvingSoortContactbemiddeling": CAME_OF_IT,
            "omschrijvingSatutsBemiddeling": values["state"],
            "omschrijvingResultaatBemiddeling": result.words,
            "indicatiePlaatsing": INDICATION[result.placed],
        },
    }
    if result.course:
        line["opleiding"] = _course(values, row.outcome)
    return json_line(line, public_id=str(line["id"]))


def _course(values: Mapping[str, Any], outcome: Outcome) -> dict[str, Any]:
    return _filled(
        {
            "naamOpleiding": values["course"],
            "instituutnaam": values["course_provider"],
            "datumAanvang": values["starts_on"],
            "datumEinde": values["ended_on"] or values["ends_on"],
            "codeStatusOpleiding": _course_state(outcome),
        }
    )


def _course_state(outcome: Outcome) -> int:
    ended = {EndReason.COURSE_FINISHED: COURSE_FINISHED, EndReason.COURSE_STOPPED: COURSE_STOPPED}
    if outcome.end_reason in ended:
        return ended[outcome.end_reason]
    return COURSE_STATES[outcome.state]


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
