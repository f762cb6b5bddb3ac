"""Addresses of all screens."""

from __future__ import annotations

from django.urls import URLPattern

from tawthiq.interfaces.web.home import urls as home
from tawthiq.interfaces.web.releases import urls as releases
from tawthiq.interfaces.web.statements import urls as statements

urlpatterns: list[URLPattern] = [*home.urlpatterns, *releases.urlpatterns, *statements.urlpatterns]
