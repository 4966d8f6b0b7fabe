"""Promises about wording that shuts people out: what is pointed out, and what is left in peace."""

import itertools
import time

import pytest

from vacancies.wording import is_english, wording_findings
from vacancies.wording_rules import LAWS, RULES, Ground

POINTED_OUT = [
    ("Je komt in een jong team.", "jong team", Ground.AGE),
    ("Wij zijn een jong, dynamisch team.", "jong, dynamisch team", Ground.AGE),
    ("Een jong en dynamisch bedrijf", "jong en dynamisch", Ground.AGE),
    ("Wij zoeken jonge collega's", "jonge collega's", Ground.AGE),
    ("Wij zoeken een jonge, spontane collega.", "jonge, spontane collega", Ground.AGE),
    ("Hier werken jonge honden.", "jonge honden", Ground.AGE),
    ("een jeugdige ploeg", "jeugdige ploeg", Ground.AGE),
    ("jong van geest", "jong van geest", Ground.AGE),
    ("Je bent jong en wilt wat.", "Je bent jong", Ground.AGE),
    ("maximaal 35 jaar", "maximaal 35 jaar", Ground.AGE),
    ("Je bent niet ouder dan 40 jaar.", "niet ouder dan 40 jaar", Ground.AGE),
    ("tussen de 20 en 30 jaar", "tussen de 20 en 30 jaar", Ground.AGE),
    ("leeftijd tussen 18 en 25", "leeftijd tussen 18", Ground.AGE),
    ("Je bent 25 jaar of jonger.", "25 jaar of jonger", Ground.AGE),
    ("Pas afgestudeerd? Kom langs.", "Pas afgestudeerd", Ground.AGE),
    ("Ook voor schoolverlaters", "schoolverlaters", Ground.AGE),
    ("Ideaal voor studenten", "Ideaal voor studenten", Ground.AGE),
    ("een echte digital native", "digital native", Ground.AGE),
    ("50-plussers kunnen dit niet", "50-plussers", Ground.AGE),
    ("join our young team", "young team", Ground.AGE),
    ("You are a recent graduate", "recent graduate", Ground.AGE),
    ("aged between 20 and 30", "aged between 20 and 30", Ground.AGE),
    ("Wij zoeken een man met ervaring", "zoeken een man", Ground.SEX),
    ("Sterke kerels voor de bouw", "Sterke kerels", Ground.SEX),
    ("Vrouwelijke kandidaten eerst", "Vrouwelijke kandidaten", Ground.SEX),
    ("een mannelijke collega", "mannelijke collega", Ground.SEX),
    ("Dames gezocht voor de winkel", "Dames gezocht", Ground.SEX),
    ("een vlotte meid, of een leuke dame", "leuke dame", Ground.SEX),
    ("Dit is mannenwerk.", "mannenwerk", Ground.SEX),
    ("female candidates only", "female candidates", Ground.SEX),
    ("Gezocht: secretaresse", "secretaresse", Ground.SEX),
    ("Verkoopster in Leiden", "Verkoopster", Ground.SEX),
    ("timmerman met ervaring", "timmerman", Ground.SEX),
    ("Wij zijn op zoek naar vakmannen.", "vakmannen", Ground.SEX),
    ("gastvrouw in ons hotel", "gastvrouw", Ground.SEX),
    ("a waitress for the summer", "waitress", Ground.SEX),
    ("Poolse medewerkers", "Poolse medewerkers", Ground.ORIGIN),
    ("geen allochtonen", "allochtonen", Ground.ORIGIN),
    ("van Nederlandse afkomst", "van Nederlandse afkomst", Ground.ORIGIN),
    ("een westers uiterlijk", "westers uiterlijk", Ground.ORIGIN),
    ("blanke medewerker", "blanke medewerker", Ground.ORIGIN),
    ("Nederlands is je moedertaal", "moedertaal", Ground.ORIGIN),
    ("Dutch native speaker", "native speaker", Ground.ORIGIN),
    ("You are a native Dutch speaker", "native Dutch speaker", Ground.ORIGIN),
    ("accentloos Nederlands", "accentloos Nederlands", Ground.ORIGIN),
    ("je spreekt perfect Nederlands", "perfect Nederlands", Ground.ORIGIN),
    ("de Nederlandse nationaliteit", "Nederlandse nationaliteit", Ground.NATIONALITY),
    ("je hebt een Nederlands paspoort", "Nederlands paspoort", Ground.NATIONALITY),
    ("alleen Nederlanders", "alleen Nederlanders", Ground.NATIONALITY),
    ("EU citizens only", "EU citizens only", Ground.NATIONALITY),
    ("Dutch nationality required", "Dutch nationality required", Ground.NATIONALITY),
    ("christelijke medewerkers", "christelijke medewerkers", Ground.RELIGION),
    ("lid van een kerk", "lid van een kerk", Ground.RELIGION),
    ("Je draagt geen hoofddoek.", "geen hoofddoek", Ground.RELIGION),
    ("een praktiserend christen", "praktiserend christen", Ground.RELIGION),
    ("Je bent gelovig.", "Je bent gelovig", Ground.RELIGION),
    ("in goede gezondheid", "in goede gezondheid", Ground.DISABILITY),
    ("Je bent lichamelijk gezond.", "lichamelijk gezond", Ground.DISABILITY),
    ("geen rugklachten", "geen rugklachten", Ground.DISABILITY),
    ("zonder lichamelijke beperkingen", "zonder lichamelijke beperkingen", Ground.DISABILITY),
    ("Je bent fysiek fit.", "fysiek fit", Ground.DISABILITY),
    ("mentaal stabiel", "mentaal stabiel", Ground.DISABILITY),
    ("able-bodied persons", "able-bodied", Ground.DISABILITY),
    ("physically fit", "physically fit", Ground.DISABILITY),
    ("bij voorkeur ongehuwd", "bij voorkeur ongehuwd", Ground.FAMILY),
    ("Je hebt geen kinderen.", "geen kinderen", Ground.FAMILY),
    ("geen kinderwens", "geen kinderwens", Ground.FAMILY),
    ("ideaal voor huismoeders", "ideaal voor huismoeders", Ground.FAMILY),
    ("Je bent alleenstaand.", "Je bent alleenstaand", Ground.FAMILY),
    ("You are not pregnant", "not pregnant", Ground.FAMILY),
    ("geen homo's", "geen homo's", Ground.ORIENTATION),
    ("heteroseksuele man", "heteroseksuele", Ground.ORIENTATION),
    ("geen vakbondslid", "geen vakbondslid", Ground.POLITICS),
    ("je politieke voorkeur", "politieke voorkeur", Ground.POLITICS),
]

