"""Promises about the region on another taxonomy than ours."""

import pytest

from foundation.database import open_engine, reading, writing
from foundation.migrate import upgrade
from foundation.settings import Settings
from matching.service import open_matcher, people_for
from seed.embedded import FOLDER, embedded_uris
from seed.language import FEWEST_SKILLS, read_language
from seed.region import SEED_DAY, Size, TaxonomyTooSmall, seed_region
from skills.files import read_taxonomy
from skills.load import load_offer, load_taxonomy
from skills.models import Taxonomy

SMALL = Size(candidates=40, vacancies=40)


@pytest.fixture
def elsewhere(esco):
    """Three trades that ask six skills and one that asks too few; one skill is ours as well."""
    names = ["lassen", "slijpen", "meten", "tillen", "luisteren", "wassen", "koken", "vegen"]
    ours = esco.skill("heel precies werken", conceptUri=embedded_uris()["nauwkeurig werken"])
    esco.write("skills_nl.csv", ours, *map(esco.skill, names))
    esco.broader()
    groups = ("7212", "5322", "5120", "9613")
    esco.write("ISCOGroups_nl.csv", *({"code": one, "preferredLabel": one} for one in groups))
    esco.write(
        "occupations_nl.csv",
        esco.occupation("lasser", "7212"),
        esco.occupation("verzorgende", "5322"),
        esco.occupation("kok", "5120"),
        esco.occupation("veger", "9613"),
    )
    asks = [("lasser", "essential", name) for name in names[:6]]
    asks += [("verzorgende", "optional", name) for name in names[2:]]
    asks += [("kok", "essential", name) for name in names[1:7]]
    esco.asks(*asks, ("veger", "essential", "vegen"))
    return esco.path


def load(session, folder, source="Elders"):
    load_taxonomy(session, read_taxonomy(folder), source=source, version="1", now=SEED_DAY)


def check_matches(session, settings, vacancies) -> int:
    """See that the parts of every match add up; give how many matches there were."""
    matcher, seen = open_matcher(session, settings), 0
    for vacancy in vacancies:
        for one in people_for(session, matcher, vacancy=vacancy, most=5).matches:
            said = one.explanation
            assert sum(part.points for part in said.parts) == said.points
            assert 0 <= said.points <= said.most
            seen += 1
    return seen


def test_the_region_can_be_made_on_a_small_taxonomy_of_somebody_else(engine, settings, elsewhere):
    with writing(engine) as session:
        load(session, elsewhere)
        made = seed_region(session, size=SMALL)
    assert (made.taxonomy, made.candidates, made.vacancies) == ("Elders 1", 40, 40)
    with reading(engine) as session:
        assert check_matches(session, settings, range(1, 34)) > 0


def test_an_occupation_that_asks_too_little_is_not_drawn_from(session, elsewhere):
    load(session, elsewhere)
    load_offer(session, read_taxonomy(FOLDER))  # the sectors
    drawn = {one.label: len(one.essential + one.optional) for one in read_language(session).trades}
    assert drawn == dict.fromkeys(["kok", "lasser", "verzorgende"], FEWEST_SKILLS)


def test_the_skills_both_taxonomies_share_are_known_by_our_label(session, elsewhere):
    load(session, elsewhere)
    assert read_language(session).by_label.keys() == {"nauwkeurig werken"}


def test_trades_and_labels_of_our_own_taxonomy_are_all_there(session):
    load(session, FOLDER)
    language = read_language(session)
    files = read_taxonomy(FOLDER)
    assert len(language.trades) == len(files.occupations)
    assert language.by_label.keys() == {skill.label for skill in files.skills}


def test_the_region_can_be_made_on_the_real_esco(tmp_path, real_esco):
    settings = Settings(f"sqlite:///{tmp_path / 'esco.db'}", tmp_path)
    engine = open_engine(settings)
    upgrade(engine)
    with writing(engine) as session:
        load(session, real_esco, "ESCO")
        made = seed_region(session, size=SMALL)
    assert made.taxonomy == "ESCO 1"
    with reading(engine) as session:
        assert check_matches(session, settings, (1, 2, made.story.vacancy_id)) == 15


def test_a_taxonomy_that_is_too_small_for_a_region_is_refused(session):
    session.add(Taxonomy(source="x", version="1", digest="d", loaded_at=SEED_DAY))
    session.flush()
    with pytest.raises(TaxonomyTooSmall, match="Nodig zijn 3 beroepen"):
        seed_region(session)
