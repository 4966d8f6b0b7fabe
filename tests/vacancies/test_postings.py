"""Promises of national vacancies: hostile files do nothing, good ones come in once and follow."""

import json
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from foundation.errors import Invalid
from foundation.terms import WorkKind
from tests.profiles.worlds import NOW, WELDING, speak
from vacancies.drafts import RequirementDraft
from vacancies.models import Employer, Importance, Posting, Vacancy, VacancyState
from vacancies.posting_fates import Fate
from vacancies.posting_fields import read_posting
from vacancies.postings import (
    SourceDraft,
    close_expired,
    import_postings,
    preview_postings,
    unskilled_open,
)
from vacancies.postings_reading import LARGEST_FILE, MOST_POSTINGS, read_postings
from vacancies.requirements import set_requirements

GOOD = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Lasser",
    "description": "<p>Wij zoeken een <b>lasser</b>.</p><script>alert(1)</script>",
    "hiringOrganization": {"@type": "Organization", "name": "Staal Landelijk"},
    "identifier": {"@type": "PropertyValue", "name": "Staal", "value": "a-1"},
    "jobLocation": {"address": {"postalCode": "2312 AB", "addressCountry": "NL"}},
    "employmentType": ["FULL_TIME", "TEMPORARY"],
    "workHours": "24-36 uur per week",
    "baseSalary": {"currency": "EUR", "value": {"value": 17.25, "unitText": "HOUR"}},
    "validThrough": "2026-10-01T23:00:00Z",
    "url": "https://werk.example/a-1",
    "occupationalCategory": "lasser",
}


def posting(**other):
    return GOOD | other


def as_file(*postings) -> bytes:
    return json.dumps(list(postings)).encode()


def look(session: Session, content: bytes, sector: str = "techniek", now=NOW):
    return preview_postings(
        session,
        read_postings(content),
        origin=SourceDraft(source="werk.example", sector=sector),
        nearest=lambda titles: [None for _ in titles],
        now=now,
    )


def bring(session: Session, content: bytes, now=NOW):
    return import_postings(session, look(session, content, now=now), now=now)


# Finding the postings of a file

ONE = json.dumps(GOOD).replace("</", "<\\/")  # as it must be written within a page
FEED = '<?xml version="1.0"?><rss><item><d><![CDATA[{}]]></d></item></rss>'
BLOCK = f'<script type="application/ld+json">{ONE}</script>'


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        f"[{ONE}]",
        f'{{"@graph": [{{"@type": "WebSite"}}, {ONE}]}}',
        f'{{"@type": "ItemList", "itemListElement": [{{"position": 1, "item": {ONE}}}]}}',
        f"{ONE}\n\n",
        f"<!doctype html><html><script>var a = 1</script>{BLOCK}</html>",
        f"<HTML><SCRIPT id=x TYPE='application/ld+json'>{ONE}</SCRIPT>",
        FEED.format(BLOCK),
        FEED.format(ONE),
    ],
    ids=["one", "list", "graph", "item list", "a line", "page", "capitals", "feed", "bare feed"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_posting_is_found_however_it_is_wrapped(text, encoding):
    found = read_postings(text.encode(encoding))
    assert [one.values["title"] for one in found.postings] == ["Lasser"]
    assert found.problems == ()


def test_a_broken_line_does_not_hide_the_others():
    found = read_postings(f"{ONE}\n{{broken\n{ONE}\n".encode())
    assert [one.number for one in found.postings] == [1, 3]
    assert [one.number for one in found.problems] == [2]


def test_what_stands_elsewhere_in_the_file_is_filled_in():
    company = {"@id": "#staal", "@type": "Organization", "name": "Staal"}
    graph = {"@graph": [posting(hiringOrganization={"@id": "#staal"}), company]}
    [found] = read_postings(json.dumps(graph).encode()).postings
    assert read_posting(found.values).draft.employer == "Staal"


LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><rss>&c;</rss>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "leeg"),
        (b" \n ", "leeg"),
        (b"{", "beschadigd"),
        (b'{"@type": "JobPosting", "title": NaN}', "beschadigd"),
        (b"null", "beschadigd"),
        (b'"JobPosting"', "beschadigd"),
        (b"{}", "geen vacatures"),
        (b"[" * 100_000, "beschadigd"),
        (b"[" * 2_000_000, "te veel losse stukken"),
        (b'{"a":' * 90_000 + b"1" + b"}" * 90_000, "beschadigd"),
        (b'{"@type": "JobPosting", "title": "\x00"}', "geen tekst"),
        ('{"title": "é"}'.encode("latin-1"), "UTF-8"),
        (b"\xff\xfea", "UTF-8"),
        (LAUGHS.encode(), "DOCTYPE"),
        (b'<?xml version="1.0"?><rss>' + b"<a>" * 1_000, "te diep"),
        (b'<?xml version="1.0"?><rss><item></rss>', "beschadigd"),
        (b"<script" * 100_000, "geen vacatures"),
        (b'<script type="application/ld+json">{</script>' * 3, "beschadigd"),
        (b'<script type="application/ld+json">{</script>' * (MOST_POSTINGS + 2), "meer dan"),
        (b'{"@type":"JobPosting"}\n' * (MOST_POSTINGS + 1), "meer dan"),
        (b"x" * (LARGEST_FILE + 1), "te groot"),
        (b"PK\x03\x04" + b"\x00" * 50, "geen tekst"),
    ],
)
def test_a_hostile_file_is_refused_with_what_to_do(content, said):
    with pytest.raises(Invalid, match=said):
        read_postings(content)


