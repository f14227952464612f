"""The API's front door: every room's router under ``/api/v1/``, one way to sign in, one form of error."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError, ValidationErrorContext
from ninja.openapi.schema import OpenAPISchema
from ninja.params.models import ParamModel

from nanobank.accounts.api import TokenAuth
from nanobank.accounts.api import router as accounts
from nanobank.ai_register.api import router as ai_register
from nanobank.authoring.api import router as authoring
from nanobank.awards.api import router as awards
from nanobank.bank.api import router as bank
from nanobank.catalogue.api import router as catalogue
from nanobank.common.errors import Changed, NotYours, Refused
from nanobank.credentials.api import router as credentials
from nanobank.credentials.api_lifecycle import router as lifecycle
from nanobank.credentials.api_taking import router as taking
from nanobank.credentials.seals.api import router as seals
from nanobank.credentials.trust.api import router as trust
from nanobank.employers.api import router as employers
from nanobank.exams.api import router as exams
from nanobank.feeds.api import router as feeds
from nanobank.frameworks.api import router as frameworks
from nanobank.guidance.api import router as guidance
from nanobank.needs.api import router as needs
from nanobank.notices.api import router as notices
from nanobank.organisations.api import router as organisations
from nanobank.pathways.api import router as pathways
from nanobank.pathways.api_talk import router as pathway_talk
from nanobank.pathways.cohorts.api import router as cohorts
from nanobank.pathways.teams.api import router as teams
from nanobank.quality.api import router as quality
from nanobank.reuse.api import router as reuse
from nanobank.search.api import router as search
from nanobank.sharing.api import router as sharing
from nanobank.site.api_errors import inputs_at_fault, sentence_of
from nanobank.site.api_input import InputParser, Unreadable
from nanobank.study.api import router as study
from nanobank.wallets.api import router as wallets
from nanobank.withdrawals.api import router as withdrawals

_PROBLEM = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


class Api(NinjaAPI):
    """Ninja's API, whose errors name inputs as the sender knows them and whose document tells of every error."""

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[ParamModel]]
    ) -> ValidationError:
        """The errors of pydantic, without the names that only the code knows."""
        return ValidationError(
            [
                {**error, "loc": _as_sent(error["loc"], context.model)}
                for context in error_contexts
                for error in context.pydantic_validation_error.errors(include_url=False, include_input=False)
            ]
        )

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The document, with the errors that the front door answers for every room."""
        document = super().get_openapi_schema(**options)
        for methods in document["paths"].values():
            for operation in methods.values():
                _declare(operation)
        return document


def _as_sent(place: tuple[int | str, ...], model: ParamModel) -> tuple[int | str, ...]:
    """``given.module`` of a body is ``module`` to whoever sent it; likewise the filters of a query."""
    place = getattr(model, "__ninja_flatten_map_reverse__", {}).get(place, place)
    names = {getattr(model, "__read_from_single_attr__", None)}
    names |= {path[0] for path in getattr(model, "__ninja_flatten_map__", {}).values() if len(path) > 1}
    return place[1:] if place and place[0] in names else place


def _declare(operation: dict[str, Any]) -> None:
    statuses = {401} if operation.get("security") else set()
    statuses |= {422} if operation.get("parameters") or operation.get("requestBody") else set()
    statuses |= {400, 413, 415} if operation.get("requestBody") else set()
    responses = operation["responses"]
    for status in sorted(statuses - responses.keys()):
        responses[status] = {"description": sentence_of(status), "content": _PROBLEM}


api = Api(
    title="Nanobanken",
    version="1",
    description="Everything a page can do, a program can do. Make a personal token under *Min side → API-nøgler*.",
    auth=TokenAuth(),
    parser=InputParser(),
    urls_namespace="api",
    servers=[{"url": settings.BASE_URL}],
)
api.add_router("", accounts, tags=["me"])
api.add_router("", organisations, tags=["organisations"])
api.add_router("", catalogue, tags=["catalogue"])
api.add_router("", bank, tags=["bank"])
api.add_router("", study, tags=["study"])
api.add_router("", exams, tags=["exams"])
api.add_router("", awards, tags=["awards"])
api.add_router("", credentials, tags=["credentials"])
api.add_router("", lifecycle, tags=["credentials"])
api.add_router("", taking, tags=["credentials"])
api.add_router("", seals, tags=["credentials"])
api.add_router("", trust, tags=["credentials"])
api.add_router("", sharing, tags=["sharing"])
api.add_router("", wallets, tags=["wallets"])
api.add_router("", pathways, tags=["pathways"])
api.add_router("", pathway_talk, tags=["pathways"])
api.add_router("", teams, tags=["pathways"])
api.add_router("", cohorts, tags=["pathways"])
api.add_router("", search, tags=["search"])
api.add_router("", frameworks, tags=["frameworks"])
api.add_router("", needs, tags=["needs"])
api.add_router("", employers, tags=["employers"])
api.add_router("", ai_register, tags=["employers"])
api.add_router("", notices, tags=["notices"])
api.add_router("", feeds, tags=["feeds"])
api.add_router("", quality, tags=["quality"])
api.add_router("", authoring, tags=["authoring"])
api.add_router("", reuse, tags=["reuse"])
api.add_router("", withdrawals, tags=["withdrawals"])
api.add_router("", guidance, tags=["guidance"])


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    if isinstance(refusal, NotYours):
        return _problem(request, 404)
    content: dict[str, Any] = {"detail": refusal.message, "field": refusal.field}
    if isinstance(refusal, Changed):
        content |= {"present": refusal.present, "revision": refusal.revision}
    return api.create_response(request, content, status=refusal.status)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, invalid: ValidationError) -> HttpResponse:
    errors = inputs_at_fault(invalid.errors)
    first = {"detail": errors[0]["message"], "field": errors[0]["field"]}
    return api.create_response(request, {**first, "errors": errors}, status=422)


@api.exception_handler(HttpError)
def _wrong(request: HttpRequest, wrong: HttpError) -> HttpResponse:
    told = wrong if isinstance(wrong, Unreadable) else wrong.__cause__  # ninja wraps what its parser raises
    if isinstance(told, Unreadable):
        return api.create_response(request, {"detail": told.message}, status=told.status_code)
    return _problem(request, wrong.status_code)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, missing: Http404) -> HttpResponse:
    return _problem(request, 404)


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, large: RequestDataTooBig) -> HttpResponse:
    return _problem(request, 413)


@api.exception_handler(DataError)
def _cannot_be_kept(request: HttpRequest, error: DataError) -> HttpResponse:
    """PostgreSQL refused a value, for instance a number larger than its column."""
    return _problem(request, 422)


def _problem(request: HttpRequest, status: int) -> HttpResponse:
    answer = api.create_response(request, {"detail": sentence_of(status)}, status=status)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
