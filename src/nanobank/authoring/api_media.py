"""What a program can do in authoring: media."""

from ninja import Router

router = Router()
