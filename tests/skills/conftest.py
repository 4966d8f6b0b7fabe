"""A tiny taxonomy in the official ESCO layout, written into a folder of its own per test."""

import csv
from pathlib import Path

import pytest

from skills.entries import TaxonomyFiles
from skills.files import read_taxonomy

CONCEPT = ["conceptUri", "preferredLabel", "altLabels", "hiddenLabels", "description"]
COLUMNS = {
    "skills": [*CONCEPT, "skillType"],
    "occupations": [*CONCEPT, "iscoGroup"],
    "skillGroups": [*CONCEPT, "code"],
    "ISCOGroups": ["code", "preferredLabel"],
    "occupationSkillRelations": ["occupationUri", "relationType", "skillType", "skillUri"],
    "broaderRelationsSkillPillar": ["conceptType", "conceptUri", "broaderType", "broaderUri"],
    "skillSkillRelations": ["originalSkillUri", "relationType", "relatedSkillUri"],
    "sectors": ["key", "label", "isco"],
    "courses": ["conceptUri", "name", "provider", "days", "costEuro", "form", "description"],
    "courseSkillRelations": ["courseUri", "skillUri", "level"],
}


def uri(name: str) -> str:
    return "http://example.org/" + name.replace(" ", "-")


class EscoFolder:
    """Writes files of the layout; a row is what differs from empty cells."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, *rows: dict[str, str]) -> None:
        with (self.path / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name.split(".")[0].split("_")[0]], restval="")
            writer.writeheader()
            writer.writerows(rows)

    def skills(self, *names: str, language: str = "nl") -> None:
        self.write(f"skills_{language}.csv", *(self.skill(name) for name in names))

    def skill(self, label: str, synonyms: str = "", /, **more: str) -> dict[str, str]:
        row = {"conceptUri": uri(label), "preferredLabel": label, "altLabels": synonyms}
        return row | {"skillType": "skill/competence"} | more

    def occupation(self, label: str, isco: str = "8", /, **more: str) -> dict[str, str]:
        return {"conceptUri": uri(label), "preferredLabel": label, "iscoGroup": isco} | more

    def asks(self, *triples: tuple[str, str, str]) -> None:
        rows = [
            {"occupationUri": uri(occupation), "relationType": kind, "skillUri": uri(skill)}
            for occupation, kind, skill in triples
        ]
        self.write("occupationSkillRelations.csv", *rows)

    def broader(self, *pairs: tuple[str, str]) -> None:
        rows = [{"conceptUri": uri(child), "broaderUri": uri(parent)} for child, parent in pairs]
        self.write("broaderRelationsSkillPillar.csv", *rows)

    def course(self, name: str, /, **more: str) -> dict[str, str]:
        row = {"conceptUri": uri(name), "name": name, "provider": "mboRijnland", "days": "5"}
        return row | {"form": "bbl"} | more

    def teaches(self, *triples: tuple[str, str, str]) -> None:
        rows = [
            {"courseUri": uri(c), "skillUri": uri(s), "level": level} for c, s, level in triples
        ]
        self.write("courseSkillRelations_nl.csv", *rows)

    def read(self) -> TaxonomyFiles:
        return read_taxonomy(self.path)


@pytest.fixture
def esco(tmp_path: Path) -> EscoFolder:
    """A folder with three skills and a welder."""
    folder = EscoFolder(tmp_path / "esco")
    folder.path.mkdir()
    folder.write(
        "skills_nl.csv",
        folder.skill("lassen", "metaal verbinden"),
        folder.skill("MIG-lassen"),
        folder.skill("tekening lezen"),
    )
    folder.write("ISCOGroups_nl.csv", {"code": "8", "preferredLabel": "Bedieners"})
    folder.write("occupations_nl.csv", folder.occupation("lasser"))
    folder.asks(("lasser", "essential", "lassen"), ("lasser", "optional", "tekening lezen"))
    folder.broader(("MIG-lassen", "lassen"))
    folder.write("skillSkillRelations.csv")
    return folder


@pytest.fixture(scope="session")
def real_esco() -> Path:
    """The official ESCO 1.1.1 beside the repository; a test with it says so when it is absent."""
    folder = Path(__file__).parents[2].parent / "shared" / "data" / "esco-1.1.1"
    if not folder.is_dir():
        pytest.skip(f"no real ESCO: put the CSV files of ESCO 1.1.1 in {folder}")
    return folder
