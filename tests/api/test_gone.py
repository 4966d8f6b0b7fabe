"""The promise that who stops is gone: from everything that another worker shows after the answer.

Every door that can be looked through is tried by everybody else, on another application at the
same database that has shown him a moment before.
"""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from fastapi import FastAPI
from sqlmodel import delete, select

from accounts.permissions import TABLE, About, Relation
from api.main import create_app
from coaching.cards import cards_of
from coaching.models import Objection
from foundation.database import reading, writing
from matching.service import people_for
from profiles.consent import give_consent
from profiles.drafts import ConsentDraft
from profiles.pseudonyms import pseudonym
from tests.access.doors import Door, doors
from tests.access.people import (
    NOW,
    World,
    browsers,
    canary_of,
    make_world,
    settings_for_browsers,
)
from vacancies.models import Employer

OTHERS = [one for one in Relation if one not in (Relation.SELF, Relation.ANONYMOUS)]
MILDEST = {
    Relation.OTHER_CANDIDATE: Relation.SELF,
    Relation.OTHER_EMPLOYER: Relation.OWN_EMPLOYER,
    Relation.ASSIGNED_COACH: Relation.OTHER_COACH,
}
Sight = tuple[str, str]


@pytest.fixture
def world(engine) -> World:
    """Somebody who is guided, listed, introduced and in the pool that members search."""
    made = make_world(engine)
    with writing(engine) as session:
        draft = ConsentDraft(purpose="pool_search", text_version="1")
        give_consent(session, candidate_id=made.candidate_id, draft=draft, now=NOW)
        for employer in session.exec(select(Employer)):
            employer.member_until = date(2030, 1, 1)
        # Who objected and then stopped still gets the answer he asked for: that is no list of ours.
        session.exec(delete(Objection))
    return made


@pytest.fixture
def two(settings, world) -> tuple[FastAPI, FastAPI]:
    """Two workers at one database."""
    quiet = settings_for_browsers(settings)
    return create_app(quiet, lambda: NOW), create_app(quiet, lambda: NOW)


def to_look_through(app: FastAPI) -> Iterator[tuple[Door, Relation]]:
    """List every door that is not open to all, with whom it lets in."""
    for door in doors(app):
        rule = TABLE[door.act] if door.method == "GET" and door.acts else None
        if rule is None or Relation.ANONYMOUS in rule.may:
            continue
        for one in OTHERS:
            # To what is about nobody in particular, each is the mildest of his kind.
            as_told = MILDEST.get(one, one) if rule.about in (About.NOTHING, About.VACANCY) else one
            if as_told in rule.may or one in rule.may:
                yield door, one


def sights(app: FastAPI, world: World, *, numbers: bool = True) -> set[Sight]:
    """Look through every door as everybody else; gives through which he was seen."""
    number = rf"\b{pseudonym(world.candidate_id)}\b|" if numbers else ""
    name = re.compile(number + canary_of(Relation.SELF))
    seen = set()
    with browsers(app, world) as everybody:
        for door, relation in to_look_through(app):
            address = door.address(
                candidateId=world.candidate_id,
                number=world.candidate_id,
                vacancyId=world.vacancy_id,
                introductionId=world.introduction_id,
                entryId=world.entry_id,
            )
            answer = everybody[relation].ask("GET", address)
            assert answer.status_code < 500, (address, relation, answer.text[:200])
            if name.search(answer.text):
                seen.add((relation.value, door.path))
    return seen


WAYS = {
    "by a page": "/rechten/stoppen",
    "by the API": "/v1/candidates/{candidateId}/withdrawal",
    "by erasing": "/rechten/wissen",
}


def test_who_stops_at_one_worker_is_gone_from_everything_at_the_other(two, world):
    here, there = two
    before = sights(there, world)
    assert {one for one, _ in before} == {"assigned coach", "other coach", "own employer"}, before
    with browsers(here, world) as everybody:
        assert everybody[Relation.SELF].ask("POST", WAYS["by a page"]).status_code == 303
    assert sights(there, world, numbers=False) == set()
    # A running outcome is still to be ended: the coach finds it by the number of the person alone.
    assert {
        (who, "outcome" in path or "uitkomst" in path) for who, path in sights(there, world)
    } <= {("assigned coach", True)}


@pytest.mark.parametrize("way", WAYS)
def test_who_stops_is_no_longer_counted_or_ranked(two, world, engine, way):
    here, there = two

    def counted() -> tuple[int, set[int]]:
        with reading(engine) as session:
            matcher = there.state.running.engines.matcher(session)
            found = people_for(session, matcher, vacancy=world.vacancy_id, most=10)
            both = [world.candidate_id, world.other_candidate_id]
            return found.total, set(cards_of(session, candidate_ids=both))

    assert counted() == (2, {world.candidate_id, world.other_candidate_id})
    with browsers(here, world) as everybody:
        everybody[Relation.SELF].ask("POST", WAYS[way].format(candidateId=world.candidate_id))
    assert counted() == (1, {world.other_candidate_id})
