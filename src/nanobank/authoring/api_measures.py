"""What a program can do in authoring: measures."""

from ninja import Router

router = Router()
