"""What people see and click: one file per part of the site, each page a question or an answer."""

from fastapi import APIRouter

from api.pages import (
    about,
    account,
    administering,
    admitting,
    advised,
    analysis,
    beginning,
    campaign_joining,
    campaigns,
    checking_in,
    checking_in_by_link,
    closing,
    coach_candidate,
    coach_comparing,
    coach_desk,
    coach_everyone,
    coach_lists,
    coach_notes,
    coach_objections,
    coach_pool,
    coach_review,
    coach_skills,
    coach_work,
    colleagues,
    company,
    company_vacancies,
    consent,
    cv_filter,
    demo,
    explorer,
    handover,
    hiding,
    history,
    insight,
    interests,
    introductions,
    joining_in,
    languages,
    leading,
    leaving,
    led_outcomes,
    levels,
    logging_outcomes,
    login,
    objecting,
    occupation,
    organisation,
    own_outcomes,
    partners,
    passport,
    pausing,
    placed,
    pool,
    posting_imports,
    profile,
    programme,
    received,
    regions,
    replying,
    report,
    rights,
    signing_up,
    skills,
    staff,
    start,
    suggesting,
    telling,
    unranked,
    vacancy_limits,
    vacancy_offer,
    vacancy_skills,
    vacancy_states,
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
    parts += [unranked.router, work.router, explorer.router]
    parts += [signing_up.router, company.router, colleagues.router]
    parts += [administering.router, admitting.router, closing.router, regions.router]
    parts += [posting_imports.router, pool.router, programme.router]
    parts += [analysis.router, report.router]
    parts += [advised.router, coach_desk.router, coach_candidate.router, coach_notes.router]
    parts += [coach_skills.router, coach_pool.router, coach_objections.router]
    parts += [coach_lists.router, coach_comparing.router, coach_everyone.router]
    parts += [coach_review.router, coach_work.router]
    parts += [introductions.router, received.router, leading.router, replying.router]
    parts += [checking_in.router, checking_in_by_link.router]
    parts += [company_vacancies.router, vacancy_skills.router, vacancy_offer.router]
    parts += [vacancy_limits.router, vacancy_states.router]
    parts += [logging_outcomes.router, led_outcomes.router, own_outcomes.router, placed.router]
    parts += [partners.router]
    parts += [campaigns.router, campaign_joining.router, cv_filter.router]
    parts += [handover.router]
    if settings.organisation is not None:
        parts.append(organisation.router)
    if settings.demo:
        parts.append(demo.router)
    return parts
