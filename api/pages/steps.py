"""The parts of a profile, and which of them somebody filled in; it never says more than is true."""

from dataclasses import dataclass

from sqlmodel import Session

from profiles.history import experiences_of
from profiles.interests import outcome_of
from profiles.models import Preferences
from profiles.service import find_candidate
from profiles.skillset import candidate_skills
from profiles.wishes import languages_of, preferences_of


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the profile: where it is filled in, and whether there is anything yet."""

    key: str
    path: str
    done: bool


@dataclass(frozen=True, slots=True)
class Steps:
    """All parts, in the order in which the site asks them."""

    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """Count the parts that hold something."""
        return sum(step.done for step in self.steps)

    @property
    def open(self) -> tuple[Step, ...]:
        """List the parts that hold nothing yet."""
        return tuple(step for step in self.steps if not step.done)

    def after(self, key: str) -> str:
        """Give the address of the next part that is still empty; the overview when all are full."""
        place = [step.key for step in self.steps].index(key)
        ahead = self.steps[place + 1 :] + self.steps[:place]
        return next((step.path for step in ahead if not step.done), "/profiel")


def steps_of(session: Session, *, candidate_id: int) -> Steps:
    """Look which parts of a profile hold something."""
    whose = {"candidate_id": candidate_id}
    wishes = preferences_of(session, **whose)
    return Steps(
        (
            Step("skills", "/profiel/vaardigheden", bool(candidate_skills(session, **whose))),
            Step("history", "/profiel/ervaring", bool(experiences_of(session, **whose))),
            Step("languages", "/profiel/talen", bool(languages_of(session, **whose))),
            Step("wishes", "/wensen", wishes is not None and says_something(wishes)),
            Step("interests", "/interesses", outcome_of(session, **whose) is not None),
            Step("about", "/profiel/over-mij", bool(find_candidate(session, **whose).name)),
        )
    )


def says_something(wishes: Preferences) -> bool:
    """Tell whether any wish was said; an empty form that was saved says nothing."""
    said = wishes.model_dump(exclude={"candidate_id"})
    return any(value is not None and value != frozenset() for value in said.values())
