"""Profiles from a sheet: a preview that writes nothing, and an import of all rows or none."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from sqlmodel import Session, SQLModel, col, select

from foundation.entry import validated
from foundation.errors import Conflict
from foundation.imports import (
    Preview,
    RowReader,
    one_of,
    pieces,
    preview_rows,
    ready_rows,
    without_doubles,
    words,
    yes_no,
)
from foundation.revision import Stream, next_revision
from foundation.sheets import Sheet
from profiles.columns import COLUMNS, PERSON, WISHES
from profiles.drafts import (
    ConsentDraft,
    HiddenEmployerDraft,
    LanguageDraft,
    PreferencesDraft,
    ProfileDraft,
)
from profiles.models import (
    Candidate,
    CandidateLanguage,
    CandidateSkill,
    CandidateState,
    Consent,
    HiddenEmployer,
    Preferences,
    Purpose,
)
from profiles.service import ENDED
from profiles.skillset import MOST_SKILLS
from profiles.wishes import MOST_HIDDEN, MOST_LANGUAGES
from skills.mentions import (
    Mention,
    SkillWords,
    Suggest,
    check_skills,
    skill_words,
)
from skills.sectors import check_sectors, sector_reader


class ImportedState(StrEnum):
    """The state an imported profile starts in."""

    DRAFT = "concept"
    ACTIVE = "actief"


_DOUBLE = (
    "er is al een profiel met deze naam en postcode; haal deze rij weg, of open het profiel zelf "
    "als het iemand anders is"
)


class ProfileAlreadyThere(Conflict):
    """A profile with the same name and postcode came in after the preview was made."""


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One profile ready to add; `number` is its row in the sheet."""

    number: int
    profile: ProfileDraft
    preferences: PreferencesDraft
    languages: tuple[LanguageDraft, ...]
    skills: tuple[Mention, ...]
    hidden: tuple[HiddenEmployerDraft, ...]
    consent: ConsentDraft | None
    state: ImportedState

    @property
    def key(self) -> Hashable:
        """What makes two rows the same person for an import: name and postcode."""
        return _key(self.profile.name, self.preferences.postcode)


def preview_profiles(session: Session, sheet: Sheet, suggest: Suggest) -> Preview[ProfileRow]:
    """Show what an import of this sheet would add and what is wrong with it; writes nothing.

    A row with the name and postcode of a profile that has not ended, or of a row above it, is a
    problem: importing a file again adds nobody twice.

    Raises:
        WrongColumns: a column is missing or unknown.
    """
    read = partial(
        _read, skill_words(session, suggest), sector_reader(session), _taken_keys(session)
    )
    return preview_rows(sheet, COLUMNS, read)


def import_profiles(
    session: Session, preview: Preview[ProfileRow], *, now: datetime
) -> list[Candidate]:
    """Add every profile of a preview; the caller's transaction makes it all or nothing.

    Raises:
        BrokenImport: the preview lists problems.
        ProfileAlreadyThere: a profile came in since the preview.
        UnknownSkill, UnknownSector: the taxonomy changed since the preview.
    """
    rows = ready_rows(preview)
    revision = next_revision(session, Stream.CANDIDATES)  # now nobody else adds a profile
    if _taken_keys(session) & {row.key for row in rows}:
        raise ProfileAlreadyThere("Een profiel uit dit bestand staat er al. Bekijk het opnieuw.")
    check_skills(session, {each.skill_id for row in rows for each in row.skills})
    check_sectors(session, {key for row in rows for key in row.preferences.sectors})
    candidates = [_candidate(row, revision, now) for row in rows]
    session.add_all(candidates)
    session.flush()
    for row, candidate in zip(rows, candidates, strict=True):
        session.add_all(_what_hangs_on(row, candidate.id, now))
    session.flush()
    return candidates


# Thousands of rows through the services for one profile would hold the write lock for minutes, so
# the rows are built here from the same drafts. The preview holds every rule of those services.
def _candidate(row: ProfileRow, revision: int, now: datetime) -> Candidate:
    is_active = row.state is ImportedState.ACTIVE
    return Candidate.model_validate(
        {
            **row.profile.model_dump(),
            "state": CandidateState.ACTIVE if is_active else CandidateState.DRAFT,
            "revision": revision,
            "created_at": now,
            "confirmed_at": now,
        }
    )


