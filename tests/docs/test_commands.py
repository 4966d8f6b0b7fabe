"""The commands in the pages are run, and the answers are what the pages say."""

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from accounts.models import Account, Role
from foundation.clock import utc_now
from foundation.database import open_engine, writing
from foundation.settings import Settings
from profiles.drafts import OwnWordDraft
from profiles.models import Candidate, CandidateState
from profiles.own_words import SMALLEST_GROUP, keep_own_word
from profiles.service import FRESH_FOR
from seed.embedded import FOLDER
from tests.docs import pages

pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="the blocks are written for sh")

# The examples of the API need a site: see test_api.py.
AT_SITE = "docs/api.md"
RUN = [name for name in pages.NAMES if name != AT_SITE and pages.commands(pages.read(name))]

# Every block that is not run, with the reason; a new one has to be added here.
EXCLUDED = {
    "README.md": {
        "run.py maakt eerst een eigen omgeving",
        "hiervoor is een download van ESCO nodig",
        "hiervoor is een eigen PostgreSQL nodig",
        "de server blijft draaien",
    },
    AT_SITE: {
        "de voorbeelden hieronder gaan verder met dit profiel",
        "hiervoor is een code uit een mail nodig",
    },
    "docs/opdrachten.md": {
        "hiervoor is een download van ESCO nodig",
        "hiervoor is een eigen PostgreSQL nodig",
        "hiervoor zijn meetsets en de echte ESCO nodig",
        "hiervoor is een bestand van WIJIJ nodig",
        "de server blijft draaien",
    },
}

Talent = Callable[..., tuple[int, str]]


@pytest.mark.parametrize("name", RUN)
def test_every_command_of_a_page_works(name, run_page):
    ended, answers = run_page(name)

    assert ended.returncode == 0, ended.stderr
    assert len(answers) > 3


@pytest.mark.parametrize("name", pages.NAMES)
def test_a_block_is_left_out_only_for_a_reason_that_is_listed_here(name):
    found = pages.blocks(pages.read(name), "sh")

    assert {block.excluded for block in found} - {""} == EXCLUDED.get(name, set())


def test_the_excerpt_in_the_readme_is_what_the_demo_says(run_page):
    said = _plain(next(iter(_answers(run_page, "demo"))))
    excerpt = pages.read("README.md").partition("<!-- uit: talent demo -->")[2]
    lines = [line for line in pages.blocks(excerpt, "text")[0].text.splitlines() if line]

    assert [line for line in lines if _plain(line) not in said] == []
    assert len(lines) > 5


def _plain(text: str) -> str:
    return " ".join(text.split())


def _answers(run_page: Callable[[str], object], start: str) -> Iterator[str]:
    _, answers = run_page("docs/opdrachten.md")  # type: ignore[misc]
    return (answer for command, answer in answers.items() if command.startswith(start))


def _keys(value: object, path: str = "") -> set[str]:
    """List the keys of an answer: `limits[].gate`; a list of words is `words[]`."""
    if isinstance(value, dict):
        return {
            key
            for name, inner in value.items()
            for key in _keys(inner, f"{path}.{name}" if path else name)
        }
    if isinstance(value, list):
        return {key for inner in value for key in _keys(inner, f"{path}[]")}
    return {path}


def _of_any_file(key: str) -> str:
    """Name a file of a batch as the page does."""
    return re.sub(r"(?<=rows\.)[\w-]+\.(txt|jsonl?|csv)$", "BESTAND", key)


def _documented(section: str) -> set[str]:
    found = {row[0].strip("`") for row in pages.rows(pages.sections(_page())[section])}
    pair = {row[0].strip("`") for row in pages.rows(pages.sections(_page())["Een paar"])}
    if section == "talent explain":
        return found | pair
    lists = {key for key in ("matches[]", "setApart[]") if key in found}
    return (found - lists) | {f"{key}.{name}" for key in lists for name in pair}


def _page() -> str:
    return pages.read("docs/opdrachten.md")


@pytest.mark.parametrize(
    "command",
    [
        "seed region",
        "taxonomy status",
        "skills suggest",
        "match vacancy",
        "match candidate",
        "explain",
        "audit check",
        "vacancies close-expired",
        "regions load",
        "handover export",
        "handover verify",
        "handover status",
        "report",
    ],
)
def test_the_keys_of_an_answer_are_those_of_its_table(command, run_page):
    told = [json.loads(one) for one in _answers(run_page, command) if one.startswith("{")]

    found = {_of_any_file(key) for answer in told for key in _keys(answer)}
    documented = _documented(f"talent {command}")
    # Wishes that are met leave the lists beside them empty; limits stand only where there are some.
    empty = {"wishes.met[]", "wishes.unmet[]", "wishes.unknown[]"}
    empty |= {key for key in documented if "limits[]" in key} | {"closed[]", "problems[]"}
    assert found - documented == set()
    assert documented - found <= empty


