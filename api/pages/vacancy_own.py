"""What the pages about one's own vacancy share: whose it is, its steps, and the count of people."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from sqlmodel import Session

from accounts.models import Role
from accounts.permissions import Act, Subject, Viewer, nothing_here
from api.asking import Allowed, Running
from api.pages.forms import to
from api.pages.rendering import page, viewer_at
from coaching.stopping import MatchingStopped
from matching.counting import FEWEST, FITS, PoolCount, Without, count_people, told
from skills.service import skill_labels
from vacancies.models import Vacancy, VacancyState
from vacancies.service import LIVING, find_vacancy

HOME = "/werkgever/vacatures"
# The screens in their order: the last step of the address.
STEPS = ("vaardigheden", "eisen", "werk", "harde-eisen", "tekst", "voorbeeld")


def _number(subject: Subject) -> int:
    if subject.vacancy_id is None:
        raise nothing_here()
    return subject.vacancy_id


def _own(subject: Annotated[Subject, Depends(Allowed(Act.CHANGE_VACANCY))]) -> int:
    return _number(subject)


def _in_skills(subject: Annotated[Subject, Depends(Allowed(Act.WRITE_IN_SKILLS))]) -> int:
    return _number(subject)


# The number of a vacancy the viewer may change, or may write in skills.
OwnVacancyId = Annotated[int, Depends(_own)]
InSkillsId = Annotated[int, Depends(_in_skills)]


def path_of(vacancy_id: int, step: str = "") -> str:
    """Give the address of a vacancy, or of one of its screens."""
    return f"{HOME}/{vacancy_id}/{step}" if step else f"{HOME}/{vacancy_id}"


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a screen stands; `onward` is the next of a draft, else the page of the vacancy."""

    step: int
    steps: int
    back: str
    onward: str
    own: bool


def walk_at(vacancy: Vacancy, step: str, viewer: Viewer) -> Walk:
    """Tell what comes before and after a screen, for the company itself or for a coach."""
    place = STEPS.index(step)
    if viewer.role is not Role.EMPLOYER:
        lists = {Role.COACH: "/coach/vacatures", Role.ADMINISTRATOR: "/beheer/vacatures"}
        here = path_of(vacancy.id, "eisen")
        back = here if step == "vaardigheden" else lists.get(viewer.role or Role.COACH, "/")
        return Walk(0, len(STEPS), back, here, own=False)
    home = path_of(vacancy.id)
    if vacancy.state is not VacancyState.DRAFT:
        return Walk(0, len(STEPS), home, home, own=True)
    back = path_of(vacancy.id, STEPS[place - 1]) if place else home
    onward = path_of(vacancy.id, STEPS[place + 1]) if place + 1 < len(STEPS) else home
    return Walk(place + 1, len(STEPS), back, onward, own=True)


def screen(
    request: Request,
    session: Session,
    vacancy_id: int,
    step: str,
    template: str,
    *,
    status: int = 200,
    **values: Any,
) -> Response:
    """Show a screen of a vacancy; one that ended is shown on its own page only."""
    vacancy = find_vacancy(session, vacancy_id=vacancy_id)
    viewer = viewer_at(request)
    if vacancy.state not in LIVING and status == 200:
        return to(path_of(vacancy_id) if viewer.role is Role.EMPLOYER else "/")
    return page(
        request,
        template,
        status=status,
        vacancy=vacancy,
        walk=walk_at(vacancy, step, viewer),
        here=path_of(vacancy_id, step),
        base=path_of(vacancy_id),
        **values,
    )


# How many people fit


@dataclass(frozen=True, slots=True)
class ShownCount:
    """The count as a page shows it; a small number is None, which is said as "fewer than five".

    Args:
        count: what was counted; None while the comparing is stopped.
        without: the requirement or limit that shrinks the pool most.
        label: the name of the skill, when it is a requirement.
    """

    count: PoolCount | None
    without: Without | None = None
    label: str = ""
    fits: int = FITS
    fewest: int = FEWEST

    @property
    def now(self) -> int | None:
        """How many fit now."""
        return told(self.count.now) if self.count else None

    @property
    def after_training(self) -> int | None:
        """How many fit after training."""
        return told(self.count.after_training) if self.count else None

    @property
    def more(self) -> int | None:
        """How many more fit without what shrinks the pool most."""
        return told(self.without.now - self.count.now) if self.count and self.without else None


def shown_count(session: Session, app: Running, vacancy_id: int) -> ShownCount:
    """Count the people a vacancy fits; while the comparing is stopped there is no count."""
    try:
        matcher = app.engines.matcher(session)
    except MatchingStopped:
        return ShownCount(None)
    count = count_people(session, matcher, vacancy=vacancy_id)
    tightest = count.tightest
    skill = tightest.skill if tightest else None
    label = skill_labels(session, ids=[skill])[skill] if skill is not None else ""
    return ShownCount(count, tightest, label)
