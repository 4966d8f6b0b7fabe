"""What a coach may read of a limit that sets somebody apart from a vacancy."""

from matching.gates import Finding, Gate

PAY_CLOSES = "Het loon past niet bij wat deze kandidaat wil."
PAY_UNKNOWN = "Het loon is niet bekend."


def limit_words(finding: Finding, *, guided: bool) -> str:
    """Say a limit to a coach; what somebody wants to earn only to the coach who guides him.

    That is what the page where people fill it in promises them.
    """
    if finding.gate is Gate.WAGE and not guided:
        return PAY_CLOSES if finding.closed else PAY_UNKNOWN
    return finding.reason
