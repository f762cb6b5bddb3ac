"""Addresses of the first screen."""

from __future__ import annotations

from django.urls import path

from tawthiq.interfaces.web.home import views

urlpatterns = [
    path("", views.start),
    path("style.css", views.style),
    path("<slug:lang>/", views.home),
]
