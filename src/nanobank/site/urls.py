"""Every address. Pages are Danish at the root and English under ``/en/``; machines have one address, no language.

An address is looked for from the top, so what is opened most stands first.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from nanobank.credentials.urls import machine_urlpatterns as credential_machine_urls
from nanobank.guidance.urls import machine_urlpatterns as guidance_machine_urls
from nanobank.pathways.machine_urls import urlpatterns as pathway_machine_urls
from nanobank.sharing.urls import machine_urlpatterns as sharing_machine_urls
from nanobank.site import views
from nanobank.site.late import late
from nanobank.wallets.urls import machine_urlpatterns as wallet_machine_urls

urlpatterns = [
    path("api/v1/docs", views.api_docs, name="api_docs"),
    late("api/v1/", "nanobank.site.api_urls", "api"),
    path("sundhed/", views.healthy, name="healthy"),
    *credential_machine_urls,
    *wallet_machine_urls,
    *sharing_machine_urls,
    *pathway_machine_urls,
    *guidance_machine_urls,
    *i18n_patterns(
        path("", views.front, name="front"),
        path("min-side/", views.home, name="home"),
        path("", include("nanobank.search.urls")),
        path("", include("nanobank.catalogue.urls")),
        path("", include("nanobank.bank.urls")),
        path("konto/", include("nanobank.accounts.urls")),
        path("konto/", include("allauth.urls")),
        path("", include("nanobank.organisations.urls")),
        path("", include("nanobank.study.urls")),
        path("", include("nanobank.exams.urls")),
        path("", include("nanobank.awards.urls")),
        path("", include("nanobank.credentials.urls")),
        path("", include("nanobank.credentials.trust.urls")),
        path("", include("nanobank.wallets.urls")),
        path("", include("nanobank.sharing.urls")),
        path("", include("nanobank.pathways.urls")),
        path("", include("nanobank.frameworks.urls")),
        path("", include("nanobank.needs.urls")),
        path("", include("nanobank.employers.urls")),
        path("", include("nanobank.ai_register.urls")),
        path("", include("nanobank.notices.urls")),
        path("", include("nanobank.feeds.urls")),
        path("", include("nanobank.quality.urls")),
        path("", include("nanobank.authoring.urls")),
        path("", include("nanobank.reuse.urls")),
        path("", include("nanobank.withdrawals.urls")),
        path("", include("nanobank.guidance.urls")),
        prefix_default_language=False,
    ),
]

if settings.DEMO:
    urlpatterns += i18n_patterns(path("demo/", include("nanobank.demo.urls")), prefix_default_language=False)

handler400 = "nanobank.site.views.unreadable"
handler404 = "nanobank.site.views.not_found"
handler500 = "nanobank.site.views.broken"
