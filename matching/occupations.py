"""The occupations of the taxonomy laid out as if each were a vacancy, for the explorer.

An occupation asks its essential skills as required and its optional ones as desired, without
levels.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from matching.model import SkillModel
from matching.pool import OUTSIDE, SkillNumbers
from matching.reference import Asking
from matching.work import WorkIndex
from skills.models import Occupation, OccupationSkill
from skills.sectors import sector_of, sectors


@dataclass(frozen=True, eq=False)
class Occupations:
    """The occupations that ask at least one skill.

    Args:
        index: laid out to be scored; its ids are those of occupation rows.
        labels: the label of each, by id.
        sectors: the key of the sector of each, by id; None when no sector holds its ISCO code.
    """

    index: WorkIndex
    labels: dict[int, str]
    sectors: dict[int, str | None]


def read_occupations(session: Session, model: SkillModel, numbers: SkillNumbers) -> Occupations:
    """Read the occupations in use and lay them out."""
    known = sectors(session)
    living = select(Occupation.id, Occupation.label, Occupation.isco).where(
        col(Occupation.retired).is_(False)
    )
    rows = session.exec(living).all()
    asked: dict[int, list[Asking]] = {number: [] for number, _, _ in rows}
    table = OccupationSkill
    for number, skill, essential in session.exec(
        select(table.occupation_id, table.skill_id, table.essential)
    ):
        if number in asked and numbers.of(skill) != OUTSIDE:
            asked[number].append(Asking(numbers.of(skill), None, essential))
    of_isco = {isco: sector_of(isco, known) for isco in {isco for _, _, isco in rows}}
    return Occupations(
        index=WorkIndex.of(model, asked),
        labels={number: label for number, label, _ in rows},
        sectors={number: one.key if (one := of_isco[isco]) else None for number, _, isco in rows},
    )
