"""Which boundaries a map is drawn with, and whether they are those of the release's places."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tawthiq.core.boundaries import FILE, Boundaries, read_boundaries
from tawthiq.core.errors import InputRejected, UsageProblem
from tawthiq.core.vocabulary.loading import PACKS
from tawthiq.journey.figures.facts import Figure
from tawthiq.journey.statements.nodes import nearest
from tawthiq.journey.statements.numbers import Numbers
from tawthiq.journey.statements.outline import MapSpec, Outline


def borders_of(
    outline: Outline, numbers: Numbers, *, beside: Path, archive: Path | None
) -> dict[str, Boundaries]:
    """Return the boundaries of every map: the statement's own, the archive's own, or those that ship.

    `beside` is the folder of the statement's YAML, `archive` that of the archive.

    Raises:
        UsageProblem: There is no such file, or none ships for these places.
        InputRejected: The file is not in order, or its codes are not those of the release.
    """
    found = {}
    for spec in outline.maps.values():
        counted = numbers.drawn[spec.id]
        boundaries, file = _chosen(spec, counted, beside=beside, archive=archive)
        check_codes(boundaries, counted, numbers.releases[counted.release.name].places(), file=file)
        found[spec.id] = boundaries
    return found


def _chosen(spec: MapSpec, counted: Figure, *, beside: Path, archive: Path | None) -> tuple[Boundaries, str]:
    if spec.boundaries is not None:
        return read_boundaries(beside / spec.boundaries), spec.boundaries
    if archive is not None and (archive / FILE).is_file():
        return read_boundaries(archive / FILE), FILE
    codes = codes_of(counted)
    shipped = [read_boundaries(path) for path in sorted(PACKS.glob(f"*/{FILE}"))]
    fitting = [each for each in shipped if codes & each.areas.keys()]
    if not fitting:
        raise UsageProblem(
            f"The map '{spec.id}' was not drawn: no boundaries ship for a {spec.by[0]} that it counts.",
            hint=f"Put {FILE} into the archive's folder (docs/how-to/use-your-own-boundaries.md).",
            where=spec.place,
        )
    return max(fitting, key=lambda each: len(codes & each.areas.keys())), FILE


def codes_of(counted: Figure) -> set[str]:
    """Return the places of a breakdown by place."""
    return {cell.key[counted.by[0]] for cell in counted.cells}


def check_codes(
    boundaries: Boundaries, counted: Figure, places: Mapping[str, str | None], *, file: str
) -> None:
    """Refuse areas of unknown places, and a place that was counted and that the file forgot.

    A place is forgotten if the file has others of the same parent. What lies elsewhere, such as abroad, is
    said under the map.

    Raises:
        InputRejected: With the code.
    """
    for code in boundaries.areas:
        if code not in places:
            raise InputRejected(
                f"The boundaries have an area '{code}', which is no place of the release.",
                hint=nearest(code, places),
                where=file,
            )
    parents = {places[code] for code in boundaries.areas}
    for code in sorted(codes_of(counted) - boundaries.areas.keys()):
        if places.get(code) in parents:
            raise InputRejected(
                f"The boundaries have no area for '{code}', which the map counts.",
                hint="Add its outline to the file, or leave 'boundaries' out to take those that ship.",
                where=file,
            )
