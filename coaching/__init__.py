"""How coaches guide candidates: caseload, shortlists, reviews, introductions, objections."""