def _what_hangs_on(row: ProfileRow, number: int, now: datetime) -> Iterator[SQLModel]:
    own = {"candidate_id": number}
    yield Preferences.model_validate(row.preferences.model_dump() | own)
    for language in row.languages:
        yield CandidateLanguage.model_validate(language.model_dump() | own)
    for skill in row.skills:
        yield CandidateSkill.model_validate(
            {"skill_id": skill.skill_id, "level": skill.level} | own
        )
    for hidden in row.hidden:
        yield HiddenEmployer(kvk=hidden.kvk or "", trade_name=hidden.trade_name, **own)
    if row.consent is not None:
        yield Consent.model_validate(row.consent.model_dump() | own | {"given_at": now})


def _read(
    vocabulary: SkillWords,
    read_sector: Callable[[str], str],
    taken: set[Hashable],
    reader: RowReader,
) -> ProfileRow | None:
    mentions, unknown = vocabulary.read(reader.text("vaardigheden"))
    reader.refuse("vaardigheden", *unknown)
    sectors = reader.value("sectoren", lambda cell: [read_sector(word) for word in words(cell)])
    profile = reader.draft(ProfileDraft, PERSON)
    preferences = reader.draft(PreferencesDraft, WISHES, sectors=sectors)
    consent = _consent(reader)
    state = _state(reader, consent, mentions)
    languages = reader.value("talen", _languages) or ()
    hidden = reader.value("verborgen_voor", _hidden) or ()
    if profile is None or preferences is None:
        return None
    row = ProfileRow(
        reader.number, profile, preferences, languages, mentions, hidden, consent, state
    )
    without_doubles(reader, "naam", row.key, taken, _DOUBLE)
    return row


def _consent(reader: RowReader) -> ConsentDraft | None:
    if not reader.value("toestemming_matching", yes_no):
        return None
    version = reader.text("toestemming_versie")
    if not version:
        reader.refuse("toestemming_versie", "ontbreekt; schrijf welke tekst is gelezen")
        return None
    values = {"purpose": Purpose.MATCHING, "text_version": version}
    return reader.build(ConsentDraft, values, {"text_version": "toestemming_versie"})


def _state(
    reader: RowReader, consent: ConsentDraft | None, mentions: tuple[Mention, ...]
) -> ImportedState:
    if len(mentions) > MOST_SKILLS:
        reader.refuse(
            "vaardigheden", f"mogen er hoogstens {MOST_SKILLS} zijn; haal er een paar weg"
        )
    state = reader.value("status", one_of(ImportedState))
    if state == ImportedState.ACTIVE and (consent is None or not mentions):
        reader.refuse("status", "kan pas actief zijn met toestemming en minstens één vaardigheid")
    return ImportedState(state or ImportedState.DRAFT)


def _languages(cell: str) -> tuple[LanguageDraft, ...]:
    """Read "nld:B1; ara" into languages; a language without a level stays unknown."""
    drafts = []
    for piece in pieces(cell, between="[;,]"):
        code, _, level = (part.strip() for part in piece.partition(":"))
        values = {"language": code.lower(), "level": level.upper() or None}
        drafts.append(validated(LanguageDraft, values))
    if len(drafts) > MOST_LANGUAGES:
        raise ValueError(f"mag hoogstens {MOST_LANGUAGES} talen noemen; haal er een paar weg")
    if len({draft.language for draft in drafts}) < len(drafts):
        raise ValueError("noemt dezelfde taal twee keer; haal er een weg")
    return tuple(drafts)


def _hidden(cell: str) -> tuple[HiddenEmployerDraft, ...]:
    names = dict.fromkeys(pieces(cell, between="[;\n]"))
    if len(names) > MOST_HIDDEN:
        raise ValueError(f"mag hoogstens {MOST_HIDDEN} bedrijven noemen; haal er een paar weg")
    return tuple(
        validated(HiddenEmployerDraft, {"kvk" if name.isdecimal() else "trade_name": name})
        for name in names
    )


def _taken_keys(session: Session) -> set[Hashable]:
    living = (
        select(Candidate.name, Preferences.postcode)
        .outerjoin(Preferences, col(Preferences.candidate_id) == col(Candidate.id))
        .where(col(Candidate.state).not_in(ENDED))
    )
    return {_key(name, postcode) for name, postcode in session.exec(living)}


def _key(name: str, postcode: str | None) -> Hashable:
    return name.casefold(), postcode
