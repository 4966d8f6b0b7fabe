"""One employer with a draft vacancy, in a small shared language."""

import pytest
from sqlmodel import Session

from tests.profiles.worlds import speak
from vacancies.drafts import EmployerDraft, VacancyDraft
from vacancies.employers import register_employer
from vacancies.service import write_vacancy


@pytest.fixture
def employer(session: Session) -> int:
    """The number of an employer that is no member."""
    speak(session)
    draft = EmployerDraft(
        kvk="12345678", trade_name="Bakker BV", sector="techniek", postcode="2352"
    )
    return register_employer(session, draft=draft).id


@pytest.fixture
def vacancy(session: Session, employer: int) -> int:
    """The number of a draft vacancy without requirements."""
    draft = VacancyDraft(title="procesoperator", sector="techniek")
    return write_vacancy(session, employer_id=employer, draft=draft).id
