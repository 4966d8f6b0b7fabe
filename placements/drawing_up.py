"""Draws up the row of an outcome: what was chosen, checked, and how things stood at the start."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from accounts.models import Account
from accounts.regions import regions_within
from accounts.tokens import new_public_id
from coaching.introductions import HiddenFrom
from coaching.models import Introduction
from foundation.errors import Conflict
from foundation.places import Postcode
from placements.cv_filter import CvJudgement, judge_cv, judgement, tell_usual_diploma
from placements.drafts import OutcomeDraft
from placements.learned import find_course, gap_of, gap_of_outcome
from placements.models import Outcome, OutcomeKind, OutcomeState
from placements.partners import find_partner
from placements.rules import LASTING, wrong
from profiles.models import Candidate, Preferences
from profiles.wishes import is_hidden_from
from vacancies.employers import admitted, find_employer
from vacancies.models import Employer, Vacancy


class PartnerNotActive(Conflict):
    """The partner takes part no more."""


class EmployerWaits(Conflict):
    """The employer was not admitted yet."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an outcome comes from: an introduction, an outcome it puts right, or neither."""

    introduction: Introduction | None = None
    corrects: Outcome | None = None


def draw_up(
    session: Session,
    candidate: Candidate,
    coach_id: int,
    draft: OutcomeDraft,
    origin: Origin,
    now: datetime,
) -> Outcome:
    """Build the row of an outcome, not added yet, with everything that is not in its draft.

    Raises:
        UnknownEmployer, EmployerWaits, HiddenFrom: the employer cannot be.
        UnknownCourse, CourseRetired, UnknownPartner, PartnerNotActive: nor what was chosen.
        Invalid: no skill was ticked, or one that the course does not bring this person.
    """
    old = origin.corrects
    employer = _employer(session, candidate, coach_id, draft, origin)
    vacancy = _vacancy(session, origin, employer)
    _check_course(session, candidate, draft, old)
    _check_partner(session, coach_id, draft, old)
    sector = _sector(session, candidate, employer, vacancy, old)
    judged = _judged(session, candidate, draft, sector, vacancy, old, now)
    lasts = draft.kind in LASTING
    return Outcome(
        **draft.model_dump(exclude={"skill_ids", "has_usual_diploma"}),
        public_id=new_public_id(),
        state=OutcomeState.RUNNING if lasts else OutcomeState.DONE,
        candidate_id=candidate.id,
        coach_id=coach_id,
        region_id=_region(session, employer, coach_id, old),
        introduction_id=origin.introduction.id if origin.introduction else None,
        vacancy_id=vacancy.id if vacancy else None,
        sector=sector,
        municipality=old.municipality if old else _municipality(session, candidate.id),
        working_before=old.working_before if old else candidate.working,
        cv_filter=judged.filter,
        cv_no_job=judged.no_job,
        cv_no_diploma=judged.no_diploma,
        logged_at=now,
        answered_on=_answered_on(draft, old),
        replaces_id=old.id if old else None,
    )


def employers_for(session: Session, *, coach_id: int) -> list[Employer]:
    """List the employers a coach can name by hand, by name: those of the own region.

    A coach without a region names those of everywhere. National ones, without a KvK number, are
    only reached through an introduction.
    """
    account = session.get_one(Account, coach_id)
    known = select(Employer).where(col(Employer.kvk).is_not(None))
    if account.region_id is not None:
        within = regions_within(session, region_id=account.region_id)
        known = known.where(col(Employer.region_id).in_(sorted(within)))
    rows = [row for row in session.exec(known) if admitted(row)]
    return sorted(rows, key=lambda row: (row.trade_name.casefold(), row.id))


def _employer(
    session: Session, candidate: Candidate, coach_id: int, draft: OutcomeDraft, origin: Origin
) -> Employer | None:
    if draft.employer_id is None:
        return None
    row = find_employer(session, employer_id=draft.employer_id)
    old = origin.corrects
    if origin.introduction is not None or (old is not None and old.employer_id == row.id):
        return row
    if not admitted(row):
        raise EmployerWaits("Dit bedrijf is nog niet toegelaten. Vraag het aan de beheerder.")
    if row.kvk is None or not _within(session, coach_id, row.region_id):
        raise wrong("employer_id", "dit bedrijf ligt buiten je regio; kies uit de lijst")
    if is_hidden_from(session, candidate_id=candidate.id, kvk=row.kvk, trade_name=row.trade_name):
        raise HiddenFrom(
            "Deze persoon wil niet door dit bedrijf gezien worden. Overleg eerst samen."
        )
    return row


