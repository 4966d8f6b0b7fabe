"""The exact, explainable ranking of people for work and of work for people."""
