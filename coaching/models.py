"""The tables of coaching: guidance, shortlists and reviews, introductions, objections, the stop."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from foundation.columns import Moment, generated_id, value_enum


class ObjectionSubject(StrEnum):
    """What a candidate objects to."""

    SCORE = "berekening"
    DECISION = "besluit"
    DATA = "gegevens"
    OTHER = "iets anders"


class ObjectionOutcome(StrEnum):
    """What was decided about an objection; the value is the word on the page."""

    UPHELD = "gegrond"
    REJECTED = "niet gegrond"


class EntryState(StrEnum):
    """Where somebody stands on a shortlist; what follows is told by the introduction."""

    PROPOSED = "voorgesteld"
    APPROVED = "goedgekeurd"
    SET_ASIDE = "opzij gezet"


class ReviewKind(StrEnum):
    """What a coach decided about an entry."""

    APPROVE = "goedkeuren"
    SET_ASIDE = "opzij zetten"
    MOVE = "verplaatsen"
    ADD = "toevoegen"
    REOPEN = "opnieuw bekijken"


class ReviewReason(StrEnum):
    """Why a coach decided so; the value is the word on the page."""

    SKILLS_FIT = "de vaardigheden passen"
    MORE_THAN_SHOWN = "kan meer dan het profiel laat zien"
    LEARNS_FAST = "leert dit snel"
    WANTS_THIS = "wil dit werk graag"
    DESERVES_TURN = "is nog weinig voorgesteld"
    SKILL_MISSING = "mist iets wat nodig is"
    LIMIT = "een grens maakt het niet haalbaar"
    DOES_NOT_WANT = "wil dit werk niet"
    OTHER_WORK_FIRST = "ander werk gaat voor"
    NOT_READY = "is er nog niet aan toe"
    OTHER = "anders"


class IntroductionState(StrEnum):
    """Where an introduction stands; the value is the word on the page."""

    ASKED = "gevraagd"
    REFUSED = "niet gewild"
    INTRODUCED = "voorgedragen"
    MEETING = "kennismaken"
    ACCEPTED = "aangenomen"
    PLACED = "geplaatst"
    FINISHED = "plaatsing voorbij"
    DECLINED = "afgewezen"
    NO_ANSWER = "geen antwoord"
    WITHDRAWN = "ingetrokken"
    LAPSED = "vervallen"


class DeclineReason(StrEnum):
    """Why an employer says no; the value is the word on the page."""

    PLACE_TAKEN = "de plek is al vergeven"
    SKILL_MISSING = "een vaardigheid ontbreekt"
    NO_TIME_TO_TEACH = "nu geen tijd om iemand in te werken"
    HOURS = "de uren passen niet"
    TRAVEL = "de reistijd is te lang"
    AFTER_MEETING = "na kennismaken past het niet"
    OTHER = "anders"


class Assignment(SQLModel, table=True):
    """A coach guides a candidate; one coach at a time."""

    __table_args__ = (
        Index(
            "uq_assignment_running",
            "candidate_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int = generated_id()
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE")
    coach_id: int = Field(foreign_key="account.id", index=True)
    since: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Objection(SQLModel, table=True):
    """A candidate objects; another coach answers before `due_on`, within four weeks."""

    id: int = generated_id()
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    subject: ObjectionSubject = Field(sa_type=value_enum(ObjectionSubject))
    text: str = Field(sa_column=Column(Text, nullable=False))
    raised_at: datetime = Field(sa_type=Moment)
    due_on: date
    handler_id: int | None = Field(default=None, foreign_key="account.id")
    outcome: ObjectionOutcome | None = Field(default=None, sa_type=value_enum(ObjectionOutcome))
    answer: str = Field(default="", sa_column=Column(Text, nullable=False))
    answered_at: datetime | None = Field(default=None, sa_type=Moment)


class IntakeNote(SQLModel, table=True):
    """What a coach noted about a candidate, who may read it."""

    __tablename__ = "intake_note"

    id: int = generated_id()
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    coach_id: int = Field(foreign_key="account.id")
    text: str = Field(sa_column=Column(Text, nullable=False))
    written_at: datetime = Field(sa_type=Moment)


class SkillProposal(SQLModel, table=True):
    """A coach proposes a skill to put on a profile; the candidate takes it or not."""

    __tablename__ = "skill_proposal"
    __table_args__ = (
        Index(
            "uq_skill_proposal_waiting",
            "candidate_id",
            "skill_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: int = generated_id()
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE")
    skill_id: int = Field(foreign_key="skill.id", index=True)
    coach_id: int = Field(foreign_key="account.id")
    text: str = Field(default="", max_length=200)
    proposed_at: datetime = Field(sa_type=Moment)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    taken: bool | None = Field(default=None)


class Shortlist(SQLModel, table=True):
    """The people in view for one vacancy; `spread` orders them over the pool."""

    id: int = generated_id()
    vacancy_id: int = Field(foreign_key="vacancy.id", ondelete="CASCADE", unique=True)
    coach_id: int = Field(foreign_key="account.id")
    opened_at: datetime = Field(sa_type=Moment)
    spread: bool = Field(default=False)


class Entry(SQLModel, table=True):
    """Somebody on a shortlist.

    `engine_place` is the place the engine gave when the entry was made, in the whole order;
    `place` the one a coach chose, None while the engine's counts. `revision` rises with every
    decision: who decides on an older one is told.
    """

    __table_args__ = (UniqueConstraint("shortlist_id", "candidate_id"),)

    id: int = generated_id()
    shortlist_id: int = Field(foreign_key="shortlist.id", ondelete="CASCADE")
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    state: EntryState = Field(default=EntryState.PROPOSED, sa_type=value_enum(EntryState))
    engine_place: int
    place: int | None = Field(default=None)
    by_hand: bool = Field(default=False)
    proposed_at: datetime = Field(sa_type=Moment, index=True)
    revision: int = Field(default=1)


class CardOpening(SQLModel, table=True):
    """A coach opened the skills card of an entry; only then are there numbers to see."""

    __tablename__ = "card_opening"

    entry_id: int = Field(foreign_key="entry.id", ondelete="CASCADE", primary_key=True)
    coach_id: int = Field(foreign_key="account.id", primary_key=True)
    opened_at: datetime = Field(sa_type=Moment)


class Review(SQLModel, table=True):
    """One decision of a coach with what was seen; never changed.

    `score` and `score_max` are points, `fit` and `potential` whole percents, `parts` the JSON of
    the parts of the score; None where the vacancy could not be ranked. `agreed` tells whether the
    decision follows the engine's order.
    """

    id: int = generated_id()
    entry_id: int = Field(foreign_key="entry.id", ondelete="CASCADE", index=True)
    coach_id: int = Field(foreign_key="account.id")
    kind: ReviewKind = Field(sa_type=value_enum(ReviewKind))
    reason: ReviewReason = Field(sa_type=value_enum(ReviewReason))
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_type=Moment)
    seconds_open: int | None = Field(default=None)
    engine_place: int
    place: int
    spread: bool
    score: int | None = Field(default=None)
    score_max: int | None = Field(default=None)
    fit: int | None = Field(default=None)
    potential: int | None = Field(default=None)
    parts: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    model_version: str = Field(default="", max_length=80)
    taxonomy_version: str = Field(default="", max_length=80)
    agreed: bool


class Introduction(SQLModel, table=True):
    """A candidate is introduced to an employer: first asked, then shown to that employer alone.

    `due_on` is the last day of the clock that runs now: for the candidate's answer, then for the
    employer's. `seat` is the place at the vacancy that an accepted one takes, from 1; it is free
    again when the placement is over.
    """

    __table_args__ = (
        Index(
            "uq_introduction_running",
            "vacancy_id",
            "candidate_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        # A person has one place at a time, a place one person: the indexes are the guards.
        Index(
            "uq_introduction_accepted",
            "candidate_id",
            unique=True,
            sqlite_where=text("seat IS NOT NULL"),
            postgresql_where=text("seat IS NOT NULL"),
        ),
        UniqueConstraint("vacancy_id", "seat"),
        CheckConstraint("seat >= 1", name="seat_counts_from_one"),
    )

    id: int = generated_id()
    entry_id: int = Field(foreign_key="entry.id", ondelete="CASCADE", index=True)
    vacancy_id: int = Field(foreign_key="vacancy.id", ondelete="CASCADE")
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    coach_id: int = Field(foreign_key="account.id", index=True)
    state: IntroductionState = Field(
        default=IntroductionState.ASKED, sa_type=value_enum(IntroductionState)
    )
    words: str = Field(default="", sa_column=Column(Text, nullable=False))
    presentation: str = Field(default="", sa_column=Column(Text, nullable=False))
    asked_at: datetime = Field(sa_type=Moment)
    introduced_at: datetime | None = Field(default=None, sa_type=Moment)
    due_on: date | None = Field(default=None, index=True)
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)
    escalated_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    seat: int | None = Field(default=None)
    decline_reason: DeclineReason | None = Field(default=None, sa_type=value_enum(DeclineReason))
    text_for_coach: str = Field(default="", sa_column=Column(Text, nullable=False))
    text_for_candidate: str = Field(default="", sa_column=Column(Text, nullable=False))
    revision: int = Field(default=1)


class IntroductionStep(SQLModel, table=True):
    """One step in the history of an introduction; `actor_role` empty is the program itself."""

    __tablename__ = "introduction_step"

    id: int = generated_id()
    introduction_id: int = Field(foreign_key="introduction.id", ondelete="CASCADE", index=True)
    state: IntroductionState = Field(sa_type=value_enum(IntroductionState))
    at: datetime = Field(sa_type=Moment)
    actor_id: int | None = Field(default=None)
    actor_role: str = Field(default="", max_length=40)
    what: str = Field(max_length=60)


class ReplyLink(SQLModel, table=True):
    """A link from a mail with which somebody answers once, without logging in; a hash of it."""

    __tablename__ = "reply_link"

    id: int = generated_id()
    introduction_id: int = Field(foreign_key="introduction.id", ondelete="CASCADE", index=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class PoolView(SQLModel, table=True):
    """An employer saw somebody's pseudonymous card in a search; counted against harvesting."""

    __tablename__ = "pool_view"
    __table_args__ = (UniqueConstraint("employer_id", "candidate_id", "day"),)

    id: int = generated_id()
    employer_id: int = Field(foreign_key="employer.id", ondelete="CASCADE")
    account_id: int = Field(foreign_key="account.id")
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    day: date = Field(index=True)


class HarvestNotice(SQLModel, table=True):
    """An employer met the daily limit of the pool search; coaches see it."""

    __tablename__ = "harvest_notice"
    __table_args__ = (UniqueConstraint("employer_id", "day"),)

    id: int = generated_id()
    employer_id: int = Field(foreign_key="employer.id", ondelete="CASCADE")
    day: date
    met_at: datetime = Field(sa_type=Moment)


class MatchingStop(SQLModel, table=True):
    """The administrator stopped the matching, and why; one stop runs at a time."""

    __tablename__ = "matching_stop"
    __table_args__ = (
        Index(
            "uq_matching_stop_running",
            "running",
            unique=True,
            sqlite_where=text("running"),
            postgresql_where=text("running"),
        ),
    )

    id: int = generated_id()
    running: bool = Field(default=True)
    stopped_by: int = Field(foreign_key="account.id")
    reason: str = Field(max_length=200)
    stopped_at: datetime = Field(sa_type=Moment)
    resumed_by: int | None = Field(default=None, foreign_key="account.id")
    resumed_at: datetime | None = Field(default=None, sa_type=Moment)
