"""Django settings: one archive folder, named by the environment variable TAWTHIQ_ARCHIVE.

SQLite is set for safety before speed: a write-ahead log, every commit flushed to disk, foreign keys
enforced, no functions run from the schema, and deleted bytes overwritten.
"""

from __future__ import annotations

import os
from pathlib import Path

ARCHIVE = Path(os.environ.get("TAWTHIQ_ARCHIVE", "."))
DATABASE_NAME = "archive.sqlite3"
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA recursive_triggers=ON;"  # else INSERT OR REPLACE deletes a row without its DELETE trigger
)

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
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ARCHIVE / DATABASE_NAME,
        "OPTIONS": {"init_command": SQLITE_PRAGMAS, "transaction_mode": "IMMEDIATE", "timeout": 20},
    }
}