LEFT_IN_PEACE = [
    "Je snijdt jonge kaas en oude kaas.",
    "Je haalt oud papier op.",
    "Senior lasser",
    "Wij zoeken een junior en een senior developer.",
    "Je verleent mantelzorg aan ouderen.",
    "Minimaal 3 jaar ervaring",
    "minimaal 20 jaar ervaring in de bouw",
    "Je werkt tussen 24 en 32 uur.",
    "Een contract van maximaal 40 uur per week",
    "Wij bestaan al 35 jaar.",
    "een bedrijf van meer dan 50 jaar oude muren",
    "Je begeleidt jonge kinderen.",
    "Je werkt met jongeren en hun ouders.",
    "Je zorgt voor ouderen in de wijk.",
    "jongerenwerker in Leiden",
    "Je plant jonge bomen.",
    "Wij zoeken een collega (m/v).",
    "Wij zoeken een man of vrouw die kan lassen.",
    "timmerman m/v/x",
    "gastheer of gastvrouw",
    "Timmerman/timmervrouw",
    "Je bent manager van een team.",
    "Je werkt mee aan de manden van de veiling.",
    "Je bedient Nederlandse en Duitse klanten.",
    "Je repareert Duitse auto's.",
    "Je spreekt Nederlands op niveau B1.",
    "Je spreekt goed Engels met klanten.",
    "Je smeert blanke lak op het hout.",
    "Je maakt zwarte schoenen schoon.",
    "Je werkt in een christelijke school.",
    "Wij zijn een katholieke zorginstelling.",
    "Je werkt soms op zondag.",
    "Je kunt tegen drukte.",
    "Je tilt soms dozen van 15 kilo.",
    "gezonde voeding koken",
    "Je werkt aan een gezond bedrijf.",
    "We bieden een good health insurance.",
    "Je werkt met kinderen zonder ouders.",
    "Je begeleidt zwangere vrouwen.",
    "Je bezoekt alleenstaande ouderen.",
    "geen kinderen onder 12 jaar alleen in het bad",
    "een verzorgd uiterlijk en een vaste hand",
    "Je woont in of bij Leiden.",
    "een heterogene groep cliënten",
    "Je bent stressbestendig.",
    "Je rijdt op een heftruck.",
    "een jong bedrijf in Leiderdorp",
    "We have a senior engineer in the team.",
    "Je bent 24 uur per week beschikbaar.",
    "",
]


@pytest.mark.parametrize(("text", "words", "ground"), POINTED_OUT)
def test_an_expression_that_shuts_people_out_is_pointed_out_where_it_stands(text, words, ground):
    found = wording_findings(text)
    assert [(one.words, one.ground) for one in found] == [(words, ground)]
    assert text[found[0].start : found[0].end] == words


@pytest.mark.parametrize("text", LEFT_IN_PEACE)
def test_ordinary_words_are_left_in_peace(text):
    assert wording_findings(text) == ()


def test_the_lists_are_long_enough_to_mean_something():
    assert len(POINTED_OUT) >= 60
    assert len(LEFT_IN_PEACE) >= 40


def test_every_ground_has_a_law_and_every_rule_says_why_and_what_instead():
    assert LAWS.keys() == set(Ground) == {rule.ground for rule in RULES}
    for rule in RULES:
        assert rule.why.endswith(".")
        assert rule.instead.endswith(".")


def test_findings_stand_in_order_and_never_overlap():
    text = "Jong team zoekt jonge collega's, maximaal 30 jaar, native speaker, in goede gezondheid."
    found = wording_findings(text)
    assert [one.ground for one in found] == [
        Ground.AGE, Ground.AGE, Ground.AGE, Ground.ORIGIN, Ground.DISABILITY,
    ]  # fmt: skip
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))


@pytest.mark.parametrize("piece", ["jong ", "jonge en ", "jong, en en ", "a", "m/v ", "zonder "])
def test_a_long_text_of_one_word_is_read_in_a_moment(piece):
    text = (piece * 5_000)[:5_000]
    started = time.perf_counter()
    wording_findings(text)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "text",
    [
        "We are looking for a welder with experience. You will work in our team in Leiden.",
        "As a nurse you care for the people who live here and you have a warm heart.",
    ],
)
def test_an_english_text_is_recognised(text):
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wij zoeken een lasser met ervaring. Je werkt in ons team in Leiden.",
        "Sales manager",
        "Je bent product owner in een agile team en je werkt met scrum en user stories.",
        "heftruck rijden, orders picken, containers lossen, pallets stapelen, voorraad tellen",
        "",
    ],
)
def test_a_dutch_or_a_short_text_is_not_english(text):
    assert not is_english(text)
