"""An office of one of each role, with something of everything on the desks, and its routes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from accounts.models import Campaign, Role
from accounts.permissions import TABLE, Relation
from api.main import create_app
from coaching.caseload import assign
from coaching.models import (
    Entry,
    EntryState,
    IntakeNote,
    Introduction,
    IntroductionState,
    Objection,
    ObjectionSubject,
    Shortlist,
    SkillProposal,
)
from foundation.database import writing
from foundation.settings import Settings
from placements.models import Outcome, OutcomeKind, OutcomeState, Partner
from tests.access.doors import doors
from tests.api.routes.conftest import WELDER, Program, Site, shared_site
from tests.profiles.worlds import DRIVING, NOW
from vacancies.employers import name_contact
from vacancies.models import Vacancy

ACTS = {
    (door.method, door.path.removeprefix("/v1")): door.act
    for door in doors(create_app(Settings("sqlite:///nowhere.db", Path())))
    if door.acts and door.path.startswith("/v1/")
}
# What staff and employers may and a candidate may not.
OFFICE = sorted(one for one, act in ACTS.items() if Relation.SELF not in TABLE[act].may)
ROLES = {
    Relation.OWN_EMPLOYER: Role.EMPLOYER,
    Relation.ASSIGNED_COACH: Role.COACH,
    Relation.OTHER_COACH: Role.COACH,
    Relation.MANAGER: Role.MANAGER,
    Relation.ADMINISTRATOR: Role.ADMINISTRATOR,
}


@dataclass(frozen=True)
class Office:
    """One of each role, with something of everything on their desks."""

    site: Site
    people: dict[Role, Program]

    @property
    def meets_all(self) -> bool:
        return self.site.engine.dialect.name == "sqlite"

    def who_may(self, method: str, path: str) -> Program:
        """Give somebody who may use a route; what the one before stopped goes on."""
        self.people[Role.ADMINISTRATOR].client.delete("/v1/matching-stop")
        may = TABLE[ACTS[method, path]].may
        return next(self.people[role] for one, role in ROLES.items() if one in may)


@contextmanager
def open_office(request: pytest.FixtureRequest, folder: Path) -> Iterator[Office]:
    """Open a site with its staff, on the kind of database of `request.param`."""
    with shared_site(request, folder) as site:
        mine, other = site.skilled(), site.skilled()
        for one in (mine, other):
            one.client.patch(one.mine, json={"name": "Zoë"})
            one.post(f"{one.mine}/consents", {"purpose": "matching", "text_version": "2026-2"})
            assert one.post(f"{one.mine}/activation").status_code in (200, 201)
        people = {role: site.staff(role) for role in {*ROLES.values()}}
        _fill(site, people, int(mine.candidate), int(other.candidate))
        yield Office(site, people)


def _fill(site: Site, people: dict[Role, Program], mine: int, other: int) -> None:
    coach, employer = int(people[Role.COACH].candidate), int(people[Role.EMPLOYER].candidate)
    by = {"coach_id": coach, "candidate_id": mine}
    with writing(site.engine) as session:
        company = session.get_one(Vacancy, WELDER).employer_id
        name_contact(session, account_id=employer, employer_id=company)
        assign(session, candidate_id=mine, coach_id=coach, now=NOW)
        session.add(Shortlist(id=1, vacancy_id=WELDER, coach_id=coach, opened_at=NOW))
        session.flush()
        listed = {"engine_place": 1, "proposed_at": NOW, "state": EntryState.APPROVED}
        session.add(Entry(id=1, shortlist_id=1, candidate_id=mine, **listed))
        session.flush()
        state = {"state": IntroductionState.INTRODUCED, "asked_at": NOW, "introduced_at": NOW}
        session.add(Introduction(id=1, entry_id=1, vacancy_id=WELDER, **state, **by))
        place = {"kind": OutcomeKind.LEERWERKPLEK, "state": OutcomeState.RUNNING}
        dates = {"starts_on": NOW.date(), "logged_at": NOW}
        session.add(Partner(id=1, name="Demo Partner"))
        session.flush()
        session.add(Outcome(id=1, public_id="a" * 32, employer_id=company, **place, **dates, **by))
        manager = int(people[Role.MANAGER].candidate)
        made = {"created_by": manager, "created_at": NOW, "starts_on": NOW.date()}
        session.add(Campaign(name="Zorg", code="zorg-2026", quota=9, **made))
        session.add(IntakeNote(id=1, text="Gesprek.", written_at=NOW, **by))
        session.add(SkillProposal(id=1, skill_id=DRIVING, proposed_at=NOW, **by))
        subject = {"subject": ObjectionSubject.SCORE, "text": "Nee.", "due_on": NOW.date()}
        session.add(Objection(id=1, candidate_id=other, raised_at=NOW, **subject))
