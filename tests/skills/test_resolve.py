"""Promises about suggestions: what a person means is found, and nothing is found in nonsense."""

import pytest

from skills.files import read_taxonomy
from skills.load import load_taxonomy
from skills.resolve import Resolver, occupation_resolver_of, resolver_of
from skills.service import NotText
from skills.suggestions import Ranked, Suggestion, Suggestions

WORDS = [
    ("x:heftruck", "heftruck rijden", ["heftruck", "reachtruck rijden"]),
    ("x:las", "metalen lassen", ["lassen", "laswerk doen"]),
    ("x:was", "kleding wassen", []),
    ("x:klant", "klanten adviseren", ["klanten helpen kiezen"]),
    ("x:zorg", "zorgen voor ouderen", ["bejaarden verzorgen"]),
    ("x:tekening", "technische tekeningen lezen", []),
    ("x:machine", "machines bedienen", []),
    ("x:onderhoud", "machines onderhouden", []),
    ("x:viool", "viool spelen", ["muziek maken"]),
    ("x:r", "R", ["programmeren in R"]),
    ("x:cpp", "C++", []),
    ("x:creme", "crème maken", []),
]
RESOLVER = Resolver.build(WORDS)


def uris(suggestions):
    return [item.uri for item in suggestions.items]


def test_a_suggestion_names_its_concept_score_surface_and_words():
    assert RESOLVER.complete("Viool spelen") == Suggestions(
        (Suggestion("x:viool", "viool spelen", 100, "viool spelen", ("Viool", "spelen")),)
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("heftruk", "x:heftruck"),
        ("heftr", "x:heftruck"),
        ("he", "x:heftruck"),
        ("truck", "x:heftruck"),
        ("HEFTRUCK", "x:heftruck"),
        ("rijden heftruck", "x:heftruck"),
        ("reachtr", "x:heftruck"),
        ("klnten advis", "x:klant"),
        ("adviseren van klanten", "x:klant"),
        ("tekeningen", "x:tekening"),
        ("bejaarden", "x:zorg"),
        ("lassne", "x:las"),
        ("creme", "x:creme"),
        ("R", "x:r"),
        ("c++", "x:cpp"),
    ],
)
def test_what_somebody_types_is_found_first(typed, meant):
    assert uris(RESOLVER.complete(typed))[:1] == [meant]


def test_the_surface_is_the_synonym_that_matched():
    [item] = RESOLVER.complete("reachtruck").items
    assert (item.label, item.surface, item.words) == (
        "heftruck rijden", "reachtruck rijden", ("reachtruck",),
    )  # fmt: skip


NONSENSE = ["", "   ", "!?", "q", "x", "qxzw vbnm", "машина водитель", "机器操作", "🙂🙂", "12345"]


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_finds_nothing_and_says_so(text):
    for found in (RESOLVER.complete(text), RESOLVER.suggest(text)):
        assert (found.items, found.found_nothing) == ((), True)


@pytest.mark.parametrize("text", ["las\0sen", "las\ud800sen", "x" * 1_000_000, "\u202elassen"])
def test_what_is_no_text_or_too_long_is_refused_in_dutch(text):
    for door in (RESOLVER.complete, RESOLVER.suggest):
        with pytest.raises(NotText, match=r"Deze tekst (bevat tekens|mag hoogstens)"):
            door(text)


def test_a_citizen_number_is_refused():
    with pytest.raises(NotText, match="burgerservicenummer"):
        RESOLVER.suggest("Ik ben 111222333 en kan lassen")


STORY = (
    "Ik heb jaren op een heftruck gereden en klanten geadviseerd. In Iran speelde ik viool.\n"
    "Thuis zorgde ik voor ouderen; ook lees ik technische tekeningen."
)


def test_a_story_yields_the_skills_it_tells_with_the_words_that_led_there():
    found = {item.uri: item.words for item in RESOLVER.suggest(STORY).items}
    assert found == {
        "x:heftruck": ("heftruck",),
        "x:klant": ("klanten",),
        "x:viool": ("viool",),
        "x:zorg": ("zorgde", "ouderen"),
        "x:tekening": ("technische", "tekeningen"),
    }