@given(content=st.one_of(st.binary(), st.text().map(lambda one: one.encode("utf-8", "replace"))))
def test_no_bytes_raise_anything_but_a_refusal(content):
    for wrapped in (content, BLOCK.encode() + content, b'<?xml version="1.0"?>' + content):
        with suppress(Invalid):
            for one in read_postings(wrapped).postings:
                read_posting(one.values)


ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1e400"]),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "name", "minValue", "unitText", "address", "postalCode"]),
            inner,
        )
    ),
    max_leaves=8,
)


@given(changed=st.dictionaries(st.sampled_from(sorted(GOOD)), ANYTHING, max_size=5))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_field_raises_anything_but_a_refusal(changed):
    with suppress(Invalid):
        draft = read_posting(GOOD | changed).draft
        assert (len(draft.description) <= 5_000, len(draft.digest)) == (True, 64)


# What of a posting is kept


def test_a_whole_posting_is_read():
    read = read_posting(GOOD)
    assert read.remarks == ()
    assert read.draft.model_dump() == {
        "title": "Lasser",
        "employer": "Staal Landelijk",
        "identifier": "a-1",
        "address": "https://werk.example/a-1",
        "description": "Wij zoeken een lasser.",
        "postcode": "2312",
        "hours_min": 24,
        "hours_max": 36,
        "wage_cents": 1725,
        "starts_on": None,
        "valid_through": date(2026, 10, 2),  # that moment it is the next day here
        "kinds": frozenset({WorkKind.TEMPORARY_CONTRACT}),
        "category": "lasser",
    }


MONTH = {"currency": "EUR", "value": {"minValue": 2500, "unitText": "MONTH"}}
DOLLARS = {"currency": "USD", "value": {"value": 20, "unitText": "HOUR"}}


@pytest.mark.parametrize(
    ("field", "value", "kept", "remark"),
    [
        ("baseSalary", MONTH, ("wage_cents", None), "loon per maand"),
        ("baseSalary", DOLLARS, ("wage_cents", None), "geen loon per uur in euro's"),
        ("baseSalary", 15, ("wage_cents", None), "geen loon per uur"),
        ("workHours", "40 hours", ("hours_max", 40), ""),
        ("workHours", "8:30-17:00", ("hours_min", None), "de uren"),
        ("workHours", "99 uur", ("hours_min", None), "de uren"),
        ("jobLocation", {"address": {"postalCode": "2000", "addressCountry": "BE"}},
         ("postcode", None), "geen Nederlandse postcode"),
        ("jobLocation", [{"address": "Stad"}, {"address": "Kade 1, 2223 AB Katwijk"}],
         ("postcode", "2223"), ""),
        ("validThrough", "morgen", ("valid_through", None), "einddatum"),
        ("url", "javascript:alert(1)", ("address", ""), ""),
        ("description", "x" * 6_000, ("description", "x" * 4_999 + "…"), "het einde"),
        ("description", "&lt;p&gt;Hoi&lt;/p&gt;", ("description", "Hoi"), ""),
        ("employmentType", "INTERN", ("kinds", frozenset({WorkKind.INTERNSHIP})), ""),
    ],
)  # fmt: skip
def test_a_field_is_kept_or_named(field, value, kept, remark):
    read = read_posting(posting(**{field: value}))
    assert getattr(read.draft, kept[0]) == kept[1]
    assert [remark in said for said in read.remarks] == ([True] if remark else [])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "de titel mag niet leeg zijn"),
        ({"title": "x" * 201}, "de titel mag hoogstens 200"),
        ({"title": "a\ud800"}, "geen gewone tekst"),
        ({"description": "a\u202eb"}, "geen gewone tekst"),
        ({"hiringOrganization": None}, "de naam van het bedrijf mag niet leeg zijn"),
        ({"validThrough": "2026-08-31"}, "is verlopen op 31-8-2026"),
    ],
)
def test_a_wrong_posting_is_left_out_by_number(session, changed, said):
    speak(session)
    found = look(session, as_file(GOOD, posting(identifier="b", **changed)))
    assert [row.number for row in found.rows] == [1]
    [problem] = found.problems
    assert problem.number == 2
    assert said in problem.message


