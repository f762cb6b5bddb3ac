"""Identifiers and salts: opaque, and where they are invented the same everywhere."""

from __future__ import annotations

import re
from itertools import islice

from tawthiq.core.ids import AT_ONCE, Draw


def test_many_identifiers_are_those_that_are_drawn_one_by_one() -> None:
    one_by_one, together = Draw.seeded("a list", "X-"), Draw.seeded("a list", "X-")

    many = together.identifiers("P")

    assert [next(many) for _ in range(50)] == [one_by_one.identifier("P") for _ in range(50)]
    assert together.salt() == one_by_one.salt()


def test_many_identifiers_of_the_system_are_all_different() -> None:
    found = [*islice(Draw.system().identifiers("P"), 3 * AT_ONCE + 1)]

    assert len(set(found)) == len(found)
    assert all(re.fullmatch("P-[0-9A-HJKMNP-TV-Z]{12}", name) for name in found)
