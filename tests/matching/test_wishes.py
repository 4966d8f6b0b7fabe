"""Promises about wishes: only what both sides said is held against each other."""

import pytest

from foundation.terms import Weekday, WorkKind
from matching.wishes import Offer, Wish, Wishes, wish_fit

BOTH = frozenset({WorkKind.LEERWERKPLEK, WorkKind.TEMPORARY_CONTRACT})
MONDAY = frozenset({Weekday.MONDAY})


@pytest.mark.parametrize(
    ("wishes", "offer", "percent"),
    [
        (Wishes(), Offer(sector="zorg", kinds=BOTH, days=MONDAY), None),
        (Wishes(sectors=frozenset({"zorg"})), Offer(sector="zorg"), 100),
        (Wishes(sectors=frozenset({"zorg"})), Offer(sector="bouw"), 0),
        (Wishes(sectors=frozenset({"zorg"}), kinds=BOTH), Offer(sector="bouw", kinds=BOTH), 50),
        (Wishes(days=frozenset(Weekday)), Offer(days=MONDAY), 100),
        (Wishes(days=frozenset({Weekday.TUESDAY})), Offer(days=MONDAY), 0),
        (Wishes(days=MONDAY), Offer(days=frozenset({Weekday.MONDAY, Weekday.SUNDAY})), 0),
        (Wishes(kinds=frozenset({WorkKind.LEERWERKPLEK})), Offer(kinds=BOTH), 100),
        (Wishes(kinds=frozenset({WorkKind.INTERNSHIP})), Offer(kinds=BOTH), 0),
        (Wishes(frozenset({"zorg"}), BOTH, MONDAY), Offer("zorg", BOTH, frozenset(Weekday)), 66),
        (Wishes(frozenset({"zorg"}), BOTH), Offer(kinds=BOTH), 100),
    ],
)
def test_the_share_of_the_stated_wishes_that_is_met(wishes, offer, percent):
    assert wish_fit(wishes, offer).percent == percent


def test_a_wish_nobody_can_check_is_named_as_unknown():
    found = wish_fit(Wishes(sectors=frozenset({"zorg"}), kinds=BOTH), Offer(sector="zorg"))
    assert (found.met, found.unmet, found.unknown) == (
        (Wish.SECTOR,),
        (),
        (Wish.KIND, Wish.DAYS, Wish.INTEREST),
    )


def test_each_wish_is_met_or_not_or_unknown_and_named_in_a_fixed_order():
    wishes = Wishes(frozenset({"zorg"}), BOTH, MONDAY)
    found = wish_fit(wishes, Offer("bouw", BOTH, frozenset(Weekday)))
    assert (found.met, found.unmet, found.unknown) == (
        (Wish.KIND,),
        (Wish.SECTOR, Wish.DAYS),
        (Wish.INTEREST,),
    )
    assert wish_fit(wishes, Offer()).unknown == tuple(Wish)


@pytest.mark.parametrize(
    ("mine", "asked", "answer"),
    [
        ("RI", "IC", "met"),
        ("RI", "SE", "unmet"),
        ("", "SE", "unknown"),
        ("RI", "", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_an_interest_is_met_by_work_that_shares_a_letter(mine, asked, answer):
    found = wish_fit(Wishes(interests=frozenset(mine)), Offer(interests=frozenset(asked)))
    assert Wish.INTEREST in getattr(found, answer)
