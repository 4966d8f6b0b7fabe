"""The shared language: the taxonomy, text to suggestions, and the courses that teach a skill."""
