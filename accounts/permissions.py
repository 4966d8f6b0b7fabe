"""The one table of who may do what to whom in which state; every route and page names its row.

Whoever stands outside somebody's scope is told there is nothing here (404); whoever may know of it
but may not do this is told so (403).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from accounts.models import Role
from foundation.errors import NotAllowed, NotFound, TalentError


class Relation(StrEnum):
    """What somebody is to whom or what the request is about."""

    ANONYMOUS = "anonymous"
    SELF = "self"
    OTHER_CANDIDATE = "other candidate"
    OWN_EMPLOYER = "own employer"
    OTHER_EMPLOYER = "other employer"
    ASSIGNED_COACH = "assigned coach"
    OTHER_COACH = "other coach"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class About(StrEnum):
    """What a request is about, which decides how a relation is found."""

    NOTHING = "nothing"
    OWN_PROFILE = "own profile"
    CANDIDATE = "candidate"
    VACANCY = "vacancy"
    INTRODUCTION = "introduction"
    OUTCOME = "outcome"


class Ruling(StrEnum):
    """What the table says."""

    YES = "yes"
    LOG_IN = "log in"
    FORBIDDEN = "forbidden"
    HIDDEN = "hidden"


class Act(StrEnum):
    """What can be asked; one row of the table each."""

    READ_PUBLIC = "read public"
    LOG_IN = "log in"
    BEGIN_PROFILE = "begin profile"
    USE_ACCOUNT = "use account"
    INVITE = "invite"
    SEE_PROFILE = "see profile"
    CHANGE_PROFILE = "change profile"
    SEE_WORK = "see work"
    EXPLORE = "explore"
    TAKE_PASSPORT = "take passport"
    USE_RIGHTS = "use rights"
    SEE_OWN_PROFILE = "see own profile"
    CHANGE_OWN_PROFILE = "change own profile"
    SEE_OWN_WORK = "see own work"
    USE_OWN_RIGHTS = "use own rights"
    SEE_VACANCY = "see vacancy"
    SIGN_UP = "sign up"
    RUN_COMPANY = "run company"
    CHANGE_VACANCY = "change vacancy"
    WRITE_IN_SKILLS = "write in skills"
    SEARCH_POOL = "search pool"
    GUIDE = "guide"
    TAKE_ON = "take on"
    GUIDE_CANDIDATE = "guide candidate"
    REVIEW = "review"
    SEE_INTRODUCTION = "see introduction"
    ANSWER_AS_CANDIDATE = "answer as candidate"
    ANSWER_AS_EMPLOYER = "answer as employer"
    LEAD_INTRODUCTION = "lead introduction"
    ANSWER_BY_LINK = "answer by link"
    ANSWER_OBJECTIONS = "answer objections"
    IMPORT_VACANCIES = "import vacancies"
    ADMINISTER = "administer"
    SEE_OUTCOME = "see outcome"
    LOG_OUTCOME = "log outcome"
    LEAD_OUTCOME = "lead outcome"
    JOIN_CAMPAIGN = "join campaign"
    RUN_PROGRAMME = "run programme"
    HAND_OVER = "hand over"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking; everything None is somebody unknown."""

    account_id: int | None = None
    role: Role | None = None
    visit_id: int | None = None
    candidate_id: int | None = None
    employer_id: int | None = None
    has_address: bool = False
    name: str = ""
    language: str = "nl"
    region_id: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: whose it is and its state; None is "does not apply"."""

    candidate_id: int | None = None
    employer_id: int | None = None
    coach_id: int | None = None
    vacancy_id: int | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: who may, who is told he may not, and everybody else by default.

    Args:
        about: what the request is about.
        may: the relations that may, each in the states that allow it; the empty set is any state.
        forbidden: the relations that may know of it, but may not do this.
    """

    about: About
    may: Mapping[Relation, frozenset[str]]
    forbidden: frozenset[Relation] = frozenset()

    def ruling(self, relation: Relation, state: str | None) -> Ruling:
        """Look one relation up, in one state."""
        states = self.may.get(relation)
        if states is not None and (not states or state in states):
            return Ruling.YES
        if relation is Relation.ANONYMOUS:
            return Ruling.LOG_IN
        if relation in self.forbidden or self.about in (About.NOTHING, About.OWN_PROFILE):
            return Ruling.FORBIDDEN
        return Ruling.HIDDEN


class NotLoggedIn(TalentError):
    """Nobody is logged in, and this needs somebody."""

    status = 401


