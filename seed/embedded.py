"""The taxonomy that comes with the product: where it stands and how it is loaded."""

import csv
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from skills.bulk import Progress, silent
from skills.files import read_taxonomy
from skills.load import LoadReport, load_taxonomy

FOLDER = Path(__file__).resolve().parent / "taxonomy"
REGION = Path(__file__).resolve().parent / "region"
# Of the Leiden region, and of the one beside it.
POSTCODES = ("postcodes.csv", "postcodes_bollenstreek.csv")
SOURCE = "Talent op Maat"
VERSION = "2026.1"


def load_embedded(session: Session, *, now: datetime, progress: Progress = silent) -> LoadReport:
    """Make the embedded taxonomy the current one."""
    files = read_taxonomy(FOLDER)
    return load_taxonomy(session, files, source=SOURCE, version=VERSION, now=now, progress=progress)


def embedded_uris() -> dict[str, str]:
    """Map the labels of the embedded skills to their URIs, which other taxonomies may share."""
    return {row["preferredLabel"]: row["conceptUri"] for row in _lines(FOLDER / "skills_nl.csv")}


def region_rows(name: str) -> list[dict[str, str]]:
    """Read one of the files that describe the region."""
    return _lines(REGION / name)


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
