"""Promises about importing profiles: shown first, all or nothing, and nobody twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlmodel import select

from foundation.database import reading, writing
from foundation.errors import Invalid, Problem
from foundation.imports import BrokenImport
from foundation.revision import Stream, latest_revision
from foundation.sheets import CellProblem, Row, Sheet, WrongColumns, read_sheet
from foundation.terms import Licence, TravelMeans, Weekday, WorkKind
from profiles.columns import COLUMNS
from profiles.consent import agreed_purposes
from profiles.imports import ProfileAlreadyThere, import_profiles, preview_profiles
from profiles.models import Candidate, CandidateState, Purpose
from profiles.skillset import candidate_skills
from profiles.states import withdraw
from profiles.wishes import hidden_employers_of, languages_of, preferences_of
from tests.profiles.worlds import DRIVING, NOW, WELDING, speak


def sheet(header: str, *rows: str) -> Sheet:
    return read_sheet("\n".join((header, *rows)).encode())


def nothing(_: str) -> list[str]:
    return []


def names(engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(Candidate.name).order_by(Candidate.id)))


FULL = Sheet(tuple(column.name for column in COLUMNS), (Row(2, tuple(c.example for c in COLUMNS)),))


def test_the_example_of_every_column_can_be_imported(session):
    speak(session)
    preview = preview_profiles(session, FULL, nothing)
    assert (preview.problems, preview.rows_read) == ((), 1)
    (candidate,) = import_profiles(session, preview, now=NOW)
    session.expire_all()
    number = candidate.id
    assert (candidate.name, candidate.working, candidate.presentation, candidate.state) == (
        "Zoë de Vries",
        False,
        "Ik pak graag aan.",
        CandidateState.DRAFT,
    )
    assert preferences_of(session, candidate_id=number).model_dump() == {
        "candidate_id": number,
        "postcode": "2312",
        "travel_minutes": 30,
        "travel_means": TravelMeans.BIKE,
        "hours_min": 24,
        "hours_max": 32,
        "days": {Weekday.MONDAY, Weekday.TUESDAY, Weekday.THURSDAY},
        "wage_floor_cents": 1550,
        "starts_from": date(2026, 9, 1),
        "course_days": 20,
        "sectors": {"techniek", "zorg"},
        "kinds": {WorkKind.LEERWERKPLEK},
        "licences": {Licence.B, Licence.CODE_95},
    }
    spoken = languages_of(session, candidate_id=number)
    assert [(row.language, row.level) for row in spoken] == [("ara", "C2"), ("nld", "B1")]
    skills = candidate_skills(session, candidate_id=number)
    assert [(row.skill_id, row.level) for row in skills] == [(DRIVING, 3), (WELDING, None)]
    hidden = hidden_employers_of(session, candidate_id=number)
    assert [(row.kvk, row.trade_name) for row in hidden] == [("12345678", ""), ("", "Bakker BV")]
    assert agreed_purposes(session, candidate_id=number) == {Purpose.MATCHING}


def test_a_preview_writes_nothing(engine):
    with writing(engine) as session:
        speak(session)
    with reading(engine) as session:
        assert len(preview_profiles(session, sheet("naam", "Zoë"), nothing).rows) == 1
        assert latest_revision(session, Stream.CANDIDATES) == 0
    assert names(engine) == []


def test_a_row_that_says_nothing_leaves_everything_unknown(session):
    speak(session)
    preview = preview_profiles(session, sheet("naam;werkt;uren_min", "Zoë;;"), nothing)
    (candidate,) = import_profiles(session, preview, now=NOW)
    assert (candidate.working, candidate.state) == (None, CandidateState.DRAFT)
    assert preferences_of(session, candidate_id=candidate.id).hours_min is None


def test_one_wrong_row_of_five_lists_everything_and_writes_nothing(engine):
    with writing(engine) as session:
        speak(session)
    broken = sheet(
        "naam;postcode;uren_min;uren_max;uurloon_min;vaardigheden;talen",
        "Ans;2312;;;15,50;lassen: 3;nld",
        "Bob;2312;;;15.5;;nld:B1",
        ";12;40;20;gratis;lassen: 9; nederlands",
        "Dee;;;;;;",
        "Eva;;;;;;",
    )
    with reading(engine) as session:
        preview = preview_profiles(session, broken, nothing)
    assert (len(preview.rows), preview.rows_read) == (4, 5)
    with pytest.raises(BrokenImport, match="op 6 plaatsen") as refused, writing(engine) as session:
        import_profiles(session, preview, now=NOW)
    assert set(refused.value.problems) == {
        Problem("rij 4, kolom naam", "ontbreekt"),
        Problem("rij 4, kolom postcode", "moet een postcode van 4 cijfers zijn, zoals 2312"),
        Problem("rij 4, kolom uren_max", "mag niet minder zijn dan de minste uren, 40"),
        Problem("rij 4, kolom uurloon_min", "schrijf een bedrag in euro's, zoals 15,50"),
        Problem("rij 4, kolom vaardigheden", "het niveau van “lassen” moet 1 tot en met 5 zijn"),
        Problem(
            "rij 4, kolom talen", "moet een taalcode van 3 kleine letters zijn, zoals nld of ara"
        ),
    }
    assert names(engine) == []


@pytest.mark.parametrize(
    ("header", "cell", "words"),
    [
        ("werkt", "misschien", "ja of nee"),
        ("reistijd", "NaN", "heel getal"),
        ("reistijd", "1e400", "heel getal"),
        ("vervoer", "vliegtuig", "kies uit: lopend, fiets, ov, auto"),
        ("dagen", "ma; xx", "kies uit: ma"),
        ("uurloon_min", "-15", "bedrag"),
        ("uurloon_min", "1.500,00", "bedrag"),
        ("uurloon_min", "15,505", "bedrag"),
        ("uurloon_min", "0", "minstens 1"),
        ("uurloon_min", "9999", "hoogstens 100000"),
        ("beschikbaar_vanaf", "31-2-2026", "datum"),
        ("beschikbaar_vanaf", "morgen", "datum"),
        ("sectoren", "ruimtevaart", "kies uit: techniek, zorg"),
        ("rijbewijzen", "Z", "kies uit: AM"),
        ("talen", "nld:B1; nld:B2", "twee keer"),
        ("talen", "nld:goed", "kies uit"),
        ("talen", ";".join(f"a{c}{d}" for c in "abc" for d in "abcdefg"), "hoogstens 20"),
        ("verborgen_voor", "1234", "8 cijfers"),
        ("verborgen_voor", ";".join(f"Bedrijf {n}" for n in range(51)), "hoogstens 50"),
        ("toestemming_matching", "ok", "ja of nee"),
        ("status", "klaar", "kies uit: concept, actief"),
        ("status", "actief", "toestemming en minstens één vaardigheid"),
        ("presentatie", "bsn 123456782", "burgerservicenummer"),
        ("presentatie", "x" * 5001, "hoogstens 5000"),
        ("presentatie", "\x1b[31m", "geen gewone tekst"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_column_and_reason(sqlite, header, cell, words):
    preview = preview_profiles(sqlite, sheet(f"naam;{header}", f'Zoë;"{cell}"'), nothing)
    assert [(problem.row, problem.column) for problem in preview.problems] == [(2, header)]
    assert words in preview.problems[0].message
    assert preview.rows == ()


def test_consent_needs_the_version_of_its_text(session):
    speak(session)
    without = sheet("naam;toestemming_matching", "Zoë;ja")
    assert preview_profiles(session, without, nothing).problems == (
        CellProblem(2, "toestemming_versie", "ontbreekt; schrijf welke tekst is gelezen"),
    )


def test_an_active_profile_is_active_after_the_import(session):
    speak(session)
    header = "naam;vaardigheden;toestemming_matching;toestemming_versie;status"
    preview = preview_profiles(session, sheet(header, "Zoë;lassen;ja;2026-1;actief"), nothing)
    (candidate,) = import_profiles(session, preview, now=NOW)
    assert candidate.state is CandidateState.ACTIVE


def test_the_same_person_is_not_imported_twice(session):
    speak(session)
    again = sheet("naam;postcode", "Zoë;2312", "ZOË;2312", "Zoë;2313", "Zoë;")
    preview = preview_profiles(session, again, nothing)
    assert [problem.row for problem in preview.problems] == [3]
    first = preview_profiles(session, sheet("naam;postcode", "Zoë;2312"), nothing)
    import_profiles(session, first, now=NOW)
    preview = preview_profiles(session, again, nothing)
    assert [(p.row, p.column) for p in preview.problems] == [(2, "naam"), (3, "naam")]
    with pytest.raises(ProfileAlreadyThere):
        import_profiles(session, first, now=NOW)


def test_a_person_who_stopped_may_come_back(session):
    speak(session)
    one = sheet("naam;postcode", "Zoë;2312")
    (candidate,) = import_profiles(session, preview_profiles(session, one, nothing), now=NOW)
    withdraw(session, candidate_id=candidate.id, now=NOW)
    assert preview_profiles(session, one, nothing).problems == ()


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("postcode", "ontbreekt: naam"),
        ("naam;leeftijd;geslacht", "kennen we niet: geslacht, leeftijd"),
    ],
)
def test_missing_and_unknown_columns_are_named(sqlite, header, words):
    with pytest.raises(WrongColumns, match=words):
        preview_profiles(sqlite, sheet(header, "x"), nothing)


def test_a_problem_of_the_file_itself_is_listed_once(sqlite):
    broken = Sheet(("naam",), (Row(2, ("",)),), (CellProblem(2, "naam", "bevat geen tekst"),))
    assert preview_profiles(sqlite, broken, nothing).problems == broken.problems


def test_every_refusal_of_an_import_is_an_answer_a_person_can_act_on():
    assert issubclass(BrokenImport, Invalid)
    assert len({column.name for column in COLUMNS}) == len(COLUMNS) == 21
    assert all(column.meaning.endswith(".") and column.example for column in COLUMNS)


def test_of_four_who_import_the_same_file_at_once_one_wins(engine):
    with writing(engine) as session:
        speak(session)
        preview = preview_profiles(session, sheet("naam;postcode", "Zoë;2312", "Bo;"), nothing)
    start = Barrier(4)

    def add(_: int) -> str:
        start.wait()
        try:
            with writing(engine) as session:
                import_profiles(session, preview, now=NOW)
        except ProfileAlreadyThere as refused:
            return refused.message
        return "added"

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(add, range(4)))
    assert answers == ["Een profiel uit dit bestand staat er al. Bekijk het opnieuw."] * 3 + [
        "added"
    ]
    assert names(engine) == ["Zoë", "Bo"]
