"""How coaches guide candidates: who guides whom, objections; later shortlists and introductions."""
