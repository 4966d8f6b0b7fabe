"""The pool search of members: what is asked, cards without names, and asking to meet somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session, col, select

from accounts.permissions import Act, Viewer
from api.asking import Allowed, App, Matching, Now, Reading, Running, Viewing, Writing
from api.companies import OwnCompany
from api.pages.choosing import readable
from api.pages.forms import Fields, Form
from api.pages.rendering import page
from api.pages.suggesting import Choice, typed_skills
from api.pages.work import page_number
from coaching.card_names import key_of_names
from coaching.interest import wish_to_meet
from coaching.pool_cards import Fit
from coaching.pool_search import (
    MOST_ASKED,
    NotAMember,
    PoolAnswer,
    PoolQuestion,
    check_member,
    search_pool,
)
from coaching.pool_views import MOST_A_DAY, Searcher
from foundation.entry import validated
from foundation.errors import Invalid, TalentError
from skills.models import Skill
from skills.service import skills_by_id
from vacancies.drafts import RequirementDraft
from vacancies.employers import find_employer
from vacancies.models import Importance, Requirement, Vacancy, VacancyState
from vacancies.service import LIVING

HERE = "/werkgever/pool"
router = APIRouter(prefix=HERE, dependencies=[Depends(Allowed(Act.SEARCH_POOL))])


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page of the search shows besides the answer.

    Args:
        vacancy_id: the vacancy that is searched with; None for skills of one's own choice.
        skills: those skills.
        q: what was typed to find another one.
        choices: what was found for it.
        level: the level chosen for the next skill, as it was sent.
        importance: how much it weighs, as it was sent.
        errors: a sentence by the id of a field.
    """

    vacancy_id: int | None = None
    skills: tuple[RequirementDraft, ...] = ()
    q: str = ""
    choices: tuple[Choice, ...] = ()
    level: str = ""
    importance: str = Importance.REQUIRED.value
    errors: Mapping[str, str] = field(default_factory=dict)


@router.get("")
def ask(
    request: Request, session: Reading, company: OwnCompany, now: Now, vacature: str = ""
) -> Response:
    """Ask what to search with; who is no member reads what membership gives."""
    chosen = next(iter(readable([vacature])), None)
    return _shown(request, session, company, now, Asked(vacancy_id=chosen))


@router.post("")
def search(
    request: Request,
    app: App,
    session: Writing,
    matcher: Matching,
    company: OwnCompany,
    viewer: Viewing,
    now: Now,
    form: Form,
) -> Response:
    """Add or take away a skill, search, turn a page, or ask to meet: one form does it all."""
    action, _, told = form.one("actie").partition(":")
    asked = _read(form)
    if action == "vaardigheden":
        asked = replace(asked, vacancy_id=None)
    elif action == "zoek" and asked.q and asked.vacancy_id is None:
        action = "erbij"  # Enter in the field of a skill
    if action in ("erbij", "weg"):
        changed = _added(session, app, asked, form) if action == "erbij" else _without(asked, told)
        return _shown(request, session, company, now, changed)
    searcher = _searcher(app, viewer, company)
    met: bool | None = None
    number = page_number(told if action == "bladzijde" else form.one("bladzijde"))
    try:
        if action == "kennismaken" and asked.vacancy_id is not None:
            met = wish_to_meet(
                session, matcher, searcher=searcher, name=told, vacancy_id=asked.vacancy_id, now=now
            )
        question = PoolQuestion(asked.vacancy_id, asked.skills)
        answer = search_pool(
            session, matcher, searcher=searcher, question=question, page=number, now=now
        )
    except TalentError as error:
        session.rollback()
        if isinstance(error, NotAMember):
            return _shown(request, session, company, now, asked)
        told_at = replace(asked, errors={_field(asked): error.message})
        return _shown(request, session, company, now, told_at, status=error.status)
    return _shown(request, session, company, now, asked, answer=answer, met=met)


def _field(asked: Asked) -> str:
    return "vacature" if asked.vacancy_id is not None else "q"


def _searcher(app: Running, viewer: Viewer, company: int) -> Searcher:
    return Searcher(company, viewer.account_id or 0, key_of_names(app.settings.folder))


# The form


