"""The site as it really runs: a small invented region behind a server, one of each role in it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from sqlmodel import Session, col, select

from accounts.invitations import invite
from accounts.models import Role, VisitStep
from accounts.service import AccountDraft, find_account, open_visitor
from accounts.visits import begin_visit
from api.asking import cookie_name
from api.main import create_app
from coaching.drafts import ObjectionDraft
from coaching.objections import object_to
from foundation.clock import utc_now
from foundation.database import open_engine, reading, writing
from foundation.entry import validated
from foundation.migrate import upgrade
from foundation.settings import Settings
from profiles.drafts import HiddenEmployerDraft, InterestAnswerDraft, OwnWordDraft
from profiles.interests import QUESTIONS, answer, finish
from profiles.models import CandidateSkill
from profiles.own_words import keep_own_word
from profiles.service import begin_profile
from profiles.wishes import hide_from
from seed.logins import demo_logins, make_logins
from seed.region import Size, seed_region
from seed.story import Story
from skills.models import Occupation

ANONYMOUS, VISITOR = "bezoeker zonder profiel", "bezoeker"
SMALL = Size(candidates=60, vacancies=30)


@dataclass(frozen=True)
class Region:
    """A running site.

    Args:
        address: where it listens.
        cookie: the name of the cookie that holds a visit.
        tokens: by role, the visit of somebody who is logged in.
        ids: what stands in an address, by the name of its place.
        folder: where its mails are.
    """

    address: str
    cookie: str
    tokens: dict[str, str]
    ids: dict[str, object]
    folder: Path

    def cookies(self, role: str) -> list[dict[str, object]]:
        """Give the cookies of a browser in which somebody is logged in; nobody has none."""
        if role == ANONYMOUS:
            return []
        return [{"name": self.cookie, "value": self.tokens[role], "url": self.address}]


@contextmanager
def running_region(folder: Path) -> Iterator[Region]:
    """Make the region and serve it until the tests have ended."""
    door = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    settings = Settings(
        f"sqlite:///{folder / 'site.db'}",
        folder,
        address=address,
        demo=True,
        requests_per_minute=1_000_000,
    )
    region = _made(settings)
    app = create_app(settings)
    with reading(app.state.running.engine) as session:
        app.state.running.engines.warm(session)
    config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False)
    server = uvicorn.Server(config)
    serving = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    serving.start()
    while not server.started:
        time.sleep(0.01)
    yield region
    server.should_exit = True
    serving.join(10)


def _made(settings: Settings) -> Region:
    engine = open_engine(settings)
    upgrade(engine)
    with writing(engine) as session:
        story = seed_region(session, size=SMALL).story
        make_logins(session, now=utc_now())
        _more_to_show(session, story)
    with writing(engine) as session:
        region = Region(
            settings.address,
            cookie_name(settings),
            _visits(session),
            _ids(session, story),
            settings.folder,
        )
    engine.dispose()
    return region


def _more_to_show(session: Session, story: Story) -> None:
    """Give the musician what a full profile has, so that no page of the site is empty."""
    one, now = story.candidate_id, utc_now()
    for question in QUESTIONS:
        likes = {"R": 4, "A": 3, "S": 2}.get(question.key[0], 1)
        given = {"question": question.key, "answer": likes}
        answer(session, candidate_id=one, draft=validated(InterestAnswerDraft, given), now=now)
    finish(session, candidate_id=one, now=now)
    hidden = {"trade_name": "Demo Verleden", "kvk": "12345678"}
    hide_from(session, candidate_id=one, draft=validated(HiddenEmployerDraft, hidden))
    own = validated(OwnWordDraft, {"text": "de soundcheck doen voor een koor van veertig mensen"})
    keep_own_word(session, candidate_id=one, draft=own, now=now)
    objection = {"subject": "berekening", "text": "Ik kan meer dan hier staat."}
    object_to(session, candidate_id=one, draft=validated(ObjectionDraft, objection), now=now)


def _visits(session: Session) -> dict[str, str]:
    """Log everybody in whom the demonstration lets in, and somebody who has just begun."""
    people = {}
    for login in demo_logins(session, now=utc_now()):
        account = find_account(session, email=login.email)
        people |= {login.role: account.id} if account else {}
    people[VISITOR] = open_visitor(session, now=utc_now()).id
    begin_profile(session, account_id=people[VISITOR], now=utc_now())
    return {role: _visit(session, number) for role, number in people.items()}


def _visit(session: Session, account_id: int) -> str:
    step = VisitStep.COMPLETE
    return begin_visit(session, account_id=account_id, step=step, now=utc_now()).token


def _ids(session: Session, story: Story) -> dict[str, object]:
    """Choose what the addresses are about: what the musician can do, did, and could work as."""
    owned = select(CandidateSkill.skill_id).where(CandidateSkill.candidate_id == story.candidate_id)
    draft = {"role": Role.COACH, "name": "Demo Nieuw", "email": "nieuw@talent.example"}
    invited = invite(session, draft=validated(AccountDraft, draft), now=utc_now())
    return {
        "vacancy_id": story.vacancy_id,
        "skill_id": session.exec(owned.order_by(col(CandidateSkill.skill_id))).first(),
        "occupation_id": session.exec(select(Occupation.id).order_by(col(Occupation.id))).first(),
        "token": invited.link_token,
    }
