"""What people see and click: one file per part of the site, each page a question or an answer."""

from fastapi import APIRouter

from api.pages import (
    about,
    account,
    beginning,
    consent,
    demo,
    explorer,
    hiding,
    history,
    insight,
    interests,
    joining_in,
    languages,
    leaving,
    levels,
    login,
    objecting,
    occupation,
    organisation,
    passport,
    pausing,
    profile,
    rights,
    skills,
    staff,
    start,
    suggesting,
    telling,
    wishes,
    work,
)
from foundation.settings import Settings


def routers(settings: Settings) -> list[APIRouter]:
    """List every part of the site; the page with mails is there in the demo only."""
    parts = [start.router, login.router, staff.router, account.router]
    parts += [hiding.router, wishes.router, interests.router]
    parts += [beginning.router, suggesting.router, profile.router, skills.router, levels.router]
    parts += [telling.router, occupation.router, history.router, languages.router, about.router]
    parts += [passport.router, rights.router, consent.router, joining_in.router, insight.router]
    parts += [pausing.router, objecting.router, leaving.router]
    parts += [work.router, explorer.router]
    if settings.organisation is not None:
        parts.append(organisation.router)
    if settings.demo:
        parts.append(demo.router)
    return parts
