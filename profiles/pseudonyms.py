"""What somebody is called before his name may be known."""


def pseudonym(candidate_id: int) -> str:
    """Name a candidate by number alone, as on every list that others see: `K-204`."""
    return f"K-{candidate_id:03d}"
