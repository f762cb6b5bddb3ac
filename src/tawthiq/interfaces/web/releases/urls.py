"""Addresses of the releases."""

from __future__ import annotations

from django.urls import path

from tawthiq.interfaces.web.releases import views

urlpatterns = [path("<slug:lang>/releases/<str:name>/", views.release)]
