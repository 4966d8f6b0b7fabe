"""Promises about the model of a taxonomy: what it is read from, and that it is kept and mended."""

import dataclasses

import pytest
from sqlmodel import select

from foundation.database import reading, writing
from foundation.errors import NotFound
from matching.artefact import current_model, model_path, taxonomy_view
from matching.model import METHOD
from matching.taxonomy import AskedOccupation, TaxonomyView
from skills.models import (
    Occupation,
    OccupationSkill,
    RelationKind,
    Skill,
    SkillGroup,
    SkillInGroup,
    SkillKind,
    SkillRelation,
    Taxonomy,
)
from tests.conftest import NOW

# Written in another order than that of the URIs, which numbers them: e 4, d 3, … a 0; x is retired.
URIS = "edcbax"


@pytest.fixture
def language(engine):
    """Skills a to e and a retired x; b is narrower than a, c than b; e goes with d."""
    with writing(engine) as session:
        session.add(Taxonomy(id=1, source="t", version="1", digest="d" * 64, loaded_at=NOW))
        session.flush()
        session.add_all(
            Skill(id=n, uri=uri, label=f"l{uri}", kind=SkillKind.SKILL, taxonomy_id=1,
                  retired=uri == "x")
            for n, uri in enumerate(URIS, 1)
        )  # fmt: skip
        session.add_all(
            SkillGroup(id=n, uri=f"g{n}", label="x", parent_id=parent)
            for n, parent in ((1, None), (2, 1), (3, 2), (4, 3))
        )
        session.add_all(
            Occupation(id=n, uri=uri, label="x", isco=isco, taxonomy_id=1, retired=uri == "oud")
            for n, (uri, isco) in enumerate((("p", "7212"), ("o", "8"), ("oud", "9")), 1)
        )
        session.flush()
        number = {uri: n for n, uri in enumerate(URIS, 1)}
        session.add_all(
            SkillRelation(skill_id=number[one], other_id=number[other], kind=kind)
            for one, other, kind in (
                ("c", "b", RelationKind.BROADER),
                ("b", "a", RelationKind.BROADER),
                ("x", "a", RelationKind.BROADER),
                ("e", "d", RelationKind.RELATED),
                ("x", "d", RelationKind.RELATED),
            )
        )
        session.add_all(
            SkillInGroup(skill_id=number[uri], group_id=group)
            for uri, group in (("a", 4), ("c", 2), ("d", 1), ("e", 2), ("e", 1), ("x", 4))
        )
        session.add_all(
            OccupationSkill(occupation_id=n, skill_id=number[uri], essential=essential)
            for n, uri, essential in (
                (1, "c", False), (1, "a", True), (2, "d", True), (2, "x", True), (3, "a", True),
            )
        )  # fmt: skip
    return engine


def test_a_taxonomy_is_read_in_the_order_of_its_uris_without_what_is_retired(language):
    with reading(language) as session:
        found = taxonomy_view(session)
    assert found == TaxonomyView(
        uris=list("abcde"),
        labels=["la", "lb", "lc", "ld", "le"],
        broader=[(1, 0), (2, 1)],
        related=[(4, 3)],
        # The heading itself and the one above, save the topmost; those of broader skills too.
        themes=[
            frozenset({4, 3}),
            frozenset({4, 3}),
            frozenset({4, 3, 2}),
            frozenset({1}),
            frozenset({2, 1}),
        ],
        occupations=[
            AskedOccupation("8", ((3, True),)),
            AskedOccupation("7212", ((0, True), (2, False))),
        ],
        digest="d" * 64,
    )


def test_a_circle_of_broader_skills_shares_its_headings(language):
    with writing(language) as session:
        session.add(SkillRelation(skill_id=5, other_id=3, kind=RelationKind.BROADER))
    with reading(language) as session:
        themes = taxonomy_view(session).themes
    assert themes[:3] == [frozenset({4, 3, 2})] * 3


def test_a_model_is_built_once_and_then_read_from_its_file(language, settings):
    path = model_path(settings, "d" * 64)
    built, again = [], []
    with reading(language) as session:
        one = current_model(session, settings, lambda *done: built.append(done))
        two = current_model(session, settings, lambda *done: again.append(done))
    assert (path.name, path.is_file()) == (f"{'d' * 16}-{METHOD}.npz", True)
    assert (one.version, built, again) == (two.version, [(5, 5)], [])


# numpy leaves closing the file of a broken archive to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_model_file_that_is_damaged_is_made_again_the_same(language, settings):
    path = model_path(settings, "d" * 64)
    with reading(language) as session:
        version = current_model(session, settings).version
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        assert current_model(session, settings).version == version
    assert path.stat().st_size == len(whole)


def test_a_model_is_of_its_taxonomy_and_of_the_way_it_was_made(language, settings):
    paths = {model_path(settings, digest).name for digest in ("a" * 64, "b" * 64)}
    assert paths == {f"{'a' * 16}-{METHOD}.npz", f"{'b' * 16}-{METHOD}.npz"}
    elsewhere = dataclasses.replace(settings, folder=settings.folder / "elders")
    with writing(language) as session:
        old = current_model(session, settings)
        session.exec(select(Skill).where(Skill.uri == "e")).one().retired = True
        session.flush()
        new = current_model(session, elsewhere)
    assert (old.uris, new.uris) == (tuple("abcde"), tuple("abcd"))
    assert old.version != new.version


def test_without_a_taxonomy_there_is_no_model(engine, settings):
    with pytest.raises(NotFound), reading(engine) as session:
        current_model(session, settings)
