"""Promise of every door: whatever comes in, the answer is a refusal in words, and never 5xx."""

import json
from collections import defaultdict
from collections.abc import Iterator

import pytest

from api.routes import create_api
from foundation.entry import TEXT
from tests.api.routes.conftest import ADDRESS, WELDER, Program, Site, shared_site
from tests.profiles.worlds import WELDING

JSON = "application/json"
PATHS = create_api().openapi()["paths"]
ROUTES = [(method.upper(), path) for path, found in PATHS.items() for method in found]
WITH_BODY = [
    (method.upper(), path)
    for path, found in PATHS.items()
    for method, operation in found.items()
    if "requestBody" in operation
]
LARGE = 2_100_000
# Each as bytes, with the media type it says it is.
BODIES = {
    "nothing": (b"", JSON),
    "no JSON": (b"hoi", JSON),
    "half a document": (b'{"name": "Zo', JSON),
    "a lone surrogate": (b'{"name": "\\ud800", "text": "\\udfff"}', JSON),
    "a surrogate as key": (b'{"\\ud800": 1}', JSON),
    "not a number": (b'{"level": NaN, "answer": NaN}', JSON),
    "infinite": (b'{"level": -Infinity}', JSON),
    "a number too large for any computer": (b'{"level": 1e400, "years": 1e400}', JSON),
    "the smallest number": (b'{"level": 5e-324}', JSON),
    "minus nothing": (b'{"level": -0, "answer": -0.0, "hours_min": -0}', JSON),
    "2 to the 63rd": (b'{"level": 9223372036854775808, "skill_id": 9223372036854775808}', JSON),
    "2 to the 31st as text": (b'{"skill_id": "2147483648", "occupation_id": "2147483648"}', JSON),
    "five thousand digits": (b'{"level": ' + b"9" * 5_000 + b"}", JSON),
    "NUL": (b'{"name": "a\\u0000b", "text": "a\\u0000b", "title": "\\u0000"}', JSON),
    "raw NUL": (b'{"name": "a\x00b"}', JSON),
    "deep": (b'{"items": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", JSON),
    "less deep": (b'{"items": ' + b"[" * 900 + b"]" * 900 + b"}", JSON),
    "too large": (b'{"text": "' + b"a" * LARGE + b'"}', JSON),
    "the same key twice": (b'{"name": "a", "name": 1, "level": 1, "level": "x"}', JSON),
    "no UTF-8": (b'{"name": "\xff\xfe"}', JSON),
    "UTF-16": ('{"name": "a"}'.encode("utf-16"), JSON),
    "a mark in front": (b'\xef\xbb\xbf{"name": "a"}', JSON),
    "a list": (b"[]", JSON),
    "a list of nothing": (b"[null]", JSON),
    "null": (b"null", JSON),
    "a word": (b'"hoi"', JSON),
    "a number": (b"1", JSON),
    "the wrong kinds": (b'{"name": {}, "items": {"a": []}, "level": [1], "text": 1}', JSON),
    "a list of the wrong kinds": (b'{"items": [1, null, {}, [], "a"]}', JSON),
    "unknown fields": (b'{"__proto__": 1, "id": 1, "state": "active"}', JSON),
    "digits of elsewhere": ('{"postcode": "２３１２", "level": "٣"}'.encode(), JSON),
    "words turned around": ('{"name": "\u202eabc", "text": "\u2066"}'.encode(), JSON),
    "an accent on its own": ('{"name": "\u0301", "text": "\u0301"}'.encode(), JSON),
    "only spaces": (b'{"name": "   ", "text": "\\n\\t", "title": " "}', JSON),
    "a form": (b"name=a&level=1", "application/x-www-form-urlencoded"),
    "a file": (b"--x\r\n\r\na\r\n--x--", "multipart/form-data; boundary=x"),
    "a file without an end": (b"--x\r\nContent-Disposition: form", "multipart/form-data"),
    "plain text": (b'{"name": "a"}', "text/plain"),
    "no media type": (b'{"name": "a"}', ""),
    "half a media type": (b'{"name": "a"}', "application/"),
    "a media type of nonsense": (b'{"name": "a"}', "\x80/;;;=json"),
    "XML": (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "text/xml"),
    "JSON by another name": (b'{"level": NaN}', "application/vnd.x+json"),
    "YAML": (b"!!python/object/apply:os.system [ls]", "application/yaml"),
}
SEGMENTS = [
    "0",
    "-1",
    "+1",
    "01",
    "1.0",
    "1e3",
    "2147483648",
    "9999999999",
    "99999999999999999999",
    "٣",
    "２",
    "%00",
    "%ff",
    "%ED%A0%80",
    "%2e%2e",
    "..%2f..%2fetc%2fpasswd",
    "1%0d%0aSet-Cookie:a=b",
    "1;2",
    "1%202",
    "'%20OR%201=1--",
    "{}",
    "null",
    "a" * 3_000,
]
QUERIES = [
    "page=0",
    "page=-1",
    "page=1e3",
    "page=99999999999999999999",
    "page=٣",
    "page=",
    "page=1&page=x",
    "pageSize=101",
    "pageSize=%00",
    "hoi=1",
    "%ff=%fe",
    "page[]=1",
    "q=%00",
    "q=%ED%A0%80",
    "q=" + "a" * 5_000,
    "skillId=0",
    "skillId=2147483648",
    "travelMinutes=NaN",
    "hoursMin=40&hoursMax=1",
    "kind=hoi",
    "sector=%00",
    "sector=" + "&sector=".join("abcdefghijklmnop"),
    "&&&===",
    "a" * 8_000,
]
HEADERS = [
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer \xff\xfe"},
    {"Authorization": "Basic YTpi"},
    {"Authorization": "Bearer " + "a" * 10_000},
    {"Cookie": "__Host-tom=\xff; tom=; =; ;;", "Origin": ADDRESS},
    {"Accept-Language": "\xff,,;q=x" * 500},
    {"If-Match": "\xff"},
    {"If-Match": '"' + "a" * 10_000},
    {"Idempotency-Key": "a" * 101},
    {"Idempotency-Key": "\xff"},
    {"Idempotency-Key": "a b"},
    {"Content-Length": "-1"},
    {"Content-Length": "9" * 30},
    {"Content-Length": "٣".encode().decode("latin-1")},
    {"Accept": "text/html;q=x, \xff"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Host": "a b"},
    {"X-Forwarded-For": "'"},
    {"Transfer-Encoding": "chunked"},
]
# What may come as far as a statement, where the one database takes what the other does not. The
# rest is refused before there is a database: SQLite meets all of it, PostgreSQL only this.
BODIES_FOR_BOTH = {
    "a lone surrogate",
    "2 to the 63rd",
    "2 to the 31st as text",
    "minus nothing",
    "the smallest number",
    "five thousand digits",
    "NUL",
    "a list of nothing",
    "the same key twice",
    "unknown fields",
    "digits of elsewhere",
    "words turned around",
    "an accent on its own",
    "only spaces",
}
SEGMENTS_FOR_BOTH = {
    "0",
    "-1",
    "01",
    "2147483648",
    "99999999999999999999",
    "٣",
    "%00",
    "%ED%A0%80",
    "'%20OR%201=1--",
    "a" * 3_000,
}
QUERIES_FOR_BOTH = {
    "page=0",
    "page=99999999999999999999",
    "page=٣",
    "pageSize=%00",
    "q=%00",
    "q=%ED%A0%80",
    "q=" + "a" * 5_000,
    "skillId=0",
    "skillId=2147483648",
    "travelMinutes=NaN",
    "sector=%00",
}
HEADERS_FOR_BOTH = {"Authorization", "Cookie", "If-Match", "Idempotency-Key"}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def region(request, tmp_path_factory) -> Iterator[Site]:
    """A small region on each kind of database, for all tests here together."""
    with shared_site(request, tmp_path_factory.mktemp("hostile")) as site:
        yield site


@pytest.fixture(scope="module")
def somebody(region) -> Program:
    """Somebody with a profile, whom nothing here may harm."""
    return region.skilled()


@pytest.fixture(scope="module")
def meets_all(region) -> bool:
    """Tell whether this database meets everything, or only what is for both."""
    return region.engine.dialect.name == "sqlite"


def address(path: str, who: Program) -> str:
    """Fill a path with what is there."""
    named = {"candidateId": who.candidate, "vacancyId": WELDER, "skillId": WELDING}
    named |= {"questionId": "R1", "purpose": "research", "visitId": 99_999}
    known = defaultdict(lambda: 1, named)
    return "/v1" + path.format_map(known)


def refused_in_words(answer, language="nl") -> None:
    """Hold an answer against what is promised of every refusal."""
    assert answer.status_code < 500, answer.text
    if answer.status_code < 400:
        return
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == language
    told = json.loads(answer.content)
    assert told.keys() == {"type", "title", "status", "problems"}
    assert told["status"] == answer.status_code
    assert told["title"].strip().endswith((".", "!"))
    assert all(one["message"] for one in told["problems"])


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_no_body_breaks_a_route(region, meets_all, path, method):
    who = region.skilled()
    for body, kind in (BODIES[one] for one in BODIES if meets_all or one in BODIES_FOR_BOTH):
        headers = {"Content-Type": kind.encode("latin-1")} if kind else {}
        answer = who.client.request(method, address(path, who), content=body, headers=headers)
        refused_in_words(answer)


@pytest.mark.parametrize(("method", "path"), [one for one in ROUTES if "{" in one[1]])
def test_no_address_breaks_a_route(somebody, meets_all, method, path):
    keys = [step for step in path.split("/") if step.startswith("{")]
    for key in keys:
        for segment in SEGMENTS if meets_all else SEGMENTS_FOR_BOTH:
            broken = address(path.replace(key, "@"), somebody).replace("@", segment)
            answer = somebody.client.request(method, broken, **_body_for(method))
            refused_in_words(answer)
            # Whoever may not do this at all is told so before anybody looks at the number.
            assert answer.status_code in (400, 403, 404, 405), (broken, answer.status_code)


@pytest.mark.parametrize(("method", "path"), [one for one in ROUTES if one[0] == "GET"])
def test_no_query_breaks_a_route(somebody, meets_all, method, path):
    for query in QUERIES if meets_all else QUERIES_FOR_BOTH:
        refused_in_words(somebody.get(f"{address(path, somebody)}?{query}"))


@pytest.mark.parametrize(
    ("method", "path"),
    [one for one in ROUTES if one not in (("DELETE", "/candidates/{candidateId}"),)],
)
def test_no_header_breaks_a_route(region, meets_all, method, path):
    who = region.begun()
    for more in (one for one in HEADERS if meets_all or one.keys() & HEADERS_FOR_BOTH):
        headers = {key: value.encode("latin-1") for key, value in more.items()}
        answer = who.client.request(
            method, address(path, who), headers=headers, **_body_for(method)
        )
        assert answer.status_code < 500, more
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"


def test_what_is_for_both_databases_is_among_what_one_of_them_meets():
    assert BODIES.keys() >= BODIES_FOR_BOTH
    assert set(SEGMENTS) >= SEGMENTS_FOR_BOTH
    assert set(QUERIES) >= QUERIES_FOR_BOTH
    assert {key for one in HEADERS for key in one} >= HEADERS_FOR_BOTH


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_a_refusal_is_in_english_for_who_asks(somebody, method, path):
    answer = somebody.client.request(
        method,
        address(path, somebody),
        content=b"hoi",
        headers={"Content-Type": JSON, "Accept-Language": "en-GB,en;q=0.9"},
    )
    assert answer.status_code == 400
    refused_in_words(answer, "en")


@pytest.mark.parametrize(
    "path",
    ["/v1", "/v1/", "/v1//", "/v1/%00", "/v1/health/", "/v1/" + "a/" * 2_000],
)
def test_an_address_that_is_not_there_is_a_refusal_too(somebody, path):
    answer = somebody.get(path)
    assert answer.status_code == 404
    if path != "/v1":
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("name", "status"),
    [("too large", 413), ("not a number", 400), ("a lone surrogate", 400), ("deep", 400)],
)
def test_what_is_wrong_with_a_body_has_its_own_answer(somebody, name, status):
    body, kind = BODIES[name]
    path = f"{somebody.mine}/own-words"
    answer = somebody.client.post(path, content=body, headers={"Content-Type": kind})
    assert answer.status_code == status


def test_the_longest_text_that_is_allowed_goes_in(somebody):
    text = "é" * TEXT
    patch = {"name": "Zoë", "presentation": text}
    assert somebody.client.patch(somebody.mine, json=patch).json()["presentation"] == text


def _body_for(method: str) -> dict[str, object]:
    return {"json": {}} if method in ("POST", "PUT", "PATCH") else {}
