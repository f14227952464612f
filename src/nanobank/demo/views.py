"""Signing in as one of the invented people, with one click."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nanobank.accounts.models import Person
from nanobank.demo.people import demo_people


@require_POST
def sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Become that person; only those on the list, and only in demo mode (the address is not there otherwise)."""
    chosen = next((person for person in demo_people() if person.key == key), None)
    if chosen is None:
        raise Http404
    person = get_object_or_404(Person, email=chosen.email)
    login(request, person)
    onward = request.POST.get("next", "")
    return redirect(onward if url_has_allowed_host_and_scheme(onward, allowed_hosts=None) else "home")
