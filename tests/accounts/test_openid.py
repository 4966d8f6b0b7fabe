"""Promises about identity providers: only what they signed for this login is believed."""

import base64
import hmac
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from accounts.openid import (
    OrganisationAway,
    OrganisationPerson,
    OrganisationRefused,
    Provider,
    UnderWay,
    finish,
    provider_of,
)
from foundation.clock import utc_now
from foundation.settings import OrganisationSettings

BACK = "https://talent.example/inloggen/organisatie/terug"
RIGHT, WRONG = RSAKey.generate_key(2048), RSAKey.generate_key(2048)
UNDER_WAY = UnderWay(nonce="n" * 43, verifier="v" * 86)


class Told:
    """What our own provider answers, by path: a status and a body."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: dict[str, tuple[int, Any]] = {
            "/.well-known/openid-configuration": (
                200,
                {
                    "issuer": address,
                    "authorization_endpoint": f"{address}/authorize",
                    "token_endpoint": f"{address}/token",
                    "jwks_uri": f"{address}/keys",
                },
            ),
            "/keys": (200, {"keys": [RIGHT.as_dict(private=False)]}),
        }

    def says(self, token: str | None) -> None:
        body = {"access_token": "a", "token_type": "Bearer", "id_token": token}
        self.answers["/token"] = (200, {key: one for key, one in body.items() if one is not None})

    def claims(self, **other: object) -> dict[str, Any]:
        now = int(utc_now().timestamp())
        sound = {"iss": self.address, "aud": "talent", "sub": "s-1", "nonce": UNDER_WAY.nonce}
        made = sound | {"iat": now, "exp": now + 300} | other
        return {name: value for name, value in made.items() if value is not None}


@contextmanager
def serving() -> Iterator[Told]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = parse_qs(self.rfile.read(length).decode())
            told.asked.append({name: one[0] for name, one in body.items()})
            told.headers.append(dict(self.headers))
            status, answer = told.answers.get(self.path, (404, {}))
            content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        told = Told(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield told
        server.shutdown()
        thread.join()


@pytest.fixture
def own() -> Iterator[Told]:
    """A provider whose answers a test can change."""
    with serving() as told:
        yield told


def told(organisation, under_way: UnderWay, code: str, provider=None) -> OrganisationPerson:
    return finish(
        organisation=organisation,
        provider=provider or provider_of(organisation),
        redirect_uri=BACK,
        under_way=under_way,
        code=code,
        now=utc_now(),
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def ours(own: Told, secret: str = "") -> OrganisationSettings:
    return OrganisationSettings(own.address, "talent", secret)


def signed(claims: dict[str, Any], key: RSAKey = RIGHT) -> str:
    return jwt.encode({"alg": "RS256"}, claims, key)


def packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def unsigned(claims: dict[str, Any], algorithm: str = "none") -> str:
    parts = ({"alg": algorithm}, claims)
    return ".".join(packed(json.dumps(part).encode()) for part in parts) + "."


def signed_with_the_public_key(claims: dict[str, Any]) -> str:
    text = unsigned(claims, "HS256").removesuffix(".")
    seal = hmac.digest(RIGHT.as_pem(private=False), text.encode(), "sha256")
    return f"{text}.{packed(seal)}"


def test_a_sound_id_token_is_believed_and_the_verifier_proves_who_began(own):
    own.says(signed(own.claims(email="A@b.nl", email_verified=True)))
    found = told(ours(own), UNDER_WAY, "code-1")
    assert found == OrganisationPerson(own.address, "s-1", "a@b.nl", email_verified=True)
    (asked,) = [one for one in own.asked if one]
    assert asked == {
        "grant_type": "authorization_code",
        "code": "code-1",
        "redirect_uri": BACK,
        "client_id": "talent",
        "code_verifier": UNDER_WAY.verifier,
    }


@pytest.mark.parametrize("methods", [["client_secret_basic"], ["client_secret_post"], None])
def test_the_secret_goes_the_way_the_provider_knows(own, methods):
    own.answers["/.well-known/openid-configuration"][1]["token_endpoint_auth_methods_supported"] = (
        methods
    )
    own.says(signed(own.claims()))
    told(ours(own, "geheim"), UNDER_WAY, "code-1")
    in_body = any(one.get("client_secret") == "geheim" for one in own.asked)
    in_header = any("Authorization" in one for one in own.headers)
    assert (in_body, in_header) == (
        (True, False) if methods == ["client_secret_post"] else (False, True)
    )


CLAIMS: dict[str, dict[str, object]] = {
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "another issuer": {"iss": "https://ander.example"},
    "another audience": {"aud": "iemand"},
    "an audience among others, without saying for whom": {"aud": ["talent", "iemand"]},
    "for another party": {"aud": ["talent", "iemand"], "azp": "iemand"},
    "expired": {"exp": 1_700_000_000},
    "never expires": {"exp": None},
    "a time that is no number": {"exp": "later"},
    "not yet": {"nbf": 4_000_000_000},
    "from the future": {"iat": 4_000_000_000},
    "nobody": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is no text": {"sub": 7},
    "another access token": {"at_hash": "x"},
}


@pytest.mark.parametrize("other", CLAIMS.values(), ids=CLAIMS)
def test_an_id_token_that_is_not_for_this_login_is_refused(own, other):
    own.says(signed(own.claims(**other)))
    with pytest.raises(OrganisationRefused, match="niet bevestigd"):
        told(ours(own), UNDER_WAY, "code-1")


FORGED: dict[str, Callable[[dict[str, Any]], str | None]] = {
    "signed by another": lambda claims: signed(claims, WRONG),
    "not signed": unsigned,
    "signed with what everybody knows": signed_with_the_public_key,
    "with another key in its header": lambda claims: jwt.encode(
        {"alg": "RS256", "jwk": WRONG.as_dict(private=False)}, claims, WRONG
    ),
    "changed afterwards": lambda claims: signed(claims)[:-6] + "AAAAAA",
    "no token": lambda _: None,
    "an empty token": lambda _: "",
    "no token at all": lambda _: "geen.token",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_an_id_token_the_provider_did_not_sign_is_refused(own, forge):
    own.says(forge(own.claims()))
    with pytest.raises(OrganisationRefused):
        told(ours(own), UNDER_WAY, "code-1")


def broken(own: Told, **other: object) -> tuple[int, Any]:
    return 200, own.answers["/.well-known/openid-configuration"][1] | other


DISCOVERY: dict[str, Callable[[Told], tuple[int, Any]]] = {
    "an error": lambda _: (500, {}),
    "nothing there": lambda _: (404, {}),
    "sent elsewhere": lambda _: (302, {}),
    "a page": lambda _: (200, b"<html>onderhoud</html>"),
    "a list": lambda _: (200, []),
    "another issuer": lambda own: broken(own, issuer="https://ander.example"),
    "no issuer": lambda own: broken(own, issuer=None),
    "no token endpoint": lambda own: broken(own, token_endpoint=None),
    "an endpoint in the open": lambda own: broken(own, jwks_uri="http://idp.example/keys"),
    "another kind of endpoint": lambda own: broken(own, token_endpoint="file:///etc/passwd"),  # noqa: S106
    "only shared keys": lambda own: broken(
        own, id_token_signing_alg_values_supported=["HS256", "none"]
    ),
}


@pytest.mark.parametrize("answer", DISCOVERY.values(), ids=DISCOVERY)
def test_a_provider_that_does_not_keep_to_its_protocol_is_away(own, answer):
    own.answers["/.well-known/openid-configuration"] = answer(own)
    with pytest.raises(OrganisationAway, match="antwoordt niet goed"):
        provider_of(ours(own))


def test_a_slash_behind_the_issuer_makes_no_difference(own):
    assert provider_of(OrganisationSettings(f"{own.address}/", "talent")).issuer == own.address


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/token", (500, {})),
        ("/token", (200, b"<html>")),
        ("/token", (200, [])),
        ("/keys", (500, {})),
        ("/keys", (200, b"<html>")),
    ],
)
def test_a_provider_that_fails_halfway_is_away(own, path, answer):
    own.says(signed(own.claims()))
    own.answers[path] = answer
    with pytest.raises(OrganisationAway):
        told(ours(own), UNDER_WAY, "code-1")


def test_keys_that_are_no_keys_confirm_nobody(own):
    own.says(signed(own.claims()))
    own.answers["/keys"] = (200, {"keys": [{"kty": "x"}]})
    with pytest.raises(OrganisationRefused):
        told(ours(own), UNDER_WAY, "code-1")


def test_a_code_the_provider_refuses_is_refused(own):
    own.answers["/token"] = (400, {"error": "invalid_grant"})
    with pytest.raises(OrganisationRefused):
        told(ours(own), UNDER_WAY, "code-1")


def test_a_provider_that_is_away_is_said_in_dutch():
    address = f"http://127.0.0.1:{free_port()}"
    organisation = OrganisationSettings(address, "talent")
    endpoints = (f"{address}/{name}" for name in ("authorize", "token", "keys"))
    provider = Provider(address, *endpoints, algorithms=("RS256",))
    with pytest.raises(OrganisationAway, match="Probeer het over een paar minuten"):
        provider_of(organisation)
    with pytest.raises(OrganisationAway):
        told(organisation, UNDER_WAY, "code-1", provider)


def test_a_provider_that_keeps_silent_is_given_up(monkeypatch):
    monkeypatch.setattr("accounts.openid.TIMEOUT", (0.1, 0.1))
    with socket.create_server(("127.0.0.1", 0)) as door:
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        with pytest.raises(OrganisationAway):
            provider_of(OrganisationSettings(address, "talent"))
