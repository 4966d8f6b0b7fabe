"""What programs ask: the same actions as the pages, in JSON, under /v1."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute

from accounts.permissions import Act
from api.routes import (
    accounts,
    administration,
    campaigns,
    candidates,
    caseload,
    check_ins,
    coached,
    company,
    cv_filter,
    handover,
    health,
    history,
    interests,
    introductions,
    invitations,
    objections,
    outcomes,
    own_vacancies,
    partners,
    passport,
    people,
    pool_searches,
    posting_imports,
    programme,
    programme_analysis,
    regions,
    rights,
    shortlists,
    skillset,
    taxonomy,
    vacancies,
    wishes,
    work,
)
from api.routes.contract import Api, check_query, may, tell_language
from api.version import VERSION

ABOUT = """\
Talent op Maat matches people to work on skills instead of diplomas. Everything a person can do on
the site can be done here. Log in with a code by mail (`POST /login-codes`, then `POST /visits`) and
send the token as `Authorization: Bearer …`. Or begin without logging in: `POST /candidates` answers
a token too. Refusals are `application/problem+json`, in Dutch, or in English when asked with
`Accept-Language`.

Ids are text. Null is unknown or not said, never zero. What changes has an `ETag`: send it back as
`If-Match` and nobody's change is lost. A POST with an `Idempotency-Key` is done once.
"""
CONTACT = {"name": "Talent op Maat", "url": "https://talentopmaat.example"}
LICENCE = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
PARTS = (
    health,
    accounts,
    invitations,
    candidates,
    skillset,
    wishes,
    history,
    interests,
    work,
    passport,
    rights,
    vacancies,
    own_vacancies,
    shortlists,
    posting_imports,
    programme,
    pool_searches,
    taxonomy,
    company,
    administration,
    programme_analysis,
    regions,
    introductions,
    check_ins,
    caseload,
    coached,
    objections,
    people,
    outcomes,
    partners,
    campaigns,
    cv_filter,
    handover,
)

_contract = APIRouter()


@_contract.get("/openapi.json", include_in_schema=False, dependencies=[may(Act.READ_PUBLIC)])
def tell_contract(request: Request) -> Response:
    """Give this contract to anybody, also to a page of another site."""
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "public, max-age=300",
    }
    return JSONResponse(request.app.openapi(), headers=headers)


def _name(route: APIRoute) -> str:
    first, *others = route.name.split("_")
    return first + "".join(word.capitalize() for word in others)


def create_api() -> Api:
    """Build the API, to be mounted at /v1 (Dutch API Design Rules)."""
    api = Api(
        title="Talent op Maat",
        version=VERSION,
        description=ABOUT,
        contact=CONTACT,
        license_info=LICENCE,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        servers=[{"url": "/v1"}],
        root_path_in_servers=False,
        redirect_slashes=False,
        generate_unique_id_function=_name,
        dependencies=[Depends(check_query), Depends(tell_language)],
    )
    api.include_router(_contract)
    for part in PARTS:
        api.include_router(part.router)
    return api