ANY: frozenset[str] = frozenset()
EVERYBODY = dict.fromkeys(Relation, ANY)
LOGGED_IN: Mapping[Relation, frozenset[str]] = {
    relation: ANY for relation in Relation if relation is not Relation.ANONYMOUS
}
# A draft is nobody's business yet; who has stopped is nobody's business any more.
GUIDED = frozenset({"active", "paused"})
THERE = frozenset({"draft", "active", "paused", "withdrawn"})
SHOWN = frozenset({"open", "filled", "closed"})

LIVING = frozenset({"draft", "open"})
# From the moment somebody was introduced the employer may see it, and how it ended.
MET = frozenset(
    {"voorgedragen", "kennismaken", "aangenomen", "afgewezen", "geen antwoord", "ingetrokken"}
    | {"vervallen", "geplaatst", "plaatsing voorbij"}
)

# What an employer offers himself; where somebody went otherwise is none of his business.
PLACING = frozenset({"leerwerkplek", "tijdelijk_contract", "snuffelstage"})

_SELF_ONLY = {Relation.SELF: THERE}
_SELF_AND_COACH = {Relation.SELF: THERE, Relation.ASSIGNED_COACH: GUIDED}
_PARTIES = {Relation.SELF: ANY, Relation.ASSIGNED_COACH: ANY, Relation.OWN_EMPLOYER: MET}
_PARTIES_OF_OUTCOME = {
    Relation.SELF: ANY,
    Relation.ASSIGNED_COACH: ANY,
    Relation.OWN_EMPLOYER: PLACING,
}
_SELF = frozenset({Relation.SELF})
_COACH_MAY_NOT = frozenset({Relation.ASSIGNED_COACH})

TABLE: Mapping[Act, Rule] = {
    Act.READ_PUBLIC: Rule(About.NOTHING, EVERYBODY),
    Act.LOG_IN: Rule(About.NOTHING, EVERYBODY),
    Act.BEGIN_PROFILE: Rule(About.NOTHING, {Relation.ANONYMOUS: ANY, Relation.SELF: ANY}),
    Act.USE_ACCOUNT: Rule(About.NOTHING, LOGGED_IN),
    Act.INVITE: Rule(About.NOTHING, {Relation.ADMINISTRATOR: ANY}),
    Act.SEE_PROFILE: Rule(About.CANDIDATE, _SELF_AND_COACH),
    Act.CHANGE_PROFILE: Rule(About.CANDIDATE, _SELF_ONLY, _COACH_MAY_NOT),
    Act.SEE_WORK: Rule(About.CANDIDATE, _SELF_AND_COACH),
    Act.EXPLORE: Rule(About.CANDIDATE, _SELF_AND_COACH),
    Act.TAKE_PASSPORT: Rule(About.CANDIDATE, _SELF_AND_COACH),
    Act.USE_RIGHTS: Rule(About.CANDIDATE, _SELF_ONLY, _COACH_MAY_NOT),
    Act.SEE_OWN_PROFILE: Rule(About.OWN_PROFILE, _SELF_ONLY),
    Act.CHANGE_OWN_PROFILE: Rule(About.OWN_PROFILE, _SELF_ONLY),
    Act.SEE_OWN_WORK: Rule(About.OWN_PROFILE, _SELF_ONLY),
    Act.USE_OWN_RIGHTS: Rule(About.OWN_PROFILE, _SELF_ONLY),
    Act.SEE_VACANCY: Rule(
        About.VACANCY,
        {
            Relation.SELF: SHOWN,
            Relation.OWN_EMPLOYER: ANY,
            Relation.OTHER_EMPLOYER: SHOWN,
            Relation.OTHER_COACH: SHOWN,
            Relation.MANAGER: SHOWN,
            Relation.ADMINISTRATOR: SHOWN,
        },
    ),
    Act.SIGN_UP: Rule(About.NOTHING, EVERYBODY),
    Act.RUN_COMPANY: Rule(About.NOTHING, {Relation.OWN_EMPLOYER: ANY}),
    Act.CHANGE_VACANCY: Rule(About.VACANCY, {Relation.OWN_EMPLOYER: ANY}),
    Act.WRITE_IN_SKILLS: Rule(
        About.VACANCY,
        {
            Relation.OWN_EMPLOYER: ANY,
            Relation.OTHER_COACH: SHOWN,
            Relation.ADMINISTRATOR: SHOWN,
        },
    ),
    Act.SEARCH_POOL: Rule(About.NOTHING, {Relation.OWN_EMPLOYER: ANY}),
    Act.GUIDE: Rule(About.NOTHING, {Relation.OTHER_COACH: ANY}),
    Act.TAKE_ON: Rule(
        About.CANDIDATE, {Relation.ASSIGNED_COACH: GUIDED, Relation.OTHER_COACH: GUIDED}
    ),
    Act.GUIDE_CANDIDATE: Rule(About.CANDIDATE, {Relation.ASSIGNED_COACH: GUIDED}),
    Act.REVIEW: Rule(About.VACANCY, {Relation.OTHER_COACH: SHOWN}),
    Act.SEE_INTRODUCTION: Rule(About.INTRODUCTION, _PARTIES),
    Act.ANSWER_AS_CANDIDATE: Rule(
        About.INTRODUCTION,
        {Relation.SELF: ANY},
        frozenset({Relation.ASSIGNED_COACH}),
    ),
    Act.ANSWER_AS_EMPLOYER: Rule(
        About.INTRODUCTION,
        {Relation.OWN_EMPLOYER: MET},
        frozenset({Relation.SELF, Relation.ASSIGNED_COACH}),
    ),
    Act.LEAD_INTRODUCTION: Rule(
        About.INTRODUCTION,
        {Relation.ASSIGNED_COACH: ANY},
        frozenset({Relation.SELF}),
    ),
    Act.ANSWER_BY_LINK: Rule(About.NOTHING, EVERYBODY),
    Act.ANSWER_OBJECTIONS: Rule(About.NOTHING, {Relation.OTHER_COACH: ANY}),
    Act.IMPORT_VACANCIES: Rule(
        About.NOTHING, {Relation.OTHER_COACH: ANY, Relation.ADMINISTRATOR: ANY}
    ),
    Act.ADMINISTER: Rule(About.NOTHING, {Relation.ADMINISTRATOR: ANY}),
    Act.SEE_OUTCOME: Rule(About.OUTCOME, _PARTIES_OF_OUTCOME),
    Act.LOG_OUTCOME: Rule(About.CANDIDATE, {Relation.ASSIGNED_COACH: GUIDED}, _SELF),
    # What happened is told also of who stopped meanwhile: an outcome is never left open.
    Act.LEAD_OUTCOME: Rule(About.OUTCOME, {Relation.ASSIGNED_COACH: ANY}, _SELF),
    Act.JOIN_CAMPAIGN: Rule(About.NOTHING, {Relation.ANONYMOUS: ANY, Relation.SELF: ANY}),
    Act.RUN_PROGRAMME: Rule(About.NOTHING, {Relation.MANAGER: ANY}),
    Act.HAND_OVER: Rule(About.NOTHING, {Relation.MANAGER: ANY}),
}


