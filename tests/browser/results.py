"""What came of it in the small region: outcomes, check-ins, a campaign, and batches with a receipt.

Somebody has worked at the dairy for six weeks and the musician as long at another company, and of
both something is due. Some others got advice, so that the funnel hides less.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from accounts.campaign_invites import invite_people
from accounts.campaign_places import take_place
from accounts.campaigns import CampaignDraft, make_campaign
from accounts.models import Account, Campaign, OutgoingMail, Role
from accounts.service import find_account
from coaching.caseload import caseload
from coaching.drafts import ReviewDraft
from coaching.introduction_drafts import EmployerAnswer, EmployerAnswerDraft
from coaching.introduction_steps import Actor
from coaching.introductions import agree, ask_candidate
from coaching.models import Entry, EntryState, Introduction, ReviewKind, ReviewReason, Shortlist
from coaching.opening import open_card
from coaching.replies import answer_as_employer
from coaching.reviews import decide
from foundation.clock import day_here
from matching.service import Matcher
from placements.aftercare import write_aftercare
from placements.answering import Answerer, answer_check_in
from placements.check_in_drafts import AftercareDraft, CheckInDraft
from placements.check_in_links import make_check_in_link
from placements.check_ins import check_ins_of
from placements.drafts import EndDraft, OutcomeDraft
from placements.handover import give_out, note_written, take_up
from placements.learned import gap_of
from placements.models import CheckIn, CheckInAnswer, EndReason, Outcome, OutcomeKind, Side
from placements.outcomes import end_outcome, log_outcome
from placements.partners import add_first_partners
from placements.receipts import read_receipt
from profiles.service import find_candidate
from seed.neighbours import HOME
from seed.story import Story
from skills.models import Course
from tests.api.handing import receipt
from vacancies.models import Employer, Vacancy

K = OutcomeKind
# So many that the funnel tells the number, with those of the story too.
ADVISED = 7
# Longer ago than six weeks, shorter than the ten days in which an answer may still come.
AT_WORK = timedelta(days=45)
A_WEEK = timedelta(days=7)
TOKEN = re.compile(r"/meedoen/uitnodiging/(\S+)")


@dataclass(frozen=True)
class Results:
    """What stands in the addresses of these pages.

    Args:
        all: the same for everybody.
        own: what is another one for the musician.
        links: the token of a link, by the first word of its address.
    """

    all: dict[str, object]
    own: dict[str, object]
    links: dict[str, str]


def advise_some(session: Session, story: Story, *, now: datetime) -> None:
    """Let the coach give advice to some, so that there are outcomes before any story begins."""
    coach = account_of(session, "demo.anemoon")
    others = [one for one in caseload(session, coach_id=coach.id) if one != story.candidate_id]
    draft = OutcomeDraft(kind=K.DEVELOPMENT_ADVICE, starts_on=day_here(now))
    for one in others[-ADVISED:]:
        log_outcome(session, candidate_id=one, coach_id=coach.id, draft=draft, now=now)


def fill_results(session: Session, matcher: Matcher, story: Story, *, now: datetime) -> Results:
    """Fill the pages of outcomes, campaigns and the handover, so that none is empty."""
    coach = account_of(session, "demo.anemoon")
    placed = _place_at_the_dairy(session, matcher, story, coach, now)
    own = _place_the_musician(session, story, coach, now)
    referred = _refer(session, story, coach, now)
    course, finished = _train(session, story, coach, now)
    campaign = _campaign(session, now)
    _hand_over(session, coach, now)
    everyone = {
        **_of(session, placed, Side.EMPLOYER),
        "referred": referred.id,
        "course": course.id,
        "finished": finished.id,
        "partnerId": referred.partner_id,
        "regionKey": HOME,
        "campaignId": campaign.id,
        "code": campaign.code,
        "batchNumber": 2,
        "dimension": "sector",
        "figure": "uitkomsten",
    }
    mine = {**_of(session, own, Side.CANDIDATE), "finished": finished.id}
    links = {
        "hoe-gaat-het": _link_to(session, _check_ins(session, placed, Side.EMPLOYER)[1], now),
        "meedoen": _invited(session, campaign, now),
    }
    return Results(everyone, mine, links)


def _of(session: Session, row: Outcome, side: Side) -> dict[str, object]:
    """Name an outcome, and the check-ins of a side that were answered, are due and come later."""
    answered, due, later, *_ = _check_ins(session, row, side)
    return {"outcomeId": row.id, "answered": answered.id, "checkInId": due.id, "later": later.id}


def _place_at_the_dairy(
    session: Session, matcher: Matcher, story: Story, coach: Account, now: datetime
) -> Outcome:
    """Introduce somebody, up to a place that began six weeks ago; both answered once."""
    dairy = account_of(session, "zuivel")
    introduction = _accepted(session, matcher, story, coach, dairy, now)
    draft = OutcomeDraft(
        kind=K.LEERWERKPLEK, starts_on=day_here(now - AT_WORK), hours=32, has_usual_diploma=False
    )
    row = log_outcome(
        session,
        candidate_id=introduction.candidate_id,
        coach_id=coach.id,
        draft=draft,
        introduction_id=introduction.id,
        now=now,
    )
    for side in Side:
        who = Answerer(dairy.id if side is Side.EMPLOYER else None, side)
        _answer_first(session, row, who, now)
    note = AftercareDraft(text="Gebeld. Het gaat goed, de reis is wel lang.")
    write_aftercare(session, outcome_id=row.id, coach_id=coach.id, draft=note, now=now)
    return row


def _accepted(
    session: Session,
    matcher: Matcher,
    story: Story,
    coach: Account,
    dairy: Account,
    now: datetime,
) -> Introduction:
    of = {"entry_id": _free_line(session, story, coach).id, "coach_id": coach.id}
    open_card(session, **of, now=now)
    review = ReviewDraft(kind=ReviewKind.APPROVE, reason=ReviewReason.SKILLS_FIT)
    revision = session.get_one(Entry, of["entry_id"]).revision
    decide(session, matcher, **of, draft=review, revision=revision, now=now)
    row = ask_candidate(session, **of, words="Dit past bij wat je kunt.", address="", now=now)
    step = {"introduction_id": row.id, "seen": None, "address": "", "now": now}
    agree(session, presentation="Ik werk graag.", by=Actor(None, Role.CANDIDATE), **step)
    yes = EmployerAnswerDraft(answer=EmployerAnswer.ACCEPT)
    answer_as_employer(session, draft=yes, by=Actor(dairy.id, Role.EMPLOYER), **step)
    return row


def _free_line(session: Session, story: Story, coach: Account) -> Entry:
    """Find somebody the coach guides, whom nobody decided on."""
    listed = (
        select(Entry)
        .join(Shortlist)
        .where(Shortlist.vacancy_id == story.vacancy_id, Entry.state == EntryState.PROPOSED)
        .where(col(Entry.candidate_id).in_(caseload(session, coach_id=coach.id)))
        .where(col(Entry.candidate_id).not_in(select(Introduction.candidate_id)))
        .order_by(col(Entry.id).desc())
    )
    found = session.exec(listed).first()
    assert found is not None, "nobody is left on the list"
    return found


def _place_the_musician(session: Session, story: Story, coach: Account, now: datetime) -> Outcome:
    """Let the musician work at another company for six weeks; he answered once."""
    dairy = session.get_one(Vacancy, story.vacancy_id).employer_id
    admitted = select(Employer).where(col(Employer.waiting_since).is_(None), Employer.id != dairy)
    employer = session.exec(admitted.order_by(col(Employer.id))).first()
    assert employer is not None
    draft = OutcomeDraft(
        kind=K.TEMPORARY_CONTRACT,
        starts_on=day_here(now - AT_WORK),
        ends_on=day_here(now + AT_WORK),
        employer_id=employer.id,
        hours=24,
    )
    one = {"candidate_id": story.candidate_id, "coach_id": coach.id}
    row = log_outcome(session, **one, draft=draft, now=now)
    account = find_candidate(session, candidate_id=story.candidate_id).account_id
    _answer_first(session, row, Answerer(account, Side.CANDIDATE), now)
    return row


def _answer_first(session: Session, row: Outcome, who: Answerer, now: datetime) -> None:
    assert who.side is not None
    answer_check_in(
        session,
        outcome_id=row.id,
        check_in_id=_check_ins(session, row, who.side)[0].id,
        draft=CheckInDraft(answer=CheckInAnswer.WELL),
        by=who,
        address="",
        now=now - AT_WORK + 2 * A_WEEK + timedelta(days=1),
    )


def _check_ins(session: Session, row: Outcome, side: Side) -> list[CheckIn]:
    return [one for one in check_ins_of(session, outcome_id=row.id) if one.side is side]


def _refer(session: Session, story: Story, coach: Account, now: datetime) -> Outcome:
    """Refer the musician to a partner that has not replied."""
    draft = OutcomeDraft(
        kind=K.PARTNER_REFERRAL,
        starts_on=day_here(now - A_WEEK),
        partner_id=add_first_partners(session)[0].id,
    )
    one = {"candidate_id": story.candidate_id, "coach_id": coach.id}
    return log_outcome(session, **one, draft=draft, now=now)


def _train(session: Session, story: Story, coach: Account, now: datetime) -> tuple[Course, Outcome]:
    """Let the musician finish a course, so that what it teaches is offered to him."""
    one = {"candidate_id": story.candidate_id, "coach_id": coach.id}
    course, skills = next(_useful(session, story))
    draft = OutcomeDraft(
        kind=K.TRAINING_REFERRAL,
        starts_on=day_here(now - AT_WORK),
        course_id=course.id,
        skill_ids=frozenset(skills),
    )
    row = log_outcome(session, **one, draft=draft, now=now)
    end = EndDraft(ended_on=day_here(now - A_WEEK), reason=EndReason.COURSE_FINISHED)
    end_outcome(session, outcome_id=row.id, draft=end, coach_id=coach.id, seen=None, now=now)
    return course, row


def _useful(session: Session, story: Story) -> Iterator[tuple[Course, list[int]]]:
    """List the courses that teach the musician something."""
    offered = select(Course).where(col(Course.retired).is_(False)).order_by(col(Course.id))
    for course in session.exec(offered):
        gap = gap_of(session, course_id=course.id, candidate_id=story.candidate_id)
        if gap:
            yield course, [one.skill.id for one in gap]


def _campaign(session: Session, now: datetime) -> Campaign:
    """Let the manager make a campaign in which the musician has a place."""
    manager = account_of(session, "manager")
    draft = CampaignDraft(
        name="Zorg en techniek in de regio",
        code="zorg-en-techniek",
        quota=600,
        starts_on=day_here(now - AT_WORK),
        region_id=manager.region_id,
    )
    row = make_campaign(session, draft=draft, account_id=manager.id, scope=None, now=now)
    one = account_of(session, "muzikant")
    take_place(session, code=row.code, account_id=one.id, now=now)
    return row


def _invited(session: Session, campaign: Campaign, now: datetime) -> str:
    """Invite somebody to the campaign; gives the token of the link."""
    to = "genodigd@talent.example"
    invite_people(session, campaign=campaign, text=to, site="", now=now)
    session.flush()
    mail = session.exec(select(OutgoingMail).where(OutgoingMail.to_address == to)).one()
    found = TOKEN.search(mail.text)
    assert found is not None
    return found[1]


def _link_to(session: Session, row: CheckIn, now: datetime) -> str:
    """Make the link with which the dairy tells how it goes; gives its token."""
    dairy = account_of(session, "zuivel")
    link = make_check_in_link(session, check_in_id=row.id, account_id=dairy.id, address="", now=now)
    return link.rpartition("/")[2]


def _hand_over(session: Session, coach: Account, now: datetime) -> None:
    """Make a batch that WIJIJ took but for one row, and one that nobody fetched yet."""
    of = {"chain": HOME, "made_by": account_of(session, "manager").id}
    made = take_up(session, **of, now=now)
    assert made is not None, "there is nothing to hand over"
    give_out(session, bundle=made, now=now)
    note_written(session, bundle=made, now=now)
    with zipfile.ZipFile(io.BytesIO(made.content)) as file:
        held = {name: file.read(name) for name in file.namelist()}
    refused = re.findall(rb'"id":\s*"([^"]+)"', held["outcomes.jsonl"])[0].decode()
    told = receipt(held["manifest.json"], held, refused=refused, chain=HOME)
    read_receipt(session, content=told.encode(), chain=HOME, now=now)
    draft = OutcomeDraft(kind=K.DEVELOPMENT_ADVICE, starts_on=day_here(now))
    for one in caseload(session, coach_id=coach.id)[-3:]:
        log_outcome(session, candidate_id=one, coach_id=coach.id, draft=draft, now=now)
    assert take_up(session, **of, now=now) is not None


def account_of(session: Session, name: str) -> Account:
    """Find an account of the demonstration."""
    found = find_account(session, email=f"{name}@talent.example")
    assert found is not None, name
    return found
