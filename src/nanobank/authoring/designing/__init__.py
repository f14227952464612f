"""Designing a micro-credential: VIA's questions one by one, and what the answers add up to."""
