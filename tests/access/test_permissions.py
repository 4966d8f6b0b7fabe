"""Promises about who may do what: the table, written out once more, and every door held to it.

The table is generated from the running application: nine relations, every route and page, every
state of the candidate and the vacancy. A new door without a row fails here.
"""

from collections.abc import Iterator

import pytest
import structlog
from httpx2 import Response

from accounts.audit import AuditAction, AuditReason, check_trail, entries_about
from accounts.mail import mails_in
from accounts.permissions import TABLE, About, Act, Relation, Ruling
from api.main import create_app
from coaching.models import IntroductionState
from foundation.database import reading
from foundation.settings import Settings
from placements.models import OutcomeKind
from tests.access.doors import OPEN_TO_ALL, Door, doors
from tests.access.people import browsers, canary_of, keep_nothing, put_in_state

R = Relation
LOG_IN = "/inloggen?nodig"
STATES = {
    About.NOTHING: ["active"],
    About.OWN_PROFILE: ["draft", "active", "paused", "withdrawn"],
    About.CANDIDATE: ["draft", "active", "paused", "withdrawn", "erased"],
    About.VACANCY: ["draft", "open", "filled", "closed"],
    About.INTRODUCTION: [state.value for state in IntroductionState],
    About.OUTCOME: [kind.value for kind in OutcomeKind],
}

# The table once more, by hand: who may (with the states, when not every one), who is told no (403).
# Whoever is not named is told to log in, or that there is nothing here (404).
ALIVE = ("draft", "active", "paused", "withdrawn")
GUIDED = ("active", "paused")
SHOWN = ("open", "filled", "closed")
# What an employer may see of an introduction: everything from the moment he was told of it.
MET = tuple(one.value for one in IntroductionState if one.value not in ("gevraagd", "niet gewild"))
AT_EMPLOYERS = ("leerwerkplek", "tijdelijk_contract", "snuffelstage")
COACHES = {R.OTHER_COACH: None}
SELF = {R.SELF: ALIVE}
SELF_AND_COACH = {R.SELF: ALIVE, R.ASSIGNED_COACH: GUIDED}
EXPECTED = {
    Act.READ_PUBLIC: (dict.fromkeys(R), []),
    Act.LOG_IN: (dict.fromkeys(R), []),
    Act.BEGIN_PROFILE: ({R.ANONYMOUS: None, R.SELF: None}, None),
    Act.USE_ACCOUNT: (dict.fromkeys(set(R) - {R.ANONYMOUS}), []),
    Act.INVITE: ({R.ADMINISTRATOR: None}, None),
    Act.SEE_PROFILE: (SELF_AND_COACH, []),
    Act.CHANGE_PROFILE: (SELF, [R.ASSIGNED_COACH]),
    Act.SEE_WORK: (SELF_AND_COACH, []),
    Act.EXPLORE: (SELF_AND_COACH, []),
    Act.TAKE_PASSPORT: (SELF_AND_COACH, []),
    Act.USE_RIGHTS: (SELF, [R.ASSIGNED_COACH]),
    Act.SEE_OWN_PROFILE: (SELF, None),
    Act.CHANGE_OWN_PROFILE: (SELF, None),
    Act.SEE_OWN_WORK: (SELF, None),
    Act.USE_OWN_RIGHTS: (SELF, None),
    Act.SEE_VACANCY: (
        {
            R.SELF: SHOWN,
            R.OWN_EMPLOYER: None,
            R.OTHER_EMPLOYER: SHOWN,
            R.OTHER_COACH: SHOWN,
            R.MANAGER: SHOWN,
            R.ADMINISTRATOR: SHOWN,
        },
        [],
    ),
    Act.SIGN_UP: (dict.fromkeys(R), []),
    Act.RUN_COMPANY: ({R.OWN_EMPLOYER: None}, None),
    Act.CHANGE_VACANCY: ({R.OWN_EMPLOYER: None}, []),
    Act.WRITE_IN_SKILLS: (
        {R.OWN_EMPLOYER: None, R.OTHER_COACH: SHOWN, R.ADMINISTRATOR: SHOWN},
        [],
    ),
    Act.SEARCH_POOL: ({R.OWN_EMPLOYER: None}, None),
    Act.GUIDE: (COACHES, None),
    Act.TAKE_ON: ({R.ASSIGNED_COACH: GUIDED, R.OTHER_COACH: GUIDED}, []),
    Act.GUIDE_CANDIDATE: ({R.ASSIGNED_COACH: GUIDED}, []),
    Act.REVIEW: ({R.OTHER_COACH: SHOWN}, []),
    Act.SEE_INTRODUCTION: ({R.SELF: None, R.ASSIGNED_COACH: None, R.OWN_EMPLOYER: MET}, []),
    Act.ANSWER_AS_CANDIDATE: ({R.SELF: None}, [R.ASSIGNED_COACH]),
    Act.ANSWER_AS_EMPLOYER: ({R.OWN_EMPLOYER: MET}, [R.SELF, R.ASSIGNED_COACH]),
    Act.LEAD_INTRODUCTION: ({R.ASSIGNED_COACH: None}, [R.SELF]),
    Act.ANSWER_BY_LINK: (dict.fromkeys(R), []),
    Act.ANSWER_OBJECTIONS: (COACHES, None),
    Act.IMPORT_VACANCIES: ({R.OTHER_COACH: None, R.ADMINISTRATOR: None}, None),
    Act.ADMINISTER: ({R.ADMINISTRATOR: None}, None),
    Act.SEE_OUTCOME: ({R.SELF: None, R.ASSIGNED_COACH: None, R.OWN_EMPLOYER: AT_EMPLOYERS}, []),
    Act.LOG_OUTCOME: ({R.ASSIGNED_COACH: GUIDED}, [R.SELF]),
    Act.LEAD_OUTCOME: ({R.ASSIGNED_COACH: None}, [R.SELF]),
    Act.JOIN_CAMPAIGN: ({R.ANONYMOUS: None, R.SELF: None}, None),
    Act.RUN_PROGRAMME: ({R.MANAGER: None}, None),
    Act.HAND_OVER: ({R.MANAGER: None}, None),
}


