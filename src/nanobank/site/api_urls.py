"""The API's addresses below ``/api/v1/``; loading them loads every room's schemas."""

from nanobank.site.api import api

urlpatterns = api.urls[0]
