"""What came of the year of the demonstration: almost forty outcomes, followed until today."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session, col, select

from foundation.clock import day_here
from placements.answering import Answerer, answer_check_in
from placements.check_in_drafts import CheckInDraft, SatisfactionDraft
from placements.check_ins import check_ins_of
from placements.drafts import EndDraft, OutcomeDraft, ReplyDraft
from placements.journeys import follow_journeys
from placements.learned import gap_of
from placements.models import CheckInAnswer, EndReason, Outcome, OutcomeKind, WageBand
from placements.outcomes import end_outcome, log_outcome, note_reply
from placements.partners import add_first_partners
from placements.satisfaction import tell_satisfaction
from seed.neighbours import BESIDE, HOME
from seed.region import SEED, SEED_DAY
from seed.year import Accepted, Lived, live_a_year
from skills.models import Course

K = OutcomeKind
BANDS = tuple(WageBand)
# How a placement that is over ended, and how often.
ENDED = ((EndReason.STAYED, 5), (EndReason.AGREED_END, 2), (EndReason.CANDIDATE_STOPPED, 2),
         (EndReason.OTHER_WORK, 1), (EndReason.EMPLOYER_STOPPED, 1))  # fmt: skip
OVER = 0.55


@dataclass(frozen=True, slots=True)
class Results:
    """How many outcomes a year left, in the Leiden region and in the one beside it."""

    home: int
    beside: int


def make_results(session: Session) -> Results | None:
    """Let both regions live through a year and log what came of it; once, then None."""
    if session.exec(select(Outcome.id)).first() is not None:
        return None
    add_first_partners(session)
    home = live_a_year(session, region_key=HOME, vacancies=95, quota=600)
    beside = live_a_year(session, region_key=BESIDE, vacancies=14, quota=80)
    made = Results(
        _logged(session, Random(f"{SEED} results"), home, places=24, others=14),
        _logged(session, Random(f"{SEED} beside"), beside, places=3, others=2),
    )
    follow_journeys(session, now=SEED_DAY)
    return made


def _logged(session: Session, chance: Random, lived: Lived, *, places: int, others: int) -> int:
    """Log the places that were given and what became of some of the others; gives how many."""
    placed = lived.accepted[:places]
    for one in placed:
        _place(session, chance, one)
    without = chance.sample(lived.guided, min(others, len(lived.guided)))
    for number, (candidate_id, coach_id) in enumerate(without):
        OTHERWISE[number % len(OTHERWISE)](session, chance, candidate_id, coach_id)
    return len(placed) + len(without)


def _place(session: Session, chance: Random, one: Accepted) -> None:
    at = one.at + timedelta(days=chance.randrange(1, 12))
    start = day_here(at) + timedelta(days=chance.randrange(3, 25))
    draft = OutcomeDraft(
        kind=K.LEERWERKPLEK if chance.random() < 0.6 else K.TEMPORARY_CONTRACT,
        starts_on=start,
        ends_on=start + timedelta(days=chance.choice((182, 182, 365))),
        hours=chance.choice((24, 28, 32, 36)),
        wage_band=chance.choices((None, *BANDS), (2, 3, 4, 3, 1))[0],
        has_usual_diploma=chance.choices((True, False, None), (3, 5, 2))[0],
    )
    row = log_outcome(
        session,
        candidate_id=one.candidate_id,
        coach_id=one.coach_id,
        draft=draft,
        introduction_id=one.introduction_id,
        now=at,
    )
    _follow(session, chance, row)
    if chance.random() < OVER:
        _end_place(session, chance, row)


def _follow(session: Session, chance: Random, row: Outcome) -> None:
    """Let both sides, or the coach who called, tell how it goes until the day of the seeds."""
    for one in check_ins_of(session, outcome_id=row.id):
        when = _moment(row, one.due_on.toordinal() - row.starts_on.toordinal() + 2)
        if when > SEED_DAY or chance.random() < 0.2:
            continue
        by_phone = chance.random() < 0.3
        well = chance.random() < 0.9
        answer_check_in(
            session,
            outcome_id=row.id,
            check_in_id=one.id,
            draft=CheckInDraft(answer=CheckInAnswer.WELL if well else CheckInAnswer.HELP),
            # The coach writes down who needs a talk, so that no mails of last year are sent.
            by=Answerer(row.coach_id, None if by_phone or not well else one.side),
            address="",
            now=when,
        )
        if one.week == 6 and well and chance.random() < 0.8:
            marks = SatisfactionDraft(
                helped=chance.choice((3, 4, 4, 5)),
                fitting=chance.choice((3, 4, 5, 5)),
                again=chance.choice((4, 4, 5)),
            )
            tell_satisfaction(session, outcome_id=row.id, side=one.side, draft=marks, now=when)


def _moment(row: Outcome, days: int) -> datetime:
    noon = SEED_DAY.replace(hour=12)
    return noon - timedelta(days=SEED_DAY.toordinal() - row.starts_on.toordinal() - days)


def _end_place(session: Session, chance: Random, row: Outcome) -> None:
    reason = chance.choices([one for one, _ in ENDED], [share for _, share in ENDED])[0]
    lasted = 182 if reason in (EndReason.STAYED, EndReason.AGREED_END) else 60
    _end(session, row, lasted, reason)


def _end(session: Session, row: Outcome, days: int, reason: EndReason) -> None:
    when = _moment(row, days)
    if when > SEED_DAY:
        return
    end_outcome(
        session,
        outcome_id=row.id,
        draft=EndDraft(ended_on=day_here(when), reason=reason),
        coach_id=row.coach_id,
        seen=None,
        now=when,
    )


def _train(session: Session, chance: Random, candidate_id: int, coach_id: int) -> None:
    """Refer somebody to a course that teaches what he lacks; some have finished it."""
    courses = session.exec(select(Course).where(col(Course.retired).is_(False))).all()
    for course in chance.sample(list(courses), len(courses)):
        gap = gap_of(session, course_id=course.id, candidate_id=candidate_id)
        if gap and course.days <= 60:
            break
    else:
        return
    at = SEED_DAY - timedelta(days=chance.randrange(40, 250))
    row = log_outcome(
        session,
        candidate_id=candidate_id,
        coach_id=coach_id,
        draft=OutcomeDraft(
            kind=K.TRAINING_REFERRAL,
            starts_on=day_here(at),
            course_id=course.id,
            skill_ids=frozenset(one.skill.id for one in gap),
        ),
        now=at,
    )
    if chance.random() < 0.6:
        _end(session, row, course.days + 20, EndReason.COURSE_FINISHED)


def _refer(session: Session, chance: Random, candidate_id: int, coach_id: int) -> None:
    """Refer somebody to a partner, which mostly replies."""
    partner = chance.choice(add_first_partners(session))
    at = SEED_DAY - timedelta(days=chance.randrange(30, 250))
    row = log_outcome(
        session,
        candidate_id=candidate_id,
        coach_id=coach_id,
        draft=OutcomeDraft(kind=K.PARTNER_REFERRAL, starts_on=day_here(at), partner_id=partner.id),
        now=at,
    )
    if chance.random() < 0.8:
        replied = at + timedelta(days=chance.randrange(2, 20))
        note_reply(
            session,
            outcome_id=row.id,
            draft=ReplyDraft(answered_on=day_here(replied)),
            coach_id=coach_id,
            seen=None,
            now=replied,
        )


def _at_once(kind: OutcomeKind) -> Callable[[Session, Random, int, int], None]:
    def log(session: Session, chance: Random, candidate_id: int, coach_id: int) -> None:
        at = SEED_DAY - timedelta(days=chance.randrange(10, 250))
        draft = OutcomeDraft(kind=kind, starts_on=day_here(at))
        log_outcome(session, candidate_id=candidate_id, coach_id=coach_id, draft=draft, now=at)

    return log


OTHERWISE: Sequence[Callable[[Session, Random, int, int], None]] = (
    _train,
    _refer,
    _train,
    _at_once(K.DEVELOPMENT_ADVICE),
    _train,
    _at_once(K.MOVED_ON),
    _refer,
)
