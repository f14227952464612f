"""The API's front door: every room's router under ``/api/v1/``, one way to sign in, one form of error."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from nanobank.accounts.api import TokenAuth
from nanobank.accounts.api import router as accounts
from nanobank.bank.api import router as bank
from nanobank.catalogue.api import router as catalogue
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.credentials.api import router as credentials
from nanobank.exams.api import router as exams
from nanobank.organisations.api import router as organisations
from nanobank.study.api import router as study

api = NinjaAPI(
    title="Nanobanken",
    version="1",
    description="Everything a page can do, a program can do. Make a personal token under *Min side → API-nøgler*.",
    auth=TokenAuth(),
    urls_namespace="api",
    servers=[{"url": settings.BASE_URL}],
)
api.add_router("", accounts, tags=["me"])
api.add_router("", organisations, tags=["organisations"])
api.add_router("", catalogue, tags=["catalogue"])
api.add_router("", bank, tags=["bank"])
api.add_router("", study, tags=["study"])
api.add_router("", exams, tags=["exams"])
api.add_router("", credentials, tags=["credentials"])


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    if isinstance(refusal, NotYours):
        return api.create_response(request, {"detail": "Not Found"}, status=404)
    status = 409 if isinstance(refusal, Conflict) else 422
    return api.create_response(request, {"detail": refusal.message, "field": refusal.field}, status=status)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, invalid: ValidationError) -> HttpResponse:
    errors = [
        {"field": ".".join(str(part) for part in error["loc"]), "message": error["msg"]} for error in invalid.errors
    ]
    return api.create_response(request, {"detail": "Invalid input", "errors": errors}, status=422)
