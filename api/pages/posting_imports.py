"""National vacancies: choose a file, see what comes, confirm; and the task that follows."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Depends, File, Request, Response, UploadFile
from fastapi import Form as Posted
from sqlmodel import Session

from accounts.permissions import Act
from api.asking import Allowed, App, Now, Reading, Running, Viewing, Writing
from api.bringing import drop_upload, keep_upload, kept_upload, nearest_with
from api.pages.forms import Form
from api.pages.own import errors_of
from api.pages.rendering import page
from api.pages.suggesting import Choice, told_skills
from api.pages.work import page_number
from foundation.entry import validated
from foundation.errors import Invalid, NotFound
from skills.sectors import sectors
from vacancies.adverts import Advert, adverts_of
from vacancies.posting_fates import Fate
from vacancies.postings import (
    PostingPreview,
    SourceDraft,
    import_postings,
    preview_postings,
    unskilled_open,
)
from vacancies.postings_reading import read_postings
from vacancies.service import find_vacancy

HERE = "/beheer/vacatures"
router = APIRouter(prefix=HERE, dependencies=[Depends(Allowed(Act.IMPORT_VACANCIES))])

# Problems and remarks on a page; the command `talent vacancies postings --json` lists them all.
SHOWN = 50
# Vacancies on a page of the task, what is read of each to suggest skills, and how many of those.
TASKS, TOLD, SUGGESTED = 10, 1_500, 6
FIELDS = {"source": "bron", "sector": "sector", "": "bestand"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form of a file shows: what was typed, and a sentence by the id of a field."""

    source: str = ""
    sector: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """A vacancy that is to be written in skills, and what its text may ask."""

    advert: Advert
    choices: tuple[Choice, ...]


@router.get("")
def ask(request: Request, session: Reading) -> Response:
    """Ask for a file, and tell how many vacancies wait to be written in skills."""
    return _asked(request, session, Asked())


@router.post("/bekijken")
def look(
    request: Request,
    app: App,
    session: Reading,
    viewer: Viewing,
    now: Now,
    bestand: Annotated[UploadFile | None, File()] = None,
    bron: Annotated[str, Posted()] = "",
    sector: Annotated[str, Posted()] = "",
) -> Response:
    """Show what a file would bring; nothing is written yet."""
    content = bestand.file.read() if bestand is not None else b""
    try:
        if not content:
            raise Invalid("Kies eerst een bestand. Dit bestand is leeg, of je koos er geen.")
        origin = validated(SourceDraft, {"source": bron, "sector": sector})
        seen = _seen(session, app, content, origin, now)
    except Invalid as error:
        better = {} if bron.strip() else {"bron": "Schrijf op waar het bestand vandaan komt."}
        asked = Asked(bron, sector, errors_of(error, FIELDS, better))
        return _asked(request, session, asked, status=error.status)
    digest = keep_upload(app.settings.folder, viewer.account_id or 0, content)
    return _shown(request, seen, sector=origin.sector, digest=digest)


@router.post("/inlezen")
def bring(
    request: Request, app: App, session: Writing, viewer: Viewing, now: Now, form: Form
) -> Response:
    """Let everything in that can come in: all of it, or nothing."""
    digest = form.one("bestand")
    try:
        values = {"source": form.one("bron"), "sector": form.one("sector")}
        origin = validated(SourceDraft, values)
        content = kept_upload(app.settings.folder, viewer.account_id or 0, digest)
        seen = _seen(session, app, content, origin, now)
        done = import_postings(session, seen, now=now)
    except (Invalid, NotFound) as error:
        session.rollback()
        asked = Asked(form.one("bron"), form.one("sector"), {"bestand": error.message})
        return _asked(request, session, asked, status=error.status)
    drop_upload(app.settings.folder, viewer.account_id or 0, digest)
    return _shown(request, done, sector=origin.sector)


@router.get("/nog-niet-verskild")
def tasks(request: Request, app: App, session: Reading) -> Response:
    """List the open vacancies that nobody has written in skills yet, with what they may ask."""
    number = page_number(request.query_params.get("pagina", ""))
    ids, total = unskilled_open(session, offset=(number - 1) * TASKS, most=TASKS)
    adverts = adverts_of(session, vacancy_ids=ids)
    return page(
        request,
        "postings/tasks.html",
        tasks=[Task(adverts[one], _suggested(session, app, one)) for one in ids],
        total=total,
        page=number,
        pages=-(-total // TASKS),
    )


def _seen(
    session: Session, app: Running, content: bytes, origin: SourceDraft, now: Now
) -> PostingPreview:
    nearest = nearest_with(lambda: app.engines.occupations(session))
    return preview_postings(
        session, read_postings(content), origin=origin, nearest=nearest, now=now
    )


def _suggested(session: Session, app: Running, vacancy_id: int) -> tuple[Choice, ...]:
    row = find_vacancy(session, vacancy_id=vacancy_id)
    text = f"{row.title}\n{row.description[:TOLD]}"
    return told_skills(session, app, text)[:SUGGESTED]


def _asked(request: Request, session: Session, asked: Asked, *, status: int = 200) -> Response:
    return page(
        request,
        "postings/ask.html",
        status=status,
        asked=asked,
        sectors=[(one.key, one.label) for one in sectors(session)],
        waiting=unskilled_open(session, offset=0, most=0)[1],
    )


def _shown(request: Request, seen: PostingPreview, *, sector: str, digest: str = "") -> Response:
    return page(
        request,
        "postings/preview.html",
        seen=seen,
        counts=[(fate.value, seen.count(fate)) for fate in Fate if seen.count(fate)],
        problems=seen.problems[:SHOWN],
        remarks=seen.remarks[:SHOWN],
        rows=seen.rows[:SHOWN],
        sector=sector,
        digest=digest,
    )
