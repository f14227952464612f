"""Lays the demo: everything through the services that people use, with the clock turned back to when it happened."""

from nanobank.demo.seeding.whole import seed

__all__ = ["seed"]
