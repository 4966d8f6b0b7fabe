"""Keeps the pool of people in memory, in step with the database at every request.

Rows are the truth; what is here is rebuilt from them. Before each ranking the revision is compared
inside the request's own transaction, so that a result never shows a state older than the request.
Everybody with running consent to matching is in the pool; whoever withdraws is not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from foundation.database import batches
from foundation.revision import Stream, latest_revision
from matching.index import SLOTS, Rows, Snapshot
from matching.model import I64, SkillModel
from matching.reference import Asking
from profiles.models import Candidate, CandidateSkill, CandidateState, Consent, Purpose
from skills.models import Skill
from vacancies.models import Importance, Requirement

IN_THE_POOL = (CandidateState.ACTIVE, CandidateState.PAUSED)
OUTSIDE = -1


@dataclass(frozen=True, eq=False)
class SkillNumbers:
    """Translates skill rows to the numbers of a model; a skill outside it is `OUTSIDE`.

    Args:
        by_id: int64, the number at position `skill.id`.
        labels: the label at each number.
        ids: the `skill.id` at each number.
    """

    by_id: I64
    labels: tuple[str, ...]
    ids: tuple[int, ...]

    @staticmethod
    def read(session: Session, model: SkillModel) -> "SkillNumbers":
        """Read the translation of a model."""
        rows = session.exec(select(Skill.id, Skill.uri, Skill.label)).all()
        by_id = np.full(max((row[0] for row in rows), default=0) + 1, OUTSIDE, np.int64)
        labels, ids = [""] * len(model.uris), [0] * len(model.uris)
        for identity, uri, label in rows:
            number = model.number_of.get(uri)
            if number is not None:
                by_id[identity], labels[number], ids[number] = number, label, identity
        return SkillNumbers(by_id, tuple(labels), tuple(ids))

    def of(self, skill_id: int) -> int:
        """Give the number of a skill row; `OUTSIDE` when the model does not know it."""
        return int(self.by_id[skill_id]) if 0 <= skill_id < len(self.by_id) else OUTSIDE

    def name(self, number: int) -> str:
        """Give the label at a number."""
        return self.labels[number]


class TalentPool:
    """The pool of one model, following the database; safe to use from several threads."""

    def __init__(self, model: SkillModel, numbers: SkillNumbers) -> None:
        self._numbers = numbers
        self._lock = Lock()
        self._revision = 0
        self._snapshot = Snapshot.empty(len(model.uris))

    def follow(self, session: Session) -> Snapshot:
        """Bring the pool up to the moment of this transaction and give it as it then is."""
        with self._lock:
            latest = latest_revision(session, Stream.CANDIDATES)
            if latest > self._revision:
                self._snapshot = self._followed(session)
                self._revision = latest
            return self._snapshot

    def _followed(self, session: Session) -> Snapshot:
        rows = self._rows(session, self._revision)
        if self._revision == 0:
            return Snapshot.of(self._snapshot.skills, rows)
        changed = select(col(Candidate.id)).where(col(Candidate.revision) > self._revision)
        return self._snapshot.changed(_sorted_ids(session, changed), rows)

    def _rows(self, session: Session, since: int) -> Rows:
        """Read everybody in the pool whose revision is above `since`."""
        members = _members(since)
        told = session.exec(
            select(
                CandidateSkill.candidate_id, CandidateSkill.skill_id, CandidateSkill.level
            ).where(col(CandidateSkill.candidate_id).in_(members))
        ).all()
        return _laid_out(_sorted_ids(session, members), told, self._numbers)


def _sorted_ids(session: Session, chosen: SelectOfScalar[int]) -> I64:
    return np.sort(np.array(session.exec(chosen).all(), dtype=np.int64))


def _members(since: int) -> SelectOfScalar[int]:
    running = (
        select(Consent.candidate_id)
        .where(Consent.purpose == Purpose.MATCHING)
        .where(col(Consent.withdrawn_at).is_(None))
    )
    return (
        select(col(Candidate.id))
        .where(col(Candidate.revision) > since)
        .where(col(Candidate.state).in_(IN_THE_POOL))
        .where(col(Candidate.id).in_(running))
    )


def _laid_out(ids: I64, told: Sequence[tuple[int, int, int | None]], numbers: SkillNumbers) -> Rows:
    owners = np.fromiter((owner for owner, _, _ in told), np.int64, len(told))
    skills = np.fromiter((numbers.of(skill) for _, skill, _ in told), np.int64, len(told))
    slots = np.fromiter((level or 0 for _, _, level in told), np.int64, len(told))
    known = skills != OUTSIDE
    keys, owners = (SLOTS * skills + slots)[known], owners[known]
    order = np.lexsort((keys, owners))
    ptr = np.searchsorted(owners[order], np.append(ids, np.iinfo(np.int64).max))
    return Rows(ids, ptr.astype(np.int64), keys[order].astype(np.uint32))


def requirements_of(
    session: Session, vacancies: Iterable[int], numbers: SkillNumbers
) -> dict[int, list[Asking]]:
    """Read what some vacancies ask, in no fixed order; one that asks nothing is empty."""
    wanted = sorted(vacancies)
    asked: dict[int, list[Asking]] = {number: [] for number in wanted}
    for batch in batches(wanted):
        for row in session.exec(select(Requirement).where(col(Requirement.vacancy_id).in_(batch))):
            required = row.importance == Importance.REQUIRED
            skill = numbers.of(row.skill_id)
            asked[row.vacancy_id].append(Asking(skill, row.level, required, row.learnable))
    return asked
