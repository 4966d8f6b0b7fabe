"""What stands in a batch: for whom, in which fields, and nothing of who did not agree."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from foundation.places import Postcode
from foundation.terms import Licence, TravelMeans, Weekday, WorkKind
from placements.handover_choice import Choice, ChosenPerson
from placements.handover_files import COLUMNS, files_of, joined
from placements.handover_lines import csv_lines, json_line
from placements.handover_mapping import BEHAVIOURS
from placements.models import CheckIn, CheckInAnswer, HandoverPerson, HandoverRow
from profiles.consent import give_consent
from profiles.drafts import ConsentDraft, LanguageDraft, PreferencesDraft, SkillDraft
from profiles.models import Candidate
from profiles.skillset import set_skills
from profiles.wishes import set_languages, set_preferences
from skills.models import Skill, SkillKind
from tests.coaching.introducing import Region, a_region
from tests.placements.placing import a_course, drafted, ended, logged, placed
from tests.profiles.worlds import DRIVING, NOW, WELDING, uri
from vacancies.drafts import LimitDraft
from vacancies.models import Employer
from vacancies.requirements import add_limit

PERSON = "a" * 32
LONG = "lassen van " + "heel lange buizen " * 10


@pytest.fixture
def region(session) -> Region:
    return a_region(session, people=2, places=2)


def agree(session: Session, candidate_id: int, version: str = "2026-2") -> None:
    draft = ConsentDraft(purpose="handover", text_version=version)
    give_consent(session, candidate_id=candidate_id, draft=draft, now=NOW)


def choice_of(session: Session, *people: int, withdrawn: tuple[HandoverPerson, ...] = ()) -> Choice:
    rows = tuple(session.exec(select(HandoverRow).order_by(HandoverRow.id)))
    chosen = tuple(
        ChosenPerson(one, PERSON, session.get_one(Candidate, one).revision) for one in people
    )
    numbers = {one.candidate_id: one.public_id for one in chosen}
    return Choice("", 1, rows, chosen, withdrawn, NOW, public_ids=numbers)


def contents(session: Session, choice: Choice) -> dict[str, str]:
    found = files_of(session, choice=choice)
    return {one.name: joined(one.name, [line.text for line in one.lines]) for one in found}


def rows_in(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def sheet(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def lost(files: dict[str, str]) -> dict[tuple[str, str, str], int]:
    found = sheet(files["losses.csv"])
    return {(one["file"], one["field"], one["why"]): int(one["rows"]) for one in found}


def test_a_batch_has_these_files_and_no_setu(session, region):
    placed(session, region)

    names = [one.name for one in files_of(session, choice=choice_of(session))]

    assert names == [
        "LEESMIJ.txt",
        "candidates.jsonl",
        "ggm-bemiddeling.json",
        "introductions.jsonl",
        "losses.csv",
        "outcomes.csv",
        "outcomes.jsonl",
        "vacancies.jsonl",
        "vum.json",
        "withdrawals.jsonl",
    ]


def test_the_same_choice_gives_the_same_bytes(session, region):
    placed(session, region)
    agree(session, region.person)
    choice = choice_of(session, region.person)

    assert contents(session, choice) == contents(session, choice)


def test_an_outcome_tells_what_came_of_it_and_whose_only_with_consent(session, region):
    outcome = placed(session, region, ends_on=date(2027, 3, 1), wage_band="16 tot 18 euro")
    row = session.exec(select(HandoverRow)).one()

    told = rows_in(contents(session, choice_of(session))["outcomes.jsonl"])

    assert told == [
        {
            "id": row.public_id,
            "outcome": outcome.public_id,
            "event": "nieuw",
            "previous": None,
            "replaces": None,
            "kind": "leerwerkplek",
            "state": "loopt",
            "starts_on": "2026-09-01",
            "ends_on": "2027-03-01",
            "ended_on": None,
            "end_reason": None,
            "answered_on": None,
            "hours": 32,
            "wage_band": "16 tot 18 euro",
            "employer_kvk": "12345678",
            "employer_name": "Demo Staal",
            "sector": "techniek",
            "sbi_section": "C",
            "municipality": None,
            "region": None,
            "vacancy": str(region.vacancy),
            "course": None,
            "course_provider": None,
            "closes": [],
            "partner": None,
            "coach_organisation": None,
            "cv_filter_excludes": outcome.cv_filter.value,
            "cv_no_job": outcome.cv_no_job,
            "cv_no_diploma": None,
            "check_ins": [],
            "person": None,
        }
    ]
    assert tuple(told[0]) == COLUMNS
    agree(session, region.person)
    with_consent = contents(session, choice_of(session, region.person))
    assert rows_in(with_consent["outcomes.jsonl"])[0]["person"] == PERSON


def test_an_end_comes_after_the_row_that_told_of_the_start(session, region):
    outcome = placed(session, region)
    ended(session, region, outcome)

    first, second = rows_in(contents(session, choice_of(session))["outcomes.jsonl"])

    assert (first["event"], second["event"]) == ("nieuw", "einde")
    assert (first["previous"], second["previous"]) == (None, first["id"])
    assert second["outcome"] == first["outcome"]
    assert second["end_reason"] == "de afgesproken tijd was voorbij"


def test_the_sheet_holds_the_same_rows_in_cells_that_start_no_formula(session, region):
    outcome = placed(session, region)
    session.get_one(Employer, region.employer).trade_name = '=HYPERLINK("x");Demo\tStaal'
    answered = session.exec(select(CheckIn).where(CheckIn.outcome_id == outcome.id)).first()
    answered.answer, answered.answered_at = CheckInAnswer.WELL, NOW
    session.flush()

    files = contents(session, choice_of(session))

    assert files["outcomes.csv"].startswith("\ufeffid;outcome;event;")
    cells, told = sheet(files["outcomes.csv"])[0], rows_in(files["outcomes.jsonl"])[0]
    assert cells["id"] == told["id"]
    assert cells["employer_name"] == '\'=HYPERLINK("x");Demo Staal'
    assert cells["check_ins"] == f"week 2 {answered.side.value}: het gaat goed"
    assert cells["hours"] == "32"
    assert cells["ended_on"] == ""


def test_a_person_is_told_by_number_with_skills_and_wishes_and_without_a_word_of_text(
    session, region
):
    session.add(
        Postcode(code="2312", place="Leiden", municipality="Leiden", latitude=52.16, longitude=4.49)
    )
    skills = [
        SkillDraft(skill_id=WELDING, level=4, evidence="supported", evidence_note="bij kanariezq"),
        SkillDraft(skill_id=DRIVING, level=None),
    ]
    set_skills(session, candidate_id=region.person, drafts=skills)
    spoken = [LanguageDraft(language="nld", level="B1"), LanguageDraft(language="ara", level=None)]
    set_languages(session, candidate_id=region.person, drafts=spoken)
    wishes = PreferencesDraft(
        postcode="2312",
        travel_minutes=45,
        travel_means=TravelMeans.BIKE,
        hours_min=16,
        hours_max=32,
        days=frozenset({Weekday.MONDAY}),
        kinds=frozenset({WorkKind.LEERWERKPLEK, WorkKind.INTERNSHIP}),
        licences=frozenset({Licence.B, Licence.CODE_95}),
    )
    set_preferences(session, candidate_id=region.person, draft=wishes)
    agree(session, region.person)

    files = contents(session, choice_of(session, region.person))

    told = rows_in(files["candidates.jsonl"])[0]
    assert told["skills"] == [
        {"uri": uri(WELDING), "label": "metalen lassen", "level": 4, "evidence": "supported"},
        {"uri": uri(DRIVING), "label": "heftruck rijden", "level": None, "evidence": "claimed"},
    ]
    assert told["languages"] == [{"code": "ara", "level": None}, {"code": "nld", "level": "B1"}]
    assert told["wishes"]["municipality"] == "Leiden"
    assert told["wishes"]["kinds"] == ["leerwerkplek", "stageplek"]
    seeker = json.loads(files["vum.json"])[0]
    assert seeker["person"] == PERSON
    assert seeker["werkzoekende"] == {
        "idWerkzoekende": PERSON,
        "indicatieBeschikbaarheidContactgegevens": 2,
        "arbeidsmarktkwalificatie": {
            "vakvaardigheid": [
                {"omschrijving": "metalen lassen"},
                {"omschrijving": "heftruck rijden"},
            ],
            "taalbeheersing": [
                {"codeTaal": "ara", **_parts(0)},
                {"codeTaal": "nld", **_parts(3)},
            ],
            "rijbewijs": [{"codeSoortRijbewijs": "B"}],
        },
        "contractvorm": [{"codeTypeOvereenkomst": "02", "codeTypeArbeidscontract": "B"}],
        "werktijden": {"aantalWerkurenPerWeekMinimaal": 16, "aantalWerkurenPerWeekMaximaal": 32},
        "mobiliteit": {"maximaleReistijd": 45},
        "vervoermiddel": [{"codeVervoermiddel": 3, "indicatieBeschikbaarVoorWoonWerkverkeer": 1}],
    }
    nowhere = "geen veld in de standaard"
    for name in ("wishes.postcode", "wishes.days", "wishes.licences", "wishes.kinds"):
        assert lost(files)["vum.json", f"werkzoekende.{name}", nowhere] == 1
    assert lost(files)["vum.json", "werkzoekende.skills.uri", nowhere] == 2
    assert lost(files)["vum.json", "werkzoekende.skills.level", nowhere] == 1
    assert (
        lost(files)["vum.json", "werkzoekende.languages.level", "minder precies in de standaard"]
        == 1
    )


def _parts(code: int) -> dict[str, int]:
    parts = ("Lezen", "Luisteren", "Mondeling", "Schriftelijk")
    return {f"codeNiveauTaalbeheersing{part}": code for part in parts}


def test_an_attitude_is_a_behaviour_of_vum_and_a_long_label_is_cut_and_told_in_full(
    session, region
):
    known = next(iter(BEHAVIOURS))
    for number, label, at in ((21, "initiatief nemen", known), (22, LONG, uri(22))):
        kind = SkillKind.ATTITUDE
        session.add(Skill(id=number, uri=at, label=label, kind=kind, taxonomy_id=1))
    session.flush()
    drafts = [SkillDraft(skill_id=21, level=5), SkillDraft(skill_id=22, level=2)]
    set_skills(session, candidate_id=region.person, drafts=drafts)
    agree(session, region.person)

    files = contents(session, choice_of(session, region.person))

    told = json.loads(files["vum.json"])[0]["werkzoekende"]["arbeidsmarktkwalificatie"]
    assert told["gedragscompetentie"] == [
        {"codeGedragscompetentie": BEHAVIOURS[known], "codeBeheersingGedragscompetentie": 1}
    ]
    assert told["vakvaardigheid"][0]["omschrijving"] == "metalen lassen"
    assert LONG.startswith(told["vakvaardigheid"][1]["omschrijving"])
    shortened = [row for row in sheet(files["losses.csv"]) if row["why"].startswith("te lang")]
    assert [(row["rows"], row["in_full"]) for row in shortened] == [("1", LONG.strip())]


def test_who_agreed_to_the_older_text_is_handed_over_without_wishes_and_languages(session, region):
    spoken = [LanguageDraft(language="nld", level="B1")]
    set_languages(session, candidate_id=region.person, drafts=spoken)
    set_preferences(session, candidate_id=region.person, draft=PreferencesDraft(hours_min=16))
    agree(session, region.person, "2026-1")

    told = rows_in(contents(session, choice_of(session, region.person))["candidates.jsonl"])[0]

    assert (told["wishes"], told["languages"], told["agreed_text"]) == (None, [], "2026-1")
    assert len(told["skills"]) == 1


def test_who_does_not_agree_at_this_moment_stays_out_even_when_chosen(session, region):
    placed(session, region)
    choice = choice_of(session, region.person)

    files = contents(session, choice)

    assert files["candidates.jsonl"] == files["introductions.jsonl"] == ""
    assert [one for one in json.loads(files["vum.json"]) if one["person"]] == []


def test_introductions_go_with_the_person_alone_and_hold_no_text(session, region):
    placed(session, region, 0)
    placed(session, region, 1)
    agree(session, region.people[1])

    files = contents(session, choice_of(session, region.people[1]))

    told = rows_in(files["introductions.jsonl"])
    assert [(one["person"], one["vacancy"], one["state"]) for one in told] == [
        (PERSON, str(region.vacancy), "geplaatst")
    ]
    assert "Voor dit bedrijf" not in "".join(files.values())
    spoken = [one["id"].split("-")[0] for one in json.loads(files["ggm-bemiddeling.json"])]
    assert spoken == ["voordracht", "uitkomst", "uitkomst"]


def test_a_course_is_an_opleiding_of_ggm(session, region):
    course = a_course(session)
    draft = drafted("verwijzing_scholing", course_id=course, skill_ids=[WELDING])
    logged(session, region, draft)

    files = contents(session, choice_of(session))

    entry = json.loads(files["ggm-bemiddeling.json"])[0]
    assert entry["opleiding"] == {
        "naamOpleiding": "Lassen voor starters",
        "instituutnaam": "Demo College",
        "datumAanvang": "2026-09-01",
        "codeStatusOpleiding": 3,
    }
    assert entry["bemiddelingsactiviteit"]["omschrijvingResultaatBemiddeling"] == (
        "verwijzing naar scholing"
    )
    assert entry["bemiddelingsactiviteit"]["indicatiePlaatsing"] == 2
    assert rows_in(files["outcomes.jsonl"])[0]["closes"] == [uri(WELDING)]


def test_a_vacancy_is_told_with_its_limits_and_what_vum_has_no_field_for_is_counted(
    session, region
):
    for kind, value in (("licence", "B"), ("language", "nld"), ("diploma", "VCA")):
        level = "B1" if kind == "language" else None
        draft = LimitDraft(kind=kind, value=value, level=level, legal_reason="volgens de cao")
        add_limit(session, vacancy_id=region.vacancy, draft=draft)

    files = contents(session, choice_of(session))

    told = rows_in(files["vacancies.jsonl"])[0]
    assert (told["id"], told["person"], told["title"]) == (str(region.vacancy), None, "Lasser")
    offered = json.loads(files["vum.json"])[0]["vacature"]
    assert offered["rijbewijs"] == [{"codeSoortRijbewijs": "B"}]
    assert offered["taalbeheersing"] == [{"codeTaal": "nld", **_parts(3)}]
    assert offered["opleiding"][0]["indicatieDiploma"] == 1
    assert offered["werkgever"] == {"handelsnaamOrganisatie": "Demo Staal"}
    nowhere = "geen veld in de standaard"
    assert lost(files)["vum.json", "vacature.limits.legal_reason", nowhere] == 3
    assert lost(files)["vum.json", "vacature.employer_kvk", nowhere] == 1


def test_wijij_is_told_whom_to_erase(session, region):
    gone = HandoverPerson(candidate_id=region.person, public_id=PERSON, revision=1, batch_id=1)

    files = contents(session, replace(choice_of(session), withdrawn=(gone,)))

    assert rows_in(files["withdrawals.jsonl"]) == [
        {"id": PERSON, "person": PERSON, "asks": "wissen"}
    ]


def test_a_placement_that_may_be_a_suppliers_is_counted_as_lost_for_setu(session, region):
    placed(session, region)

    found = lost(contents(session, choice_of(session)))

    assert found["setu-assignment.json", "supplier", "geen veld in de standaard"] == 1


def test_lines_about_a_person_are_marked_and_outcomes_and_vacancies_are_not(session, region):
    placed(session, region)
    agree(session, region.person)

    found = files_of(session, choice=choice_of(session, region.person))

    marked = {one.name for one in found for line in one.lines if line.candidate_id}
    assert marked == {
        "candidates.jsonl",
        "introductions.jsonl",
        "vum.json",
        "ggm-bemiddeling.json",
    }


def test_the_read_me_says_what_is_in_it(session, region):
    placed(session, region)
    agree(session, region.person)

    text = contents(session, choice_of(session, region.person))["LEESMIJ.txt"]

    assert "Overdracht aan WIJIJ, nummer 1" in text
    assert "- candidates.jsonl: profielen van wie dat goedvond" in text
    assert "(1 rijen)" not in text


def test_a_row_in_a_sheet_is_one_line_whatever_stands_in_it():
    lines = csv_lines(("id", "text"), [("1", 'een\nregel "met" een ; erin'), ("2", None)])

    assert [line.text for line in lines] == [
        "\ufeffid;text",
        '1;"een regel ""met"" een ; erin"',
        "2;",
    ]
    assert [line.public_id for line in lines] == ["", "1", "2"]


def test_a_row_in_a_jsonl_file_is_one_line_for_every_reader():
    values = {"id": "1", "text": "een\u2028twee\u2029drie\x85vier\nvijf"}

    text = json_line(values, public_id="1").text

    assert text.splitlines() == [text]
    assert json.loads(text) == values


def test_days_are_those_of_the_netherlands(session, region):
    agree(session, region.person)
    late = NOW.replace(hour=22, minute=30) + timedelta(days=0)
    session.get_one(Candidate, region.person).confirmed_at = late

    told = rows_in(contents(session, choice_of(session, region.person))["candidates.jsonl"])[0]

    assert told["confirmed_on"] == "2026-09-02"
