"""Promises of coarse cards: nobody is alone in what a card says, whoever else can be found."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from coaching.coarse import K, Shown, Whereabouts, coarsened

LYING = {
    **dict.fromkeys(["Leiden", "Katwijk", "Zoeterwoude"], "Leidse regio"),
    **dict.fromkeys(["Lisse", "Noordwijk"], "Bollenstreek"),
}


def known(place, hours):
    return Whereabouts(place, hours, LYING.get(place))


PLACES = st.sampled_from([None, *LYING, "Amsterdam", "Gouda"])
HOURS = st.one_of(st.none(), st.integers(1, 60))
PEOPLE = st.lists(st.builds(known, PLACES, HOURS), max_size=60)


@given(PEOPLE)
def test_everybody_shares_a_card_with_at_least_four_others_or_it_says_nothing(people):
    told = coarsened(people)
    groups = Counter(told[one] for one in people)
    if len(people) < K:
        assert set(groups) <= {Shown()}
    else:
        assert min(groups.values()) >= K


@given(PEOPLE, st.randoms())
def test_the_order_of_the_people_changes_nothing(people, random):
    told = coarsened(people)
    random.shuffle(people)
    assert coarsened(people) == told


def test_a_large_group_keeps_its_town_and_a_small_one_the_region():
    people = [known("Leiden", 20)] * 5 + [known("Zoeterwoude", 36)] * 2
    people += [known("Katwijk", 40)] * 3
    told = coarsened(people)
    assert told[people[0]] == Shown("Leiden", "tot 24 uur")
    assert told[people[5]] == told[people[9]] == Shown("Leidse regio", "meer dan 24 uur")


def test_somebody_alone_takes_the_smallest_group_along():
    people = [known("Leiden", 20)] * 6 + [known("Katwijk", 20)] * 5
    alone = known("Gouda", None)
    told = coarsened([*people, alone])
    assert told[people[0]] == Shown("Leiden", "tot 24 uur")
    assert told[people[6]] == told[alone] == Shown()


def test_a_small_town_in_no_region_says_only_that():
    people = [known("Lisse", 20)] * 3 + [known("Noordwijk", 20)] * 3
    people += [known("Gouda", 20)] * 3 + [known("Amsterdam", 20)] * 2
    told = coarsened(people)
    assert told[people[0]] == told[people[5]] == Shown("Bollenstreek", "tot 24 uur")
    assert told[people[6]] == told[people[10]] == Shown("buiten de regio", "tot 24 uur")
