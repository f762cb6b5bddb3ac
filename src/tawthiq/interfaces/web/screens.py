"""What every screen has: a declared permission, reading only, strict headers, one kind of "not found"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

from tawthiq.accounts.permissions import UndeclaredPermission, roles_for
from tawthiq.core.errors import IntegrityFailure, NotPermittedOrAbsent
from tawthiq.interfaces.web import pages
from tawthiq.interfaces.web.visits import Visit, preferred_language, visit_of

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
READS = ("GET", "HEAD")
Screen = Callable[..., HttpResponse]


def screen(permission: str) -> Callable[[Screen], Screen]:
    """Make a function of a visit a view that only those with the permission reach.

    Raises:
        UndeclaredPermission: The permission is not declared; at import, before anybody looks.
    """
    roles_for(permission)

    def decorate(show: Screen) -> Screen:
        @wraps(show)
        def view(request: HttpRequest, **parts: str) -> HttpResponse:
            return with_headers(_answer(request, permission, show, parts))

        view.permission = permission  # type: ignore[attr-defined]
        return view

    return decorate


def _answer(request: HttpRequest, permission: str, show: Screen, parts: dict[str, str]) -> HttpResponse:
    if request.method not in READS:
        return HttpResponse(status=405, headers={"Allow": ", ".join(READS)})
    try:
        request.get_host()  # a page of another name may not be made to show ours (DNS rebinding)
        visit: Visit = visit_of(request)
        visit.actor.require(permission)
        return show(request, visit, **parts)
    except DisallowedHost:
        return HttpResponse(status=400)
    except NotPermittedOrAbsent:
        return HttpResponse(pages.problem("absent", preferred_language(request)), status=404)
    except IntegrityFailure:
        return HttpResponse(pages.problem("altered", preferred_language(request)), status=500)


def with_headers(response: HttpResponse) -> HttpResponse:
    """Add the headers that every answer has."""
    for name, value in HEADERS.items():
        response[name] = value
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that no screen has."""
    del exception
    return with_headers(HttpResponse(pages.problem("absent", preferred_language(request)), status=404))


def failed(request: HttpRequest) -> HttpResponse:
    """Answer where we made a mistake; nothing of it is shown."""
    return with_headers(HttpResponse(pages.problem("failed", preferred_language(request)), status=500))


def check_screens(patterns: Iterable[URLPattern | URLResolver]) -> None:
    """Stop start-up where a screen declares no permission.

    Raises:
        UndeclaredPermission: With the address of the first such screen.
    """
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            check_screens(pattern.url_patterns)
        elif not getattr(pattern.callback, "permission", None):
            raise UndeclaredPermission(f"the screen at '{pattern.pattern}' declares no permission")