def _vacancy(session: Session, origin: Origin, employer: Employer | None) -> Vacancy | None:
    if origin.introduction is not None:
        return session.get_one(Vacancy, origin.introduction.vacancy_id)
    old = origin.corrects
    if old is None or old.vacancy_id is None or employer is None:
        return None
    row = session.get(Vacancy, old.vacancy_id)
    return row if row is not None and row.employer_id == employer.id else None


def _check_course(
    session: Session, candidate: Candidate, draft: OutcomeDraft, old: Outcome | None
) -> None:
    if draft.course_id is None:
        return
    same = old is not None and old.course_id == draft.course_id
    if not same:
        find_course(session, course_id=draft.course_id)
    gap = gap_of(session, course_id=draft.course_id, candidate_id=candidate.id)
    allowed = {one.skill.id for one in gap}
    if old is not None and same:
        allowed |= {one.id for one in gap_of_outcome(session, outcome_id=old.id)}
    if allowed and not draft.skill_ids:
        raise wrong("skill_ids", "vink aan welke vaardigheid deze opleiding bijbrengt")
    if not draft.skill_ids <= allowed:
        raise wrong("skill_ids", "deze opleiding brengt dit niet bij; kies uit de lijst")


def _check_partner(
    session: Session, coach_id: int, draft: OutcomeDraft, old: Outcome | None
) -> None:
    if draft.partner_id is None:
        return
    row = find_partner(session, partner_id=draft.partner_id)
    if old is not None and old.partner_id == row.id:
        return
    if not row.active:
        raise PartnerNotActive("Deze partner doet niet meer mee. Kies een andere uit de lijst.")
    if row.region_id is not None and not _within(session, coach_id, row.region_id):
        raise wrong("partner_id", "deze partner werkt niet in je regio; kies uit de lijst")


def _within(session: Session, coach_id: int, region_id: int | None) -> bool:
    """Tell whether something lies in the region of a coach; without a region that is everywhere."""
    own = session.get_one(Account, coach_id).region_id
    return own is None or region_id in regions_within(session, region_id=own)


def _region(
    session: Session, employer: Employer | None, coach_id: int, old: Outcome | None
) -> int | None:
    if employer is not None and employer.region_id is not None:
        return employer.region_id
    if old is not None and old.employer_id is None and employer is None:
        return old.region_id
    return session.get_one(Account, coach_id).region_id


def _municipality(session: Session, candidate_id: int) -> str:
    lives = (
        select(Postcode.municipality)
        .join(Preferences, col(Preferences.postcode) == col(Postcode.code))
        .where(Preferences.candidate_id == candidate_id)
    )
    return session.exec(lives).first() or ""


def _sector(
    session: Session,
    candidate: Candidate,
    employer: Employer | None,
    vacancy: Vacancy | None,
    old: Outcome | None,
) -> str:
    """Tell in which sector it is: of the work, of the company, else the only one wished for."""
    if vacancy is not None:
        return vacancy.sector
    if employer is not None:
        return employer.sector
    if old is not None and old.employer_id is None:
        return old.sector
    wished = session.get(Preferences, candidate.id)
    return next(iter(wished.sectors)) if wished and len(wished.sectors) == 1 else ""


def _judged(
    session: Session,
    candidate: Candidate,
    draft: OutcomeDraft,
    sector: str,
    vacancy: Vacancy | None,
    old: Outcome | None,
    now: datetime,
) -> CvJudgement:
    """Judge the CV as it was at the start: what was judged for this sector before stays."""
    has = draft.has_usual_diploma
    if has is not None and sector:
        tell_usual_diploma(session, candidate_id=candidate.id, sector=sector, has=has, now=now)
    if old is not None and old.sector == sector:
        no_diploma = old.cv_no_diploma if has is None else not has
        return judgement(no_job=old.cv_no_job, no_diploma=no_diploma)
    occupation_id = vacancy.occupation_id if vacancy else None
    return judge_cv(session, candidate_id=candidate.id, occupation_id=occupation_id, sector=sector)


def _answered_on(draft: OutcomeDraft, old: Outcome | None) -> Any:
    """Keep the reply of a partner when the referral to it is corrected."""
    if draft.kind is not OutcomeKind.PARTNER_REFERRAL or old is None or old.answered_on is None:
        return None
    same = old.partner_id == draft.partner_id
    return old.answered_on if same and old.answered_on >= draft.starts_on else None
