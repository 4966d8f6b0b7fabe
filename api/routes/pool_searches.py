"""The pool search of members, and asking to meet somebody whose card was seen."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from accounts.permissions import Act
from api.asking import App, Matching, Now, Viewing, Writing
from api.companies import OwnCompany
from api.routes.contract import may
from api.routes.repeating import Once
from api.routes.views import RowId, View
from coaching.card_names import key_of_names
from coaching.interest import wish_to_meet
from coaching.pool_cards import Fit, PoolCard
from coaching.pool_search import MOST_ASKED, PoolAnswer, PoolQuestion, search_pool
from coaching.pool_views import Searcher
from foundation.entry import Draft, Line, Whole
from vacancies.drafts import RequirementDraft

router = APIRouter(tags=["pool"])
CARD_NAME = "^T-[0-9A-Z]{7}$"


class PoolSearchBody(Draft):
    """What to search with: a vacancy of your own, or else skills."""

    vacancy_id: Whole | None = None
    requirements: Annotated[tuple[RequirementDraft, ...], Field(max_length=MOST_ASKED)] = ()
    page: Annotated[Whole, Field(ge=1, le=1_000_000)] = 1


class MeetingWishBody(Draft):
    """Whom you would like to meet, and for which open vacancy."""

    card: Line
    vacancy_id: Whole


class PoolSkillView(View):
    """A skill on a card; level null is unknown."""

    skill_id: RowId
    label: str = Field(examples=["metalen lassen"])
    level: int | None = Field(ge=1, le=5)


class PoolCardView(View):
    """Somebody without a name. Only you know this person by this card."""

    card: str = Field(pattern=CARD_NAME, examples=["T-4KX9QPM"])
    fit: Fit
    skills: Sequence[PoolSkillView]
    other_skills: int = Field(ge=0, description="Skills too rare to name.", examples=[2])
    place: str = Field(examples=["Leiden"], description="Empty: it would single somebody out.")
    hours: str = Field(examples=["tot 24 uur"], description="Empty: as with the place.")

    @classmethod
    def of(cls, card: PoolCard) -> "PoolCardView":
        """Show a card."""
        return cls(
            card=card.name,
            fit=card.fit,
            skills=[
                PoolSkillView(skill_id=str(one.skill_id), label=one.label, level=one.level)
                for one in card.skills
            ],
            other_skills=card.others,
            place=card.place,
            hours=card.hours,
        )


class PoolAnswerView(View):
    """One page of everybody who can be found, the best first."""

    cards: Sequence[PoolCardView]
    page: int = Field(ge=1, examples=[1])
    pages: int = Field(ge=1, examples=[4])
    total: int = Field(ge=0, examples=[72])
    withheld: int = Field(ge=0, description="On this page, closed until tomorrow.", examples=[0])
    left_today: int = Field(ge=0, description="New people you can still see today.", examples=[40])

    @classmethod
    def of(cls, answer: PoolAnswer) -> "PoolAnswerView":
        """Show a page."""
        return cls(
            cards=[PoolCardView.of(one) for one in answer.cards],
            page=answer.page,
            pages=answer.pages,
            total=answer.total,
            withheld=answer.withheld,
            left_today=answer.left_today,
        )


class MeetingWishView(View):
    """A coach looks at it; `is_new` is false when the person was on the list already."""

    card: str = Field(pattern=CARD_NAME, examples=["T-4KX9QPM"])
    vacancy_id: RowId
    is_new: bool


@router.post("/pool-searches", dependencies=[may(Act.SEARCH_POOL)])
def search_the_pool(
    body: PoolSearchBody,
    app: App,
    session: Writing,
    matcher: Matching,
    company: OwnCompany,
    viewer: Viewing,
    now: Now,
) -> PoolAnswerView:
    """Search the whole pool as a member. Every card that is shown is in the trail of its person.

    A POST, because people who are seen count: at most 60 new ones a day.
    """
    answer = search_pool(
        session,
        matcher,
        searcher=Searcher(company, viewer.account_id or 0, key_of_names(app.settings.folder)),
        question=PoolQuestion(body.vacancy_id, body.requirements),
        page=body.page,
        now=now,
    )
    return PoolAnswerView.of(answer)


@router.post(
    "/meeting-wishes",
    status_code=201,
    dependencies=[may(Act.SEARCH_POOL)],
    response_model=MeetingWishView,
)
def wish_a_meeting(
    body: MeetingWishBody,
    app: App,
    session: Writing,
    matcher: Matching,
    company: OwnCompany,
    viewer: Viewing,
    now: Now,
    repeating: Once,
) -> Response:
    """Ask a coach whether you may meet somebody whose card you saw in the last 30 days."""
    searcher = Searcher(company, viewer.account_id or 0, key_of_names(app.settings.folder))

    def make() -> MeetingWishView:
        is_new = wish_to_meet(
            session, matcher, searcher=searcher, name=body.card, vacancy_id=body.vacancy_id, now=now
        )
        return MeetingWishView(card=body.card, vacancy_id=str(body.vacancy_id), is_new=is_new)

    return repeating.answer(session, make)
