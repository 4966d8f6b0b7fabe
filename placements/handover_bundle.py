"""A batch as bytes: the manifest that names its files, and the zip, the same bytes every time.

Nothing in the zip is compressed: what a compressor makes of the same text differs from one build
to the next. A zip that is not compressed cannot blow up at a receiver either.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from placements.handover_choice import Choice
from placements.handover_lines import BatchFile, joined

FORMAT = "talent-op-maat-overdracht-1"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Versions:
    """What the rows of a batch were made with: the taxonomy, the model, the field dictionary."""

    taxonomy: Mapping[str, str]
    model: str
    fields: str


def name_of(number: int) -> str:
    """Name the file of a batch.

    >>> name_of(123)
    'wijij-000123.zip'
    """
    return f"wijij-{number:06}.zip"


def checksum(content: bytes) -> str:
    """Give the SHA-256 of a content, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def content_of(name: str, texts: Sequence[str]) -> bytes:
    """Make the bytes of one file of its lines."""
    return joined(name, texts).encode()


def manifest_of(choice: Choice, files: Iterable[BatchFile], versions: Versions) -> str:
    """Write the manifest of a batch, its exact text."""
    listed = []
    for file in files:
        content = content_of(file.name, [line.text for line in file.lines])
        listed.append(
            {
                "name": file.name,
                "rows": file.rows,
                "bytes": len(content),
                "sha256": checksum(content),
            }
        )
    told = {
        "format": FORMAT,
        "chain": choice.chain,
        "batch": choice.number,
        "created_at": choice.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "taxonomy": dict(versions.taxonomy),
        "model": versions.model,
        "field_dictionary": versions.fields,
        "previous_manifest_sha256": choice.previous_sha256,
        "files": listed,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def files_named(manifest: str) -> list[dict[str, Any]]:
    """List the files a manifest names, in order."""
    found: list[dict[str, Any]] = json.loads(manifest)["files"]
    return found


def is_whole(manifest: str, contents: Mapping[str, bytes]) -> bool:
    """Tell whether these are exactly the files that the manifest names, to the byte."""
    named = {file["name"]: file["sha256"] for file in files_named(manifest)}
    return named == {name: checksum(content) for name, content in contents.items()}


def packed(manifest: str, contents: Mapping[str, bytes]) -> bytes:
    """Pack a batch; every moment in the zip is the one in the manifest, in UTC."""
    made_at = datetime.fromisoformat(json.loads(manifest)["created_at"])
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as bundle:
        _put(bundle, MANIFEST, manifest.encode(), made_at)
        for file in files_named(manifest):
            _put(bundle, file["name"], contents[file["name"]], made_at)
    return written.getvalue()


def unpacked(content: bytes) -> tuple[str, bool]:
    """Read the manifest of a zip, and tell whether the zip is whole: as `packed` makes it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            manifest = bundle.read(MANIFEST).decode()
            contents = {file["name"]: bundle.read(file["name"]) for file in files_named(manifest)}
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError):
        return "", False
    return manifest, is_whole(manifest, contents) and packed(manifest, contents) == content


def _put(bundle: zipfile.ZipFile, name: str, content: bytes, at: datetime) -> None:
    entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.create_system = 3  # or the bytes would tell on which kind of machine they were made
    entry.external_attr = 0o644 << 16
    bundle.writestr(entry, content)
