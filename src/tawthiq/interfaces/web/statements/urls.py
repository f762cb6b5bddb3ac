"""Addresses of the statements."""

from __future__ import annotations

from django.urls import path

from tawthiq.interfaces.web.statements import views

urlpatterns = [path("statements/<slug:folder>/<path:path>", views.file)]
