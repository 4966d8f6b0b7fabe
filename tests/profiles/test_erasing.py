"""The promise that an erased person is found nowhere: no table, no file, no log of the database."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, String, inspect, text
from sqlalchemy import Enum as EnumType
from sqlmodel import Session, SQLModel, select

from accounts.models import (
    Account,
    AnsweredRequest,
    Campaign,
    CampaignInvite,
    CampaignPlace,
    CodeKind,
    Credential,
    LoginCode,
    OrganisationIdentity,
    Role,
    Visit,
)
from coaching.caseload import assign, coach_of
from coaching.drafts import AnswerDraft, ObjectionDraft
from coaching.models import (
    CardOpening,
    Entry,
    IntakeNote,
    Introduction,
    IntroductionStep,
    PoolView,
    ReplyLink,
    Review,
    Shortlist,
    SkillProposal,
)
from coaching.objections import answer_objection, object_to
from foundation.checkpoint import let_go_of_old_pages
from foundation.database import open_engine, reading, writing
from foundation.settings import Settings
from placements.models import (
    AftercareNote,
    CheckIn,
    CheckInLink,
    HandoverBatch,
    HandoverEvent,
    HandoverLine,
    HandoverPerson,
    HandoverRow,
    Journey,
    Outcome,
    OutcomeKind,
    OutcomeSkill,
    OutcomeState,
    Satisfaction,
    Side,
    UsualDiploma,
)
from profiles.consent import give_consent
from profiles.drafts import (
    QUESTION_KEYS,
    ConsentDraft,
    ExperienceDraft,
    HiddenEmployerDraft,
    InterestAnswerDraft,
    LanguageDraft,
    OwnWordDraft,
    PreferencesDraft,
    ProfileDraft,
    SkillDraft,
)
from profiles.held import tables_about
from profiles.held_words import LEFT_OUT
from profiles.history import add_experience
from profiles.interests import answer, finish
from profiles.models import Candidate, CandidateState, Evidence
from profiles.own_words import keep_own_word
from profiles.service import begin_profile, change_profile, find_candidate
from profiles.skillset import set_skill
from profiles.states import StepNotPossible, activate, erase_person
from profiles.wishes import hide_from, set_languages, set_preferences
from tests.profiles.worlds import NOW, WELDING, speak
from vacancies.models import Employer, Vacancy

CANARY = "kanarie"
ADDRESS = f"{CANARY}@voorbeeld.nl"
# What is left out of what a person sees and is about him all the same: it must go too.
WRITTEN = {"text_for_coach"}
# Text that a person does not write: words from a list, and what is too short for a canary.
NO_CANARY = {
    "account.language",
    "campaign.code",  # of a manager, and so is what follows
    "campaign.name",
    "candidate_language.language",
    "consent.text_version",
    "handover_batch.chain",  # of a manager, and so is what follows
    "handover_batch.manifest",
    "handover_batch.manifest_sha256",
    "handover_batch.previous_sha256",
    "handover_batch.receipt_sha256",
    "handover_line.file",
    "handover_person.chain",
    "handover_person.public_id",
    "handover_row.chain",
    "handover_row.public_id",
    "handover_verdict.file",
    "handover_verdict.public_id",
    "handover_verdict.reason",  # of WIJIJ
    "hidden_employer.kvk",
    "interest_answer.question",
    "introduction_step.actor_role",
    "introduction_step.what",
    "journey.municipality",
    "journey.sector",
    "matching_stop.reason",  # of an administrator
    "outcome.municipality",
    "outcome.public_id",
    "outcome.sector",
    "preferences.postcode",
    "review.model_version",
    "review.taxonomy_version",
    "usual_diploma.sector",
}


def an_account(session: Session, role: Role, **fields: object) -> Account:
    account = Account(role=role, created_at=NOW, seen_at=NOW, **fields)
    session.add(account)
    session.flush()
    return account


def write_everywhere(session: Session) -> int:
    """A person with the canary in every text they can leave behind."""
    speak(session)
    account = an_account(session, Role.CANDIDATE, name=CANARY, email=ADDRESS)
    number = begin_profile(session, account_id=account.id, now=NOW).id
    of = {"candidate_id": number}
    draft = ProfileDraft(name=CANARY, working=True, presentation=f"{CANARY} " * 400)
    change_profile(session, **of, draft=draft)
    skill = SkillDraft(skill_id=WELDING, evidence=Evidence.SUPPORTED, evidence_note=CANARY)
    set_skill(session, **of, draft=skill)
    add_experience(session, **of, draft=ExperienceDraft(kind="zorg", title=CANARY))
    set_preferences(session, **of, draft=PreferencesDraft(postcode="2312", sectors={"zorg"}))
    set_languages(session, **of, drafts=[LanguageDraft(language="nld")])
    hide_from(session, **of, draft=HiddenEmployerDraft(trade_name=CANARY))
    keep_own_word(session, **of, draft=OwnWordDraft(text=CANARY), now=NOW)
    for key in QUESTION_KEYS:
        answer(session, **of, draft=InterestAnswerDraft(question=key, answer=4), now=NOW)
    finish(session, **of, now=NOW)
    consent = ConsentDraft(purpose="matching", text_version="2026-1")
    give_consent(session, **of, draft=consent, now=NOW)
    activate(session, **of, now=NOW)
    coach_them(session, number)
    introduce_them(session, number, account.id)
    remember_login(session, account.id, coach_of(session, candidate_id=number))
    return number


def coach_them(session: Session, number: int) -> None:
    coach = an_account(session, Role.COACH, name="Cor", email="cor@voorbeeld.nl")
    other = an_account(session, Role.COACH, name="Bo", email="bo@voorbeeld.nl")
    assign(session, candidate_id=number, coach_id=coach.id, now=NOW)
    draft = ObjectionDraft(subject="besluit", text=CANARY)
    raised = object_to(session, candidate_id=number, draft=draft, now=NOW)
    said = AnswerDraft(outcome="gegrond", text=CANARY)
    answer_objection(session, objection_id=raised.id, coach_id=other.id, draft=said, now=NOW)


def introduce_them(session: Session, number: int, account_id: int) -> None:
    """What being proposed and introduced leaves behind, as rows."""
    coach_id = coach_of(session, candidate_id=number)
    session.add(Employer(id=1, kvk="12345678", trade_name="Bakker BV", sector="zorg"))
    session.flush()
    session.add(Vacancy(id=1, employer_id=1, title="Bakker", sector="zorg", revision=1))
    session.flush()
    session.add(Shortlist(id=1, vacancy_id=1, coach_id=coach_id, opened_at=NOW))
    session.flush()
    of = {"candidate_id": number}
    session.add(Entry(id=1, shortlist_id=1, engine_place=1, proposed_at=NOW, **of))
    session.flush()
    words = {"words": CANARY, "presentation": CANARY}
    replies = {"text_for_coach": CANARY, "text_for_candidate": CANARY}
    by = {"coach_id": coach_id}
    row = {"id": 1, "entry_id": 1, "vacancy_id": 1, "asked_at": NOW, **by, **of}
    session.add(Introduction(**row, **words, **replies))
    session.flush()
    seen = {"kind": "goedkeuren", "reason": "anders", "engine_place": 1, "place": 1}
    told = {"text": CANARY, "parts": json.dumps([CANARY]), "spread": False, "agreed": True}
    times, link = {"created_at": NOW, "expires_at": NOW}, {"token_hash": "r"}
    session.add_all(
        [
            CardOpening(entry_id=1, opened_at=NOW, **by),
            Review(entry_id=1, at=NOW, **by, **seen, **told),
            IntroductionStep(introduction_id=1, state="gevraagd", at=NOW, what="gevraagd"),
            ReplyLink(introduction_id=1, account_id=account_id, **link, **times),
            IntakeNote(text=CANARY, written_at=NOW, **by, **of),
            SkillProposal(skill_id=WELDING, text=CANARY, proposed_at=NOW, **by, **of),
            PoolView(employer_id=1, account_id=coach_id, day=NOW.date(), **of),
        ]
    )
    session.flush()
    place_them(session, number, account_id, coach_id)


def place_them(session: Session, number: int, account_id: int, coach_id: int) -> None:
    """What a placement, its check-ins and the handover leave behind, as rows."""
    of, times = {"candidate_id": number}, {"created_at": NOW, "expires_at": NOW}
    kind = {"kind": OutcomeKind.LEERWERKPLEK, "state": OutcomeState.RUNNING}
    dates = {"starts_on": NOW.date(), "logged_at": NOW}
    session.add_all(
        [
            Outcome(
                id=1, public_id="o", coach_id=coach_id, introduction_id=1, **kind, **dates, **of
            ),
            HandoverBatch(id=1, number=1, made_at=NOW),
            Journey(began_at=NOW, **of),
        ]
    )
    session.flush()
    asked = {"week": 2, "side": Side.CANDIDATE, "due_on": NOW.date()}
    session.add(CheckIn(id=1, outcome_id=1, **asked))
    session.flush()
    link = {"token_hash": "s"}
    marks = {"helped": 5, "fitting": 4, "again": 3}
    session.add_all(
        [
            CheckInLink(check_in_id=1, account_id=account_id, **link, **times),
            AftercareNote(outcome_id=1, text=CANARY, written_at=NOW, **of),
            Satisfaction(outcome_id=1, side=Side.CANDIDATE, answered_at=NOW, **marks),
            OutcomeSkill(outcome_id=1, skill_id=WELDING),
            UsualDiploma(sector="zorg", has=False, asked_at=NOW, **of),
            HandoverRow(public_id="r", event=HandoverEvent.LOGGED, outcome_id=1, created_at=NOW),
            HandoverLine(batch_id=1, file="candidates.jsonl", position=1, text=CANARY, **of),
            HandoverPerson(public_id="p", revision=1, batch_id=1, **of),
        ]
    )
    session.flush()


def remember_login(session: Session, account_id: int, manager_id: int) -> None:
    """What logging in leaves behind."""
    times = {"created_at": NOW, "expires_at": NOW}
    visit, password = {"token_hash": "d"}, {"password_hash": "f"}
    hashes = {"challenge_hash": "a", "code_hash": "b", "link_hash": "c"}
    answered = {"request_digest": "e", "status": 201, "created_at": NOW}
    invited = {"invited_at": NOW, "expires_at": NOW, "token_hash": "t"}
    days = {"starts_on": NOW.date(), "created_at": NOW, "created_by": manager_id}
    session.add(Campaign(id=1, name="Pilot", code="pilot", quota=1, **days))
    session.flush()
    session.add_all(
        [
            CampaignInvite(campaign_id=1, email=ADDRESS, **invited),
            CampaignPlace(campaign_id=1, number=1, account_id=account_id, taken_at=NOW),
            LoginCode(kind=CodeKind.LOGIN, email=ADDRESS, **hashes, **times),
            Visit(account_id=account_id, seen_at=NOW, **visit, **times),
            OrganisationIdentity(issuer=CANARY, subject=CANARY, account_id=account_id),
            Credential(account_id=account_id, **password),
            AnsweredRequest(
                account_id=account_id,
                key=CANARY,
                headers=json.dumps({"location": CANARY}),
                body=CANARY,
                **answered,
            ),
        ]
    )
    session.flush()


def found_in(engine: Engine) -> set[str]:
    """Every column of the database in which the canary sings."""
    found = set()
    with reading(engine) as session:
        for table in inspect(session.connection()).get_table_names():
            for row in session.execute(text(f'SELECT * FROM "{table}"')).mappings():  # noqa: S608
                found |= {f"{table}.{key}" for key, value in row.items() if CANARY in str(value)}
    return found


@pytest.fixture
def person(engine):
    """Somebody who left the canary everywhere, committed."""
    with writing(engine) as session:
        return write_everywhere(session)


def texts_of_a_person() -> set[str]:
    """Every column that can hold text of a person, read off the tables."""
    metadata = SQLModel.metadata
    about = {*tables_about(metadata, "candidate"), *tables_about(metadata, "account")}
    about |= {metadata.tables[name] for name in ("candidate", "account", "login_code")}
    return {
        f"{table.name}.{column.name}"
        for table in about
        for column in table.columns
        if isinstance(getattr(column.type, "impl", column.type), String)
        and not isinstance(column.type, EnumType)
        and column.name not in LEFT_OUT.keys() - WRITTEN
    }


def test_the_canary_is_in_every_text_a_person_can_leave(engine, person):
    sets_of_words = {
        "preferences.days",
        "preferences.kinds",
        "preferences.licences",
        "preferences.sectors",
        "interest_outcome.interests",
    }
    assert found_in(engine) == texts_of_a_person() - NO_CANARY - sets_of_words


def test_an_erased_person_is_found_nowhere_in_the_database(engine, person):
    with writing(engine) as session:
        erase_person(session, candidate_id=person, now=NOW)
    assert found_in(engine) == set()


def test_of_an_erased_person_only_the_bare_row_and_the_ended_consents_stay(engine, person):
    with writing(engine) as session:
        erase_person(session, candidate_id=person, now=NOW)
    with reading(engine) as session:
        metadata = SQLModel.metadata
        left = {
            table.name: len(session.execute(table.select()).all())
            for name in ("candidate", "account")
            for table in tables_about(metadata, name)
        }
        bare = session.get(Candidate, person).model_dump()
        emails = set(session.exec(select(Account.email)))
        codes = session.exec(select(LoginCode)).all()
    counted = {"campaign_place", "check_in", "journey", "outcome", "outcome_skill", "satisfaction"}
    told = {"handover_row", "handover_person"}  # until WIJIJ knows that the person is gone
    others = {"campaign", "handover_batch", "shortlist"}
    there = {name for name, rows in left.items() if rows}
    assert there == {"candidate", "consent"} | counted | told | others
    assert emails == {"cor@voorbeeld.nl", "bo@voorbeeld.nl"}
    assert codes == []
    assert bare == {
        "id": person,
        "account_id": None,
        "name": "",
        "state": CandidateState.ERASED,
        "working": None,
        "presentation": "",
        "revision": bare["revision"],
        "created_at": NOW,
        "confirmed_at": NOW,
        "reminded_at": None,
    }


def test_an_erased_person_is_found_in_no_byte_of_the_file_or_its_log(sqlite_template, tmp_path):
    path = tmp_path / "talent.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(Settings(f"sqlite:///{path}", tmp_path))
    with writing(engine) as session:
        person = write_everywhere(session)
    assert CANARY.encode() in all_bytes(tmp_path)
    with writing(engine) as session:
        erase_person(session, candidate_id=person, now=NOW)
    assert let_go_of_old_pages(engine)
    assert CANARY.encode() not in all_bytes(tmp_path)
    engine.dispose()
    assert CANARY.encode() not in all_bytes(tmp_path)


def all_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.glob("talent.db*")))


def test_old_pages_stay_while_somebody_reads_them_and_go_with_the_next_call(
    sqlite_template, tmp_path
):
    path = tmp_path / "talent.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(Settings(f"sqlite:///{path}", tmp_path, lock_seconds=0.05))
    with writing(engine) as session:
        speak(session)
    with reading(engine) as reader:
        reader.exec(select(Account)).all()
        with writing(engine) as session:
            an_account(session, Role.COACH)
        assert not let_go_of_old_pages(engine)
    assert let_go_of_old_pages(engine)
    engine.dispose()


def test_the_account_of_an_employer_stays_when_their_profile_is_erased(session):
    account = an_account(session, Role.EMPLOYER, name="Bakker", email=ADDRESS)
    number = begin_profile(session, account_id=account.id, now=NOW).id
    erase_person(session, candidate_id=number, now=NOW)
    assert session.get(Account, account.id).email == ADDRESS
    assert find_candidate(session, candidate_id=number).account_id is None


def test_somebody_else_loses_nothing(engine, person):
    with writing(engine) as session:
        other = an_account(session, Role.CANDIDATE, name="Al", email="al@voorbeeld.nl")
        theirs = begin_profile(session, account_id=other.id, now=NOW).id
        add_experience(session, candidate_id=theirs, draft=ExperienceDraft(kind="zorg", title="x"))
        coach = coach_of(session, candidate_id=person)
        assign(session, candidate_id=theirs, coach_id=coach, now=NOW)
        erase_person(session, candidate_id=person, now=NOW)
    with reading(engine) as session:
        assert coach_of(session, candidate_id=theirs) == coach
        assert session.get(Account, other.id).email == "al@voorbeeld.nl"
        assert find_candidate(session, candidate_id=theirs).account_id == other.id


def test_a_person_is_erased_once(session):
    account = an_account(session, Role.CANDIDATE)
    number = begin_profile(session, account_id=account.id, now=NOW).id
    erase_person(session, candidate_id=number, now=NOW)
    with pytest.raises(StepNotPossible):
        erase_person(session, candidate_id=number, now=NOW)