def expected(act: Act, relation: Relation, state: str) -> Ruling:
    may, forbidden = EXPECTED[act]
    if relation in may and (may[relation] is None or state in may[relation]):
        return Ruling.YES
    if relation is R.ANONYMOUS:
        return Ruling.LOG_IN
    # None: everybody who is logged in may know of it.
    return Ruling.FORBIDDEN if forbidden is None or relation in forbidden else Ruling.HIDDEN


@pytest.mark.parametrize("act", Act)
def test_the_table_says_what_is_written_here(act):
    rule = TABLE[act]
    for state in STATES[rule.about]:
        said = {relation: rule.ruling(relation, state) for relation in R}
        assert said == {relation: expected(act, relation, state) for relation in R}, state


# What is about one candidate and no other.
OF_SOMEBODY = (About.CANDIDATE, About.INTRODUCTION, About.OUTCOME)


def ruled(act: Act, relation: Relation, state: str) -> Ruling:
    """Tell what somebody should meet, when the candidate and vacancy of `self` are in this state.

    Another candidate is "self" where nothing is about anybody else, and so is the own profile of
    somebody else: that one is active. A coach is nobody in particular to a vacancy, and where
    nothing is asked about anybody every employer is his own.
    """
    about = TABLE[act].about
    if relation is R.OTHER_CANDIDATE and about not in OF_SOMEBODY:
        return expected(act, R.SELF, "active" if about is About.OWN_PROFILE else state)
    if relation is R.ASSIGNED_COACH and about in (About.VACANCY, About.NOTHING):
        return expected(act, R.OTHER_COACH, state)
    if relation is R.OTHER_EMPLOYER and about is About.NOTHING:
        return expected(act, R.OWN_EMPLOYER, state)
    return expected(act, relation, state)


