"""Whole cohorts: an institution awards a list of people at once, sees it before, approves it, and follows it."""
