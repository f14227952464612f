"""Competence frameworks taken in from outside: ESCO, CASE and plain lists, and texts read into competences."""
