"""Django settings: one archive folder, named by the environment variable TAWTHIQ_ARCHIVE.

Until an archive is opened the database is the file of its folder; `adapters/storage/archive.py` then says
where it really is.
"""

from __future__ import annotations

import os
from pathlib import Path

from tawthiq.adapters.storage.databases import SQLITE_FILE, sqlite_settings

ARCHIVE = Path(os.environ.get("TAWTHIQ_ARCHIVE", "."))

# Pages hold no forms and no sessions yet, so nothing is signed with this key.
SECRET_KEY = "unused: nothing is signed"  # noqa: S105  # it guards nothing
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "tawthiq.project.urls"
WSGI_APPLICATION = "tawthiq.project.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("ar", "العربية"), ("en", "English")]

JOURNEY = ["sources", "records", "cases", "verification", "releases", "figures", "statements"]
INSTALLED_APPS = [
    "tawthiq.audit",
    "tawthiq.accounts",
    *[f"tawthiq.journey.{stage}" for stage in JOURNEY],
    "tawthiq.interfaces.web",
]
MIDDLEWARE: list[str] = ["django.middleware.security.SecurityMiddleware"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": []},
    }
]
DATABASES = {"default": sqlite_settings(ARCHIVE / SQLITE_FILE)}
