"""The page of all commands, made from the commands themselves."""

from __future__ import annotations

import inspect

import click

from tawthiq.accounts.permissions import roles_for
from tawthiq.interfaces.cli.frame import StageCommand
from tawthiq.interfaces.cli.main import SINGLE, STAGES, root

HEADING = """# Commands

Made from the commands themselves (`make docs`). Every command also takes `--archive DIR` (or
`TAWTHIQ_ARCHIVE`), `--as USER` (or `TAWTHIQ_USER`) and `--json`; those that write take `--dry-run`. Without
`--as`, a command acts as the first active local user who holds a role it needs.

Exit: 0 done; 2 usage; 3 input rejected in part; 4 refused by a rule; 5 not permitted or absent; 6 integrity
failure; 7 busy; 130 stopped.
"""
COMMON = {"folder", "user", "as_json", "dry_run", "help"}


def commands_page() -> str:
    """Return docs/reference/commands.md."""
    parts = [HEADING]
    context = click.Context(root, info_name="tawthiq")
    for name in SINGLE:
        command = root.get_command(context, name)
        if command is not None:
            parts.append(_section(f"tawthiq {name}", command))
    for stage, question in STAGES.items():
        group = root.get_command(context, stage)
        if isinstance(group, click.Group):
            parts.append(f"## {stage}\n\n*{question}*\n")
            parts.extend(_section(f"tawthiq {stage} {name}", group.commands[name]) for name in group.commands)
    return "\n".join(parts).rstrip() + "\n"


def _section(path: str, command: click.Command) -> str:
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    options = [p for p in command.params if isinstance(p, click.Option) and p.name not in COMMON]
    usage = " ".join([path, *(p.make_metavar(click.Context(command)) for p in arguments)])
    lines = [f"### `{usage}`", "", inspect.cleandoc(command.help or ""), ""]
    if isinstance(command, StageCommand):
        lines += ["Roles: " + ", ".join(sorted(roles_for(command.permission))) + ".", ""]
    if options:
        lines += ["| Option | Meaning |", "|---|---|"]
        lines += [f"| `{_flags(option)}` | {_meaning(option)} |" for option in options]
        lines.append("")
    return "\n".join(lines)


def _flags(option: click.Option) -> str:
    flags = ", ".join([*option.opts, *option.secondary_opts])
    if option.is_flag:
        return flags
    return f"{flags} {option.make_metavar(click.Context(click.Command('x')))}".replace("|", "\\|")


def _meaning(option: click.Option) -> str:
    extra = " May be given several times." if option.multiple else ""
    needed = " Required." if option.required else ""
    return (option.help or "").replace("|", "\\|") + needed + extra
