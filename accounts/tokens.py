"""Random secrets and the hashes that are kept of them.

A token has 256 bits of chance, so a plain SHA-256 is enough: there is nothing to guess at.
"""

import hashlib
import hmac
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """Draw a token of 256 bits that fits in a link and a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_code() -> str:
    """Draw six digits for a person to type; any of the million is as likely."""
    return f"{secrets.randbelow(1_000_000):06}"


def hashed(token: str) -> str:
    """Give the hash that is kept, 64 letters; takes any text, also what is no valid Unicode."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def hashed_code(challenge: str, code: str) -> str:
    """Give the hash of a typed code, salted with what only the browser that asked holds.

    A million codes are tried in a second; a million times 2²⁵⁶ are not, so a stolen table is no
    way in.
    """
    return hashed(f"{challenge}:{code}")


def same(one: str, other: str) -> bool:
    """Compare two hashes in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def new_public_id() -> str:
    """Make a random number (128 bits, 32 hexadecimal digits) to name a row outside this house."""
    return secrets.token_hex(16)
