"""`tawthiq serve`: open the pages of an archive on this machine, and on no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click
import waitress
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from tawthiq.core.errors import Busy
from tawthiq.interfaces.cli.frame import Frame, stage_command

HOST = "127.0.0.1"
PORT = 8000
THREADS = 4
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

_alone = click.Group("alone")


@stage_command(_alone, "serve", permission="web.read")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="Port to listen on."
)
def command(frame: Frame, port: int) -> None:
    """Open the archive's statements and releases in a browser on this machine.

    The pages are read-only and answer to 127.0.0.1 alone. They show what the local user who runs this may
    see.
    """
    serve(frame, port=port)


def serve(frame: Frame, *, port: int) -> None:
    """Answer on 127.0.0.1 until stopped.

    Raises:
        Busy: The port is in use or not allowed.
    """
    application = application_for(frame)
    frame.note(f"http://{HOST}:{port}/  (stop with Ctrl-C)")
    try:
        waitress.serve(application, host=HOST, port=port, threads=THREADS, ident=None, _quiet=True)
    except OSError as error:
        raise Busy(
            f"The pages were not opened: port {port} is in use or not allowed.", hint="Choose another --port."
        ) from error


def application_for(frame: Frame) -> Application:
    """Return the web application for whoever runs the command.

    The addresses are loaded now, so that a screen without a declared permission stops here.
    """
    inner: Application = get_wsgi_application()
    _ = get_resolver().url_patterns
    visit = {
        "tawthiq.actor": frame.actor,
        "tawthiq.statements": frame.archive.statements_dir,
        "tawthiq.releases": frame.archive.releases_dir,
        "tawthiq.invented": frame.archive.invented,
    }

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        # a client can set HTTP_ keys only, so these are ours
        return inner({**environ, **visit}, start_response)

    return application
