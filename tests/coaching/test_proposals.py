"""Promises about skills that a coach proposes: nothing comes on a profile without its owner."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from accounts.models import Account, OutgoingMail, Role
from coaching.advising import advise_skill
from coaching.drafts import SkillProposalDraft
from coaching.proposals import (
    MOST_WAITING,
    AlreadyOnProfile,
    AlreadyProposed,
    ProposalAnswered,
    TooManyProposals,
    UnknownProposal,
    leave_proposal,
    proposals_of,
    propose_skill,
    take_proposal,
)
from foundation.database import reading, writing
from foundation.entry import validated
from foundation.errors import Invalid
from profiles.drafts import ProfileDraft, SkillDraft
from profiles.models import Evidence
from profiles.service import ProfileEnded, find_candidate, open_profile
from profiles.skillset import candidate_skills, set_skill
from profiles.states import withdraw
from skills.mentions import UnknownSkill
from skills.models import Skill, SkillKind
from tests.coaching.conftest import an_account
from tests.profiles.worlds import DRIVING, DUTCH, NOW, OLD, PIANO, WELDING, speak

ADDRESS = "https://talent.example"


@pytest.fixture
def words(session) -> None:
    speak(session)


@pytest.fixture
def proposed(session, candidate, coach, words) -> dict[str, int]:
    return {"candidate_id": candidate, "proposal_id": propose(session, candidate, coach).id}


def propose(session, candidate, coach, skill=WELDING, text=""):
    draft = SkillProposalDraft(skill_id=skill, text=text)
    return propose_skill(session, candidate_id=candidate, coach_id=coach, draft=draft, now=NOW)


def advise(session, candidate, coach, skill):
    draft = SkillProposalDraft(skill_id=skill)
    given = {"candidate_id": candidate, "coach_id": coach, "draft": draft}
    return advise_skill(session, **given, address=ADDRESS, now=NOW)


def on_profile(session, candidate) -> list[tuple[int, int | None, Evidence]]:
    rows = candidate_skills(session, candidate_id=candidate)
    return [(row.skill_id, row.level, row.evidence) for row in rows]


def test_a_proposal_alone_puts_nothing_on_the_profile(session, candidate, proposed):
    assert on_profile(session, candidate) == []
    [one] = proposals_of(session, candidate_id=candidate, waiting=True)
    assert (one.skill.label, one.coach, one.row.taken) == ("metalen lassen", "loopbaancoach", None)


@pytest.mark.parametrize("level", [None, 1, 5])
def test_the_candidate_takes_it_at_a_level_of_his_own(session, candidate, proposed, level):
    row = take_proposal(session, **proposed, level=level, now=NOW)
    assert (row.taken, row.answered_at) == (True, NOW)
    assert on_profile(session, candidate) == [(WELDING, level, Evidence.CLAIMED)]
    assert proposals_of(session, candidate_id=candidate, waiting=True) == []


def test_what_is_left_stays_off_the_profile_and_can_be_proposed_again(
    session, candidate, coach, proposed
):
    assert leave_proposal(session, **proposed, now=NOW).taken is False
    assert on_profile(session, candidate) == []
    propose(session, candidate, coach)
    assert len(proposals_of(session, candidate_id=candidate)) == 2


def test_an_answer_is_given_once(session, candidate, proposed):
    take_proposal(session, **proposed, level=3, now=NOW)
    with pytest.raises(ProposalAnswered, match="al voor gekozen"):
        leave_proposal(session, **proposed, now=NOW)
    with pytest.raises(ProposalAnswered):
        take_proposal(session, **proposed, level=5, now=NOW)
    assert on_profile(session, candidate) == [(WELDING, 3, Evidence.CLAIMED)]


def test_a_skill_that_came_on_the_profile_meanwhile_stays_as_it_is(session, candidate, proposed):
    own = SkillDraft(skill_id=WELDING, level=4, evidence="supported", evidence_note="bij de werf")
    set_skill(session, candidate_id=candidate, draft=own)
    take_proposal(session, **proposed, level=1, now=NOW)
    assert on_profile(session, candidate) == [(WELDING, 4, Evidence.SUPPORTED)]


def test_somebody_else_answers_nothing(session, proposed):
    other = open_profile(session, draft=ProfileDraft(name="Zo"), now=NOW).id
    for which in ({**proposed, "candidate_id": other}, {**proposed, "proposal_id": 2**31 - 1}):
        with pytest.raises(UnknownProposal):
            take_proposal(session, **which, level=3, now=NOW)
        with pytest.raises(UnknownProposal):
            leave_proposal(session, **which, now=NOW)
    [one] = proposals_of(session, candidate_id=proposed["candidate_id"])
    assert one.row.answered_at is None


def test_what_waits_is_not_proposed_twice(session, candidate, coach, other_coach, proposed):
    with pytest.raises(AlreadyProposed, match="Wacht op het antwoord"), session.begin_nested():
        propose(session, candidate, other_coach)
    assert len(proposals_of(session, candidate_id=candidate)) == 1


def test_what_stands_on_the_profile_is_not_proposed(session, candidate, coach, words):
    set_skill(session, candidate_id=candidate, draft=SkillDraft(skill_id=WELDING))
    with pytest.raises(AlreadyOnProfile):
        propose(session, candidate, coach)


@pytest.mark.parametrize("skill", [OLD, 2**31 - 1])
def test_only_a_skill_of_the_list_is_proposed(session, candidate, coach, words, skill):
    with pytest.raises(UnknownSkill):
        propose(session, candidate, coach, skill)


@pytest.mark.parametrize("text", ["x" * 201, "nummer 123456782"])
def test_why_is_one_line(text):
    with pytest.raises(Invalid):
        validated(SkillProposalDraft, {"skill_id": 1, "text": text})


def test_twenty_can_wait_at_once(session, candidate, coach, words):
    session.add_all(
        Skill(id=n, uri=f"x:{n}", label=f"iets {n}", kind=SkillKind.SKILL, taxonomy_id=1)
        for n in range(100, 101 + MOST_WAITING)
    )
    session.flush()
    for number in range(100, 100 + MOST_WAITING):
        propose(session, candidate, coach, number)
    with pytest.raises(TooManyProposals, match="Praat er eerst samen over"):
        propose(session, candidate, coach, 100 + MOST_WAITING)


def test_a_skill_that_left_the_list_cannot_be_taken(session, candidate, proposed):
    session.get(Skill, WELDING).retired = True
    with pytest.raises(UnknownSkill), session.begin_nested():
        take_proposal(session, **proposed, level=3, now=NOW)
    assert on_profile(session, candidate) == []


def test_who_stopped_is_asked_nothing_and_answers_nothing(session, candidate, coach, proposed):
    withdraw(session, candidate_id=candidate, now=NOW)
    for refused in (
        lambda: propose(session, candidate, coach, DRIVING),
        lambda: take_proposal(session, **proposed, level=3, now=NOW),
        lambda: leave_proposal(session, **proposed, now=NOW),
    ):
        with pytest.raises(ProfileEnded):
            refused()


def test_one_mail_is_posted_while_anything_waits_and_it_names_nobody(
    session, candidate, coach, words
):
    account = Account(role=Role.CANDIDATE, name="", email="zoe@talent.example", language="en",
                      created_at=NOW, seen_at=NOW)  # fmt: skip
    session.add(account)
    session.flush()
    find_candidate(session, candidate_id=candidate).account_id = account.id
    advise(session, candidate, coach, WELDING)
    advise(session, candidate, coach, DRIVING)
    [mail] = session.exec(select(OutgoingMail)).all()
    assert (mail.to_address, mail.subject) == (
        "zoe@talent.example",
        "Your coach has a tip for your profile",
    )
    assert f"{ADDRESS}/profiel/aangeraden" in mail.text
    for private in ("Zoë", "lassen", "rijden", "loopbaancoach"):
        assert private not in mail.text
    for one in proposals_of(session, candidate_id=candidate):
        leave_proposal(session, candidate_id=candidate, proposal_id=one.row.id, now=NOW)
    advise(session, candidate, coach, DUTCH)
    assert len(session.exec(select(OutgoingMail)).all()) == 2


def test_without_an_address_nothing_is_posted(session, candidate, coach, words):
    advise(session, candidate, coach, PIANO)
    assert session.exec(select(OutgoingMail)).all() == []


def test_two_who_propose_the_same_at_once_leave_one(engine):
    with writing(engine) as session:
        speak(session)
        number = open_profile(session, draft=ProfileDraft(name="Zo"), now=NOW).id
        coaches = [an_account(session, Role.COACH) for _ in range(4)]

    def one(coach):
        with writing(engine) as session:
            propose(session, number, coach)

    with ThreadPoolExecutor(4) as threads:
        done = [threads.submit(one, coach) for coach in coaches]
    refused = [type(one.exception()) for one in done if one.exception()]
    assert refused == [AlreadyProposed] * 3
    with reading(engine) as session:
        assert len(proposals_of(session, candidate_id=number)) == 1
