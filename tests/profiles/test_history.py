"""Promises about what a person did before."""

import pytest

from profiles.drafts import ExperienceDraft, ProfileDraft
from profiles.history import (
    TooManyExperiences,
    UnknownExperience,
    UnknownOccupation,
    add_experience,
    experiences_of,
    remove_experience,
)
from profiles.models import ExperienceKind
from profiles.service import open_profile
from tests.profiles.worlds import NOW

CARE = ExperienceDraft(kind="zorg", title="mantelzorg voor mijn vader", years=4)
WORK = ExperienceDraft(kind="werk", title="lasser", occupation_id=1)


def test_experiences_stand_in_the_order_they_were_added(session, person):
    for draft in (CARE, WORK):
        add_experience(session, candidate_id=person, draft=draft)
    assert [
        (row.kind, row.title, row.occupation_id, row.years)
        for row in experiences_of(session, candidate_id=person)
    ] == [
        (ExperienceKind.CARE, "mantelzorg voor mijn vader", None, 4),
        (ExperienceKind.WORK, "lasser", 1, None),
    ]


def test_an_experience_of_somebody_else_cannot_be_taken_off(session, person):
    row = add_experience(session, candidate_id=person, draft=CARE)
    other = open_profile(session, draft=ProfileDraft(name="Zo"), now=NOW).id
    with pytest.raises(UnknownExperience):
        remove_experience(session, candidate_id=other, experience_id=row.id)
    remove_experience(session, candidate_id=person, experience_id=row.id)
    assert experiences_of(session, candidate_id=person) == []


def test_an_occupation_that_does_not_exist_is_refused(session, person):
    draft = WORK.model_copy(update={"occupation_id": 2})
    with pytest.raises(UnknownOccupation, match="Kies een beroep"):
        add_experience(session, candidate_id=person, draft=draft)


def test_the_list_of_experiences_is_bounded(session, person):
    for _ in range(50):
        add_experience(session, candidate_id=person, draft=CARE)
    with pytest.raises(TooManyExperiences, match="hoogstens 50"):
        add_experience(session, candidate_id=person, draft=CARE)
