"""What a program can do here."""

from ninja import Router

router = Router()
