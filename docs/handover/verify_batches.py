#!/usr/bin/env python3
"""Checks a folder with batches of the handover; needs Python 3.11 or newer and nothing else.

Usage: python3 verify_batches.py FOLDER

It knows the format alone, as the batches and their manifests tell it, and shares nothing with the
program that made them. It opens nothing but the zips, writes nothing and sends nothing. The exit
code is 0 when everything is in order, 1 when something is wrong, and 2 when it could not look.
"""

import csv
import hashlib
import io
import json
import re
import struct
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

FORMAT = "talent-op-maat-overdracht-1"
MANIFEST = "manifest.json"
OUTCOMES, SHEET, WITHDRAWALS = "outcomes.jsonl", "outcomes.csv", "withdrawals.jsonl"
# Nothing is compressed, so what is in a zip is never larger than the zip.
MOST_BYTES = 1 << 30
MOST_MANIFEST_BYTES = 1 << 20
MOST_FILES = 50
SHOWN = 5

_NAME = re.compile(r"wijij-(\d{6})\.zip")
_INSIDE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}\.(csv|json|jsonl|txt)")
_SUM = re.compile(r"[0-9a-f]{64}")
_KEYS = {
    "format": str,
    "chain": str,
    "batch": int,
    "created_at": str,
    "taxonomy": dict,
    "model": str,
    "field_dictionary": str,
    "previous_manifest_sha256": str,
    "files": list,
}


class CannotLook(Exception):
    """There is no folder with batches to check."""


class _Broken(Exception):
    """A batch cannot be read any further."""


@dataclass
class Report:
    """What was found: how many batches and rows were read, and what is wrong, in Dutch."""

    batches: int = 0
    rows: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def in_order(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


@dataclass
class _Batch:
    """One batch that could be read: its rows by file, as far as they could be read."""

    number: int
    manifest: dict[str, Any]
    sha256: str
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def verify(folder: Path) -> Report:
    """Check every batch in a folder, and that together they are one chain without a gap.

    Raises:
        CannotLook: it is no folder, or it holds no batch.
    """
    if not folder.is_dir():
        raise CannotLook(f"De map {folder} is er niet.")
    found = {path.name: path for path in sorted(folder.iterdir()) if _looks_like_one(path)}
    if not found:
        raise CannotLook(f"In de map {folder} staat geen enkele batch (wijij-000001.zip).")
    report, read = Report(), dict[int, _Batch]()
    for name, path in found.items():
        number = _NAME.fullmatch(name)
        if number is None:
            report.problems.append(f"{name}: deze naam hoort niet bij een batch.")
            continue
        one = _read(path, int(number[1]), report)
        if one is not None:
            read[one.number] = one
            report.batches += 1
            report.rows += sum(file["rows"] for file in one.manifest["files"])
    present = {int(number[1]) for name in found if (number := _NAME.fullmatch(name))}
    _check_numbers(present, report)
    _check_chain(read, report)
    _check_rows(read, whole=present == set(read) == set(range(1, len(read) + 1)), report=report)
    return report


def _looks_like_one(path: Path) -> bool:
    """Pass over what has nothing to do with the batches, and what is half written."""
    return path.suffix == ".zip" or path.name.startswith("wijij-")


def _read(path: Path, number: int, report: Report) -> _Batch | None:
    """Read one batch and check all that can be checked of it alone; None when it is broken."""
    wrong: list[str] = []
    try:
        return _opened(path, number, wrong)
    except _Broken as error:
        wrong.append(str(error))
        return None
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        wrong.append("dit is geen goed zip-bestand. Het is afgebroken of beschadigd.")
        return None
    finally:
        report.problems += [f"{path.name}: {one}" for one in wrong]


def _opened(path: Path, number: int, wrong: list[str]) -> _Batch:
    if path.stat().st_size > MOST_BYTES:
        raise _Broken("het bestand is te groot om te lezen.")
    content = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        _check_entries(bundle, len(content))
        text = bundle.read(MANIFEST)
        manifest = _manifest(text)
        named = {one["name"]: one for one in manifest["files"]}
        inside = {one.filename for one in bundle.infolist()} - {MANIFEST}
        wrong += [f"{name} staat niet in het manifest." for name in sorted(inside - set(named))]
        wrong += [f"{name} ontbreekt." for name in sorted(set(named) - inside)]
        contents = {name: bundle.read(name) for name in named if name in inside}
    if manifest["batch"] != number:
        wrong.append(f"het manifest zegt dat dit batch {manifest['batch']} is.")
    batch = _Batch(number, manifest, hashlib.sha256(text).hexdigest())
    for name, held in contents.items():
        batch.rows[name] = _checked(name, held, named[name], wrong)
    if not wrong and _packed(text, manifest, contents) != content:
        wrong.append("rond de bestanden in de zip is iets veranderd.")
    return batch


def _check_entries(bundle: zipfile.ZipFile, size: int) -> None:
    """Refuse what a batch never has, before a byte of it is unpacked."""
    entries = bundle.infolist()
    names = [one.filename for one in entries]
    if MANIFEST not in names:
        raise _Broken("manifest.json ontbreekt.")
    strange = [name for name in names if not _INSIDE.fullmatch(name)]
    if strange:
        raise _Broken(f"er zit een bestand in met een vreemde naam: {strange[0][:60]!r}.")
    if len(set(names)) < len(names) or len(names) > MOST_FILES:
        raise _Broken("er zitten te veel bestanden in, of twee met dezelfde naam.")
    if any(one.compress_type != zipfile.ZIP_STORED or one.flag_bits & 1 for one in entries):
        raise _Broken("er zit iets in dat samengeperst of versleuteld is. Wij doen dat nooit.")
    if sum(one.file_size for one in entries) > size:
        raise _Broken("wat erin zit, is groter dan het bestand zelf.")
    if bundle.getinfo(MANIFEST).file_size > MOST_MANIFEST_BYTES:
        raise _Broken("het manifest is te groot.")


def _manifest(text: bytes) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _Broken("het manifest is niet te lezen.") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise _Broken("het manifest heeft een vorm die dit programma niet kent.")
    if not all(isinstance(told.get(key), kind) for key, kind in _KEYS.items()):
        raise _Broken("in het manifest ontbreekt iets.")
    if not all(_is_file(one) for one in told["files"]):
        raise _Broken("in het manifest staat een bestand dat niet klopt.")
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["created_at"]):
        raise _Broken("in het manifest klopt het moment niet.")
    return told


