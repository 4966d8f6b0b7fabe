"""The interest test: its questions with the answers so far, and what they point to."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field
from sqlmodel import Session

from accounts.permissions import Act
from api.asking import Now, Reading, Writing
from api.routes.contract import CandidateId, IfMatch, Words, may
from api.routes.profile_views import InterestAnswerView, InterestOutcomeView
from api.routes.repeating import Once
from api.routes.views import Listed
from api.versions import check_match, etag
from foundation.entry import Draft, Whole, validated
from profiles.drafts import InterestAnswerDraft
from profiles.interests import (
    QUESTIONS,
    answer,
    answers_of,
    finish,
    outcome_of,
    scores,
    start_again,
)
from profiles.service import candidate_to_change

router = APIRouter(prefix="/candidates/{candidateId}", tags=["candidates"])
QuestionId = Annotated[
    str, Path(alias="questionId", max_length=8, description="Its key.", examples=["R1"])
]


class AnswerBody(Draft):
    """How much somebody would like it: 0, not at all, to 4, very much."""

    answer: Annotated[Whole, Field(ge=0, le=4)]


def _outcome(session: Session, candidate: int) -> InterestOutcomeView:
    found = outcome_of(session, candidate_id=candidate)
    counted = scores(answers_of(session, candidate_id=candidate))
    top = found.interests if found else frozenset()
    return InterestOutcomeView(
        interests=[one for one in counted if one in top],
        scores=counted,
        finished_at=found.finished_at if found else None,
    )


@router.get("/interest-answers", dependencies=[may(Act.SEE_PROFILE)])
def list_interest_answers(
    candidate: CandidateId, response: Response, session: Reading, words: Words
) -> Listed[InterestAnswerView]:
    """List the questions of the test with the answers so far."""
    given = answers_of(session, candidate_id=candidate)
    view = Listed(
        items=[
            InterestAnswerView(
                question=one.key,
                text=words.say(one.text),
                interest=one.interest,
                answer=given.get(one.key),
            )
            for one in QUESTIONS
        ]
    )
    response.headers["ETag"] = etag(given)
    return view


@router.put("/interest-answers/{questionId}", dependencies=[may(Act.CHANGE_PROFILE)])
def put_interest_answer(
    candidate: CandidateId,
    question: QuestionId,
    body: AnswerBody,
    request: Request,
    response: Response,
    session: Writing,
    now: Now,
    _if_match: IfMatch = None,
) -> InterestOutcomeView:
    """Answer one question, or change the answer; answers with what the test points to so far.

    The ETag is that of the list of answers.
    """
    draft = validated(InterestAnswerDraft, {"question": question, "answer": body.answer})
    candidate_to_change(session, candidate_id=candidate)
    check_match(request, answers_of(session, candidate_id=candidate))
    answer(session, candidate_id=candidate, draft=draft, now=now)
    response.headers["ETag"] = etag(answers_of(session, candidate_id=candidate))
    return _outcome(session, candidate)


@router.delete("/interest-answers", status_code=204, dependencies=[may(Act.CHANGE_PROFILE)])
def remove_interest_answers(
    candidate: CandidateId, request: Request, session: Writing, _if_match: IfMatch = None
) -> None:
    """Throw away the answers and the outcome, to start the test again."""
    candidate_to_change(session, candidate_id=candidate)
    check_match(request, answers_of(session, candidate_id=candidate))
    start_again(session, candidate_id=candidate)


@router.get("/interest-outcome", dependencies=[may(Act.SEE_PROFILE)])
def get_interest_outcome(
    candidate: CandidateId, response: Response, session: Reading
) -> InterestOutcomeView:
    """Tell what the answers point to; `finished_at` null is not finished."""
    view = _outcome(session, candidate)
    response.headers["ETag"] = etag(view)
    return view


@router.post(
    "/interest-outcome",
    response_model=InterestOutcomeView,
    dependencies=[may(Act.CHANGE_PROFILE)],
)
def finish_interest_test(
    candidate: CandidateId, session: Writing, now: Now, once: Once
) -> Response:
    """Finish the test: every question has an answer. From now on *wil* reads it."""

    def work() -> InterestOutcomeView:
        finish(session, candidate_id=candidate, now=now)
        return _outcome(session, candidate)

    return once.answer(session, work, status=200)
