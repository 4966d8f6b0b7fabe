"""Promises about beginning without an account, and about joining what was made in a visit."""

import pytest
from sqlmodel import select

from accounts.models import Account, Role
from foundation.database import writing
from foundation.errors import Conflict
from profiles.consent import agreed_purposes, give_consent
from profiles.drafts import (
    ConsentDraft,
    ExperienceDraft,
    HiddenEmployerDraft,
    InterestAnswerDraft,
    LanguageDraft,
    OwnWordDraft,
    PreferencesDraft,
    ProfileDraft,
    SkillDraft,
)
from profiles.history import add_experience, experiences_of
from profiles.interests import answer, answers_of
from profiles.joining import Joined, join_profiles
from profiles.models import CandidateState
from profiles.own_words import keep_own_word, own_words_of
from profiles.service import (
    ProfileAlreadyBegun,
    ProfileEnded,
    begin_profile,
    candidate_of_account,
    change_profile,
    find_candidate,
)
from profiles.skillset import MOST_SKILLS, candidate_skills, set_skills
from profiles.states import NoNameYet, activate, withdraw
from profiles.wishes import (
    hidden_employers_of,
    hide_from,
    languages_of,
    preferences_of,
    set_languages,
    set_preferences,
)
from skills.models import Skill, SkillKind
from tests.profiles.worlds import DRIVING, NOW, PIANO, TYPING, WELDING, speak, uri


def visitor(session, email=None) -> int:
    account = Account(role=Role.CANDIDATE, email=email, created_at=NOW, seen_at=NOW)
    session.add(account)
    session.flush()
    return account.id


def begun(session, email=None) -> int:
    return begin_profile(session, account_id=visitor(session, email), now=NOW).id


def test_a_visitor_begins_with_an_empty_draft_of_their_own(session):
    account = visitor(session)
    assert candidate_of_account(session, account_id=account) is None
    made = begin_profile(session, account_id=account, now=NOW)
    assert (made.name, made.state, made.account_id) == ("", CandidateState.DRAFT, account)
    assert candidate_of_account(session, account_id=account) == made


def test_an_account_has_one_profile(engine):
    with writing(engine) as session:
        account = visitor(session)
        begin_profile(session, account_id=account, now=NOW)
    with pytest.raises(ProfileAlreadyBegun, match="Ga daarmee verder"), writing(engine) as session:
        begin_profile(session, account_id=account, now=NOW)


def test_a_profile_without_a_name_cannot_be_active_until_it_has_one(session):
    speak(session)
    number = begun(session)
    set_skills(session, candidate_id=number, drafts=[SkillDraft(skill_id=WELDING)])
    consent = ConsentDraft(purpose="matching", text_version="2026-1")
    give_consent(session, candidate_id=number, draft=consent, now=NOW)
    with pytest.raises(NoNameYet, match="Vul eerst je naam in"), session.begin_nested():
        activate(session, candidate_id=number, now=NOW)
    assert issubclass(NoNameYet, Conflict)
    change_profile(session, candidate_id=number, draft=ProfileDraft(name="Zo"))
    assert activate(session, candidate_id=number, now=NOW).state is CandidateState.ACTIVE


def fill(session, number, *, skills, languages, experiences, words, hidden=()):
    drafts = [SkillDraft(skill_id=skill, level=level) for skill, level in skills]
    set_skills(session, candidate_id=number, drafts=drafts)
    spoken = [LanguageDraft(language=code, level=level) for code, level in languages]
    set_languages(session, candidate_id=number, drafts=spoken)
    for kind, title in experiences:
        draft = ExperienceDraft(kind=kind, title=title)
        add_experience(session, candidate_id=number, draft=draft)
    for text in words:
        keep_own_word(session, candidate_id=number, draft=OwnWordDraft(text=text), now=NOW)
    for name in hidden:
        hide_from(session, candidate_id=number, draft=HiddenEmployerDraft(trade_name=name))


@pytest.fixture
def two(session):
    """A profile that stays and one of a visit that overlaps with it."""
    speak(session)
    kept, joined = begun(session, "zo@voorbeeld.nl"), begun(session)
    fill(
        session,
        kept,
        skills=[(WELDING, 2)],
        languages=[("nld", "B1")],
        experiences=[("werk", "Lasser")],
        words=["kippen houden"],
        hidden=["Bakker BV"],
    )
    fill(
        session,
        joined,
        skills=[(WELDING, 5), (DRIVING, 3)],
        languages=[("nld", "C2"), ("ukr", None)],
        experiences=[("werk", "lasser"), ("zorg", "Mijn oma")],
        words=["Kippen houden", "bijen houden"],
        hidden=["Bakker BV", "Slager BV"],
    )
    return kept, joined


def standing(session, number):
    session.expire_all()
    return (
        [(row.skill_id, row.level) for row in candidate_skills(session, candidate_id=number)],
        [(row.language, row.level) for row in languages_of(session, candidate_id=number)],
        [row.title for row in experiences_of(session, candidate_id=number)],
        [row.text for row in own_words_of(session, candidate_id=number)],
        [row.trade_name for row in hidden_employers_of(session, candidate_id=number)],
    )


