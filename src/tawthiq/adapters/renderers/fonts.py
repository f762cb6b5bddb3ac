"""The fonts that are shipped: nothing that is drawn or set depends on what a machine has installed."""

from __future__ import annotations

from functools import cache
from importlib import resources

ARABIC_SERIF = "Amiri"
SANS = "IBM Plex Sans Arabic"
_PACKAGES = ("fontpkg_amiri", "fontpkg_ibm_plex_sans_arabic")


@cache
def font_folders() -> tuple[str, ...]:
    """Return the folders that the font files are in."""
    return tuple(str(resources.files(package) / "files") for package in _PACKAGES)
