"""`tawthiq figures`: count a frozen release."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from tawthiq.accounts.confidentiality import Level
from tawthiq.interfaces.cli.figure_tables import FORMATS, write_tables
from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.interfaces.cli.methodology import ABOUT, write_methodology
from tawthiq.interfaces.cli.releases import DAY
from tawthiq.interfaces.cli.tables import table
from tawthiq.journey.figures.queries import (
    ActBehind,
    ActsBehind,
    Figure,
    FrozenRelease,
    open_release,
    released,
)
from tawthiq.journey.figures.standard_tables import set_names
from tawthiq.journey.figures.tabling import Asked
from tawthiq.journey.statements.outline import LANGUAGES
from tawthiq.methods.checking.folder import MANIFEST
from tawthiq.methods.counting.question import Options
from tawthiq.methods.counting.rules import shipped_rules

RELEASE_HELP = "The release to count: its name, or the path of its folder."


@click.group("figures")
def group() -> None:
    """How many?"""


def opened(frame: Frame, release: str) -> FrozenRelease:
    """Open a release by its name in the archive, or from a folder that stands anywhere.

    A folder taken elsewhere needs no archive. Its acts are then shown as to the public, for nobody vouches
    for the reader.
    """
    if (Path(release) / MANIFEST).is_file():
        return open_release(Path(release), clearance=int(Level.PUBLIC))
    return released(release, releases_dir=frame.archive.releases_dir, actor=frame.actor)


@stage_command(group, "count", permission="figures.count")
@click.option("--release", required=True, metavar="NAME", help=RELEASE_HELP)
@click.option("--rule", metavar="NAME", help="Counting rule of the release; see `tawthiq figures rules`.")
@click.option(
    "--unit", metavar="persons|acts|events", help="What is counted; persons unless a rule says otherwise."
)
@click.option("--measure", metavar="flow|stock", help="What happened, or who is held on a date.")
@click.option("--on", type=DAY, help="Date of a stock; the release's as-of date unless given.")
@click.option("--period", metavar="FROM..TO", help="Days of a flow, e.g. 2011-03..2022-10.")
@click.option("--date-basis", metavar="act|documented|status", help="Which date the period is of.")
@click.option(
    "--place-basis", metavar="act|origin|residence|last-seen", help="Which place governorates are of."
)
@click.option("--where", multiple=True, metavar="FIELD=VALUE", help="a,b is or; !a is not; exact:a; unknown.")
@click.option("--by", multiple=True, metavar="FIELD", help="Break down by a field; may be repeated.")
@click.option("--list", "with_acts", is_flag=True, help="List the acts behind the number.")
def count(
    frame: Frame,
    *,
    release: str,
    rule: str | None,
    where: tuple[str, ...],
    by: tuple[str, ...],
    on: datetime | None,
    with_acts: bool,
    **options: str | None,
) -> None:
    """Count a release: one number with its bounds, or a table.

    "At least" is what satisfies the conditions whatever is unknown or in conflict; "at most" is what may.
    Published figures are the lower bound.
    """
    with opened(frame, release) as frozen:
        asked = frozen.question(
            rule=rule, options=Options(on=on and on.date(), where=where, by=by, **options)
        )
        figure = frozen.count(asked)
        behind = frozen.acts_behind(asked) if with_acts else None
        data = figure.as_json()
        if behind is not None:
            data |= {"acts": [_act_json(act) for act in behind.acts], "restricted": behind.restricted}
        frame.result(data, figure_text(figure, frozen, behind))


@stage_command(group, "tables", permission="figures.count")
@click.option("--release", required=True, metavar="NAME", help=RELEASE_HELP)
@click.option("--set", "set_name", required=True, type=click.Choice(set_names()), help="Which tables.")
@click.option("--period", required=True, metavar="FROM..TO", help="E.g. 2022-10, or 2022-01..2022-06.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option(
    "--attribution", metavar="confirmed|as-stated", help="Who is responsible: as assessed, or as stated."
)
@click.option("--date-basis", metavar="act|documented", help="Which date the period is of.")
@click.option(
    "--place-basis", metavar="act|origin|residence|last-seen", help="Which place governorates are of."
)
@click.option("--where", multiple=True, metavar="FIELD=VALUE", help="Count these only; may be repeated.")
@click.option("--publisher", default="", help="Who publishes; the archive's name unless given.")
@click.option("--out", type=click.Path(path_type=Path), help="Else SET-PERIOD.LANG.FORMAT, here.")
def tables(
    frame: Frame,
    *,
    release: str,
    set_name: str,
    format_: str,
    lang: str,
    publisher: str,
    out: Path | None,
    **asked: Any,
) -> None:
    """Write the standard tables of a period: killings (T1 to T7), detention (D1 to D6).

    Every number is a lower bound, counted by a rule of the release; what is undetermined stands under its
    table. The same release and period give the same bytes.
    """
    with opened(frame, release) as frozen:
        outside = (Path(release) / MANIFEST).is_file()
        write_tables(
            frame,
            frozen,
            set_name=set_name,
            asked=Asked(**asked),
            format_=format_,
            lang=lang,
            publisher=publisher or ("" if outside else frame.archive.name),
            out=out,
        )


@stage_command(group, "methodology", permission="figures.count")
@click.option("--release", required=True, metavar="NAME", help=RELEASE_HELP)
@click.option(
    "--about",
    type=click.Path(path_type=Path),
    help="YAML in which the organisation speaks of itself; about.yml of the archive unless given.",
)
@click.option(
    "--format", "format_", type=click.Choice(("html", "docx", "pdf")), default="html", show_default=True
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--publisher", default="", help="Who publishes; the archive's name unless given.")
@click.option("--out", type=click.Path(path_type=Path), help="Else methodology-RELEASE.LANG.FORMAT, here.")
def methodology(
    frame: Frame,
    *,
    release: str,
    about: Path | None,
    format_: str,
    lang: str,
    publisher: str,
    out: Path | None,
) -> None:
    """Write the methodology of a release from the rules, words and decisions that it holds.

    What only the organisation can say (mandate, funding, ethics) is read from a file; what it has not
    stated, the methodology says.
    """
    with opened(frame, release) as frozen:
        inside = not (Path(release) / MANIFEST).is_file()
        own = frame.archive.path / ABOUT if inside else None
        write_methodology(
            frame,
            frozen,
            about=about or (own if own and own.is_file() else None),
            format_=format_,
            lang=lang,
            publisher=publisher or (frame.archive.name if inside else ""),
            out=out,
        )


@stage_command(group, "rules", permission="figures.count")
@click.option("--release", metavar="NAME", help="Rules that a release carries; without it, those that ship.")
def rules(frame: Frame, release: str | None) -> None:
    """List the counting rules."""
    if release is None:
        found = shipped_rules()
    else:
        with opened(frame, release) as frozen:
            found = frozen.rules()
    lines = [
        f"{code} (version {rule['version']}): {rule['label']['en']}\n  {rule['definition']['en']}"
        for code, rule in found.items()
    ]
    frame.result({"rules": [dict(rule) for rule in found.values()]}, "\n".join(lines))


def figure_text(figure: Figure, frozen: FrozenRelease, behind: ActsBehind | None = None) -> str:
    """Return a figure in words: the number, its table, what it was counted from, and the acts behind it."""
    parts = [_sentence(figure, frozen)]
    if figure.by:
        parts.append(_cells(figure, frozen))
    parts.append(_provenance(figure))
    if behind is not None:
        parts.append(_list(behind))
    return "\n\n".join(parts)


def _sentence(figure: Figure, frozen: FrozenRelease) -> str:
    noun = figure.unit if figure.at_least != 1 else figure.unit.removesuffix("s")
    most = "with no upper bound" if figure.at_most is None else f"at most {figure.at_most:,}"
    rule = figure.rule.get("rule")
    label = f" {frozen.rules()[rule]['label']['en']}." if rule else ""
    stated = (
        " According to its sources; not assessed." if figure.rule.get("attribution") == "as-stated" else ""
    )
    when = f" on {figure.rule['on']}" if figure.measure == "stock" else ""
    return f"At least {figure.at_least:,} {noun}{when} ({most}).{label}{stated}"


def _cells(figure: Figure, frozen: FrozenRelease) -> str:
    rows = [
        [
            *(_value(frozen, name, cell.key[name]) for name in figure.by),
            str(cell.at_least),
            _most(cell.at_most),
        ]
        for cell in figure.cells
    ]
    reasons = {
        "undetermined": figure.undetermined.total,
        "  unknown": figure.undetermined.unknown,
        "  unidentified": figure.undetermined.unidentified,
        "  imprecise": figure.undetermined.imprecise,
        "  conflict": figure.undetermined.conflict,
        "in several cells (subtract)": figure.repeated,
        "total": figure.at_least,
    }
    blank = [""] * (len(figure.by) - 1)
    always = ("undetermined", "in several cells (subtract)", "total")
    for name, number in reasons.items():
        if number or name in always:
            rows.append([name, *blank, str(number), _most(figure.at_most) if name == "total" else ""])
    return table([*figure.by, "at least", "at most"], rows)


def _value(frozen: FrozenRelease, name: str, code: str) -> str:
    scheme = {"governorate": "place", "district": "place", "any-party": "party", "status": "detention-status"}
    label = frozen.label(scheme.get(name, name), code, "en")
    return code if label == code else f"{label} ({code})" if scheme.get(name) == "place" else label


def _most(number: int | None) -> str:
    return "open" if number is None else str(number)


def _provenance(figure: Figure) -> str:
    release = figure.release
    basis = f"dates: {figure.rule['date_basis']}; places: {figure.rule['place_basis']}"
    asked = "".join(f"; {condition}" for condition in figure.rule["where"])
    excluded = "".join(f"; without {name}" for name in figure.rule["exclude"])
    marks = {
        "INVENTED: nobody in it exists": release.invented,
        "reconstructed: frozen after its date": release.reconstructed,
        "single operator": release.single_operator,
        "one reviewer": release.profile == "solo",
    }
    lines = [
        f"{basis}{asked}{excluded}",
        f"release {release.name}, as of {release.as_of.isoformat()}, digest {release.digest}",
        f"digest of the acts counted {figure.digest}",
        *(mark for mark, holds in marks.items() if holds),
    ]
    return "\n".join(lines)


def _list(behind: ActsBehind) -> str:
    rows = [
        [
            act.act_id,
            act.person_id,
            act.violation or "unknown",
            act.date or "unknown",
            act.fields["governorate_act"] or "unknown",
            "certain" if act.certain else "possible",
        ]
        for act in behind.acts
    ]
    lines = [table(["act", "person", "violation", "date", "governorate", ""], rows)] if rows else []
    if behind.restricted:
        lines.append(
            f"{behind.restricted:,} more, restricted" if rows else f"{behind.restricted:,}, restricted"
        )
    return "\n".join(lines) or "No act is behind it."


def _act_json(act: ActBehind) -> dict[str, Any]:
    plain = {name: v.isoformat() if isinstance(v, date) else v for name, v in act.fields.items()}
    return {
        "act": act.act_id,
        "person": act.person_id,
        "event": act.event_id,
        "is_certain": act.certain,
        "violation": act.violation,
        "date": act.date,
        **plain,
    }
