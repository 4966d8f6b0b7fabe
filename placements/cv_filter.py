"""The number nobody publishes: whether a filter on the CV would have excluded somebody.

The definition stands on the page /uitleg/cv-filter, in the same words; `TRUTH` is its table.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from foundation.database import batches
from placements.models import CvFilter, UsualDiploma
from profiles.models import Experience, ExperienceKind
from skills.models import Occupation, Sector
from skills.sectors import check_sectors, sector_of, sectors

# Digits of ISCO-08 two jobs must share to be of one group: two are a sub-major group ("53",
# personal care), three a minor group ("532", personal care in health). The wider one, because
# the programme itself publishes the number: in a wider group more earlier jobs count, so fewer
# people are said to be excluded. Whoever doubts the number must find it too low, not too high.
GROUP_DIGITS = 2

_YES, _NO, _OPEN = CvFilter.EXCLUDED, CvFilter.KEPT, CvFilter.UNKNOWN
# What follows from (no earlier job there, no usual diploma); None is unknown. One ground is enough
# to fall out of a filter; only who is known to have both is known to stay in.
TRUTH: Mapping[tuple[bool | None, bool | None], CvFilter] = {
    (True, True): _YES,
    (True, False): _YES,
    (True, None): _YES,
    (False, True): _YES,
    (False, False): _NO,
    (False, None): _OPEN,
    (None, True): _YES,
    (None, False): _OPEN,
    (None, None): _OPEN,
}


@dataclass(frozen=True, slots=True)
class CvJudgement:
    """What a filter on the CV would have done, and the two grounds it follows from.

    `no_job` True: no earlier paid job lies in the ISCO group of the vacancy's occupation nor in
    its sector. `no_diploma` True: the diploma that is usual in the sector is absent. None is
    unknown.
    """

    filter: CvFilter
    no_job: bool | None
    no_diploma: bool | None


def judge_cv(
    session: Session, *, candidate_id: int, occupation_id: int | None, sector: str
) -> CvJudgement:
    """Judge what a filter on the CV would have done with one person.

    Args:
        session: reads only.
        candidate_id: somebody who may have no earlier work on the profile: then it is unknown.
        occupation_id: of the vacancy or the placement; None is unknown.
        sector: its key; empty is unknown.
    """
    found = judge_cvs(
        session, candidate_ids=[candidate_id], occupation_id=occupation_id, sector=sector
    )
    return found[candidate_id]


def judge_cvs(
    session: Session, *, candidate_ids: Collection[int], occupation_id: int | None, sector: str
) -> dict[int, CvJudgement]:
    """Judge many people for the same work, each as `judge_cv` does; everybody asked is there."""
    occupation = session.get(Occupation, occupation_id) if occupation_id is not None else None
    isco = occupation.isco if occupation else ""
    jobs = _earlier_jobs(session, candidate_ids)
    diplomas = _diplomas(session, candidate_ids, sector)
    known = sectors(session)
    return {
        candidate_id: judgement(
            no_job=_no_job(jobs.get(candidate_id, []), isco, sector, known),
            no_diploma=diplomas.get(candidate_id),
        )
        for candidate_id in candidate_ids
    }


def judgement(*, no_job: bool | None, no_diploma: bool | None) -> CvJudgement:
    """Read the truth table."""
    return CvJudgement(TRUTH[no_job, no_diploma], no_job, no_diploma)


def tell_usual_diploma(
    session: Session, *, candidate_id: int, sector: str, has: bool | None, now: datetime
) -> None:
    """Keep whether somebody has the diploma that is usual in a sector; None makes it unknown.

    Asked as a statistic alone: no score can read it, and what was judged before stays as it was.

    Raises:
        UnknownSector: it is not a sector of this region.
    """
    check_sectors(session, {sector})
    row = session.get(UsualDiploma, (candidate_id, sector))
    if has is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(UsualDiploma(candidate_id=candidate_id, sector=sector, has=has, asked_at=now))
    else:
        row.has, row.asked_at = has, now
    session.flush()


def _no_job(
    earlier: Iterable[str], isco: str, sector: str, known: tuple[Sector, ...]
) -> bool | None:
    """Tell whether none of these jobs counts; one that does decides, one unknown leaves it open."""
    counts = [_counts(one, isco, sector, known) for one in earlier]
    if True in counts:
        return False
    return None if None in counts or not counts else True


def _counts(job: str, isco: str, sector: str, known: tuple[Sector, ...]) -> bool | None:
    """Tell whether a job lies in the group or in the sector; None when either may hide it."""
    if not job:
        return None
    lies_in = sector_of(job, known)
    same_group = job[:GROUP_DIGITS] == isco[:GROUP_DIGITS] if isco else None
    same_sector = lies_in is not None and lies_in.key == sector if sector else None
    if same_group or same_sector:
        return True
    return None if same_group is None or same_sector is None else False


def _earlier_jobs(session: Session, candidate_ids: Collection[int]) -> dict[int, list[str]]:
    """Read the ISCO code of every paid job somebody told; empty where it is not known."""
    found: dict[int, list[str]] = defaultdict(list)
    for batch in batches(sorted(set(candidate_ids))):
        statement = (
            select(Experience.candidate_id, Occupation.isco)
            .join(Occupation, col(Experience.occupation_id) == Occupation.id, isouter=True)
            .where(col(Experience.candidate_id).in_(batch), Experience.kind == ExperienceKind.WORK)
        )
        for candidate_id, isco in session.exec(statement):
            found[candidate_id].append(isco or "")
    return found


def _diplomas(session: Session, candidate_ids: Collection[int], sector: str) -> dict[int, bool]:
    """Tell for whom the usual diploma is absent (True) or there (False)."""
    found: dict[int, bool] = {}
    for batch in batches(sorted(set(candidate_ids))):
        rows = select(UsualDiploma).where(
            col(UsualDiploma.candidate_id).in_(batch), UsualDiploma.sector == sector
        )
        found |= {row.candidate_id: not row.has for row in session.exec(rows)}
    return found
