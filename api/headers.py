"""The headers that every answer carries: what a browser may do with it, and for how long."""

from starlette.types import Scope

from api.version import VERSION

A_YEAR = 31_536_000

# No word of a page runs as script or style, and nothing is asked of another host.
CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with no-referrer a browser hides the origin of our forms
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def headers_of(scope: Scope, *, https: bool) -> dict[str, str]:
    """List the headers of an answer to this request; one that the answer has itself goes first."""
    headers = dict(HEADERS)
    path = scope["path"]
    if path.startswith("/static/"):
        kept = f"public, max-age={A_YEAR}, immutable"
        headers["cache-control"] = kept if scope["query_string"] else "no-cache"
    else:
        headers["cache-control"] = "no-store"
        headers["vary"] = "Accept-Language, Cookie"
    if path.startswith("/v1"):
        headers["api-version"] = VERSION
    if https:
        headers["strict-transport-security"] = f"max-age={A_YEAR}; includeSubDomains"
    return headers
