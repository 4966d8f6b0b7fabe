"""Speaking to an identity provider (OpenID Connect, code flow with PKCE).

Nothing here takes a session: a provider that answers slowly must not hold up everybody who writes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from authlib.oidc.discovery import get_well_known_url  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from foundation.errors import NotAllowed, Unavailable
from foundation.settings import OrganisationSettings

LEEWAY_SECONDS = 120
TIMEOUT = (3.05, 10)

_SCOPE = "openid email"
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class OrganisationAway(Unavailable):
    """The identity provider does not answer, or answers something else than its protocol."""


class OrganisationRefused(NotAllowed):
    """The identity provider did not vouch for this person in this login."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Where an identity provider answers, as it tells itself (OpenID Connect Discovery)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    algorithms: tuple[str, ...]
    secret_in_body: bool = False


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What only we know of a login that is under way."""

    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class OrganisationPerson:
    """Who somebody is according to the identity provider."""

    issuer: str
    subject: str
    email: str | None
    email_verified: bool


def provider_of(organisation: OrganisationSettings) -> Provider:
    """Ask the identity provider where it answers. Takes no session: this may last seconds.

    Raises:
        OrganisationAway: it does not answer, or is not the one in the settings.
    """
    told = _json(get_well_known_url(organisation.issuer, external=True))
    issuer = told.get("issuer")
    if not isinstance(issuer, str) or issuer.rstrip("/") != organisation.issuer.rstrip("/"):
        raise _away()
    known = told.get("id_token_signing_alg_values_supported") or ["RS256"]
    algorithms = tuple(name for name in _ALGORITHMS if name in known)
    if not algorithms:
        raise _away()
    methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Provider(
        issuer,
        _endpoint(told, "authorization_endpoint"),
        _endpoint(told, "token_endpoint"),
        _endpoint(told, "jwks_uri"),
        algorithms,
        "client_secret_basic" not in methods,
    )


def _endpoint(told: dict[str, Any], name: str) -> str:
    """Read an address; plain http only goes to this machine itself."""
    address = told.get(name)
    parts = urlsplit(address if isinstance(address, str) else "")
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return str(address)
    raise _away()


def _json(address: str) -> dict[str, Any]:
    try:
        response = requests.get(address, timeout=TIMEOUT, allow_redirects=False)
        response.raise_for_status()
        told = response.json()
    except (requests.RequestException, ValueError) as error:
        raise _away() from error
    if response.status_code != requests.codes.ok or not isinstance(told, dict):
        raise _away()
    return told


def _away() -> OrganisationAway:
    return OrganisationAway(
        "De inlog van je organisatie antwoordt niet goed. Probeer het over een paar minuten nog "
        "eens, of vraag de beheerder."
    )


def address_to_agree(
    organisation: OrganisationSettings,
    provider: Provider,
    redirect_uri: str,
    state: str,
    under_way: UnderWay,
) -> str:
    """Give the address where the person agrees; nothing is sent yet."""
    with _client(organisation, provider, redirect_uri) as client:
        address, _ = client.create_authorization_url(
            provider.authorization_endpoint,
            state=state,
            nonce=under_way.nonce,
            code_verifier=under_way.verifier,
        )
    return str(address)


def finish(
    *,
    organisation: OrganisationSettings,
    provider: Provider,
    redirect_uri: str,
    under_way: UnderWay,
    code: str,
    now: datetime,
) -> OrganisationPerson:
    """Trade the code for who this is. Takes no session: this may last seconds.

    Checked are the signature, issuer, audience, times and nonce of the ID token.

    Raises:
        OrganisationAway: the provider does not answer.
        OrganisationRefused: the code is not good, or the ID token is not for this login.
    """
    token = _traded(organisation, provider, redirect_uri, under_way, code)
    try:
        keys = KeySet.import_key_set(_json(provider.jwks_uri))  # type: ignore[arg-type]
        claims = _claims(organisation, provider, under_way, token, keys)
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise _refused() from error
    email = claims.get("email")
    return OrganisationPerson(
        provider.issuer,
        claims["sub"],
        email.lower() if isinstance(email, str) and email else None,
        claims.get("email_verified") is True,
    )


def _traded(
    organisation: OrganisationSettings,
    provider: Provider,
    redirect_uri: str,
    under_way: UnderWay,
    code: str,
) -> dict[str, Any]:
    try:
        with _client(organisation, provider, redirect_uri) as client:
            token = client.fetch_token(
                provider.token_endpoint,
                code=code,
                code_verifier=under_way.verifier,
                allow_redirects=False,
            )
    except OAuthError as error:
        raise _refused() from error
    except (requests.RequestException, ValueError) as error:
        raise _away() from error
    return dict(token)


def _client(
    organisation: OrganisationSettings, provider: Provider, redirect_uri: str
) -> OAuth2Session:
    method = "client_secret_post" if provider.secret_in_body else "client_secret_basic"
    return OAuth2Session(
        organisation.client_id,
        organisation.client_secret or None,
        token_endpoint_auth_method=method if organisation.client_secret else "none",
        scope=_SCOPE,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        default_timeout=TIMEOUT,
    )


def _claims(
    organisation: OrganisationSettings,
    provider: Provider,
    under_way: UnderWay,
    token: dict[str, Any],
    keys: KeySet,
) -> CodeIDToken:
    """Read the ID token: the signature is checked here, the claims when they are validated."""
    decoded = jwt.decode(token["id_token"], keys, algorithms=provider.algorithms)
    return CodeIDToken(
        decoded.claims,
        decoded.header,
        {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": organisation.client_id},
            "sub": {"essential": True},
        },
        {
            "nonce": under_way.nonce,
            "client_id": organisation.client_id,
            "access_token": token.get("access_token"),
        },
    )


def _refused() -> OrganisationRefused:
    return OrganisationRefused(
        "Je organisatie heeft deze inlog niet bevestigd. Begin opnieuw met inloggen."
    )