def _is_file(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get("name"), str)
        and all(type(one.get(key)) is int and one[key] >= 0 for key in ("rows", "bytes"))
        and isinstance(one.get("sha256"), str)
        and _SUM.fullmatch(one["sha256"]) is not None
    )


def _checked(
    name: str, held: bytes, told: dict[str, Any], wrong: list[str]
) -> list[dict[str, Any]]:
    """Check one file against the manifest, and give its rows."""
    if len(held) != told["bytes"]:
        wrong.append(f"{name} heeft {len(held)} bytes en niet {told['bytes']}.")
    if hashlib.sha256(held).hexdigest() != told["sha256"]:
        wrong.append(f"{name} is veranderd: de controlesom klopt niet.")
    try:
        rows = _rows(name, held)
    except (ValueError, RecursionError, csv.Error):
        wrong.append(f"{name} is niet te lezen.")
        return []
    if len(rows) != told["rows"]:
        wrong.append(f"{name} heeft {len(rows)} rijen en niet {told['rows']}.")
    twice = [one for one, times in Counter(_id(row) for row in rows).items() if times > 1]
    wrong += [f"{name}: rij {one!r} staat er twee keer in." for one in twice[:SHOWN]]
    if any(not _id(row) for row in rows):
        wrong.append(f"{name}: er is een rij zonder nummer.")
    return rows


def _rows(name: str, held: bytes) -> list[dict[str, Any]]:
    """Read the rows of a file; a text for people has none."""
    if name.endswith(".txt"):
        return []
    if name.endswith(".csv"):
        text = io.StringIO(held.decode("utf-8-sig"), newline="")
        return [dict(row) for row in csv.DictReader(text, delimiter=";", strict=True)]
    if name.endswith(".json"):
        rows = json.loads(held)
    else:
        rows = [json.loads(line) for line in held.decode().split("\n")[:-1]]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(name)
    return rows


def _id(row: dict[str, Any]) -> str:
    found = row.get("id")
    return found if isinstance(found, str) else ""


def _check_numbers(present: set[int], report: Report) -> None:
    missing = sorted(set(range(1, max(present, default=0) + 1)) - present)
    for number in missing[:SHOWN]:
        report.problems.append(f"batch {number} ontbreekt.")
    if len(missing) > SHOWN:
        report.problems.append(f"en nog {len(missing) - SHOWN} andere ontbreken.")


