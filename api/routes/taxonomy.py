"""The shared language: skills, occupations, sectors and courses, for anybody."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field
from sqlmodel import Session

from accounts.permissions import Act
from api.asking import App, Reading
from api.routes.contract import Identity, may
from api.routes.taxonomy_views import (
    AskedSkillView,
    LessonView,
    OccupationView,
    SectorView,
    SkillChoice,
    SkillView,
)
from api.routes.views import Listed
from foundation.entry import LINE, Draft, Text
from skills.models import Occupation, Skill
from skills.sectors import sector_of, sectors
from skills.service import (
    OccupationNotFound,
    SkillNotFound,
    courses_teaching,
    occupation_of,
    skill_of,
    skills_of,
)
from skills.suggestions import Suggestion

router = APIRouter(tags=["taxonomy"], dependencies=[may(Act.READ_PUBLIC)])
MOST_TYPED = 10
MOST_TOLD = 20

SkillId = Annotated[Identity, Path(alias="skillId", description="Which skill.")]
OccupationId = Annotated[
    Identity, Path(alias="occupationId", description="Which occupation.", examples=["7"])
]
Typed = Annotated[
    str,
    Query(
        alias="q",
        min_length=1,
        max_length=LINE,
        description="What somebody typed so far; mistakes are forgiven.",
        examples=["heftr"],
    ),
]


class ToldBody(Draft):
    """What somebody tells about work, care, volunteering or a hobby."""

    text: Annotated[Text, Field(min_length=1, examples=["Ik reed op de heftruck."])]


def _choice(row: Skill | Occupation, found: Suggestion) -> SkillChoice:
    return SkillChoice(
        id=str(row.id),
        label=row.label,
        language=row.language,
        surface="" if found.surface == row.label else found.surface,
        words=found.words,
    )


@router.get("/skills")
def find_skills(app: App, session: Reading, typed: Typed) -> Listed[SkillChoice]:
    """Suggest skills while somebody types, the best first; an empty list found nothing."""
    found = app.engines.skills(session).complete(typed, MOST_TYPED)
    return Listed(items=[_choice(skill_of(session, uri=one.uri), one) for one in found.items])


@router.post("/skill-suggestions")
def suggest_skills(app: App, body: ToldBody, session: Reading) -> Listed[SkillChoice]:
    """Suggest skills for what somebody tells; the text is not kept and nothing is linked."""
    found = app.engines.skills(session).suggest(body.text, MOST_TOLD)
    return Listed(items=[_choice(skill_of(session, uri=one.uri), one) for one in found.items])


@router.get("/skills/{skillId}")
def get_skill(skill: SkillId, session: Reading) -> SkillView:
    """Tell what a skill is and which courses teach it."""
    row = session.get(Skill, skill)
    if row is None:
        raise SkillNotFound("Deze vaardigheid kennen we niet. Zoek haar op met een ander woord.")
    return SkillView(
        id=str(row.id),
        uri=row.uri,
        label=row.label,
        kind=row.kind,
        description=row.description,
        language=row.language,
        retired=row.retired,
        courses=_lessons(session, row.id),
    )


def _lessons(session: Session, skill: int) -> list[LessonView]:
    found = courses_teaching(session, skill_ids=[skill])
    return [LessonView.of(one) for one in found.get(skill, ())]


@router.get("/occupations")
def find_occupations(app: App, session: Reading, typed: Typed) -> Listed[SkillChoice]:
    """Suggest occupations while somebody types, the best first."""
    found = app.engines.occupations(session).complete(typed, MOST_TYPED)
    return Listed(items=[_choice(occupation_of(session, uri=one.uri), one) for one in found.items])


@router.get("/occupations/{occupationId}")
def get_occupation(occupation: OccupationId, session: Reading) -> OccupationView:
    """Tell what an occupation asks: to start a profile from, and untick what is not so."""
    row = session.get(Occupation, occupation)
    if row is None:
        raise OccupationNotFound("Dit beroep kennen we niet. Zoek het op met een ander woord.")
    sector = sector_of(row.isco, sectors(session)) if row.isco else None
    return OccupationView(
        id=str(row.id),
        uri=row.uri,
        label=row.label,
        isco=row.isco,
        sector=sector.key if sector else None,
        description=row.description,
        language=row.language,
        retired=row.retired,
        skills=[
            AskedSkillView(
                skill_id=str(one.skill.id), label=one.skill.label, essential=one.essential
            )
            for one in skills_of(session, occupation_id=row.id)
        ],
    )


@router.get("/sectors")
def list_sectors(session: Reading) -> Listed[SectorView]:
    """List the sectors of the region by key."""
    return Listed(items=[SectorView(key=one.key, label=one.label) for one in sectors(session)])


@router.get("/courses")
def list_courses(
    session: Reading,
    skill: Annotated[
        Identity, Query(alias="skillId", description="What to learn.", examples=["12"])
    ],
) -> Listed[LessonView]:
    """List the courses that teach a skill, the shortest first."""
    return Listed(items=_lessons(session, skill))