@pytest.fixture
def every_door(tmp_path) -> list[Door]:
    return doors(create_app(Settings(f"sqlite:///{tmp_path / 'none.db'}", tmp_path, demo=True)))


def test_every_door_has_exactly_one_row_of_the_table(every_door):
    open_doors = {(door.method, door.path) for door in every_door if not door.acts}
    assert open_doors <= OPEN_TO_ALL
    assert [str(door) for door in every_door if len(door.acts) > 1] == []


def test_a_door_about_somebody_says_in_its_address_about_whom(every_door):
    named = {
        About.CANDIDATE: "{candidateId}",
        About.VACANCY: "{vacancyId}",
        About.INTRODUCTION: "{introductionId}",
        About.OUTCOME: "{outcomeId}",
    }
    for door in every_door:
        if door.acts and TABLE[door.act].about in named:
            assert named[TABLE[door.act].about] in door.path, door


def test_no_address_names_somebody_without_a_row_about_somebody(every_door):
    about_somebody = {About.CANDIDATE, About.OWN_PROFILE}
    for door in every_door:
        if "{candidateId}" in door.path:
            assert TABLE[door.act].about in about_somebody, door


def ruling_in(answer: Response) -> Ruling:
    """Tell from an answer what was ruled; a page sends whoever must log in to the login page."""
    if answer.status_code == 401 or answer.headers.get("location", "").startswith(LOG_IN):
        return Ruling.LOG_IN
    if answer.status_code == 403:
        return Ruling.FORBIDDEN
    if answer.status_code == 404 and "Hier is niets te vinden" in answer.text:
        return Ruling.HIDDEN
    return Ruling.YES


# What somebody reads of others by doing his work, beside himself. A coach knows his colleagues by
# name; an employer reads of whom he was introduced to, an administrator who has an account.
STAFF = {R.ASSIGNED_COACH, R.OTHER_COACH, R.MANAGER, R.ADMINISTRATOR}
EMPLOYERS = {R.OWN_EMPLOYER, R.OTHER_EMPLOYER}
COLLEAGUES = {R.ASSIGNED_COACH, R.OTHER_COACH}
INTRODUCED = {
    Act.SEE_INTRODUCTION,
    Act.ANSWER_AS_EMPLOYER,
    Act.RUN_COMPANY,
    Act.SEE_OUTCOME,
}
LEADING = {
    Act.GUIDE,
    Act.REVIEW,
    Act.SEE_INTRODUCTION,
    Act.LEAD_INTRODUCTION,
    Act.SEE_OUTCOME,
    Act.LEAD_OUTCOME,
}
READS: dict[tuple[Act, Relation], set[Relation]] = {
    **{(act, R.OWN_EMPLOYER): {R.SELF, R.ASSIGNED_COACH} for act in INTRODUCED},
    **{(act, R.ASSIGNED_COACH): {R.SELF, *COLLEAGUES} for act in LEADING},
    **{(act, R.OTHER_COACH): COLLEAGUES for act in LEADING},
    (Act.TAKE_ON, R.OTHER_COACH): COLLEAGUES,
    (Act.ANSWER_OBJECTIONS, R.OTHER_COACH): {R.SELF, R.OTHER_CANDIDATE},
    (Act.ANSWER_OBJECTIONS, R.ASSIGNED_COACH): {R.OTHER_CANDIDATE},
    (Act.ADMINISTER, R.ADMINISTRATOR): STAFF | EMPLOYERS,
}


def may_read(act: Act, relation: Relation) -> set[str]:
    """List whose private words may stand in an answer: one's own, and those of whom one guides."""
    if relation is R.SELF:  # who guides me has a name
        return {canary_of(R.SELF), canary_of(R.ASSIGNED_COACH)}
    guided = relation is R.ASSIGNED_COACH and TABLE[act].about is About.CANDIDATE
    known = {relation, *READS.get((act, relation), ()), *({R.SELF} if guided else ())}
    return {canary_of(one) for one in known}


def leaks_in(answer: Response, act: Act, relation: Relation) -> set[str]:
    """Find the private words of others in an answer and in its headers."""
    words = answer.text + str(answer.headers.items()) + str(answer.content)
    private = {canary_of(one) for one in R} - may_read(act, relation)
    return {word for word in private if word in words}


