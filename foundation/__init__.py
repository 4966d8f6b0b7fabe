"""The cellar: database, errors, settings, clock and the rules for what may come in."""