def _check_chain(read: dict[int, _Batch], report: Report) -> None:
    """Check that every batch names the manifest before it, and that all are of one chain."""
    chains = Counter(one.manifest["chain"] for one in read.values())
    if len(chains) > 1:
        report.problems.append("in deze map staan batches van meer dan één regio door elkaar.")
    for number, one in sorted(read.items()):
        told = one.manifest["previous_manifest_sha256"]
        if number == 1 and told:
            report.problems.append("batch 1 noemt een manifest dat ervoor komt.")
        before = read.get(number - 1)
        if before is not None and told != before.sha256:
            report.problems.append(
                f"batch {number} volgt niet op deze batch {number - 1}: "
                "een van de twee is verwisseld of veranderd."
            )


def _check_rows(read: dict[int, _Batch], *, whole: bool, report: Report) -> None:
    """Check what holds across batches: each row once, in order, and nobody who had to go."""
    seen: dict[str, int] = {}
    gone: dict[str, int] = {}
    for number, one in sorted(read.items()):
        where = f"wijij-{number:06}.zip"
        for row in one.rows.get(WITHDRAWALS, []):
            if _id(row) in gone:
                report.problems.append(f"{where}: {_id(row)!r} moest al gewist worden.")
            gone.setdefault(_id(row), number)
        for row in one.rows.get(OUTCOMES, []):
            if _id(row) in seen:
                first = seen[_id(row)]
                report.problems.append(f"{where}: rij {_id(row)!r} stond al in batch {first}.")
            if whole and row.get("previous") is not None and row["previous"] not in seen:
                report.problems.append(
                    f"{where}: rij {_id(row)!r} volgt op een rij die er niet is."
                )
            seen.setdefault(_id(row), number)
        if [_id(row) for row in one.rows.get(OUTCOMES, [])] != [
            _id(row) for row in one.rows.get(SHEET, [])
        ]:
            report.problems.append(f"{where}: {SHEET} en {OUTCOMES} hebben niet dezelfde rijen.")
        back = sorted({person for person in _people(one) if person in gone})
        report.problems += [f"{where}: {person!r} moest gewist worden." for person in back[:SHOWN]]


def _people(one: _Batch) -> Iterator[str]:
    for name, rows in one.rows.items():
        if name != WITHDRAWALS:
            yield from (row["person"] for row in rows if isinstance(row.get("person"), str))


def _packed(text: bytes, manifest: dict[str, Any], contents: dict[str, bytes]) -> bytes:
    """Pack the batch again, byte for byte as the format tells: no byte of a zip goes unchecked.

    The manifest first, then the files in its order; stored, made on Unix (3), readable to all
    (0644), every moment that of the manifest.
    """
    at = datetime.fromisoformat(manifest["created_at"])
    day = (at.year - 1980) << 9 | at.month << 5 | at.day
    moment = at.hour << 11 | at.minute << 5 | at.second // 2
    body, index = bytearray(), bytearray()
    for name, held in [(MANIFEST, text), *((one["name"], b"") for one in manifest["files"])]:
        content = held or contents[name]
        size = len(content)
        told = struct.pack(
            "<HHHHIIIHH", 0, 0, moment, day, zlib.crc32(content), size, size, len(name), 0
        )
        index += struct.pack("<4sBBH", b"PK\x01\x02", 20, 3, 20) + told
        index += struct.pack("<HHHII", 0, 0, 0, 0o644 << 16, len(body)) + name.encode()
        body += struct.pack("<4sH", b"PK\x03\x04", 20) + told + name.encode() + content
    number = len(manifest["files"]) + 1
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, number, number, len(index), len(body), 0)
    return bytes(body + index + end)


def main(arguments: list[str]) -> int:
    """Check a folder and say in Dutch what was found; gives the exit code."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("Gebruik: python3 verify_batches.py MAP\n")
        return 2
    try:
        report = verify(Path(arguments[0]))
    except CannotLook as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for one in report.problems:
        sys.stdout.write(f"{one}\n")
    ended = "In orde" if report.in_order else f"Niet in orde: {len(report.problems)} punten"
    batches = "1 batch" if report.batches == 1 else f"{report.batches} batches"
    sys.stdout.write(f"{ended}. Gelezen: {batches}, {report.rows} rijen.\n")
    return 0 if report.in_order else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
