"""Promises about own words: kept per person, and counted only when enough people say them."""

import pytest

from foundation.entry import validated
from foundation.errors import Invalid
from profiles.drafts import OwnWordDraft, ProfileDraft
from profiles.own_words import (
    MOST_OWN_WORDS,
    Gap,
    TooManyOwnWords,
    UnknownOwnWord,
    gap_list,
    keep_own_word,
    own_words_of,
    remove_own_word,
)
from profiles.service import open_profile
from profiles.states import withdraw
from tests.profiles.worlds import NOW


def keep(session, person, *texts):
    rows = [
        keep_own_word(session, candidate_id=person, draft=OwnWordDraft(text=text), now=NOW)
        for text in texts
    ]
    return [row.id for row in rows]


def people(session, number):
    draft = ProfileDraft(name="Iemand")
    return [open_profile(session, draft=draft, now=NOW).id for _ in range(number)]


def test_own_words_are_kept_in_the_order_they_came(session, person):
    keep(session, person, "kippen houden", "bijen houden")
    session.expire_all()
    found = own_words_of(session, candidate_id=person)
    assert [row.text for row in found] == ["kippen houden", "bijen houden"]


def test_the_same_words_again_change_nothing(session, person):
    first, second = keep(session, person, "Kippen  houden", "kippen houden")
    assert first == second
    assert [row.text for row in own_words_of(session, candidate_id=person)] == ["Kippen houden"]


def test_a_profile_takes_fifty(session, person):
    keep(session, person, *(f"woord {number}" for number in range(MOST_OWN_WORDS)))
    keep(session, person, "WOORD 1")
    with pytest.raises(TooManyOwnWords, match="Haal er een weg"):
        keep(session, person, "nog een")


def test_own_words_can_be_taken_away(session, person):
    first, second = keep(session, person, "kippen houden", "bijen houden")
    remove_own_word(session, candidate_id=person, own_word_id=first)
    assert [row.id for row in own_words_of(session, candidate_id=person)] == [second]


def test_words_of_somebody_else_cannot_be_taken_away(session, person):
    (other,) = people(session, 1)
    (theirs,) = keep(session, other, "kippen houden")
    with pytest.raises(UnknownOwnWord, match="Ververs de pagina"):
        remove_own_word(session, candidate_id=person, own_word_id=theirs)
    assert len(own_words_of(session, candidate_id=other)) == 1


@pytest.mark.parametrize("text", ["", "  ", "mijn nummer is 111222333", "x" * 201, "a\x00b"])
def test_what_is_no_line_of_text_is_refused(text):
    with pytest.raises(Invalid):
        validated(OwnWordDraft, {"text": text})


def test_the_gap_list_counts_people_from_five_on_and_hides_smaller_groups(session):
    crowd = people(session, 6)
    for number in crowd:
        keep(session, number, "Bijen houden", "bijen  houden")
    for number in crowd[:5]:
        keep(session, number, "Crêpes bakken")
    for number in crowd[:4]:
        keep(session, number, "Jan Jansen kennen")
    assert gap_list(session) == [Gap("bijen houden", 6), Gap("crepes bakken", 5)]
    assert gap_list(session, fewest=6) == [Gap("bijen houden", 6)]


def test_somebody_who_stopped_no_longer_counts(session):
    crowd = people(session, 5)
    for number in crowd:
        keep(session, number, "bijen houden")
    withdraw(session, candidate_id=crowd[0], now=NOW)
    assert gap_list(session) == []


def test_the_gap_list_cannot_be_asked_for_fewer_than_five(session):
    with pytest.raises(ValueError, match="never told"):
        gap_list(session, fewest=4)
