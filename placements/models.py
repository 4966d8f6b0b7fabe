"""The tables of what came of it: outcomes and how they go on, journeys, and the handover."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from foundation.columns import Moment, generated_id, value_enum, within


class OutcomeKind(StrEnum):
    """What came of it; the values are those of the handover."""

    LEERWERKPLEK = "leerwerkplek"
    TEMPORARY_CONTRACT = "tijdelijk_contract"
    TRAINING_REFERRAL = "verwijzing_scholing"
    PARTNER_REFERRAL = "verwijzing_partner"
    ORIENTATION_DAY = "snuffelstage"
    DEVELOPMENT_ADVICE = "ontwikkeladvies"
    MOVED_ON = "verder_zonder_plaatsing"


# Work at an employer: one at a time, followed by check-ins.
PLACEMENTS = frozenset({OutcomeKind.LEERWERKPLEK, OutcomeKind.TEMPORARY_CONTRACT})


class OutcomeState(StrEnum):
    """Where an outcome stands: what lasts runs and ends, what happens once is done at once."""

    RUNNING = "loopt"
    DONE = "gedaan"
    ENDED = "beëindigd"
    CORRECTED = "gecorrigeerd"


class EndReason(StrEnum):
    """Why an outcome ended; the value is the word on the page and of the handover."""

    AGREED_END = "de afgesproken tijd was voorbij"
    STAYED = "in dienst gebleven"
    OTHER_WORK = "ander werk gevonden"
    CANDIDATE_STOPPED = "de kandidaat stopte"
    EMPLOYER_STOPPED = "de werkgever stopte"
    COURSE_FINISHED = "opleiding afgerond"
    COURSE_STOPPED = "opleiding gestopt"
    TAKEN_OVER = "de partner helpt verder"
    NOT_TAKEN_OVER = "de partner kon niets doen"
    OTHER = "anders"


class WageBand(StrEnum):
    """What an hour pays, before tax, in bands."""

    UNDER_16 = "tot 16 euro"
    FROM_16 = "16 tot 18 euro"
    FROM_18 = "18 tot 21 euro"
    FROM_21 = "21 euro of meer"


class CvFilter(StrEnum):
    """Whether a filter on the CV would have excluded somebody."""

    EXCLUDED = "ja"
    KEPT = "nee"
    UNKNOWN = "onbekend"


class Side(StrEnum):
    """Who is asked how it goes."""

    CANDIDATE = "kandidaat"
    EMPLOYER = "werkgever"


class CheckInAnswer(StrEnum):
    """How it goes; the value is the word on the page."""

    WELL = "het gaat goed"
    HELP = "ik wil even overleggen"
    STOPPED = "het is gestopt"


class HandoverEvent(StrEnum):
    """Why an outcome is (again) a row of the handover."""

    LOGGED = "nieuw"
    ENDED = "einde"
    CORRECTED = "correctie"
    CHECKED_IN = "nagevraagd"


class BatchState(StrEnum):
    """Where a batch stands: made in the database, written to a folder, received by WIJIJ."""

    MADE = "gemaakt"
    WRITTEN = "klaargezet"
    RECEIVED = "ontvangen"


class Partner(SQLModel, table=True):
    """An organisation people are referred to; the administrator keeps the list."""

    id: int = generated_id()
    name: str = Field(max_length=120, unique=True)
    does: str = Field(default="", max_length=200)
    email: str | None = Field(default=None, max_length=200)
    region_id: int | None = Field(default=None, foreign_key="region.id")
    active: bool = Field(default=True)
    revision: int = Field(default=1)


class Outcome(SQLModel, table=True):
    """What came of guiding somebody; ended or corrected, never edited.

    The row stays when the person is erased: it holds no text. `ends_on` is what was agreed,
    `ended_on` what happened. `answered_on` is when a partner replied. `municipality`, `sector` and
    `working_before` are what they were at the start, for counting. A correction is a new row that
    `replaces_id` the old one. `cv_no_job` and `cv_no_diploma` are the two grounds of `cv_filter`;
    None is unknown.
    """

    __table_args__ = (
        # Nobody has two placements at a time: the index is the guard.
        Index(
            "uq_outcome_placement_running",
            "candidate_id",
            unique=True,
            sqlite_where=text("state = 'loopt' AND kind IN ('leerwerkplek', 'tijdelijk_contract')"),
            postgresql_where=text(
                "state = 'loopt' AND kind IN ('leerwerkplek', 'tijdelijk_contract')"
            ),
        ),
        within("hours", 1, 60),
        CheckConstraint("ends_on >= starts_on", name="agreed_days_in_order"),
        CheckConstraint("ended_on >= starts_on", name="days_in_order"),
        CheckConstraint("answered_on >= starts_on", name="answer_comes_after"),
    )

    id: int = generated_id()
    public_id: str = Field(max_length=32, unique=True)
    kind: OutcomeKind = Field(sa_type=value_enum(OutcomeKind))
    state: OutcomeState = Field(sa_type=value_enum(OutcomeState))
    candidate_id: int = Field(foreign_key="candidate.id", index=True)
    coach_id: int = Field(foreign_key="account.id", index=True)
    region_id: int | None = Field(default=None, foreign_key="region.id", index=True)
    introduction_id: int | None = Field(
        default=None, foreign_key="introduction.id", ondelete="SET NULL", index=True
    )
    employer_id: int | None = Field(default=None, foreign_key="employer.id", index=True)
    vacancy_id: int | None = Field(default=None, foreign_key="vacancy.id", ondelete="SET NULL")
    course_id: int | None = Field(default=None, foreign_key="course.id", ondelete="SET NULL")
    partner_id: int | None = Field(default=None, foreign_key="partner.id")
    starts_on: date
    ends_on: date | None = Field(default=None)
    hours: int | None = Field(default=None)
    wage_band: WageBand | None = Field(default=None, sa_type=value_enum(WageBand))
    sector: str = Field(default="", max_length=40)
    municipality: str = Field(default="", max_length=80)
    working_before: bool | None = Field(default=None)
    cv_filter: CvFilter = Field(default=CvFilter.UNKNOWN, sa_type=value_enum(CvFilter))
    cv_no_job: bool | None = Field(default=None)
    cv_no_diploma: bool | None = Field(default=None)
    logged_at: datetime = Field(sa_type=Moment, index=True)
    ended_on: date | None = Field(default=None)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    end_reason: EndReason | None = Field(default=None, sa_type=value_enum(EndReason))
    answered_on: date | None = Field(default=None)
    replaces_id: int | None = Field(default=None, foreign_key="outcome.id", unique=True)
    revision: int = Field(default=1)


class OutcomeSkill(SQLModel, table=True):
    """A skill somebody is referred to a course for: the gap it closes."""

    __tablename__ = "outcome_skill"

    outcome_id: int = Field(foreign_key="outcome.id", ondelete="CASCADE", primary_key=True)
    skill_id: int = Field(foreign_key="skill.id", primary_key=True)


class CheckIn(SQLModel, table=True):
    """One side is asked how it goes, a number of weeks after the start of a placement.

    `by_coach` tells that the coach asked and wrote the answer down; `cancelled_at` that it is not
    asked any more, because the placement ended or was corrected.
    """

    __tablename__ = "check_in"
    __table_args__ = (UniqueConstraint("outcome_id", "week", "side"),)

    id: int = generated_id()
    outcome_id: int = Field(foreign_key="outcome.id", ondelete="CASCADE")
    week: int
    side: Side = Field(sa_type=value_enum(Side))
    due_on: date = Field(index=True)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    answer: CheckInAnswer | None = Field(default=None, sa_type=value_enum(CheckInAnswer))
    by_coach: bool = Field(default=False)
    cancelled_at: datetime | None = Field(default=None, sa_type=Moment)


class CheckInLink(SQLModel, table=True):
    """A link from a mail with which somebody answers a check-in once; a hash of it."""

    __tablename__ = "check_in_link"

    id: int = generated_id()
    check_in_id: int = Field(foreign_key="check_in.id", ondelete="CASCADE", index=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class AftercareNote(SQLModel, table=True):
    """What was said after the start, by the coach or by a side in a check-in; the person reads it.

    `side` None is the coach. The text goes with the person.
    """

    __tablename__ = "aftercare_note"

    id: int = generated_id()
    outcome_id: int = Field(foreign_key="outcome.id", ondelete="CASCADE", index=True)
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    author_id: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    side: Side | None = Field(default=None, sa_type=value_enum(Side))
    text: str = Field(sa_column=Column(Text, nullable=False))
    written_at: datetime = Field(sa_type=Moment)


class Satisfaction(SQLModel, table=True):
    """Three answers of one side about one outcome, each from 1 (not at all) to 5 (very much)."""

    __table_args__ = (
        UniqueConstraint("outcome_id", "side"),
        within("helped", 1, 5),
        within("fitting", 1, 5),
        within("again", 1, 5),
    )

    id: int = generated_id()
    outcome_id: int = Field(foreign_key="outcome.id", ondelete="CASCADE")
    side: Side = Field(sa_type=value_enum(Side))
    helped: int
    fitting: int
    again: int
    answered_at: datetime = Field(sa_type=Moment)


class UsualDiploma(SQLModel, table=True):
    """Whether somebody has the diploma that work in a sector usually asks: a statistic alone.

    It stands on the floor above matching, so that no score can ever read it.
    """

    __tablename__ = "usual_diploma"

    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", primary_key=True)
    sector: str = Field(max_length=40, primary_key=True)
    has: bool
    asked_at: datetime = Field(sa_type=Moment)


class Journey(SQLModel, table=True):
    """When somebody reached each step, kept for counting after texts and names are gone.

    Every step holds the first time. `campaign_id`, `region_id`, `municipality`, `sector` and
    `working` are what they were when the step before was taken; empty and None are unknown.
    """

    candidate_id: int = Field(foreign_key="candidate.id", primary_key=True)
    region_id: int | None = Field(default=None, foreign_key="region.id", index=True)
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id")
    municipality: str = Field(default="", max_length=80)
    sector: str = Field(default="", max_length=40)
    working: bool | None = Field(default=None)
    began_at: datetime = Field(sa_type=Moment, index=True)
    profile_at: datetime | None = Field(default=None, sa_type=Moment)
    intake_at: datetime | None = Field(default=None, sa_type=Moment)
    coached_at: datetime | None = Field(default=None, sa_type=Moment)
    introduced_at: datetime | None = Field(default=None, sa_type=Moment)
    outcome_at: datetime | None = Field(default=None, sa_type=Moment)


class HandoverRow(SQLModel, table=True):
    """An outcome that must be handed over: written in the transaction of what happened to it.

    `chain` is the key of the region whose batches it goes with, empty where there are no regions.
    `previous_id` is the row about the same outcome (or the one it replaces) that it comes after.
    """

    __tablename__ = "handover_row"

    id: int = generated_id()
    public_id: str = Field(max_length=32, unique=True)
    chain: str = Field(default="", max_length=40, index=True)
    event: HandoverEvent = Field(sa_type=value_enum(HandoverEvent))
    outcome_id: int = Field(foreign_key="outcome.id", index=True)
    previous_id: int | None = Field(default=None, foreign_key="handover_row.id")
    created_at: datetime = Field(sa_type=Moment)
    batch_id: int | None = Field(default=None, foreign_key="handover_batch.id", index=True)


class HandoverBatch(SQLModel, table=True):
    """A numbered bundle for WIJIJ; numbers of one chain have no gaps.

    `manifest` is the exact text of its manifest.json, `manifest_sha256` the checksum of that text,
    `previous_sha256` that of the batch before it, empty for the first.
    """

    __tablename__ = "handover_batch"
    __table_args__ = (
        UniqueConstraint("chain", "number"),
        CheckConstraint("number >= 1", name="counts_from_one"),
    )

    id: int = generated_id()
    chain: str = Field(default="", max_length=40)
    number: int
    state: BatchState = Field(default=BatchState.MADE, sa_type=value_enum(BatchState))
    made_at: datetime = Field(sa_type=Moment)
    made_by: int | None = Field(default=None, foreign_key="account.id")
    written_at: datetime | None = Field(default=None, sa_type=Moment)
    received_at: datetime | None = Field(default=None, sa_type=Moment)
    manifest: str = Field(default="", sa_column=Column(Text, nullable=False))
    manifest_sha256: str = Field(default="", max_length=64)
    previous_sha256: str = Field(default="", max_length=64)
    receipt_sha256: str = Field(default="", max_length=64)


class HandoverLine(SQLModel, table=True):
    """One line of a file in a batch that WIJIJ has not received yet, so that it can be made again.

    A line about a person goes when the person is erased.
    """

    __tablename__ = "handover_line"
    __table_args__ = (UniqueConstraint("batch_id", "file", "position"),)

    id: int = generated_id()
    batch_id: int = Field(foreign_key="handover_batch.id", ondelete="CASCADE")
    file: str = Field(max_length=60)
    position: int
    candidate_id: int | None = Field(
        default=None, foreign_key="candidate.id", ondelete="CASCADE", index=True
    )
    text: str = Field(sa_column=Column(Text, nullable=False))


class HandoverPerson(SQLModel, table=True):
    """Somebody whose profile was handed over, under a random number, until WIJIJ must erase it.

    `revision` is that of the profile that was handed over last. The row holds no text and stays
    when the person is erased, because WIJIJ has to be told.
    """

    __tablename__ = "handover_person"
    __table_args__ = (
        Index(
            "uq_handover_person_with_wijij",
            "candidate_id",
            "chain",
            unique=True,
            sqlite_where=text("withdrawn_batch_id IS NULL"),
            postgresql_where=text("withdrawn_batch_id IS NULL"),
        ),
    )

    id: int = generated_id()
    candidate_id: int = Field(foreign_key="candidate.id")
    chain: str = Field(default="", max_length=40)
    public_id: str = Field(max_length=32, unique=True)
    revision: int
    batch_id: int = Field(foreign_key="handover_batch.id")
    withdrawn_batch_id: int | None = Field(default=None, foreign_key="handover_batch.id")


class HandoverVerdict(SQLModel, table=True):
    """What WIJIJ's receipt says of one row of a batch."""

    __tablename__ = "handover_verdict"
    __table_args__ = (UniqueConstraint("batch_id", "file", "public_id"),)

    id: int = generated_id()
    batch_id: int = Field(foreign_key="handover_batch.id", ondelete="CASCADE")
    file: str = Field(max_length=60)
    public_id: str = Field(max_length=32)
    accepted: bool
    reason: str = Field(default="", max_length=300)
