"""What pages about one's rights share: whose they are, the trail, moments, what to do first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from babel.dates import format_date, format_datetime
from fastapi import Depends, Request

from accounts.permissions import Act, Subject, nothing_here
from api.asking import Allowed
from api.pages.own import HERE
from api.pages.rendering import viewer_at
from foundation.errors import TalentError
from profiles.states import NoConsentForMatching, NoNameYet, NoSkillsYet

# Where somebody does what a profile still lacks, and what the link says.
FIRST: Mapping[type[TalentError], tuple[str, str]] = {
    NoNameYet: ("/profiel/over-mij", "Vul je naam in"),
    NoConsentForMatching: ("/rechten/toestemming", "Kijk naar je toestemming"),
    NoSkillsYet: ("/profiel/vaardigheden", "Kies je vaardigheden"),
}


def _own(subject: Annotated[Subject, Depends(Allowed(Act.USE_OWN_RIGHTS))]) -> int:
    if subject.candidate_id is None:
        raise nothing_here()
    return subject.candidate_id


# The number of the profile of whoever uses their rights.
OwnRights = Annotated[int, Depends(_own)]


@dataclass(frozen=True, slots=True)
class Days:
    """Says a day and a moment in words of one language, as the clock stands here."""

    language: str

    def day(self, at: date) -> str:
        """Say a day."""
        here = at.astimezone(HERE).date() if isinstance(at, datetime) else at
        return format_date(here, "d MMMM y", locale=self.language)

    def moment(self, at: datetime) -> str:
        """Say a day and a time."""
        return format_datetime(at, "d MMMM y, HH:mm", tzinfo=HERE, locale=self.language)


def days_of(request: Request) -> Days:
    """Say days in the language of the viewer."""
    return Days(viewer_at(request).language)
