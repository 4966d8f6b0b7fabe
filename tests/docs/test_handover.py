"""The schemas and the field list of the handover, held against what a batch really holds."""

import json
import re
from collections.abc import Iterator
from datetime import date

import jsonschema_rs
import pytest
from sqlmodel import select

from foundation.places import Postcode
from placements.handover_bundle import Versions, manifest_of
from placements.handover_choice import Choice, ChosenPerson
from placements.handover_files import FIELDS_VERSION, files_of, joined
from placements.handover_lines import BatchFile
from placements.handover_losses import HEADER
from placements.handover_mapping import BEHAVIOURS
from placements.handover_outcomes import COLUMNS
from placements.models import CheckIn, CheckInAnswer, HandoverPerson, HandoverRow
from profiles.consent import give_consent
from profiles.drafts import ConsentDraft, LanguageDraft, PreferencesDraft, SkillDraft
from profiles.models import Candidate
from profiles.skillset import set_skills
from profiles.wishes import set_languages, set_preferences
from skills.models import Skill, SkillKind
from tests.coaching.introducing import Region, a_region
from tests.docs import pages
from tests.placements.handing import a_start, exported
from tests.placements.placing import a_course, a_partner, drafted, ended, logged, placed
from tests.profiles.worlds import DRIVING, NOW, WELDING
from vacancies.drafts import LimitDraft
from vacancies.requirements import add_limit

FOLDER = pages.ROOT / "docs" / "handover"
LINES = {
    "outcomes.jsonl": "outcome",
    "candidates.jsonl": "candidate",
    "vacancies.jsonl": "vacancy",
    "introductions.jsonl": "introduction",
    "withdrawals.jsonl": "withdrawal",
}
DOCUMENTS = {"vum.json": "vum", "ggm-bemiddeling.json": "ggm-bemiddeling"}
NAMES = [*LINES.values(), *DOCUMENTS.values(), "manifest", "receipt"]
PERSON, OTHER = "a" * 32, "b" * 32


def schema(name: str) -> dict[str, object]:
    return json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))


def wrong(name: str, value: object) -> list[str]:
    checker = jsonschema_rs.validator_for(schema(name), validate_formats=True)
    return [f"{error.instance_path}: {error.message}" for error in checker.iter_errors(value)]


@pytest.fixture
def files(session) -> dict[str, BatchFile]:
    """A batch with every kind of outcome and everything a profile and a vacancy can hold."""
    region = a_region(session, people=2, places=2)
    _fill(session, region)
    rows = tuple(session.exec(select(HandoverRow).order_by(HandoverRow.id)))
    one = region.person
    revision = session.get_one(Candidate, one).revision
    gone = HandoverPerson(candidate_id=region.people[1], public_id=OTHER, revision=1, batch_id=1)
    choice = Choice(
        chain="",
        number=1,
        rows=rows,
        people=(ChosenPerson(one, PERSON, revision),),
        withdrawn=(gone,),
        made_at=NOW,
        public_ids={one: PERSON},
    )
    return {file.name: file for file in files_of(session, choice=choice)}


def _fill(session, region: Region) -> None:
    session.add(
        Postcode(code="2312", place="Leiden", municipality="Leiden", latitude=52.1, longitude=4.5)
    )
    uri = next(iter(BEHAVIOURS))
    kind = SkillKind.ATTITUDE
    session.add(Skill(id=21, uri=uri, label="initiatief nemen", kind=kind, taxonomy_id=1))
    session.flush()
    skills = [
        SkillDraft(skill_id=WELDING, level=4, evidence="supported", evidence_note="bij Staal"),
        SkillDraft(skill_id=DRIVING, level=None),
        SkillDraft(skill_id=21, level=3),
    ]
    set_skills(session, candidate_id=region.person, drafts=skills)
    spoken = [LanguageDraft(language="nld", level="B1"), LanguageDraft(language="ara", level=None)]
    set_languages(session, candidate_id=region.person, drafts=spoken)
    wishes = PreferencesDraft(
        postcode="2312",
        travel_minutes=45,
        travel_means="ov",
        hours_min=16,
        hours_max=32,
        days=["ma", "di"],
        wage_floor_cents=1500,
        starts_from="2026-10-01",
        course_days=20,
        sectors=["techniek"],
        kinds=["leerwerkplek", "stageplek", "snuffelstage"],
        licences=["B", "code 95"],
    )
    set_preferences(session, candidate_id=region.person, draft=wishes)
    agreed = ConsentDraft(purpose="handover", text_version="2026-2")
    give_consent(session, candidate_id=region.person, draft=agreed, now=NOW)
    for kind_of_limit, value in (("licence", "B"), ("language", "nld"), ("diploma", "VCA")):
        level = "B1" if kind_of_limit == "language" else None
        limit = LimitDraft(kind=kind_of_limit, value=value, level=level, legal_reason="de cao")
        add_limit(session, vacancy_id=region.vacancy, draft=limit)
    _outcomes(session, region)