def _read(form: Fields) -> Asked:
    """Read what was chosen before; what a person cannot have sent is left out."""
    skills: dict[int, RequirementDraft] = {}
    for told in form.all("eis")[:MOST_ASKED]:
        number, _, rest = told.partition(":")
        level, _, importance = rest.partition(":")
        try:
            one = _draft(number, level, importance)
        except Invalid:
            continue
        skills[one.skill_id] = one
    return Asked(
        vacancy_id=next(iter(readable([form.one("vacature")])), None),
        skills=tuple(skills.values()),
        q=form.one("q"),
        level=form.one("niveau"),
        importance=form.one("belang") or Importance.REQUIRED.value,
    )


def _draft(skill_id: str | int, level: str, importance: str) -> RequirementDraft:
    values = {"skill_id": skill_id, "level": level or None, "importance": importance}
    return validated(RequirementDraft, values)


def _without(asked: Asked, told: str) -> Asked:
    kept = tuple(one for one in asked.skills if str(one.skill_id) != told)
    return replace(asked, skills=kept, q="")


def _added(session: Session, app: Running, asked: Asked, form: Fields) -> Asked:
    """Add the skill that was chosen; a typed word is looked up and gives choices."""
    if len(asked.skills) >= MOST_ASKED:
        return replace(asked, errors={"q": f"Zoek met hoogstens {MOST_ASKED} vaardigheden."})
    try:
        chosen = skills_by_id(session, ids=readable([form.one("keuze") or form.one("kies")]))
        if chosen:
            return _with(asked, next(iter(chosen.values())))
        found = typed_skills(session, app, asked.q) if asked.q else ()
    except Invalid as error:
        return replace(asked, errors={"q": error.message})
    if len(found) == 1:
        row = skills_by_id(session, ids=[found[0].id])[found[0].id]
        return _with(asked, row)
    if not found:
        said = "We vinden dit niet. Probeer een ander woord." if asked.q else "Typ een vaardigheid."
        return replace(asked, errors={"q": said})
    return replace(asked, choices=found)


def _with(asked: Asked, skill: Skill) -> Asked:
    draft = _draft(skill.id, asked.level, asked.importance)
    kept = tuple(one for one in asked.skills if one.skill_id != skill.id)
    return replace(asked, vacancy_id=None, skills=(*kept, draft), q="", level="")


# The page


def _shown(
    request: Request,
    session: Session,
    company: int,
    now: Now,
    asked: Asked,
    *,
    answer: PoolAnswer | None = None,
    met: bool | None = None,
    status: int = 0,
) -> Response:
    employer = find_employer(session, employer_id=company)
    try:
        check_member(employer, now)
    except NotAMember as error:
        return page(
            request,
            "pool/no_member.html",
            status=error.status,
            waiting=employer.waiting_since is not None,
            until=employer.member_until,
        )
    vacancies = _vacancies(session, company)
    names = skills_by_id(session, ids=[one.skill_id for one in asked.skills])
    known = tuple(one for one in asked.skills if one.skill_id in names)
    return page(
        request,
        "pool/search.html",
        status=status or (Invalid.status if asked.errors else 200),
        asked=replace(asked, skills=known),
        names=names,
        vacancies=vacancies,
        can_meet=any(
            one.id == asked.vacancy_id and one.state is VacancyState.OPEN for one in vacancies
        ),
        answer=answer,
        met=met,
        groups=_groups(answer),
        most=MOST_A_DAY,
    )


def _vacancies(session: Session, company: int) -> list[Vacancy]:
    """List the vacancies of the company that are written in skills, the newest first."""
    asked = select(Requirement.id).where(Requirement.vacancy_id == Vacancy.id).exists()
    own = select(Vacancy).where(
        Vacancy.employer_id == company, col(Vacancy.state).in_(LIVING), asked
    )
    return list(session.exec(own.order_by(col(Vacancy.id).desc())))


def _groups(answer: PoolAnswer | None) -> list[tuple[Fit, list[object]]]:
    """Put the cards under the words for how they fit; the order stays."""
    if answer is None:
        return []
    under = {fit: [one for one in answer.cards if one.fit is fit] for fit in Fit}
    return [(fit, list(cards)) for fit, cards in under.items() if cards]
