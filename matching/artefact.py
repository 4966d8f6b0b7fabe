"""Finds the frozen model of the current taxonomy, or builds and keeps it."""

from pathlib import Path

from sqlmodel import Session, col, select

from foundation.settings import Settings
from matching.model import METHOD, BrokenModel, Progress, SkillModel, load_model, silent
from matching.taxonomy import AskedOccupation, TaxonomyView
from skills.hierarchy import reachable
from skills.models import (
    Occupation,
    OccupationSkill,
    RelationKind,
    Skill,
    SkillGroup,
    SkillInGroup,
    SkillRelation,
)
from skills.service import current_taxonomy


def model_path(settings: Settings, digest: str) -> Path:
    """Tell where the model of a taxonomy is kept; another method never reads an older file."""
    return settings.folder / "models" / f"{digest[:16]}-{METHOD}.npz"


def current_model(
    session: Session,
    settings: Settings,
    progress: Progress = silent,
) -> SkillModel:
    """Load the model of the current taxonomy; build it first when it is not there yet.

    Raises:
        NotFound: no taxonomy is loaded.
    """
    digest = current_taxonomy(session).digest
    path = model_path(settings, digest)
    if path.exists():
        try:
            return load_model(path)
        except BrokenModel:
            path.unlink()  # it is rebuilt from the taxonomy, byte for byte
    from matching.nearness import build_model  # scikit-learn is loaded only to build

    model = build_model(taxonomy_view(session), progress)
    model.save(path)
    return model


def taxonomy_view(session: Session) -> TaxonomyView:
    """Read what nearness is built from; skills are numbered in order of URI."""
    living = col(Skill.retired).is_(False)
    rows = session.exec(select(Skill.id, Skill.uri, Skill.label).where(living))
    ordered = sorted(rows, key=lambda row: row[1])
    number = {row[0]: position for position, row in enumerate(ordered)}
    return TaxonomyView(
        uris=[uri for _, uri, _ in ordered],
        labels=[label for _, _, label in ordered],
        broader=_relations(session, RelationKind.BROADER, number),
        related=_relations(session, RelationKind.RELATED, number),
        themes=_themes(session, number),
        occupations=_occupations(session, number),
        digest=current_taxonomy(session).digest,
    )


def _relations(
    session: Session, kind: RelationKind, number: dict[int, int]
) -> list[tuple[int, int]]:
    rows = session.exec(
        select(SkillRelation.skill_id, SkillRelation.other_id).where(SkillRelation.kind == kind)
    )
    pairs = [(number.get(one), number.get(other)) for one, other in rows]
    return sorted((a, b) for a, b in pairs if a is not None and b is not None)


def _themes(session: Session, number: dict[int, int]) -> list[frozenset[int]]:
    """List per skill its headings and those above them, those of broader skills too.

    A topmost heading, a whole sector or pillar, is too wide to make skills alike.
    """
    above = dict(session.exec(select(SkillGroup.id, SkillGroup.parent_id)).all())
    own: dict[int, set[int]] = {}
    for skill, group in session.exec(select(SkillInGroup.skill_id, SkillInGroup.group_id)):
        if skill in number:
            parent = above.get(group)
            wider = {parent} if parent is not None and above.get(parent) is not None else set()
            own.setdefault(number[skill], set()).update({group} | wider)
    broader: dict[int, list[int]] = {}
    for narrow, broad in _relations(session, RelationKind.BROADER, number):
        broader.setdefault(narrow, []).append(broad)
    return [
        frozenset(
            group for one in {skill} | reachable(skill, broader) for group in own.get(one, ())
        )
        for skill in range(len(number))
    ]


def _occupations(session: Session, number: dict[int, int]) -> list[AskedOccupation]:
    asked: dict[tuple[str, str], list[tuple[int, bool]]] = {}
    rows = session.exec(
        select(Occupation.uri, Occupation.isco, OccupationSkill.skill_id, OccupationSkill.essential)
        .where(OccupationSkill.occupation_id == Occupation.id)
        .where(col(Occupation.retired).is_(False))
    )
    for uri, isco, skill, essential in rows:
        if skill in number:
            asked.setdefault((uri, isco), []).append((number[skill], essential))
    return [AskedOccupation(isco, tuple(sorted(asked[uri, isco]))) for uri, isco in sorted(asked)]
