"""What the pages about outcomes share: which one, what a form sends, what all of them show."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import Path, Request
from sqlmodel import Session

from api.asking import LARGEST_ID
from api.pages.forms import Fields
from api.pages.introducing import REVISION
from api.pages.own import errors_of
from api.pages.own_rights import days_of
from coaching.introduction_words import Reader
from foundation.entry import validated
from foundation.errors import Conflict, TalentError
from placements.drafts import CorrectionDraft, EndDraft, OutcomeDraft, ReplyDraft
from placements.follow_up import follow_up_of
from placements.models import OutcomeKind
from placements.outcome_views import show_outcome
from placements.outcomes import find_outcome
from placements.rules import FIELDS, LASTING

OutcomeNumber = Annotated[int, Path(alias="outcomeId", ge=1, le=LARGEST_ID)]

# The id on the page for each field of the drafts.
NAMES: Mapping[str, str] = {
    "kind": "soort",
    "starts_on": "start",
    "ends_on": "tot",
    "employer_id": "bedrijf",
    "course_id": "opleiding",
    "partner_id": "partner",
    "skill_ids": "vaardigheid",
    "hours": "uren",
    "wage_band": "loon",
    "has_usual_diploma": "diploma",
    "ended_on": "einde",
    "reason": "reden",
    "answered_on": "antwoord",
    "": "start",
}
DATE = "Schrijf een datum als 2026-09-01."
# By id, the sentence that helps more where nothing was filled in.
BETTER: Mapping[str, str] = {
    "start": "Vul in wanneer het begint of begon.",
    "bedrijf": "Kies het bedrijf.",
    "opleiding": "Kies de opleiding.",
    "partner": "Kies de partner.",
    "einde": "Vul in op welke dag het eindigde.",
    "reden": "Kies waarom het eindigde.",
    "antwoord": "Vul in op welke dag de partner antwoordde.",
}
_DIPLOMA = {"ja": True, "nee": False}


def shown_to(
    request: Request, session: Session, outcome_id: int, *, reader: Reader, now: datetime
) -> dict[str, Any]:
    """Put together what a page about one outcome shows to one side."""
    row = find_outcome(session, outcome_id=outcome_id)
    return {
        "outcome": show_outcome(session, row, reader=reader),
        "follow_up": follow_up_of(session, outcome_id=outcome_id, reader=reader, now=now),
        "days": days_of(request),
        "done": request.query_params.get("gedaan", ""),
    }


def kind_in(text: str) -> OutcomeKind | None:
    """Read a kind from a form or an address; None when it is none."""
    return OutcomeKind(text) if text in {one.value for one in OutcomeKind} else None


def outcome_in(form: Fields) -> OutcomeDraft:
    """Read an outcome from a form; what goes with another kind is not looked at.

    Raises:
        Invalid: something is not filled in, or is no number or day.
    """
    return validated(OutcomeDraft, _values(form))


def correction_in(form: Fields) -> CorrectionDraft:
    """Read a correction from a form: what it should have been, or that it never was.

    Raises:
        Invalid: something is not filled in, or is no number or day.
    """
    if form.one("besluit") == "vergissing":
        return CorrectionDraft()
    outcome = outcome_in(form)
    end = None
    if outcome.kind in LASTING and (form.one("einde") or form.one("reden")):
        end = end_in_form(form)
    return CorrectionDraft(outcome=outcome, end=end)


def end_in_form(form: Fields) -> EndDraft:
    """Read an end from a form.

    Raises:
        Invalid: no day, or no reason.
    """
    return validated(
        EndDraft, {"ended_on": form.one("einde") or None, "reason": form.one("reden") or None}
    )


def reply_in_form(form: Fields) -> ReplyDraft:
    """Read the day of a reply from a form.

    Raises:
        Invalid: no day.
    """
    return validated(ReplyDraft, {"answered_on": form.one("antwoord") or None})


def seen_or_now(form: Fields, revision: int, error: TalentError | None) -> str:
    """Give the revision for a form that is shown again.

    Whoever is told that something changed sees what stands now, and saving again works.
    """
    return str(revision) if isinstance(error, Conflict) else form.one(REVISION) or str(revision)


def errors_in(error: TalentError, form: Fields) -> dict[str, str]:
    """Give what is wrong by the id of the field where it stands."""
    if not error.problems:
        return {}
    better = {name: words for name, words in BETTER.items() if not form.one(name)}
    days = dict.fromkeys(("start", "tot", "einde", "antwoord"), DATE)
    found = errors_of(error, NAMES, better)
    return {
        name: days[name] if "datum" in words and name in days else words
        for name, words in found.items()
    }


def _values(form: Fields) -> dict[str, object]:
    kind = kind_in(form.one("soort"))
    goes = FIELDS[kind] if kind else ()
    values: dict[str, object] = {
        "kind": form.one("soort"),
        "starts_on": form.one("start") or None,
        **{name: form.said(NAMES[name]) for name in goes if name != "has_usual_diploma"},
    }
    if "skill_ids" in goes:
        values["skill_ids"] = form.all("vaardigheid")
    if "has_usual_diploma" in goes:
        values["has_usual_diploma"] = _DIPLOMA.get(form.one("diploma"))
    return values
