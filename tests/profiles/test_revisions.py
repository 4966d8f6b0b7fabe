"""The promise that every change to a person, or to what hangs on it, raises the revision."""

import inspect
from collections.abc import Callable

import pytest
from sqlmodel import Session

import profiles.consent
import profiles.history
import profiles.interests
import profiles.own_words
import profiles.service
import profiles.skillset
import profiles.states
import profiles.wishes
from foundation.revision import Stream, latest_revision
from profiles.drafts import (
    QUESTION_KEYS,
    ConfirmationDraft,
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
from profiles.models import Purpose
from profiles.service import find_candidate
from tests.profiles.worlds import DRIVING, NOW, WELDING

ROOMS = (
    profiles.service,
    profiles.consent,
    profiles.states,
    profiles.skillset,
    profiles.wishes,
    profiles.history,
    profiles.interests,
    profiles.own_words,
)
READS = {
    "find_candidate",
    "hold_candidate",
    "agreed_purposes",
    "running_consents",
    "changed_candidates",
    "candidate_skills",
    "preferences_of",
    "languages_of",
    "hidden_employers_of",
    "is_hidden_from",
    "experiences_of",
    "candidate_of_account",
    "answers_of",
    "outcome_of",
    "own_words_of",
    "gap_list",
    # the way in that all changes share, and a part of withdrawing
    "candidate_to_change",
    "end_consents",
}
HIDDEN = HiddenEmployerDraft(trade_name="Bakker BV")
COOK = ExperienceDraft(kind="werk", title="kok")
ANSWER = InterestAnswerDraft(question="R1", answer=4)
ANSWERS = [
    ("answer", {"draft": InterestAnswerDraft(question=key, answer=2), "now": NOW})
    for key in QUESTION_KEYS
]
WORDS = OwnWordDraft(text="kippen houden")
CONSENT = ConsentDraft(purpose="research", text_version="1")

# What each changing function is called with, after the calls that come before it.
CHANGES: dict[str, tuple[list[tuple[str, dict[str, object]]], dict[str, object]]] = {
    "change_profile": ([], {"draft": ProfileDraft(name="Zo")}),
    "reconfirm": ([], {"now": NOW}),
    "give_consent": ([], {"draft": CONSENT, "now": NOW}),
    "withdraw_consent": ([], {"purpose": Purpose.MATCHING, "now": NOW}),
    "activate": ([], {"now": NOW}),
    "pause": ([("activate", {"now": NOW})], {}),
    "withdraw": ([], {"now": NOW}),
    "erase": ([("withdraw", {"now": NOW})], {}),
    "erase_person": ([("withdraw", {"now": NOW})], {"now": NOW}),
    "answer": ([], {"draft": ANSWER, "now": NOW}),
    "finish": (ANSWERS, {"now": NOW}),
    "start_again": ([], {}),
    "keep_own_word": ([], {"draft": WORDS, "now": NOW}),
    "remove_own_word": ([("keep_own_word", {"draft": WORDS, "now": NOW})], {"own_word_id": "id"}),
    "set_skill": ([], {"draft": SkillDraft(skill_id=WELDING, level=4)}),
    "set_skills": ([], {"drafts": [SkillDraft(skill_id=DRIVING)]}),
    "remove_skill": ([], {"skill_id": WELDING}),
    "confirm_skill": (
        [],
        {"draft": ConfirmationDraft(skill_id=WELDING, coach="Cor Bos"), "now": NOW},
    ),
    "set_preferences": ([], {"draft": PreferencesDraft(postcode="2312")}),
    "set_languages": ([], {"drafts": [LanguageDraft(language="nld")]}),
    "hide_from": ([], {"draft": HIDDEN}),
    "stop_hiding": ([("hide_from", {"draft": HIDDEN})], {"hidden_id": "id"}),
    "add_experience": ([], {"draft": COOK}),
    "remove_experience": ([("add_experience", {"draft": COOK})], {"experience_id": "id"}),
}


def functions() -> dict[str, Callable[..., object]]:
    """Every public function of the room that takes a session."""
    return {
        name: function
        for room in ROOMS
        for name, function in inspect.getmembers(room, inspect.isfunction)
        if function.__module__ == room.__name__
        and not name.startswith("_")
        and "session" in inspect.signature(function).parameters
    }


def test_every_public_function_is_known_to_read_or_is_tested_to_raise_the_revision():
    assert set(functions()) == READS | CHANGES.keys() | {"open_profile", "begin_profile"}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_raises_the_revision_of_the_person(session: Session, person: int, name: str):
    before, values = CHANGES[name]
    made: object = None
    for earlier, given in before:
        made = functions()[earlier](session, candidate_id=person, **given)
    values = {key: made.id if value == "id" else value for key, value in values.items()}
    old = latest_revision(session, Stream.CANDIDATES)
    functions()[name](session, candidate_id=person, **values)
    session.expire_all()
    new = latest_revision(session, Stream.CANDIDATES)
    assert new == old + 1
    assert find_candidate(session, candidate_id=person).revision == new