def relation_of(viewer: Viewer, about: About, subject: Subject) -> Relation:
    """Find what the viewer is to the subject.

    Where the subject belongs to nobody in particular, a candidate is "self", an employer "own" and
    a coach "other": the mildest of their kind.
    """
    if viewer.role is None:
        return Relation.ANONYMOUS
    if viewer.role is Role.CANDIDATE:
        about_somebody = about in (About.CANDIDATE, About.INTRODUCTION, About.OUTCOME)
        own = not about_somebody or viewer.candidate_id == subject.candidate_id
        return Relation.SELF if own else Relation.OTHER_CANDIDATE
    if viewer.role is Role.EMPLOYER:
        own = about is About.NOTHING or (
            viewer.employer_id is not None and viewer.employer_id == subject.employer_id
        )
        return Relation.OWN_EMPLOYER if own else Relation.OTHER_EMPLOYER
    if viewer.role is Role.COACH:
        own = subject.coach_id is not None and viewer.account_id == subject.coach_id
        return Relation.ASSIGNED_COACH if own else Relation.OTHER_COACH
    return Relation.MANAGER if viewer.role is Role.MANAGER else Relation.ADMINISTRATOR


def check(act: Act, viewer: Viewer, subject: Subject) -> Relation:
    """Let the viewer through, and tell what he is to the subject.

    Raises:
        NotLoggedIn: nobody is logged in.
        NotAllowed: the viewer may know of this but may not do it.
        NotFound: the viewer may not even know whether this exists.
    """
    rule = TABLE[act]
    relation = relation_of(viewer, rule.about, subject)
    ruling = rule.ruling(relation, subject.state)
    if ruling is Ruling.LOG_IN:
        raise NotLoggedIn("Log eerst in. Of begin met je profiel; dat kan zonder account.")
    if ruling is Ruling.FORBIDDEN:
        raise NotAllowed("Dit mag je met dit account niet doen. Log in met een ander account.")
    if ruling is Ruling.HIDDEN:
        raise nothing_here()
    return relation


def nothing_here() -> NotFound:
    """Build the one refusal for what is not there and for what must not be known."""
    return NotFound("Hier is niets te vinden. Controleer het adres of ga terug naar de start.")
