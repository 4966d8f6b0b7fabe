"""A small shared language that the tests of profiles and vacancies speak."""

from datetime import UTC, datetime

from sqlmodel import Session

from skills.models import Occupation, Sector, Skill, SkillKind, Synonym, Taxonomy

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
WELDING, DRIVING, DUTCH, OLD, TYPING, PIANO = range(1, 7)
LABELS = {
    WELDING: "metalen lassen",
    DRIVING: "heftruck rijden",
    DUTCH: "Nederlands spreken",
    OLD: "telex bedienen",
    TYPING: "toetsen: blind typen",
    PIANO: "piano spelen",
}


def uri(number: int) -> str:
    return f"http://example.nl/skill/{number}"


def speak(session: Session) -> None:
    """Six skills, `OLD` retired; "toetsen" means two of them; two sectors; one occupation."""
    session.add(Taxonomy(id=1, source="test", version="1", digest="x", loaded_at=NOW))
    session.add_all([Sector(key="techniek", label="Techniek"), Sector(key="zorg", label="Zorg")])
    session.flush()
    session.add_all(
        Skill(
            id=number,
            uri=uri(number),
            label=label,
            kind=SkillKind.SKILL,
            taxonomy_id=1,
            retired=number == OLD,
        )
        for number, label in LABELS.items()
    )
    session.add(Occupation(id=1, uri="http://example.nl/o/1", label="lasser", taxonomy_id=1))
    session.flush()
    words = ((WELDING, "lassen"), (TYPING, "toetsen"), (PIANO, "toetsen"), (OLD, "telexen"))
    session.add_all(Synonym(skill_id=skill, text=text) for skill, text in words)
    session.flush()
