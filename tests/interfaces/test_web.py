"""The pages through the real server: read-only, strict, and nothing that was not published."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path
from tests.interfaces.published import Desk, furnish

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.permissions import UndeclaredPermission
from tawthiq.interfaces.web.screens import check_screens, screen
from tawthiq.interfaces.web.visits import Visit


@dataclass(frozen=True)
class Site:
    """A running server."""

    desk: Desk
    port: int

    def ask(
        self, address: str, *, method: str = "GET", **headers: str
    ) -> tuple[http.client.HTTPResponse, str]:
        """Return what the server answers to exactly this address."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, address, headers=named)
            answer = connection.getresponse()
            return answer, answer.read().decode(errors="surrogateescape")
        finally:
            connection.close()

    def status(self, address: str, **how: str) -> int:
        return self.ask(address, **how)[0].status


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, empty_archive: Path) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("web")
    desk = furnish(Path(shutil.copytree(empty_archive, folder / "archive")), folder / "drafts")
    assert desk.build("--format", "html", "--format", "pdf", "--format", "docx").code == 0
    assert desk.build("--audience", "internal").code == 0
    port = _free_port()
    command = [sys.executable, "-m", "tawthiq", "--archive", str(desk.archive), "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        _wait(server, port)
        yield Site(desk, port)
    finally:
        server.terminate()
        server.communicate(timeout=20)


def _wait(server: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, server.communicate()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server did not start")


def test_the_first_screen_lists_statements_and_releases_in_both_languages(site: Site) -> None:
    english, arabic = site.ask("/en/")[1], site.ask("/ar/")[1]

    assert "Killed: at least <bdi>3</bdi> persons" in english
    assert "/statements/invented/invented.ar.html" in english
    assert "r1" in english
    assert 'dir="rtl"' in arabic
    assert "البيانات" in arabic


def test_the_first_screen_speaks_the_browsers_language(site: Site) -> None:
    assert 'lang="ar"' in site.ask("/", Accept_Language="ar-SY,en;q=0.5")[1]
    assert 'lang="en"' in site.ask("/", Accept_Language="fr")[1]


def test_a_release_shows_its_headline_figures(site: Site) -> None:
    page = site.ask("/en/releases/r1/")[1]

    assert "Killed" in page
    assert "<bdi>3</bdi>" in page


def test_every_link_of_the_first_screen_opens(site: Site) -> None:
    import re

    for address in re.findall(r'href="(/[^"]*)"', site.ask("/en/")[1]):
        assert site.status(address) == 200, address


def test_pages_of_an_edition_are_served_as_they_were_published(site: Site) -> None:
    answer, page = site.ask("/statements/invented/figures/killed.ar.html")

    file = site.desk.archive / "statements/invented/figures/killed.ar.html"
    assert answer.status == 200
    assert page == file.read_text()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_drawing_is_served_as_a_picture_that_may_do_nothing(site: Site, lang: str) -> None:
    page = site.ask(f"/statements/invented/invented.{lang}.html")[1]
    answer, drawing = site.ask(f"/statements/invented/drawings/sexes.{lang}.svg")

    assert f'src="drawings/sexes.{lang}.svg"' in page
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert drawing == (site.desk.archive / f"statements/invented/drawings/sexes.{lang}.svg").read_text()


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_documents_are_offered_and_served_as_they_were_published(site: Site, kind: str, type_: str) -> None:
    address = f"/statements/invented/invented.ar.{kind}"
    _, home = site.ask("/en/")
    answer, document = site.ask(address)

    assert f'href="{address}"' in home
    assert answer.status == 200
    assert answer.headers["Content-Type"] == type_
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    file = site.desk.archive / f"statements/invented/invented.ar.{kind}"
    assert document.encode(errors="surrogateescape") == file.read_bytes()


@pytest.mark.parametrize(
    "address",
    [
        "/statements/invented/../../archive.toml",
        "/statements/invented/../../secret.pdf",
        "/statements/invented/nobody.en.docx",
        "/statements/invented/..%2f..%2farchive.toml",
        "/statements/invented/%2e%2e/%2e%2e/archive.toml",
        "/statements/invented/figures/../../../archive.sqlite3",
        "/statements/invented//etc/passwd",
        "/statements/../archive.toml",
        "/statements/.building-x/invented.en.html",
        "/statements/invented/publication.json",
        "/statements/nobody/invented.en.html",
        "/fr/",
        "/en/releases/r9/",
        "/en/releases/..%2fr1/",
        "/nothing",
    ],
)
def test_nothing_else_is_there(site: Site, address: str) -> None:
    answer, page = site.ask(address)

    assert answer.status == 404
    assert "archive" not in page.lower()


@pytest.mark.parametrize(
    "address", ["/en/", "/style.css", "/statements/invented/invented.en.html", "/nothing", "/fr/"]
)
def test_every_answer_has_strict_headers(site: Site, address: str) -> None:
    headers = site.ask(address)[0].headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert "script-src" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert "Server" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_pages_are_read_only(site: Site, method: str) -> None:
    assert site.status("/en/", method=method) == 405


def test_a_page_of_another_name_cannot_be_made_to_show_ours(site: Site) -> None:
    assert site.status("/en/", Host="evil.example") == 400


def test_the_server_answers_on_this_machine_alone(site: Site) -> None:
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex(("127.0.0.2", site.port)) != 0


def test_a_page_altered_after_publication_is_not_shown(site: Site) -> None:
    file = site.desk.archive / "statements/invented/figures/killed.en.html"
    good = file.read_bytes()
    try:
        file.write_bytes(good.replace(b"<bdi>3</bdi>", b"<bdi>4</bdi>"))
        answer, page = site.ask("/statements/invented/figures/killed.en.html")
    finally:
        file.write_bytes(good)

    assert answer.status == 500
    assert "<bdi>4</bdi>" not in page


def test_a_folder_that_the_log_does_not_hold_is_not_there(site: Site) -> None:
    forged = site.desk.archive / "statements/forged"
    shutil.copytree(site.desk.archive / "statements/invented", forged)
    try:
        listing = forged / "publication.json"
        listing.write_text(listing.read_text().replace("at least 3", "at least 9"))

        assert site.status("/statements/forged/invented.en.html") == 404
        assert "forged" not in site.ask("/en/")[1]
    finally:
        shutil.rmtree(forged)


def test_a_port_in_use_is_said_plainly(site: Site) -> None:
    ran = site.desk.run("serve", "--port", site.port)

    assert ran.code == 7
    assert str(site.port) in ran.notes


def test_a_screen_without_a_permission_stops_start_up() -> None:
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    with pytest.raises(UndeclaredPermission, match="bare"):
        check_screens([path("bare/", bare)])


def test_a_screen_with_an_undeclared_permission_stops_start_up() -> None:
    with pytest.raises(UndeclaredPermission):
        screen("web.conjure")


def test_whoever_may_not_read_finds_nothing(carla: Actor, amal: Actor, tmp_path: Path) -> None:
    @screen("web.read")
    def shown(request: HttpRequest, visit: Visit) -> HttpResponse:
        return HttpResponse("secret")

    def ask(actor: Actor | None) -> HttpResponse:
        request = RequestFactory().get("/")
        request.META |= {
            "tawthiq.actor": actor,
            "tawthiq.statements": tmp_path,
            "tawthiq.releases": tmp_path,
        }
        return shown(request)

    assert ask(amal).content == b"secret"
    for stranger in (carla, None):
        assert ask(stranger).status_code == 404
        assert b"secret" not in ask(stranger).content
