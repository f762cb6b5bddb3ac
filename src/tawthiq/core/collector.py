"""Python's collector of cycles, put aside where millions of small objects hold none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Do without the collector for a while; it also decorates a function.

    It would walk through all records of an archive again and again, for a fifth of the time of a freeze and
    a sixth of that of a link, and free nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
