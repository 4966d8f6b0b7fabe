"""Promises of `talent taxonomy gaps`: what many people miss, and never what a few do."""

import pytest

from foundation.database import writing
from profiles.drafts import OwnWordDraft, ProfileDraft
from profiles.own_words import keep_own_word
from profiles.service import open_profile
from tests.profiles.worlds import NOW


@pytest.fixture
def missed(engine):
    """Six people who keep bees, four of whom know Jan."""
    with writing(engine) as session:
        for place in range(6):
            person = open_profile(session, draft=ProfileDraft(name="Iemand"), now=NOW).id
            for text in ("Bijen houden", "Jan kennen")[: 2 if place < 4 else 1]:
                draft = OwnWordDraft(text=text)
                keep_own_word(session, candidate_id=person, draft=draft, now=NOW)


def test_what_five_people_miss_is_told(talent, empty, missed):
    told = talent("taxonomy", "gaps", "--json", at=empty).json
    assert told == {"gaps": [{"text": "bijen houden", "people": 6}]}
    assert talent("taxonomy", "gaps", "--fewest", 7, "--json", at=empty).json == {"gaps": []}


def test_people_read_a_table_or_that_there_is_nothing(talent, empty, missed):
    shown = talent("taxonomy", "gaps", at=empty).out
    assert "bijen houden" in shown
    assert "Jan" not in shown
    nothing = talent("taxonomy", "gaps", "--fewest", 7, at=empty).out
    assert nothing == "Er is niets wat 7 of meer mensen missen.\n"


def test_nobody_can_ask_for_what_fewer_than_five_say(talent, empty):
    refused = talent("taxonomy", "gaps", "--fewest", 4, at=empty)
    assert (refused.code, refused.out) == (2, "")
    assert "--fewest" in refused.err
