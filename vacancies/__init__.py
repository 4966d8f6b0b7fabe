"""Employers and their vacancies, written in skills."""
