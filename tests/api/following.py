"""A site on which a placement is followed, with a browser for everybody and a clock that moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from accounts.models import Role, VisitStep
from accounts.visits import begin_visit
from api.checking_in import AskedRound, ask_everybody
from api.main import create_app
from foundation.database import reading, writing
from foundation.settings import Settings
from placements.check_ins import check_ins_of
from placements.models import CheckIn, Outcome, Side
from tests.api.introducing import Introducing
from tests.api.worlds import ORIGIN
from tests.coaching.introducing import a_region, an_account, forget_mails
from tests.placements.following import WEEK_2, at, tokens
from tests.placements.placing import placed
from tests.profiles.worlds import NOW


@dataclass
class Following(Introducing):
    """The site of a placement that began on 1 September 2026; nobody has been asked yet."""

    now: datetime = NOW
    more: dict[str, int] = field(default_factory=dict)

    def go(self, day: str, hour: int = 9) -> None:
        """Let time go by; everybody logs in again."""
        self.now = at(day, hour)
        with writing(self.engine) as session:
            self.tokens = {
                who: begin_visit(
                    session, account_id=account, step=VisitStep.COMPLETE, now=self.now
                ).token
                for who, account in self.accounts.items()
            }

    @property
    def accounts(self) -> dict[str, int]:
        """Who there is."""
        own = {"person": self.region.accounts[0], "other": self.region.accounts[1]}
        return {**own, "contact": self.region.contact, "coach": self.region.coach, **self.more}

    def walk(self) -> AskedRound:
        """Walk the round that asks."""
        return ask_everybody(self.engine, site=ORIGIN, now=self.now)

    def mailed(self, who: str) -> str:
        """Give the link that somebody was mailed last."""
        with reading(self.engine) as session:
            return "/hoe-gaat-het/" + [one for to, one in tokens(session) if to == who][-1]

    def check_in(self, week: int, side: Side) -> CheckIn:
        """Read a check-in of the placement."""
        with reading(self.engine) as session:
            rows = check_ins_of(session, outcome_id=1)
            return next(one for one in rows if (one.week, one.side) == (week, side))

    def outcome(self) -> Outcome:
        """Read the placement."""
        with reading(self.engine) as session:
            return session.get_one(Outcome, 1)


@contextmanager
def following_at(settings: Settings, engine: Engine) -> Iterator[Following]:
    """Open the site."""
    moment: list[Following] = []
    app = create_app(
        replace(settings, address=ORIGIN, requests_per_minute=1_000_000),
        clock=lambda: moment[0].now,
    )
    with writing(engine) as session:
        region = a_region(session, people=2, places=2)
        more = {
            "stranger": an_account(session, Role.COACH, "vreemd@talent.example"),
            "rival": an_account(session, Role.EMPLOYER, "ander@talent.example"),
            "manager": an_account(session, Role.MANAGER, "manager@talent.example"),
        }
        placed(session, region)
        forget_mails(session)
    with TestClient(
        app, base_url=ORIGIN, headers={"Origin": ORIGIN}, follow_redirects=False
    ) as client:
        site = Following(client, engine, region, {}, NOW, more)
        moment.append(site)
        site.go(WEEK_2)
        yield site
    app.state.running.engine.dispose()
