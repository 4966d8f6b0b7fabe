"""Promises about links in mails: they answer once, for one account, and only while it is asked."""

from datetime import timedelta

import pytest
from sqlmodel import select

from accounts.models import Account, Role
from coaching.introduction_drafts import EmployerAnswer, EmployerAnswerDraft
from coaching.introduction_steps import Actor, LinkUsed
from coaching.introductions import agree
from coaching.models import Introduction, IntroductionState, ReplyLink
from coaching.replies import answer_as_employer
from coaching.reply_links import LinkState, find_link
from coaching.withdrawing import withdraw_introduction
from tests.coaching.introducing import ADDRESS, a_region, asked, introduced, links_in
from tests.profiles.worlds import NOW
from vacancies.models import Contact

S = IntroductionState


@pytest.fixture
def region(session):
    return a_region(session)


def token_of(session, who: str) -> str:
    return [token for to, token in links_in(session) if to == who][-1]


def state_of(session, token: str, now=NOW) -> LinkState:
    return find_link(session, token=token, now=now).state


def test_only_a_hash_is_kept(session, region):
    asked(session, region)
    token = token_of(session, "kandidaat")
    [row] = session.exec(select(ReplyLink)).all()
    assert token not in str(row.model_dump())
    assert len(token) > 40


def test_everybody_gets_a_link_of_his_own_and_looking_changes_nothing(session, region):
    row = introduced(session, region)
    tokens = [token for _, token in links_in(session)]
    assert [to for to, _ in links_in(session)] == ["kandidaat", "bedrijf", "kandidaat"]
    assert len(set(tokens)) == 3
    for _ in range(3):
        found = find_link(session, token=tokens[1], now=NOW)
        assert (found.state, found.role) == (LinkState.USABLE, Role.EMPLOYER)
        assert found.introduction == row


def test_a_link_answers_once(session, region):
    row = introduced(session, region)
    found = find_link(session, token=token_of(session, "bedrijf"), now=NOW)
    by = Actor(region.contact, Role.EMPLOYER, found.link.id)
    draft = EmployerAnswerDraft(answer=EmployerAnswer.MEET)
    told = {"introduction_id": row.id, "by": by, "seen": None, "address": ADDRESS, "now": NOW}
    answer_as_employer(session, draft=draft, **told)
    assert row.state is S.MEETING
    with pytest.raises(LinkUsed):
        answer_as_employer(session, draft=EmployerAnswerDraft(answer=EmployerAnswer.ACCEPT), **told)
    assert row.state is S.MEETING


def test_a_link_belongs_to_the_question_it_came_with(session, region):
    row = asked(session, region)
    first = token_of(session, "kandidaat")
    agree(
        session, introduction_id=row.id, presentation="", by=region.by_person(), seen=None,
        address=ADDRESS, now=NOW,
    )  # fmt: skip
    assert state_of(session, first) is LinkState.USED
    assert state_of(session, token_of(session, "kandidaat")) is LinkState.USABLE


@pytest.mark.parametrize(
    ("after", "state"),
    [
        # Due on 8 September: two weeks later at midnight here it is over.
        (timedelta(days=21, hours=12), LinkState.USABLE),
        (timedelta(days=21, hours=13), LinkState.EXPIRED),
    ],
)
def test_a_link_works_until_two_weeks_after_the_clock(session, region, after, state):
    introduced(session, region)
    assert state_of(session, token_of(session, "bedrijf"), NOW + after) is state


def test_after_the_end_a_link_says_it_is_over(session, region):
    row = introduced(session, region)
    withdraw_introduction(
        session, introduction_id=row.id, by=region.by_coach(), seen=None, address=ADDRESS, now=NOW
    )
    for _, token in links_in(session):
        assert state_of(session, token) is LinkState.OVER


@pytest.mark.parametrize("token", ["", "onzin", "x" * 5_000, "\ud800", "../../etc", "🙂"])
def test_garbage_is_no_link(session, region, token):
    introduced(session, region)
    assert state_of(session, token) is LinkState.UNKNOWN


def test_who_no_longer_works_there_cannot_answer(session, region):
    introduced(session, region)
    session.delete(session.get_one(Contact, region.contact))
    session.flush()
    assert state_of(session, token_of(session, "bedrijf")) is LinkState.UNKNOWN


def test_a_closed_account_cannot_answer(session, region):
    introduced(session, region)
    session.get_one(Account, region.contact).closed_at = NOW
    session.flush()
    assert state_of(session, token_of(session, "bedrijf")) is LinkState.UNKNOWN


def test_links_go_with_their_introduction(session, region):
    row = introduced(session, region)
    session.delete(session.get_one(Introduction, row.id))
    session.flush()
    assert session.exec(select(ReplyLink)).all() == []
