"""Bringing national vacancies in from a file with schema.org JobPosting."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field
from sqlmodel import Session

from accounts.permissions import Act
from api.asking import App, Now, Reading, Running, Writing
from api.bringing import nearest_with
from api.routes.contract import may
from api.routes.repeating import Once
from api.routes.views import RowId, View
from foundation.entry import LINE, validated
from vacancies.posting_fates import Fate
from vacancies.postings import (
    PostingPreview,
    SourceDraft,
    import_postings,
    preview_postings,
)
from vacancies.postings_reading import PostingProblem, read_postings

router = APIRouter(tags=["vacancies"])


async def _content(request: Request) -> bytes:
    return await request.body()


Content = Annotated[bytes, Depends(_content)]

# Rows of an answer: a file of 20,000 would answer megabytes that nobody reads.
SHOWN = 1_000
_FILE = {
    "requestBody": {
        "required": True,
        "description": "The file itself: JSON-LD, a page or a feed; at most 20 MB.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
Source = Annotated[
    str,
    Query(
        min_length=1,
        max_length=LINE,
        description="Where the file comes from. The same name each time: a posting comes in once.",
        examples=["werk.example"],
    ),
]
SectorKey = Annotated[
    str,
    Query(
        max_length=40,
        description="For postings whose occupation is not known; without it they stay out.",
        examples=["techniek"],
    ),
]


class PostingView(View):
    """One posting and what becomes of it; `vacancy_id` is null as long as it is not here."""

    number: int = Field(ge=1, examples=[1], description="Its place in the file.")
    title: str = Field(examples=["Procesoperator"])
    employer: str = Field(examples=["Demo Zuivel"])
    sector: str = Field(examples=["techniek"])
    fate: Fate
    vacancy_id: RowId | None


class LeftOutView(View):
    """Why a posting stays out, or what of it is not kept."""

    number: int = Field(ge=1, examples=[2])
    title: str = Field(examples=["Lasser"])
    message: str = Field(examples=["is verlopen op 31-8-2026"])


class PostingImportView(View):
    """What an import does or did: every count, and the first 1,000 of each list."""

    source: str = Field(examples=["werk.example"])
    read: int = Field(ge=0, description="Postings in the file.", examples=[120])
    counts: dict[str, int] = Field(examples=[{"nieuw": 118, "stond er al": 2}])
    left_out: int = Field(ge=0, examples=[0])
    postings: Sequence[PostingView]
    problems: Sequence[LeftOutView]
    remarks: Sequence[LeftOutView]

    @classmethod
    def of(cls, seen: PostingPreview) -> "PostingImportView":
        """Show a preview, or what was done."""
        return cls(
            source=seen.source,
            read=seen.read,
            counts={fate.value: seen.count(fate) for fate in Fate},
            left_out=len(seen.problems),
            postings=[
                PostingView(
                    number=row.number,
                    title=row.draft.title,
                    employer=row.draft.employer,
                    sector=row.sector,
                    fate=row.fate,
                    vacancy_id=None if row.vacancy_id is None else str(row.vacancy_id),
                )
                for row in seen.rows[:SHOWN]
            ],
            problems=_listed(seen.problems),
            remarks=_listed(seen.remarks),
        )


def _listed(problems: Sequence[PostingProblem]) -> list[LeftOutView]:
    return [
        LeftOutView(number=one.number, title=one.title, message=one.message)
        for one in problems[:SHOWN]
    ]


@router.post("/posting-previews", dependencies=[may(Act.IMPORT_VACANCIES)], openapi_extra=_FILE)
def preview_posting_import(
    content: Content,
    app: App,
    session: Reading,
    now: Now,
    source: Source,
    sector: SectorKey = "",
) -> PostingImportView:
    """Tell what an import of this file would do; nothing is written."""
    return PostingImportView.of(_seen(session, app, content, source, sector, now))


@router.post(
    "/posting-imports",
    status_code=201,
    dependencies=[may(Act.IMPORT_VACANCIES)],
    openapi_extra=_FILE,
    response_model=PostingImportView,
)
def import_posting_file(
    content: Content,
    app: App,
    session: Writing,
    now: Now,
    repeating: Once,
    source: Source,
    sector: SectorKey = "",
) -> Response:
    """Bring in every posting that can come in; each comes in once, and follows its source."""

    def make() -> PostingImportView:
        seen = _seen(session, app, content, source, sector, now)
        return PostingImportView.of(import_postings(session, seen, now=now))

    return repeating.answer(session, make)


def _seen(
    session: Session, app: Running, content: bytes, source: str, sector: str, now: Now
) -> PostingPreview:
    origin = validated(SourceDraft, {"source": source, "sector": sector})
    nearest = nearest_with(lambda: app.engines.occupations(session))
    return preview_postings(
        session, read_postings(content), origin=origin, nearest=nearest, now=now
    )