@pytest.mark.parametrize("room", ["profiles", "vacancies"])
def test_the_keys_of_an_import_are_those_of_its_table(room, run_page, talent: Talent, tmp_path):
    wrong = tmp_path / "fout.csv"
    wrong.write_text(
        {
            "profiles": "naam;reistijd\nVoorbeeld Aster;lang\n",
            "vacancies": "kvk;bedrijf;sector;functie\n1;Voorbeeld;techniek;lasser\n",
        }[room],
        encoding="utf-8",
    )
    code, answer = talent([room, "import", str(wrong), "--json"])
    right = [one for one in _answers(run_page, f"{room} import") if one.startswith("{")]

    assert code == 2
    came = json.loads(right[0])
    assert _keys(json.loads(answer)) | _keys(came) == _documented(f"talent {room} import")
    assert len(came.pop("numbers")) == 2
    assert came == {"rowsRead": 2, "ready": 2, "added": 2, "problems": []}


def test_the_keys_of_national_vacancies_are_those_of_their_table(talent: Talent, tmp_path):
    good = {
        "@type": "JobPosting",
        "title": "Heftruckchauffeur",
        "hiringOrganization": {"name": "Demo Landelijk"},
        "workHours": "in overleg",
    }
    file = tmp_path / "vacatures.json"
    file.write_text(json.dumps([good, good | {"title": ""}]), encoding="utf-8")
    words = ["vacancies", "postings", str(file), "--source", "werk.example", "--sector", "groen"]
    _, answer = talent([*words, "--yes", "--json"])

    assert _keys(json.loads(answer)) == _documented("talent vacancies postings")


def test_the_keys_of_loading_a_taxonomy_are_those_of_its_table(talent: Talent, tmp_path):
    folder = tmp_path / "eigen-1"
    shutil.copytree(FOLDER, folder)
    with (folder / "skills_nl.csv").open("a", encoding="utf-8") as file:
        file.write("KnowledgeSkillCompetence,geen adres\n" + "a,b" + 11 * "," + "\n")
    _, answer = talent(["taxonomy", "load", str(folder), "--json"])

    assert _keys(json.loads(answer)) == _documented("talent taxonomy load")


def test_the_keys_of_a_measurement_are_those_of_its_table(talent: Talent, tmp_path: Path):
    folder = tmp_path / "melo-nl"
    folder.mkdir()
    for name, line in {
        "queries": "q1\tlasser",
        "corpus_elements": "e1\tlasser",
        "annotations": "q1\t0\te1\t1",
        "concept_mapping": "e1\turn:lasser",
    }.items():
        (folder / f"{name}.tsv").write_text(f"{line}\n", encoding="utf-8")
    _, answer = talent(["evaluate", str(tmp_path), "--json"])

    found = {key for told in json.loads(answer).values() for key in _keys(told, "METING")}
    assert found == _documented("talent evaluate")


def _receipt(batch: Path) -> dict[str, object]:
    """Write what WIJIJ answers about a batch: everything taken but the last row."""
    with zipfile.ZipFile(batch) as opened:
        manifest = opened.read("manifest.json")
        rows = [
            {"file": name, "id": json.loads(line)["id"], "accepted": True}
            for name in opened.namelist()
            if name.endswith(".jsonl")
            for line in opened.read(name).decode().splitlines()
        ]
    rows[-1] |= {"accepted": False, "reason": "het KvK-nummer bestaat niet"}
    told = {"format": "talent-op-maat-ontvangst-1", "chain": "", "batch": 1, "rows": rows}
    return told | {"manifest_sha256": hashlib.sha256(manifest).hexdigest()}


def test_the_keys_of_a_receipt_are_those_of_its_table(talent: Talent, region: Path, tmp_path: Path):
    shutil.copytree(region / ".talent", tmp_path / ".talent")
    url = f"sqlite:///{tmp_path / '.talent' / 'demo.db'}"
    talent(["handover", "export", "--to", str(tmp_path / "uit")], url)
    file = tmp_path / "ontvangst.json"
    file.write_text(json.dumps(_receipt(tmp_path / "uit" / "wijij-000001.zip")), encoding="utf-8")
    code, answer = talent(["handover", "receipt", str(file), "--json"], url)

    assert code == 0
    assert {_of_any_file(key) for key in _keys(json.loads(answer))} == _documented(
        "talent handover receipt"
    )


@pytest.fixture
def people(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a database with people who all miss one word, and whom no mail can reach."""
    file = tmp_path / "mensen.db"
    shutil.copy(sqlite_template, file)
    url = f"sqlite:///{file}"
    engine = open_engine(Settings(url, tmp_path))
    _fill(engine)
    engine.dispose()
    return url


def _fill(engine: Engine) -> None:
    now = utc_now()
    with writing(engine) as session:
        for number in range(SMALLEST_GROUP):
            account = Account(
                role=Role.CANDIDATE, email=f"geen adres {number}", created_at=now, seen_at=now
            )
            session.add(account)
            session.flush()
            row = Candidate(
                account_id=account.id,
                name="Voorbeeld Aster",
                state=CandidateState.ACTIVE,
                revision=0,
                created_at=now - 2 * FRESH_FOR,
                confirmed_at=now - 2 * FRESH_FOR,
            )
            session.add(row)
            session.flush()
            draft = OwnWordDraft(text="palingroken")
            keep_own_word(session, candidate_id=row.id, draft=draft, now=now)


@pytest.mark.parametrize("command", ["taxonomy gaps", "reminders send"])
def test_the_keys_about_people_are_those_of_the_table(command, talent: Talent, people: str):
    _, answer = talent([*command.split(), "--json"], people)

    assert _keys(json.loads(answer)) == _documented(f"talent {command}")
