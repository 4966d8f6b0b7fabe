"""The shared language as the seed draws from it: occupations by sector, with what they ask."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from seed.embedded import embedded_uris
from skills.models import Occupation, OccupationSkill, Skill
from skills.sectors import sector_of, sectors

# A vacancy or a profile made from an occupation that asks fewer skills would say nothing.
FEWEST_SKILLS = 6


@dataclass(frozen=True, slots=True)
class Trade:
    """An occupation to draw from; skills are ids of skill rows, in order of URI."""

    occupation_id: int
    label: str
    isco: str
    sector: str
    essential: tuple[int, ...]
    optional: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Language:
    """Everything the seed draws from, in an order that does not depend on row ids.

    Args:
        trades: all occupations with enough skills, in order of URI.
        by_label: ids of the embedded skills that the current taxonomy knows, by embedded label.
    """

    trades: tuple[Trade, ...]
    by_label: dict[str, int]

    def of_sector(self, sector: str) -> list[Trade]:
        """Give the occupations of one sector."""
        return [trade for trade in self.trades if trade.sector == sector]

    def skills(self, labels: list[str]) -> list[int]:
        """Give the ids of embedded labels; those the current taxonomy lacks are left out."""
        return [self.by_label[label] for label in labels if label in self.by_label]

    def named(self, label: str) -> Trade | None:
        """Give an occupation by its label."""
        return next((trade for trade in self.trades if trade.label == label), None)


def read_language(session: Session) -> Language:
    """Read the current taxonomy for drawing."""
    uri_of = dict(
        session.exec(select(Skill.id, Skill.uri).where(col(Skill.retired).is_(False))).all()
    )
    id_of = {uri: identity for identity, uri in uri_of.items()}
    asked: dict[int, list[tuple[str, int, bool]]] = {}
    for asks in session.exec(select(OccupationSkill)):
        if asks.skill_id in uri_of:
            told = (uri_of[asks.skill_id], asks.skill_id, asks.essential)
            asked.setdefault(asks.occupation_id, []).append(told)
    known = sectors(session)
    living = select(Occupation).where(col(Occupation.retired).is_(False))
    trades = []
    for row in sorted(session.exec(living), key=lambda row: row.uri):
        skills = sorted(asked.get(row.id, []))
        sector = sector_of(row.isco, known)
        if len(skills) >= FEWEST_SKILLS and sector is not None:
            trades.append(
                Trade(
                    row.id,
                    row.label,
                    row.isco,
                    sector.key,
                    tuple(identity for _, identity, essential in skills if essential),
                    tuple(identity for _, identity, essential in skills if not essential),
                )
            )
    by_label = {label: id_of[uri] for label, uri in embedded_uris().items() if uri in id_of}
    return Language(tuple(trades), by_label)