def _outcomes(session, region: Region) -> None:
    first = placed(session, region, 0, ends_on=date(2027, 3, 1), wage_band="16 tot 18 euro")
    asked = session.exec(select(CheckIn).where(CheckIn.outcome_id == first.id)).first()
    asked.answer, asked.answered_at = CheckInAnswer.HELP, NOW
    ended(session, region, first)
    partner = a_partner(session).id
    course = a_course(session)
    for kind, more in (
        ("verwijzing_scholing", {"course_id": course, "skill_ids": [DRIVING]}),
        ("verwijzing_partner", {"partner_id": partner}),
        ("snuffelstage", {"employer_id": region.employer}),
        ("ontwikkeladvies", {}),
        ("verder_zonder_plaatsing", {}),
    ):
        logged(session, region, drafted(kind, **more))


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_schema_of_2020_and_has_its_own_name(name):
    read = schema(name)

    assert read["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert read["$id"] == f"urn:talentopmaat:overdracht:{name}:{FIELDS_VERSION}"
    assert jsonschema_rs.meta.is_valid(read)
    assert wrong(name, "geen overdracht") != []


def test_every_schema_in_the_folder_is_tested_and_named_on_the_page():
    found = sorted(path.name.removesuffix(".schema.json") for path in FOLDER.glob("*.json"))
    linked = {file for file, _ in pages.links(pages.read("docs/overdracht-wijij.md"))}

    assert found == sorted(NAMES)
    assert {f"handover/{name}.schema.json" for name in NAMES} <= linked


def test_every_line_of_a_batch_is_as_its_schema_says(files):
    for name, kind in LINES.items():
        rows = [json.loads(line.text) for line in files[name].lines]
        assert rows != []
        assert [wrong(kind, row) for row in rows] == [[]] * len(rows)


def test_every_document_of_a_batch_is_as_its_schema_says(files):
    for name, kind in DOCUMENTS.items():
        document = json.loads(joined(name, [line.text for line in files[name].lines]))
        assert len(document) > 1
        assert wrong(kind, document) == []


def test_nothing_that_a_schema_does_not_know_can_slip_in(files):
    row = json.loads(files["candidates.jsonl"].lines[0].text)

    assert wrong("candidate", {**row, "name": "Zoë"}) != []
    assert wrong("candidate", {**row, "person": "K-204"}) != []


def test_the_manifest_is_as_its_schema_says(files):
    choice = Choice("leidse-regio", 1, (), (), (), NOW)
    versions = Versions({"source": "test", "version": "1", "digest": "x"}, "m", FIELDS_VERSION)

    assert wrong("manifest", json.loads(manifest_of(choice, files.values(), versions))) == []


def test_the_receipt_on_the_page_is_one(session):
    text = pages.blocks(pages.read("docs/overdracht-wijij.md"), "json")[0].text
    told = json.loads(text)

    assert wrong("receipt", told) == []
    told["rows"][1].pop("reason")
    assert wrong("receipt", told) != []


def _listed() -> Iterator[tuple[str, list[str]]]:
    for head, text in pages.sections(pages.read("docs/handover/velden.md")).items():
        names = [row[0].strip("`") for row in pages.rows(text)]
        yield from ((name, names) for name in re.findall(r"[a-z]+\.(?:jsonl|csv)", head))


def test_the_field_list_has_every_field_of_every_file_in_order():
    listed = dict(_listed())
    wanted = {name: list(schema(kind)["properties"]) for name, kind in LINES.items()}

    assert listed == {**wanted, "outcomes.csv": list(COLUMNS), "losses.csv": list(HEADER)}


def test_the_field_list_and_the_page_have_the_version_and_the_files_of_a_batch(files):
    told = pages.read("docs/handover/velden.md").splitlines()[0]
    named = {row[0].strip("`") for row in pages.rows(pages.read("docs/overdracht-wijij.md"))}

    assert told == f"# Veldenlijst van de overdracht, versie {FIELDS_VERSION}"
    assert set(files) | {"manifest.json"} <= named


def test_a_batch_that_is_really_made_has_a_manifest_as_its_schema_says(engine, tmp_path):
    a_start(engine)
    manifest = exported(engine, tmp_path / "uit").batch.manifest

    assert wrong("manifest", json.loads(manifest)) == []
