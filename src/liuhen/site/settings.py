"""Settings of one Liuhen instance; everything that differs between instances comes from the environment.

| variable | meaning | default |
|---|---|---|
| LIUHEN_HOME | directory of the instance: database, vault, log, keys | ./var |
| LIUHEN_LAW | folder of the regulations as data | law/ of the checkout |
| LIUHEN_FONTS | folder of the fonts documents are printed in | build/fonts of the checkout |
| LIUHEN_MODELS | folder of the installed models for speech and letters | models/ in LIUHEN_HOME |
| LIUHEN_CAMERAS | folder of the camera templates | cameras/ of the checkout |
| LIUHEN_HOSTS | host names served, comma separated | localhost,127.0.0.1,[::1] |
| LIUHEN_ORIGINS | full origins trusted for forms behind a proxy, comma separated | (none) |
| LIUHEN_HTTPS | "1" when every request arrives by HTTPS: secure cookies, HSTS | 0 |
| LIUHEN_HANDOFF | directory in which a proxy hands over request bodies as files | (none: no hand-off) |
| LIUHEN_HANDOFF_SECRET | what that proxy must say in the header Liuhen-Handoff | (none) |
| LIUHEN_MAIL_HOST | mail server that takes reminders | (none: no e-mail is sent) |
| LIUHEN_MAIL_PORT | its port | 587, 465 with tls |
| LIUHEN_MAIL_SECURITY | starttls, tls or none | starttls |
| LIUHEN_MAIL_USER | name to sign in there with | (none) |
| LIUHEN_MAIL_PASSWORD | password to sign in there with | (none) |
| LIUHEN_MAIL_FROM | sender of the letters | liuhen@localhost |
| LIUHEN_DEBUG | "1" shows error pages with code; never in service | 0 |
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from liuhen.site.secret import read_secret

PROJECT = Path(__file__).resolve().parents[3]
HOME = Path(os.environ.get("LIUHEN_HOME", "var")).resolve()
LAW_FOLDER = Path(os.environ.get("LIUHEN_LAW", PROJECT / "law"))
CAMERAS_FOLDER = Path(os.environ.get("LIUHEN_CAMERAS", PROJECT / "cameras"))
MODELS = Path(os.environ.get("LIUHEN_MODELS", HOME / "models"))
FONTS = Path(os.environ.get("LIUHEN_FONTS", PROJECT / "build/fonts"))

SECRET_KEY = read_secret(HOME)
DEBUG = os.environ.get("LIUHEN_DEBUG") == "1"
HTTPS = os.environ.get("LIUHEN_HTTPS") == "1"
ALLOWED_HOSTS = os.environ.get("LIUHEN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("LIUHEN_ORIGINS", "").split(",") if origin]

HANDOFF_FOLDER = os.environ.get("LIUHEN_HANDOFF", "")
HANDOFF_SECRET = os.environ.get("LIUHEN_HANDOFF_SECRET", "")

ROOMS = [
    *("people", "journal", "lawlib", "devices", "cases", "parties", "goods", "findings", "recordings", "docking"),
    *("review", "duties", "documents", "access", "archiving", "importing"),
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_q",
    "liuhen.site",
    *(f"liuhen.apps.{room}" for room in ROOMS),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "liuhen.site.middleware.CompressPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "liuhen.site.middleware.ContentSecurityPolicy",
]

ROOT_URLCONF = "liuhen.site.urls"
ASGI_APPLICATION = "liuhen.site.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "liuhen.site.navigation.frame",
            ],
            "builtins": ["liuhen.site.templatetags.liuhen"],
        },
    }
]

# IMMEDIATE takes the write lock at the first statement, so that the journal's next number is read under it.
# FULL makes a committed entry survive a power cut.
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "liuhen.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["liuhen.apps.people.backends.WithUnit"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "src/liuhen/site/locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [path for path in [PROJECT / "build/static"] if path.exists()]
SERVESTATIC_USE_FINDERS = True  # files are served from where set-up put them; nothing is collected
SERVESTATIC_AUTOREFRESH = False
# Names carry no digest: after an upgrade a browser must not mix old and new scripts for long.
SERVESTATIC_MAX_AGE = 60
SERVESTATIC_ALLOW_ALL_ORIGINS = False

EMAIL_HOST = os.environ.get("LIUHEN_MAIL_HOST", "")
MAIL_SECURITY = os.environ.get("LIUHEN_MAIL_SECURITY", "starttls")
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SECURITY == "starttls", MAIL_SECURITY == "tls"
EMAIL_PORT = int(os.environ.get("LIUHEN_MAIL_PORT", "465" if EMAIL_USE_SSL else "587"))
EMAIL_HOST_USER = os.environ.get("LIUHEN_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LIUHEN_MAIL_PASSWORD", "")
EMAIL_TIMEOUT = 20
MAIL_FROM = os.environ.get("LIUHEN_MAIL_FROM", "liuhen@localhost") if EMAIL_HOST else ""

# A list in a document has up to 500 rows (core/forms/filled.py), each cell a field of its own.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000

# A job runs again when its worker died: retry must be longer than timeout (docs/decisions, jobs).
Q_CLUSTER = {
    "name": "liuhen",
    "orm": "default",
    "workers": 1,
    "timeout": 600,
    "retry": 660,
    "ack_failures": False,
    "max_attempts": 3,
    "catch_up": False,
    "poll": 1,
    "label": "任务",
}

# Without DEBUG Django tells nobody why a page, a listener or a job broke; the server's own output is where an operator
# looks first.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        name: {"handlers": ["stderr"], "level": "ERROR", "propagate": False}
        for name in ("django", "django-q", "liuhen")
    },
}
