"""Promises of coarse cards: nobody is alone in what a card says, whoever else can be found."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from coaching.coarse import K, Shown, Whereabouts, coarsened

PLACES = st.sampled_from([None, "Leiden", "Katwijk", "Zoeterwoude", "Amsterdam", "Gouda"])
HOURS = st.one_of(st.none(), st.integers(1, 60))
PEOPLE = st.lists(st.builds(Whereabouts, PLACES, HOURS), max_size=60)


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
    people = [Whereabouts("Leiden", 20)] * 5 + [Whereabouts("Zoeterwoude", 36)] * 2
    people += [Whereabouts("Katwijk", 40)] * 3
    told = coarsened(people)
    assert told[people[0]] == Shown("Leiden", "tot 24 uur")
    assert told[people[5]] == told[people[9]] == Shown("regio Leiden", "meer dan 24 uur")


def test_somebody_alone_takes_the_smallest_group_along():
    people = [Whereabouts("Leiden", 20)] * 6 + [Whereabouts("Katwijk", 20)] * 5
    alone = Whereabouts("Gouda", None)
    told = coarsened([*people, alone])
    assert told[people[0]] == Shown("Leiden", "tot 24 uur")
    assert told[people[6]] == told[alone] == Shown()
