"""This room in the API."""

from nanobank.exams.api.endpoints import router

__all__ = ["router"]