def test_the_words_of_a_suggestion_stand_in_the_text():
    for item in RESOLVER.suggest(STORY).items:
        assert item.words
        assert all(word in STORY for word in item.words)


def test_one_other_first_letter_is_another_word():
    assert uris(RESOLVER.suggest("Ik kan goed wassen.")) == ["x:was"]


def test_a_compound_tells_of_its_part():
    assert uris(RESOLVER.suggest("Ik was heftruckchauffeur.")) == ["x:heftruck"]


def test_the_order_is_score_then_label_then_uri():
    twins = Resolver.build([("x:2", "zagen", []), ("x:1", "zagen", []), ("x:0", "a", ["zagen"])])
    for found in (twins.complete("zagen"), twins.suggest("zagen")):
        assert [(i.uri, i.score) for i in found.items] == [("x:0", 100), ("x:1", 100), ("x:2", 100)]


def test_the_order_of_the_vocabulary_is_irrelevant():
    shuffled = [WORDS[n * 5 % len(WORDS)] for n in range(len(WORDS))]
    other = Resolver.build(shuffled)
    for text in ("machines", "rijden", STORY, "heftr"):
        assert other.complete(text[:20]) == RESOLVER.complete(text[:20])
        assert other.suggest(text) == RESOLVER.suggest(text)


def test_the_limit_is_kept():
    assert len(RESOLVER.complete("machines", limit=1).items) == 1
    assert len(RESOLVER.suggest(STORY, limit=2).items) == 2


def test_a_longer_limit_only_adds():
    assert RESOLVER.suggest(STORY, limit=2).items == RESOLVER.suggest(STORY, limit=9).items[:2]


@pytest.mark.parametrize("words", [[], [("x:leeg", "—", [])], [("x:leeg", "de", ["!"])]])
def test_a_vocabulary_without_words_finds_nothing(words):
    empty = Resolver.build(words)
    assert empty.complete("lassen").found_nothing
    assert empty.suggest("lassen").found_nothing
    assert empty.rank(["lassen", "x"]) == [(), ()]


def test_a_ranking_gives_every_concept_once_with_its_best_surface():
    [ranked, nothing] = RESOLVER.rank(["Reachtruck rijden", "qqqq"], limit=3)
    assert ranked[0] == Ranked("x:heftruck", "reachtruck rijden", pytest.approx(1, abs=1e-6))
    assert len({each.uri for each in ranked}) == len(ranked)
    assert nothing == ()
    assert RESOLVER.rank([]) == []


def test_ranking_in_batches_equals_ranking_one_by_one():
    texts = [f"{label} {n}" for n in range(7) for _, label, _ in WORDS]
    assert RESOLVER.rank(texts, limit=5) == [RESOLVER.rank([text], limit=5)[0] for text in texts]


def test_the_words_of_the_database_feed_both_resolvers(session, esco, clock):
    load_taxonomy(session, esco.read(), source="proef", version="1", now=clock())
    assert [i.label for i in resolver_of(session).complete("metaal verb").items] == ["lassen"]
    assert [i.label for i in occupation_resolver_of(session).complete("laser").items] == ["lasser"]


@pytest.fixture(scope="module")
def real(real_esco):
    skills = read_taxonomy(real_esco).skills
    return Resolver.build((skill.uri, skill.label, skill.synonyms) for skill in skills)


@pytest.mark.parametrize("text", ["heftruk", "heftr", "bedienen heftrucks"])
def test_the_real_esco_finds_the_fork_lift(real, text):
    assert real.complete(text).items[0].label == "heftrucks bedienen"


def test_the_real_esco_finds_what_a_vacancy_asks(real):
    text = "Wij zoeken een lasser met MIG/MAG en het lezen van technische tekeningen."
    labels = [item.label for item in real.suggest(text).items]
    assert "technische tekeningen lezen" in labels


def test_the_real_esco_finds_nothing_in_nonsense(real):
    for text in ("asdfgh qwerty", "Привет, я работал водителем", "zzzzzz xxxxxx wwwwww"):
        assert real.complete(text).found_nothing
        assert real.suggest(text).found_nothing
