"""Mentors, threads, appointments and the office's view of who waits for an answer."""
