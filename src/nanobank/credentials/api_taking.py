"""One award in every form, in the API: what there is to take, and the taking. For the holder alone."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.common.clock import now
from nanobank.common.schemas import Problem
from nanobank.credentials.permissions import check_holder
from nanobank.credentials.queries import credential_with
from nanobank.credentials.taking import FORMS, form_named, take
from nanobank.credentials.taking.http import as_file, count_taking

router = Router()

_FILE: Final = {
    "responses": {
        200: {
            "description": "The credential in this form",
            "content": {
                media_type: {"schema": {"type": "string", "format": "binary"}}
                for media_type in sorted({form.media_type for form in FORMS})
            },
        }
    }
}


class FormOut(Schema):
    """A form that a credential can be taken in."""

    form: str = Field(examples=["certificate-da"])
    name: str = Field(description="In the language of Accept-Language", examples=["Diplom på dansk"])
    media_type: str = Field(examples=["application/pdf"])
    url: str = Field(
        description="Where it can be fetched",
        examples=["https://nanobanken.example/api/v1/credentials/2f1c…/forms/certificate-da"],
    )


@router.get(
    "/credentials/{uuid}/forms",
    response={200: list[FormOut], 404: Problem},
    summary="The forms of one of my credentials",
    url_name="credential_forms",
)
def forms(request: TokenRequest, uuid: UUID) -> list[FormOut]:
    """The forms that one of my credentials can be taken in, each made from what was signed."""
    check_holder(request.auth, credential_with(uuid))
    address = settings.BASE_URL + reverse("api:credential_forms", kwargs={"uuid": uuid})
    return [
        FormOut(form=form.slug, name=str(form.name), media_type=form.media_type, url=f"{address}/{form.slug}")
        for form in FORMS
    ]


@router.get(
    "/credentials/{uuid}/forms/{form}",
    response={404: Problem, 409: Problem, 422: Problem},
    openapi_extra=_FILE,
    summary="One of my credentials in one form",
)
def form(request: TokenRequest, uuid: UUID, form: str) -> HttpResponse:
    """One of my credentials as a file in one of its forms. Nothing is kept.

    409 unless the credential is genuine now; 422, saying why, for a form that it cannot be put in.
    """
    count_taking(request)
    return as_file(take(credential=credential_with(uuid), form=form_named(form), by=request.auth, now=now()))
