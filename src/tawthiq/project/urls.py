"""Addresses of the web application; a screen without a declared permission stops start-up here."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from tawthiq.interfaces.web.screens import check_screens
from tawthiq.interfaces.web.urls import urlpatterns as screens

urlpatterns: list[URLPattern | URLResolver] = [*screens]
check_screens(urlpatterns)

handler404 = "tawthiq.interfaces.web.screens.not_found"
handler500 = "tawthiq.interfaces.web.screens.failed"
