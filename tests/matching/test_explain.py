"""Promises about explaining: the whole sentence, the courses in order, what would change it."""

import pytest

from matching.explain import (
    Counterfactual,
    counterfactual_sentence,
    counterfactuals,
    explain,
    sentence,
    shelf_of,
    with_skill,
)
from matching.reference import Asking, Having, Taught
from tests.matching import worlds

NAMES = ("metaal verbinden", "lassen", "solderen", "koken")
# Welding is joining metal; soldering looks like welding.
MODEL = worlds.model_from([{1: 100}, {2: 60}, {}, {}], [3, 2, 1, 1])


@pytest.mark.parametrize(
    ("have", "asked", "said"),
    [
        (Having(1, 4), Asking(1, 3),
         "Lassen: heeft. Niveau 4, gevraagd 3. 100 % × 100 % × gewicht 6 = 60000 punten."),
        (Having(1, 2), Asking(1),
         "Lassen: heeft. 100 % × 100 % × gewicht 6 = 60000 punten."),
        (Having(1, 3), Asking(0, 4),
         ("Metaal verbinden: bijna. Valt hieronder: lassen. Niveau 3, gevraagd 4."
         " 100 % × 75 % × gewicht 9 = 67500 punten.")),
        (Having(2, 3), Asking(1, required=False),
         "Lassen: bijna. Lijkt hierop: solderen. 60 % × 100 % × gewicht 2 = 12000 punten."),
        (Having(1), Asking(1, 4),
         ("Lassen: onbekend. Niveau onbekend, telt als 2, gevraagd 4."
         " 100 % × 50 % × gewicht 6 = 30000 punten.")),
        (Having(1), Asking(1, 2),
         ("Lassen: onbekend. Niveau onbekend, telt als 2, gevraagd 2."
         " 100 % × 100 % × gewicht 6 = 60000 punten.")),
        (Having(3, 5), Asking(1, 4),
         ("Lassen: mist. Niets in het profiel komt in de buurt."
         " 0 % × 0 % × gewicht 6 = 0 punten.")),
    ],
)  # fmt: skip
def test_a_part_is_said_in_one_dutch_line(have, asked, said):
    (only,) = explain(MODEL, [have], [asked]).parts
    assert sentence(only, NAMES.__getitem__) == said


def test_courses_stand_best_first_then_shortest_then_by_number_and_each_once():
    offer = [
        Taught(6, 0, 4, 9),
        Taught(5, 0, 3, 1),
        Taught(4, 1, 4, 2),
        Taught(4, 0, 4, 2),
        Taught(3, 0, 4, 9),
        Taught(2, 0, 1, 1),
        Taught(1, 0, 5, 10),
        Taught(7, 2, 5, 1),
    ]
    (gap,) = explain(MODEL, [Having(0, 1)], [Asking(0, 4)], shelf_of(offer)).gaps
    assert (gap.courses, gap.after, gap.gain) == ((4, 3, 6, 1, 5), 10_000, 9 * 7_500)


@pytest.mark.parametrize(("days", "courses"), [(0, ()), (1, (1,)), (10, (1, 2)), (None, (1, 2))])
def test_who_has_no_days_for_a_course_is_offered_none(days, courses):
    offer = shelf_of([Taught(1, 1, 5, 1), Taught(2, 1, 5, 10), Taught(3, 1, 5, 11)])
    (gap,) = explain(MODEL, [], [Asking(1, 3)], offer, days).gaps
    assert gap.courses == courses


def test_what_is_fully_met_is_no_gap():
    assert explain(MODEL, [Having(1, 3)], [Asking(1, 3), Asking(0, 3)]).gaps == ()


def test_the_four_percentages_are_of_what_they_say():
    person = [Having(1, 2, supported=True), Having(3, 5)]
    asked = [Asking(1, 4), Asking(2, 2, learnable=True), Asking(3, 5)]
    found = explain(MODEL, person, asked)
    assert (found.points, found.most, found.supported_points) == (60_000, 120_000, 30_000)
    assert (found.fit, found.after_training, found.supported, found.use_percent) == (
        50, 75, 50, 100,
    )  # fmt: skip


def test_numbers_outside_the_model_are_left_out_on_both_sides():
    person, asked = [Having(1, 3)], [Asking(1, 4)]
    more = explain(MODEL, [*person, Having(-1), Having(4)], [*asked, Asking(-1), Asking(4)])
    assert more == explain(MODEL, person, asked)


def test_what_would_change_the_score_most_stands_first_and_at_the_level_that_is_asked():
    asked = [Asking(3, 2), Asking(2), Asking(1, 5), Asking(0, 4)]
    found = counterfactuals(MODEL, [Having(1, 1, supported=True)], asked)
    assert found == (
        Counterfactual(1, 5, 71, 150_000),
        Counterfactual(0, 4, 48, 102_000),
        Counterfactual(2, 3, 35, 74_100),
        Counterfactual(3, 2, 30, 64_500),
    )
    as_much = counterfactuals(MODEL, [], [Asking(3), Asking(2)])
    assert as_much == (Counterfactual(2, 3, 50, 30_000), Counterfactual(3, 3, 50, 30_000))


def test_what_would_change_the_score_is_said_with_the_level_in_words():
    said = [
        counterfactual_sentence(Counterfactual(1, level, 72, 1), NAMES.__getitem__)
        for level in range(1, 6)
    ]
    assert said == [
        "Met lassen op niveau 1 (ik heb kennisgemaakt) past dit voor 72 %.",
        "Met lassen op niveau 2 (met hulp) past dit voor 72 %.",
        "Met lassen op niveau 3 (zelfstandig) past dit voor 72 %.",
        "Met lassen op niveau 4 (ook als het moeilijk is) past dit voor 72 %.",
        "Met lassen op niveau 5 (ik leer het anderen) past dit voor 72 %.",
    ]


def test_another_level_takes_the_place_of_the_one_there_and_keeps_its_evidence():
    person = [Having(1, 2, supported=True), Having(3)]
    assert with_skill(person, 1, 4) == (Having(3), Having(1, 4, supported=True))
    assert with_skill(person, 2, None) == (*person, Having(2, None))