def asked(door: Door, state: str) -> list[Relation]:
    """List who must try a door: an own profile's state makes a difference to its owner alone."""
    if not door.acts or state not in STATES[TABLE[door.act].about]:
        return []
    own = TABLE[door.act].about is About.OWN_PROFILE and state != "active"
    return [R.SELF] if own else list(R)


def every_answer(app, world, state) -> Iterator[tuple[Door, Relation, Response]]:
    """Let everybody try every door."""
    with browsers(app, world) as everybody:
        for door in doors(app):
            for relation in asked(door, state):
                own_visit = world.people[relation].visit_id
                address = door.address(
                    candidateId=world.candidate_id,
                    vacancyId=world.vacancy_id,
                    introductionId=world.introduction_id,
                    entryId=world.entry_id,
                    outcomeId=world.outcome_id,
                    visitId=own_visit,
                    visit_id=own_visit,
                )
                yield door, relation, everybody[relation].ask(door.method, address)


# The rulings are the same code on both databases: PostgreSQL tries every door once, in the states
# in which most is answered; SQLite tries all states.
BOTH = ("active", "open", "voorgedragen", "leerwerkplek")
STATES_TRIED = [
    *(("sqlite", state) for states in STATES.values() for state in states if state not in BOTH),
    *((kind, state) for kind in ("sqlite", "postgresql") for state in BOTH),
]
STATES_TRIED = sorted(set(STATES_TRIED))


@pytest.mark.parametrize(("settings", "state"), STATES_TRIED, indirect=["settings"])
def test_every_door_lets_in_whom_the_table_lets_in_and_tells_nobody_else_anything(
    app, engine, world, settings, state
):
    put_in_state(engine, world, state)
    keep_nothing(app)
    wrong, leaked, broken = [], [], []
    with structlog.testing.capture_logs() as logged:
        for door, relation, answer in every_answer(app, world, state):
            who = (str(door), relation.value, answer.status_code)
            if ruling_in(answer) is not ruled(door.act, relation, state):
                wrong.append(who)
            if answer.status_code >= 500:
                broken.append((*who, answer.text[:200]))
            if found := leaks_in(answer, door.act, relation):
                leaked.append((*who, found))
    assert (wrong, leaked, broken) == ([], [], [])
    private = [canary_of(one) for one in R]
    assert [line for line in logged if any(word in str(line) for word in private)] == []
    # Whoever stops or erases gets a mail, at the own address, in which nobody is named.
    mails = mails_in(settings.folder)
    leaving = {f"{canary_of(one)}@talent.example" for one in (R.SELF, R.OTHER_CANDIDATE)}
    assert {mail.to for mail in mails} <= leaving
    assert [one for one in mails if any(word in one.subject + one.text for word in private)] == []


def test_the_private_words_are_really_there(app, world):
    """Without this the search above could find nothing because there is nothing."""
    with browsers(app, world) as everybody:
        address = f"/v1/candidates/{world.candidate_id}"
        for relation in (R.SELF, R.ASSIGNED_COACH):
            assert canary_of(R.SELF) in everybody[relation].ask("GET", address).text
        assert canary_of(R.SELF) not in everybody[R.OTHER_COACH].ask("GET", address).text


def test_who_looks_at_somebody_else_leaves_a_trace_and_who_looks_at_himself_does_not(
    app, engine, world
):
    address = f"/v1/candidates/{world.candidate_id}"
    with browsers(app, world) as everybody:
        for relation in R:
            everybody[relation].ask("GET", address)
    with reading(engine) as session:
        entries = entries_about(session, candidate_id=world.candidate_id, most=100)
        seen = [one for one in entries if one.action == AuditAction.PROFILE_SEEN.value]
        assert [(one.actor_role, one.reason) for one in seen] == [
            ("loopbaancoach", AuditReason.COACHING.value)
        ]
        assert check_trail(session).broken_at is None
