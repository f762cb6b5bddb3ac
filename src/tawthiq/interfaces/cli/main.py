"""The `tawthiq` command: one group per stage of the journey, loaded when it is needed."""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import traceback
from pathlib import Path

import click

from tawthiq import __version__
from tawthiq.core.errors import TawthiqError, UsageProblem

STAGES = {
    "sources": "Who told us, and what exactly did they give us?",
    "records": "What does this one report say?",
    "cases": "Who and what is it about, across sources?",
    "verification": "Do we accept it, and to what standard?",
    "releases": "What did we know on this date?",
    "figures": "How many?",
    "statements": "What do we say in public?",
    "accounts": "Who may do what?",
    "archive": "Where does everything lie?",
    "audit": "Has anything changed that must not?",
    "methods": "What can be worked out of files, without an archive?",
}
SINGLE = {
    "init": "Make a new archive.",
    "demo": "Build the invented archive, and look at it.",
    "serve": "Open the pages of an archive on this machine.",
}
FOLDER = click.Path(path_type=Path)
STOPPED = 130
DEFECT = 1


class Journey(click.Group):
    """The root group, in the order the data travels; a stage is imported when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the stages in their order, then the commands that stand alone."""
        return [*SINGLE, *STAGES]

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import and return one stage's group, or one command."""
        if name not in STAGES and name not in SINGLE:
            return None
        _prepare()
        module = importlib.import_module(f"tawthiq.interfaces.cli.{name}")
        found: object = module.group if name in STAGES else module.command
        if not isinstance(found, click.Command):
            raise TypeError(f"{module.__name__} has no command")
        if isinstance(found, click.Group) and not found.params:
            found.params.extend(_shared())
        return found

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any of them."""
        with formatter.section("The journey"):
            formatter.write_dl(list(STAGES.items()))
        with formatter.section("Commands"):
            formatter.write_dl(list(SINGLE.items()))


def _shared() -> list[click.Parameter]:
    """Return the options that a stage takes for all of its commands, as the root does."""

    def keep(context: click.Context, option: click.Parameter, value: object) -> None:
        if value:
            shared = context.find_root().ensure_object(dict)
            shared[option.name] = value

    return [
        click.Option(["--archive", "folder"], type=FOLDER, callback=keep, expose_value=False, hidden=True),
        click.Option(["--as", "user"], callback=keep, expose_value=False, hidden=True),
        click.Option(["--json", "json"], is_flag=True, callback=keep, expose_value=False, hidden=True),
    ]


def _prepare() -> None:
    """Set Django up once, before a stage's tables are imported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tawthiq.project.settings")
    import django  # noqa: PLC0415  # `tawthiq --help` answers without it
    from django.apps import apps  # noqa: PLC0415

    if not apps.ready:
        django.setup()


@click.group(cls=Journey, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option("--archive", "folder", type=FOLDER, help="Folder of the archive.")
@click.option("--as", "user", help="User who acts; else the first local user who holds the role.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def root(context: click.Context, folder: Path | None, user: str | None, as_json: bool) -> None:
    """Tawthiq (توثيق): from a reported violation to a published number that opens into its evidence.

    The stages come in the order the data travels. Every command has --help and --json.
    """
    context.obj = {"folder": folder, "user": user, "json": as_json}


def run() -> None:
    """Run the command line and leave with its exit code; no error shows a traceback."""
    # A command makes millions of small objects and hardly a cycle: looking for cycles seldom saves a tenth.
    gc.set_threshold(200_000, 20, 50)
    sys.exit(outcome(sys.argv[1:]))


def outcome(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    as_json = "--json" in arguments
    try:
        code = root.main(args=arguments, prog_name="tawthiq", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "tawthiq"
        return _say(UsageProblem(error.format_message(), hint=f"See {where} --help."), as_json)
    except click.Abort:
        return STOPPED
    except KeyboardInterrupt:
        click.echo("Stopped. Nothing was half-written.", err=True)
        return STOPPED
    except TawthiqError as error:
        return _say(error, as_json)
    except Exception as error:  # the last boundary: what is left is our defect
        if (problem := _server_lost(error)) is not None:
            return _say(problem, as_json)
        return _defect(error, as_json)


def _say(error: TawthiqError, as_json: bool) -> int:
    if as_json:
        click.echo(json.dumps({"format": 1, "error": error.as_json()}, ensure_ascii=False, indent=2))
    else:
        where = f"{error.where}: " if error.where else ""
        click.echo("\n".join(line for line in (f"{where}{error.message}", error.hint) if line), err=True)
    return error.exit_code


def _server_lost(error: Exception) -> TawthiqError | None:
    from django.apps import apps  # noqa: PLC0415  # `tawthiq --help` answers without it

    from tawthiq.adapters.storage.databases import lost  # noqa: PLC0415  # the same

    return lost(error) if apps.ready else None


def _defect(error: Exception, as_json: bool) -> int:
    """Own up to a defect by its kind and place; its message could hold a name, so it is not shown."""
    if os.environ.get("TAWTHIQ_DEBUG"):
        traceback.print_exception(error)
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "tawthiq" in frame.filename]
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "unknown place"
    problem = TawthiqError(
        f"Tawthiq stopped on a defect of its own: {type(error).__name__} at {place}. Nothing half-written.",
        hint="Please report this line. TAWTHIQ_DEBUG=1 shows more; its output can hold personal data.",
    )
    _say(problem, as_json)
    return DEFECT
