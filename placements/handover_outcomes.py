"""The rows of outcomes as they are handed over: for everybody, and whose only with consent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from accounts.models import Account, Region
from foundation.database import batches
from placements.handover_choice import Choice
from placements.handover_mapping import SBI_SECTIONS
from placements.models import CheckIn, HandoverRow, Outcome, OutcomeSkill, Partner
from skills.models import Course, Skill
from vacancies.models import Employer

YES, NO = "ja", "nee"
COLUMNS = (
    "id",
    "outcome",
    "event",
    "previous",
    "replaces",
    "kind",
    "state",
    "starts_on",
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
    "course",
    "course_provider",
    "closes",
    "partner",
    "coach_organisation",
    "cv_filter_excludes",
    "cv_no_job",
    "cv_no_diploma",
    "check_ins",
    "person",
)


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One row of the outcomes, with the outcome it is about; `values` has every column in order."""

    outcome: Outcome
    values: Mapping[str, Any]

    def cells(self) -> Sequence[object]:
        """Give the row for a spreadsheet, where a list is one cell."""
        return [_cell(name, value) for name, value in self.values.items()]


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around the outcomes of one batch, by number."""

    outcomes: Mapping[int, Outcome]
    previous: Mapping[int, str]
    employers: Mapping[int, Employer]
    courses: Mapping[int, Course]
    partners: Mapping[int, Partner]
    regions: Mapping[int, Region]
    coaches: Mapping[int, int | None]
    skills: Mapping[int, list[str]]
    check_ins: Mapping[int, list[dict[str, object]]]


def outcome_rows(session: Session, choice: Choice) -> list[OutcomeRow]:
    """Tell every chosen row, the outcome as it stands now."""
    around = _around(session, choice.rows)
    return [_told(row, around, choice.public_ids) for row in choice.rows]


def organisations(session: Session, coach_ids: Iterable[int]) -> dict[int, str | None]:
    """Name what each coach works for: the region of the account, None for all of them."""
    regions = _by_id(session, Region, None)
    coaches = _coaches(session, coach_ids)
    return {one: _name(regions, region) for one, region in coaches.items()}


def _told(row: HandoverRow, around: _Around, public_ids: Mapping[int, str]) -> OutcomeRow:
    outcome = around.outcomes[row.outcome_id]
    replaced = around.outcomes.get(outcome.replaces_id or 0)
    employer = around.employers.get(outcome.employer_id or 0)
    course = around.courses.get(outcome.course_id or 0)
    partner = around.partners.get(outcome.partner_id or 0)
    region = around.regions.get(outcome.region_id or 0)
    values = {
        "id": row.public_id,
        "outcome": outcome.public_id,
        "event": row.event.value,
        "previous": around.previous.get(row.previous_id or 0),
        "replaces": replaced.public_id if replaced else None,
        "kind": outcome.kind.value,
        "state": outcome.state.value,
        "starts_on": outcome.starts_on.isoformat(),
        "ends_on": outcome.ends_on.isoformat() if outcome.ends_on else None,
        "ended_on": outcome.ended_on.isoformat() if outcome.ended_on else None,
        "end_reason": outcome.end_reason.value if outcome.end_reason else None,
        "answered_on": outcome.answered_on.isoformat() if outcome.answered_on else None,
        "hours": outcome.hours,
        "wage_band": outcome.wage_band.value if outcome.wage_band else None,
        "employer_kvk": employer.kvk if employer else None,
        "employer_name": employer.trade_name if employer else None,
        "sector": outcome.sector or None,
        "sbi_section": SBI_SECTIONS.get(outcome.sector),
        "municipality": outcome.municipality or None,
        "region": region.key if region else None,
        "vacancy": str(outcome.vacancy_id) if outcome.vacancy_id else None,
        "course": course.name if course else None,
        "course_provider": course.provider if course else None,
        "closes": around.skills.get(outcome.id, []),
        "partner": partner.name if partner else None,
        "coach_organisation": _name(around.regions, around.coaches.get(outcome.coach_id)),
        "cv_filter_excludes": outcome.cv_filter.value,
        "cv_no_job": outcome.cv_no_job,
        "cv_no_diploma": outcome.cv_no_diploma,
        "check_ins": around.check_ins.get(outcome.id, []),
        "person": public_ids.get(outcome.candidate_id),
    }
    return OutcomeRow(outcome, values)


def _name(regions: Mapping[int, Region], region_id: int | None) -> str | None:
    region = regions.get(region_id or 0)
    return region.name if region else None


def _cell(name: str, value: object) -> object:
    if isinstance(value, bool):
        return YES if value else NO
    if name == "check_ins" and isinstance(value, list):
        return " | ".join(f"week {one['week']} {one['side']}: {one['answer']}" for one in value)
    return " ".join(value) if isinstance(value, list) else value


def _around(session: Session, rows: Sequence[HandoverRow]) -> _Around:
    outcomes = _by_id(session, Outcome, {row.outcome_id for row in rows})
    replaced = {one.replaces_id for one in outcomes.values() if one.replaces_id}
    outcomes |= _by_id(session, Outcome, replaced)
    told = outcomes.values()
    previous = _by_id(session, HandoverRow, {row.previous_id for row in rows if row.previous_id})
    return _Around(
        outcomes=outcomes,
        previous={one: row.public_id for one, row in previous.items()},
        employers=_by_id(session, Employer, {one.employer_id for one in told if one.employer_id}),
        courses=_by_id(session, Course, {one.course_id for one in told if one.course_id}),
        partners=_by_id(session, Partner, {one.partner_id for one in told if one.partner_id}),
        regions=_by_id(session, Region, None),
        coaches=_coaches(session, {one.coach_id for one in told}),
        skills=_skills(session, outcomes),
        check_ins=_check_ins(session, outcomes),
    )


def _by_id(session: Session, table: Any, ids: set[Any] | None) -> dict[int, Any]:
    """Read rows by number; None is the whole table."""
    if ids is None:
        return {row.id: row for row in session.exec(select(table))}
    found: dict[int, Any] = {}
    for batch in batches(sorted(ids)):
        found |= {row.id: row for row in session.exec(select(table).where(table.id.in_(batch)))}
    return found


def _coaches(session: Session, ids: Iterable[int]) -> dict[int, int | None]:
    rows: dict[int, Account] = _by_id(session, Account, set(ids))
    return {one: row.region_id for one, row in rows.items()}


def _skills(session: Session, ids: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for batch in batches(sorted(ids)):
        closed = (
            select(OutcomeSkill.outcome_id, Skill.uri)
            .join(Skill, col(Skill.id) == col(OutcomeSkill.skill_id))
            .where(col(OutcomeSkill.outcome_id).in_(batch))
            .order_by(col(Skill.uri))
        )
        for outcome_id, uri in session.exec(closed):
            found.setdefault(outcome_id, []).append(uri)
    return found


def _check_ins(session: Session, ids: Iterable[int]) -> dict[int, list[dict[str, object]]]:
    """Read what was answered so far: never the words that were said with it."""
    found: dict[int, list[dict[str, object]]] = {}
    for batch in batches(sorted(ids)):
        answered = (
            select(CheckIn)
            .where(col(CheckIn.outcome_id).in_(batch), col(CheckIn.answer).is_not(None))
            .order_by(col(CheckIn.week), col(CheckIn.side))
        )
        for row in session.exec(answered):
            told: dict[str, object] = {
                "week": row.week,
                "side": row.side.value,
                "answer": row.answer.value if row.answer else None,
            }
            found.setdefault(row.outcome_id, []).append(told)
    return found
