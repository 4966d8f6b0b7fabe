"""Vacancies of one's own company: writing, asking skills, limits, states, and who would fit."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import Field
from sqlmodel import Session

from accounts.permissions import Act
from api.asking import App, Matching, Now, Reading, Writing
from api.companies import OwnCompany
from api.routes.contract import Identity, IfMatch, VacancyId, Words, may
from api.routes.own_vacancy_views import (
    PoolCountView,
    SuggestedRequirement,
    Suggestions,
    WithoutView,
    WordingFindingView,
)
from api.routes.repeating import Once
from api.routes.vacancies import in_full
from api.routes.vacancy_views import VacancyInFull
from api.routes.views import Listed
from api.versions import check_match, etag
from coaching.lapsing import end_vacancy
from foundation.entry import Draft, Flag, Level, Text, validated
from matching.counting import FITS, count_people, told
from skills.service import skill_of
from vacancies.drafts import LimitDraft, RequirementDraft, VacancyDraft
from vacancies.models import Importance
from vacancies.requirements import (
    MOST_REQUIREMENTS,
    add_limit,
    remove_limit,
    remove_requirement,
    set_requirements,
)
from vacancies.service import (
    change_vacancy,
    find_vacancy,
    open_vacancy,
    vacancy_to_change,
    write_vacancy,
)
from vacancies.wording import is_english, wording_findings

router = APIRouter(prefix="/vacancies", tags=["vacancies"])
SkillId = Annotated[Identity, Path(alias="skillId", description="Which skill.")]
LimitId = Annotated[Identity, Path(alias="limitId", description="Which hard limit.")]
MOST_SUGGESTED = 20


class RequirementBody(Draft):
    """How much a skill counts; level null asks no level."""

    importance: Importance
    level: Level | None = None
    learnable: Flag = False


class RequirementsBody(Draft):
    """Several skills at once; what is not named stays as it is."""

    items: Annotated[tuple[RequirementDraft, ...], Field(max_length=MOST_REQUIREMENTS)]


class TextBody(Draft):
    """A text to look for skills in; null is the text of the vacancy itself."""

    text: Text | None = None


@router.post("", status_code=201, response_model=VacancyInFull, dependencies=[may(Act.RUN_COMPANY)])
def add_vacancy(body: VacancyDraft, session: Writing, company: OwnCompany, once: Once) -> Response:
    """Write a vacancy of the own company, as a draft that nobody else sees."""

    def work() -> VacancyInFull:
        row = write_vacancy(session, employer_id=company, draft=body)
        return in_full(session, row.id)

    return once.answer(session, work, headers=lambda view: {"ETag": etag(view)})


@router.put("/{vacancyId}", dependencies=[may(Act.CHANGE_VACANCY)])
def put_vacancy(
    vacancy: VacancyId,
    body: VacancyDraft,
    request: Request,
    response: Response,
    session: Writing,
    _if_match: IfMatch = None,
) -> VacancyInFull:
    """Replace what the vacancy offers; an open one stays open."""
    _check(session, request, vacancy)
    change_vacancy(session, vacancy_id=vacancy, draft=body)
    return _answered(session, response, vacancy)


@router.post(
    "/{vacancyId}/requirements",
    status_code=201,
    response_model=VacancyInFull,
    dependencies=[may(Act.WRITE_IN_SKILLS)],
)
def add_vacancy_requirements(
    vacancy: VacancyId, body: RequirementsBody, session: Writing, once: Once
) -> Response:
    """Ask several skills, or change how they are asked."""

    def work() -> VacancyInFull:
        set_requirements(session, vacancy_id=vacancy, drafts=list(body.items))
        return in_full(session, vacancy)

    return once.answer(session, work, headers=lambda view: {"ETag": etag(view)})


@router.put("/{vacancyId}/requirements/{skillId}", dependencies=[may(Act.WRITE_IN_SKILLS)])
def put_vacancy_requirement(
    vacancy: VacancyId,
    skill: SkillId,
    body: RequirementBody,
    request: Request,
    response: Response,
    session: Writing,
    _if_match: IfMatch = None,
) -> VacancyInFull:
    """Ask one skill, or change how it is asked; the ETag is that of the whole vacancy."""
    _check(session, request, vacancy)
    draft = validated(RequirementDraft, {**body.model_dump(), "skill_id": skill})
    set_requirements(session, vacancy_id=vacancy, drafts=[draft])
    return _answered(session, response, vacancy)


@router.delete(
    "/{vacancyId}/requirements/{skillId}",
    status_code=204,
    dependencies=[may(Act.WRITE_IN_SKILLS)],
)
def remove_vacancy_requirement(
    vacancy: VacancyId,
    skill: SkillId,
    request: Request,
    session: Writing,
    _if_match: IfMatch = None,
) -> None:
    """Stop asking a skill."""
    _check(session, request, vacancy)
    remove_requirement(session, vacancy_id=vacancy, skill_id=skill)


@router.post(
    "/{vacancyId}/limits",
    status_code=201,
    response_model=VacancyInFull,
    dependencies=[may(Act.CHANGE_VACANCY)],
)
def add_vacancy_limit(
    vacancy: VacancyId, body: LimitDraft, session: Writing, once: Once
) -> Response:
    """Add a hard limit, with the law or rule it rests on."""

    def work() -> VacancyInFull:
        add_limit(session, vacancy_id=vacancy, draft=body)
        return in_full(session, vacancy)

    return once.answer(session, work, headers=lambda view: {"ETag": etag(view)})


@router.delete(
    "/{vacancyId}/limits/{limitId}", status_code=204, dependencies=[may(Act.CHANGE_VACANCY)]
)
def remove_vacancy_limit(
    vacancy: VacancyId,
    limit: LimitId,
    request: Request,
    session: Writing,
    _if_match: IfMatch = None,
) -> None:
    """Take a hard limit away."""
    _check(session, request, vacancy)
    remove_limit(session, vacancy_id=vacancy, limit_id=limit)


# States: each is a thing that happens once, so each has an address of its own


def _seen(vacancy: VacancyId, request: Request, session: Writing, _if_match: IfMatch = None) -> int:
    """Check what a program saw, before the state changes."""
    _check(session, request, vacancy, ended=True)
    return vacancy


Seen = Annotated[int, Depends(_seen)]


@router.post("/{vacancyId}/openings", dependencies=[may(Act.CHANGE_VACANCY)])
def open_own_vacancy(vacancy: Seen, response: Response, session: Writing) -> VacancyInFull:
    """Set a draft open: candidates and coaches see it."""
    open_vacancy(session, vacancy_id=vacancy)
    return _answered(session, response, vacancy)


@router.post("/{vacancyId}/fillings", dependencies=[may(Act.CHANGE_VACANCY)])
def fill_own_vacancy(
    app: App, vacancy: Seen, response: Response, session: Writing, now: Now
) -> VacancyInFull:
    """Tell that every place of an open vacancy is taken; introductions that run there end."""
    address = app.settings.address
    end_vacancy(session, vacancy_id=vacancy, filled=True, address=address, now=now)
    return _answered(session, response, vacancy)


@router.post("/{vacancyId}/closings", dependencies=[may(Act.CHANGE_VACANCY)])
def close_own_vacancy(
    app: App, vacancy: Seen, response: Response, session: Writing, now: Now
) -> VacancyInFull:
    """Close a draft or an open vacancy for which nobody is sought any more."""
    address = app.settings.address
    end_vacancy(session, vacancy_id=vacancy, filled=False, address=address, now=now)
    return _answered(session, response, vacancy)


# What helps to write


@router.post("/{vacancyId}/requirement-suggestions", dependencies=[may(Act.WRITE_IN_SKILLS)])
def suggest_vacancy_requirements(
    vacancy: VacancyId, body: TextBody, app: App, session: Reading
) -> Suggestions:
    """Suggest skills for a text, with the words that led to them; nothing is asked by this."""
    row = find_vacancy(session, vacancy_id=vacancy)
    text = row.description or row.title if body.text is None else body.text
    found = app.engines.skills(session).suggest(text, MOST_SUGGESTED)
    items = [
        SuggestedRequirement(
            skill_id=str(skill_of(session, uri=one.uri).id),
            label=one.label,
            score=one.score,
            surface=one.surface,
            words=one.words,
        )
        for one in found.items
    ]
    return Suggestions(is_english=is_english(text), items=items)


@router.get("/{vacancyId}/wording-findings", dependencies=[may(Act.WRITE_IN_SKILLS)])
def list_wording_findings(
    vacancy: VacancyId, session: Reading, words: Words
) -> Listed[WordingFindingView]:
    """List the expressions that shut people out, in the title and the text; nothing is blocked."""
    row = find_vacancy(session, vacancy_id=vacancy)
    return Listed(
        items=[
            WordingFindingView.of(field, one, words.say)
            for field, text in (("title", row.title), ("description", row.description))
            for one in wording_findings(text)
        ]
    )


@router.get("/{vacancyId}/pool-counts", dependencies=[may(Act.WRITE_IN_SKILLS)])
def get_pool_counts(vacancy: VacancyId, matcher: Matching, session: Reading) -> PoolCountView:
    """Count the people in the pool whom the vacancy fits; a count below five is null."""
    found = count_people(session, matcher, vacancy=vacancy)
    best = found.tightest
    return PoolCountView(
        fits_from=FITS,
        now=told(found.now) if found.skilled else None,
        after_training=told(found.after_training) if found.skilled else None,
        skilled=found.skilled,
        tightest=None if best is None else WithoutView.of(best, more=told(best.now - found.now)),
    )


def _check(session: Session, request: Request, vacancy: int, *, ended: bool = False) -> None:
    """Let changes in one by one, and refuse one of what somebody else changed meanwhile."""
    vacancy_to_change(session, vacancy_id=vacancy, ended=ended)
    check_match(request, in_full(session, vacancy))


def _answered(session: Session, response: Response, vacancy: int) -> VacancyInFull:
    view = in_full(session, vacancy)
    response.headers["ETag"] = etag(view)
    return view
