"""One person who can weld, in a small shared language."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from foundation.database import open_engine, writing
from foundation.settings import Settings
from profiles.consent import give_consent
from profiles.drafts import ConsentDraft, ProfileDraft, SkillDraft
from profiles.service import open_profile
from profiles.skillset import set_skill
from tests.profiles.worlds import NOW, WELDING, speak


@pytest.fixture
def person(session: Session) -> int:
    """The number of a draft profile with one skill and consent for matching."""
    speak(session)
    number = open_profile(session, draft=ProfileDraft(name="Zoë de Vries"), now=NOW).id
    set_skill(session, candidate_id=number, draft=SkillDraft(skill_id=WELDING, level=3))
    draft = ConsentDraft(purpose="matching", text_version="2026-1")
    give_consent(session, candidate_id=number, draft=draft, now=NOW)
    return number


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Session]:
    """A small shared language on SQLite alone, for what has nothing to do with the database."""
    shutil.copy(sqlite_template, tmp_path / "one.db")
    engine = open_engine(Settings(f"sqlite:///{tmp_path / 'one.db'}", tmp_path))
    with writing(engine) as session:
        speak(session)
        yield session
    engine.dispose()
