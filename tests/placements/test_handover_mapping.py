"""Our words in those of the standards: what goes there comes back, or is told as lost."""

import pytest

from foundation.terms import LEVELS, LanguageLevel, Licence, TravelMeans, WorkKind
from placements.handover_mapping import (
    BEHAVIOURS,
    CONTRACTS,
    INDICATION,
    LANGUAGE_CODES,
    LICENCES,
    LONGEST_SKILL,
    MASTERY,
    MEANS,
    PLACED_AS,
    RESULTS,
    SBI_SECTIONS,
    ContractForm,
    contract_of,
    cut,
    kind_of,
    language_levels_of,
    levels_of,
    outcome_kind_of,
    sector_of_section,
    skill_of_behaviour,
)
from placements.models import OutcomeKind
from seed.embedded import FOLDER
from skills.files import read_taxonomy
from skills.models import SkillKind


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (WorkKind.LEERWERKPLEK, ContractForm("02", "B")),
        (WorkKind.TEMPORARY_CONTRACT, ContractForm("01", "B")),
        (WorkKind.ORIENTATION_DAY, ContractForm("04")),
        (WorkKind.INTERNSHIP, None),
        (WorkKind.TRAINING_PLACE, None),
    ],
)
def test_a_kind_of_work_is_a_contract_of_vum_and_comes_back_where_it_has_one(kind, form):
    assert contract_of(kind) == form
    assert form is None or kind_of(form) is kind


def test_a_contract_we_do_not_offer_is_no_kind_of_ours():
    assert kind_of(ContractForm("01", "O")) is None
    assert kind_of(ContractForm("03")) is None


@pytest.mark.parametrize("kind", OutcomeKind)
def test_every_outcome_has_words_in_ggm_and_is_read_back_from_them(kind):
    assert outcome_kind_of(RESULTS[kind].words) is kind


def test_what_is_placed_work_in_ggm_has_a_contract_in_vum():
    placed = {kind for kind, result in RESULTS.items() if result.placed}

    assert placed <= PLACED_AS.keys()
    assert all(PLACED_AS[kind] in CONTRACTS for kind in PLACED_AS)
    assert outcome_kind_of("niet van ons") is None


def test_only_a_course_has_an_opleiding_beside_it():
    with_course = [kind for kind, result in RESULTS.items() if result.course]

    assert with_course == [OutcomeKind.TRAINING_REFERRAL]


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_is_among_those_its_mastery_comes_back_as(level):
    assert level in levels_of(MASTERY[level])


def test_more_skill_is_never_less_mastery_and_nobody_is_told_to_master_nothing():
    assert [MASTERY[level] for level in LEVELS] == sorted(MASTERY.values(), reverse=True)
    assert set(MASTERY.values()) == {1, 2, 3}
    assert levels_of(4) == frozenset()


@pytest.mark.parametrize("level", [None, *LanguageLevel])
def test_a_level_of_a_language_is_among_those_its_code_comes_back_as(level):
    assert level in language_levels_of(LANGUAGE_CODES[level])


def test_unknown_stays_unknown_in_both_ways():
    assert language_levels_of(0) == {None}
    assert INDICATION == {None: 0, True: 1, False: 2}


def test_every_licence_but_code_95_has_its_own_code():
    assert set(Licence) - LICENCES.keys() == {Licence.CODE_95}
    assert len(set(LICENCES.values())) == len(LICENCES)


def test_every_means_of_travel_has_its_own_code():
    assert MEANS.keys() == set(TravelMeans)
    assert len(set(MEANS.values())) == len(MEANS)


def test_behaviours_are_attitudes_of_the_own_taxonomy_with_each_code_once():
    attitudes = {one.uri for one in read_taxonomy(FOLDER).skills if one.kind is SkillKind.ATTITUDE}

    assert BEHAVIOURS.keys() - attitudes == set()
    assert len(set(BEHAVIOURS.values())) == len(BEHAVIOURS)
    assert all(skill_of_behaviour(code) == uri for uri, code in BEHAVIOURS.items())


def test_every_sector_but_one_has_its_own_section():
    sectors = {one.key for one in read_taxonomy(FOLDER).sectors}

    assert sectors - SBI_SECTIONS.keys() == {"dienstverlening"}
    assert all(sector_of_section(section) == key for key, section in SBI_SECTIONS.items())


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("lassen", "lassen"),
        ("a" * LONGEST_SKILL, "a" * LONGEST_SKILL),
        ("a" * 200, "a" * LONGEST_SKILL),
        ("woord " * 20 + "meer", ("woord " * 20).strip()),
        ("woord " * 30, ("woord " * 20).strip()),
        ("x" * 118 + " en meer", "x" * 118),
    ],
)
def test_a_label_is_cut_at_a_word(label, short):
    assert cut(label) == short
    assert len(cut(label)) <= LONGEST_SKILL
