"""What a program can do in authoring: editor."""

from ninja import Router

router = Router()
