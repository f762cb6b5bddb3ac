"""What every command shares: the archive it works on, who acts, JSON or text, progress, errors.

A command is a function that takes a `Frame` first. It never prints: it gives its result to
`Frame.result`, which writes stdout once, and says everything else through `Frame.note` or
`Frame.progress`, which write stderr.
"""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.local import actor_for
from tawthiq.accounts.occasion import Occasion
from tawthiq.accounts.permissions import roles_for
from tawthiq.adapters.storage.archive import Archive, connect
from tawthiq.core.ids import Draw

JSON_FORMAT = 1
Advance = Callable[[int], None]


@dataclass
class Frame:
    """One run of one command."""

    permission: str
    json: bool
    dry_run: bool
    user: str | None
    folder: Path
    exit_code: int = 0
    _printed: bool = field(default=False, repr=False)

    @cached_property
    def archive(self) -> Archive:
        """Return the archive, opened and checked.

        Raises:
            UsageProblem: The folder is not an archive.
            IntegrityFailure: Its safeguards are not in place.
        """
        return connect(self.folder)

    @cached_property
    def actor(self) -> Actor:
        """Return who acts: the named user, else the first local user who holds the role.

        Raises:
            NotPermittedOrAbsent: There is no such user, or they may not.
        """
        _ = self.archive  # users live in the archive, so it is opened first
        return actor_for(self.user, self.permission)

    def occasion(self, *, reason: str = "", key: str | None = None) -> Occasion:
        """Return who acts, when, why, and with what randomness."""
        return Occasion(
            actor=self.actor,
            at=datetime.now(UTC),
            draw=Draw.system(self.archive.prefix),
            reason=reason,
            key=key,
        )

    def result(self, data: dict[str, Any], text: str) -> None:
        """Write the command's result to stdout, once: JSON when asked for, else the text."""
        if self._printed:
            raise RuntimeError("a command has one result")
        self._printed = True
        if self.json:
            click.echo(json.dumps({"format": JSON_FORMAT, **data}, ensure_ascii=False, indent=2))
        elif text:
            click.echo(text)

    def note(self, text: str) -> None:
        """Say something beside the result, on stderr."""
        click.echo(text, err=True)

    @contextmanager
    def progress(self, label: str, total: int | None = None) -> Iterator[Advance]:
        """Show how far a long piece of work is; call the given function with how many more are done."""
        console = Console(stderr=True)
        if not console.is_terminal:
            yield _ignore
            return
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda count: bar.advance(task, count)


def _ignore(_count: int) -> None:
    """Take progress that nobody watches."""


class StageCommand(click.Command):
    """A command of a stage, and the permission that it needs."""

    permission: str


def stage_command(
    group: click.Group, name: str, *, permission: str, writes: bool = False, **attributes: Any
) -> Callable[[Callable[..., None]], click.Command]:
    """Make a function a command of a stage, with the options that every command has.

    The permission is looked up now, so that a command without a declared one stops start-up.
    """
    roles_for(permission)

    def decorate(function: Callable[..., None]) -> click.Command:
        @wraps(function)
        def run(**options: Any) -> None:
            frame = _frame(permission, options, writes=writes)
            function(frame, **options)
            if frame.exit_code:
                raise click.exceptions.Exit(frame.exit_code)

        # click keeps the options declared on the function under this attribute, the last one first
        own: list[click.Parameter] = [*reversed(getattr(function, "__click_params__", []))]
        command = StageCommand(
            name,
            callback=run,
            params=[*own, *_common(writes=writes)],
            help=inspect.cleandoc(function.__doc__ or ""),
            **attributes,
        )
        command.permission = permission
        group.add_command(command)
        return command

    return decorate


def _common(*, writes: bool) -> list[click.Parameter]:
    options: list[click.Parameter] = [
        click.Option(["--archive", "folder"], type=click.Path(path_type=Path), help="Folder of the archive."),
        click.Option(["--as", "user"], help="User who acts; else the first local user who holds the role."),
        click.Option(["--json", "as_json"], is_flag=True, help="Print one JSON object."),
    ]
    if writes:
        options.append(click.Option(["--dry-run"], is_flag=True, help="Say what would be done; do nothing."))
    return options


def _frame(permission: str, options: dict[str, Any], *, writes: bool) -> Frame:
    shared: dict[str, Any] = click.get_current_context().find_root().obj or {}
    given = options.pop("folder")
    folder = given or shared.get("folder") or Path(os.environ.get("TAWTHIQ_ARCHIVE", "."))
    return Frame(
        permission=permission,
        json=options.pop("as_json") or bool(shared.get("json")),
        dry_run=bool(options.pop("dry_run")) if writes else False,
        user=options.pop("user") or shared.get("user") or os.environ.get("TAWTHIQ_USER") or None,
        folder=folder,
    )
