"""Candidates: what they can do, what they wish, and what they agreed to."""
