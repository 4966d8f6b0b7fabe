"""The rules of outcomes: what goes with which kind, in which order days come, how one can end."""

from collections.abc import Mapping
from datetime import date, timedelta

from foundation.errors import Invalid, Problem
from placements.drafts import EndDraft, OutcomeDraft
from placements.models import PLACEMENTS, EndReason, Outcome, OutcomeKind, OutcomeState

K, R = OutcomeKind, EndReason

# What lasts: it runs until it is ended. The rest happens once and is done at once.
LASTING = PLACEMENTS | {K.TRAINING_REFERRAL, K.PARTNER_REFERRAL}
AT_EMPLOYER = PLACEMENTS | {K.ORIENTATION_DAY}
_OF_WORK = frozenset(
    {
        R.AGREED_END,
        R.STAYED,
        R.OTHER_WORK,
        R.CANDIDATE_STOPPED,
        R.EMPLOYER_STOPPED,
        R.OTHER,
    }
)
# How each kind can end.
ENDS: Mapping[OutcomeKind, frozenset[EndReason]] = {
    K.LEERWERKPLEK: _OF_WORK,
    K.TEMPORARY_CONTRACT: _OF_WORK,
    K.TRAINING_REFERRAL: frozenset({R.COURSE_FINISHED, R.COURSE_STOPPED, R.OTHER}),
    K.PARTNER_REFERRAL: frozenset(
        {R.TAKEN_OVER, R.NOT_TAKEN_OVER, R.CANDIDATE_STOPPED, R.OTHER_WORK, R.OTHER}
    ),
}
# Which fields of a draft go with a kind; the first is the one it cannot do without.
FIELDS: Mapping[OutcomeKind, tuple[str, ...]] = {
    K.LEERWERKPLEK: ("employer_id", "ends_on", "hours", "wage_band", "has_usual_diploma"),
    K.TEMPORARY_CONTRACT: ("employer_id", "ends_on", "hours", "wage_band", "has_usual_diploma"),
    K.TRAINING_REFERRAL: ("course_id", "ends_on", "skill_ids"),
    K.PARTNER_REFERRAL: ("partner_id",),
    K.ORIENTATION_DAY: ("employer_id", "has_usual_diploma"),
    K.DEVELOPMENT_ADVICE: (),
    K.MOVED_ON: (),
}
_MISSING = {
    "employer_id": "kies het bedrijf",
    "course_id": "kies de opleiding",
    "partner_id": "kies de partner",
}
BEFORE, AHEAD = timedelta(days=2 * 365), timedelta(days=183)
LONGEST = timedelta(days=5 * 365)


def check_draft(draft: OutcomeDraft, *, today: date, earliest: date | None = None) -> None:
    """Refuse an outcome that does not hold together, with everything that is wrong at once.

    Args:
        draft: what came in; with an introduction its employer is filled in already.
        today: which day it is here.
        earliest: a start before two years ago that is taken all the same, in a correction.

    Raises:
        Invalid: a day out of order or reach, a field that is missing or goes with another kind.
    """
    problems = [*_fields(draft), *_days(draft, today, earliest or today)]
    if problems:
        summary = "; ".join(str(one) for one in problems[:3])
        raise Invalid(f"Dit klopt nog niet. {summary}.", tuple(problems))


def check_end(draft: EndDraft, *, kind: OutcomeKind, starts_on: date, today: date) -> None:
    """Refuse an end that cannot be.

    Raises:
        Invalid: it comes before the start or after today, or this kind does not end so.
    """
    problems = []
    if draft.ended_on < starts_on:
        problems.append(Problem("ended_on", f"ligt voor de start, {said(starts_on)}"))
    elif draft.ended_on > today:
        problems.append(Problem("ended_on", "ligt na vandaag; leg het einde vast als het zover is"))
    if draft.reason not in ENDS.get(kind, frozenset()):
        problems.append(Problem("reason", "past niet bij deze uitkomst; kies een andere"))
    if problems:
        summary = "; ".join(str(one) for one in problems)
        raise Invalid(f"Dit klopt nog niet. {summary}.", tuple(problems))


def said(day: date) -> str:
    """Say a day in a refusal."""
    return f"{day:%d-%m-%Y}"


def wrong(where: str, message: str) -> Invalid:
    """Build the refusal of one field."""
    problem = Problem(where, message)
    summary = str(problem)
    return Invalid(f"Dit klopt nog niet. {summary}.", (problem,))


def overlap(row: Outcome, *, starts_on: date, ended_on: date | None) -> bool:
    """Tell whether a placement took or takes days of another; the day between two may be shared."""
    if row.kind not in PLACEMENTS or row.state is OutcomeState.CORRECTED:
        return False
    begins_before_end = ended_on is None or row.starts_on < ended_on
    ends_after_start = row.ended_on is None or starts_on < row.ended_on
    return begins_before_end and ends_after_start


def _fields(draft: OutcomeDraft) -> list[Problem]:
    goes = FIELDS[draft.kind]
    given = draft.model_dump(exclude={"kind", "starts_on"})
    problems = [
        Problem(name, _MISSING[name])
        for name in goes[:1]
        if given[name] is None and name in _MISSING
    ]
    problems += [
        Problem(name, "hoort niet bij deze uitkomst; laat dit weg")
        for name, value in given.items()
        if name not in goes and value not in (None, frozenset())
    ]
    return problems


def _days(draft: OutcomeDraft, today: date, earliest: date) -> list[Problem]:
    lowest = min(today - BEFORE, earliest)
    highest = today + AHEAD if draft.kind in LASTING else today
    problems = []
    if draft.starts_on < lowest:
        problems.append(
            Problem("starts_on", f"ligt te lang geleden; op zijn vroegst {said(lowest)}")
        )
    elif draft.starts_on > highest and draft.kind in LASTING:
        problems.append(Problem("starts_on", f"ligt te ver weg; op zijn laatst {said(highest)}"))
    elif draft.starts_on > highest:
        problems.append(Problem("starts_on", "ligt na vandaag; leg dit vast als het geweest is"))
    if draft.ends_on is not None and draft.ends_on - draft.starts_on > LONGEST:
        problems.append(Problem("ends_on", "ligt meer dan vijf jaar na de start"))
    return problems