def test_without_a_sector_a_posting_waits_for_one(session):
    speak(session)
    [problem] = look(session, as_file(GOOD), sector="").problems
    assert "kies een sector" in problem.message


# Coming in


def test_good_postings_come_in_open_as_a_task(session):
    speak(session)
    done = bring(session, as_file(GOOD, posting(identifier="a-2", title="Monteur"), {**GOOD}))
    assert [row.fate for row in done.rows] == [Fate.NEW, Fate.NEW]
    assert [one.number for one in done.problems] == [3]  # the same as the first
    [company] = session.exec(select(Employer)).all()
    assert (company.trade_name, company.kvk, company.postcode) == ("Staal Landelijk", None, None)
    rows = session.exec(select(Vacancy).order_by(Vacancy.id)).all()
    assert [(row.title, row.state, row.occupation_id) for row in rows] == [
        ("Lasser", VacancyState.OPEN, 1),
        ("Monteur", VacancyState.OPEN, 1),
    ]
    assert unskilled_open(session, offset=0, most=1) == ([rows[0].id], 2)


def test_a_file_that_comes_again_adds_nothing(session):
    speak(session)
    bring(session, as_file(GOOD))
    again = bring(session, as_file(GOOD))
    assert [row.fate for row in again.rows] == [Fate.SAME]
    assert len(session.exec(select(Posting)).all()) == 1


def test_two_that_looked_at_the_same_moment_add_it_once(session):
    speak(session)
    first, second = look(session, as_file(GOOD)), look(session, as_file(GOOD))
    import_postings(session, first, now=NOW)
    done = import_postings(session, second, now=NOW)
    assert [row.fate for row in done.rows] == [Fate.SAME]


def test_a_changed_posting_changes_its_vacancy_until_it_is_written_in_skills(session):
    speak(session)
    [row] = bring(session, as_file(GOOD)).rows
    changed = bring(session, as_file(posting(title="Lasser TIG")))
    vacancy = session.get_one(Vacancy, row.vacancy_id)
    assert (changed.rows[0].fate, vacancy.title) == (Fate.CHANGED, "Lasser TIG")
    asked = RequirementDraft(skill_id=WELDING, importance=Importance.REQUIRED, level=3)
    set_requirements(session, vacancy_id=vacancy.id, drafts=[asked])
    kept = bring(session, as_file(posting(title="Lasser MAG")))
    assert (kept.rows[0].fate, vacancy.title) == (Fate.KEPT, "Lasser TIG")
    assert "in vaardigheden" in kept.remarks[0].message


def test_a_posting_that_ended_closes_its_vacancy(session):
    speak(session)
    [row] = bring(session, as_file(GOOD)).rows
    done = bring(session, as_file(posting(validThrough="2026-08-01")))
    assert done.rows[0].fate is Fate.ENDED
    assert session.get_one(Vacancy, row.vacancy_id).state is VacancyState.CLOSED
    [problem] = bring(session, as_file(GOOD)).problems
    assert "al gesloten" in problem.message


def test_at_night_what_ended_closes_once(session):
    speak(session)
    [row] = bring(session, as_file(GOOD)).rows
    last_day = NOW + timedelta(days=31)  # 2 October
    assert close_expired(session, last_day) == []
    assert close_expired(session, last_day + timedelta(days=1)) == [row.vacancy_id]
    assert close_expired(session, last_day + timedelta(days=2)) == []


def test_a_company_that_signed_up_gets_nothing_from_outside(session, employer):
    found = bring(session, as_file(posting(hiringOrganization="Bakker BV")))
    assert session.get_one(Vacancy, found.rows[0].vacancy_id).employer_id != employer
