"""What a program can do in authoring: designing."""

from ninja import Router

router = Router()
