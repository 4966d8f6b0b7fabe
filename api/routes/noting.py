"""Notes in the audit trail what a program did with a profile."""

from api.noting import note

__all__ = ["note"]
