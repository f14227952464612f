"""What a program can do for a workplace and for whoever works there, on the same services as the pages."""

from ninja import Router

from nanobank.employers.api import lists, mine, needs, orders, people, skills, workplaces

router = Router()
for part in (workplaces, people, lists, skills, needs, orders, mine):
    router.add_router("", part.router)

__all__ = ["router"]