def test_joining_adds_what_was_lacking_and_changes_nothing_that_stood_there(session, two):
    kept, joined = two
    taken = join_profiles(session, kept=kept, joined=joined, now=NOW)
    assert taken == Joined(
        skills=1,
        languages=1,
        experiences=1,
        own_words=1,
        hidden_employers=1,
        wishes=False,
        interests=False,
    )
    assert standing(session, kept) == (
        [(WELDING, 2), (DRIVING, 3)],
        [("nld", "B1"), ("ukr", None)],
        ["Lasser", "Mijn oma"],
        ["kippen houden", "bijen houden"],
        ["Bakker BV", "Slager BV"],
    )


def test_the_joined_profile_is_erased_with_the_account_of_the_visit(session, two):
    kept, joined = two
    join_profiles(session, kept=kept, joined=joined, now=NOW)
    assert standing(session, joined) == ([], [], [], [], [])
    assert find_candidate(session, candidate_id=joined).state is CandidateState.ERASED
    assert [row.email for row in session.exec(select(Account))] == ["zo@voorbeeld.nl"]
    assert find_candidate(session, candidate_id=kept).state is CandidateState.DRAFT


@pytest.mark.parametrize(("own", "left"), [(None, "2312"), ("2333", "2333")])
def test_wishes_are_taken_over_only_when_there_were_none(session, two, own, left):
    kept, joined = two
    set_preferences(session, candidate_id=joined, draft=PreferencesDraft(postcode="2312"))
    if own:
        set_preferences(session, candidate_id=kept, draft=PreferencesDraft(postcode=own))
    taken = join_profiles(session, kept=kept, joined=joined, now=NOW)
    assert taken.wishes is (own is None)
    assert preferences_of(session, candidate_id=kept).postcode == left


@pytest.mark.parametrize(("own", "left"), [([], {"R1": 4}), ([("I1", 0)], {"I1": 0})])
def test_a_test_that_was_begun_is_taken_over_only_when_there_was_none(session, two, own, left):
    kept, joined = two
    for number, answers in ((joined, [("R1", 4)]), (kept, own)):
        for question, value in answers:
            draft = InterestAnswerDraft(question=question, answer=value)
            answer(session, candidate_id=number, draft=draft, now=NOW)
    assert join_profiles(session, kept=kept, joined=joined, now=NOW).interests is (not own)
    assert answers_of(session, candidate_id=kept) == left


@pytest.mark.parametrize(("own", "left"), [("", "Zoë"), ("Zo de Vries", "Zo de Vries")])
def test_a_name_is_taken_over_only_when_there_was_none(session, two, own, left):
    kept, joined = two
    change_profile(session, candidate_id=joined, draft=ProfileDraft(name="Zoë"))
    if own:
        change_profile(session, candidate_id=kept, draft=ProfileDraft(name=own))
    join_profiles(session, kept=kept, joined=joined, now=NOW)
    assert find_candidate(session, candidate_id=kept).name == left


def test_a_full_profile_takes_what_still_fits(session, two):
    kept, joined = two
    numbers = range(100, 100 + MOST_SKILLS - 1)
    session.add_all(
        Skill(id=one, uri=uri(one), label=str(one), kind=SkillKind.SKILL, taxonomy_id=1)
        for one in numbers
    )
    session.flush()
    drafts = [SkillDraft(skill_id=one) for one in numbers][:-1]
    set_skills(session, candidate_id=kept, drafts=drafts)
    more = [SkillDraft(skill_id=one) for one in (TYPING, PIANO)]
    set_skills(session, candidate_id=joined, drafts=more)
    assert join_profiles(session, kept=kept, joined=joined, now=NOW).skills == 1
    owned = [row.skill_id for row in candidate_skills(session, candidate_id=kept)]
    assert (len(owned), owned.count(DRIVING), owned.count(PIANO)) == (MOST_SKILLS, 1, 0)


def test_consents_of_the_visit_are_not_taken_over(session, two):
    kept, joined = two
    consent = ConsentDraft(purpose="matching", text_version="2026-1")
    give_consent(session, candidate_id=joined, draft=consent, now=NOW)
    join_profiles(session, kept=kept, joined=joined, now=NOW)
    assert agreed_purposes(session, candidate_id=kept) == frozenset()


@pytest.mark.parametrize("ended", [0, 1])
def test_a_profile_that_ended_is_not_joined(session, two, ended):
    withdraw(session, candidate_id=two[ended], now=NOW)
    with pytest.raises(ProfileEnded):
        join_profiles(session, kept=two[0], joined=two[1], now=NOW)


def test_a_profile_is_never_joined_with_itself(session, two):
    with pytest.raises(ValueError, match="itself"):
        join_profiles(session, kept=two[0], joined=two[0], now=NOW)
