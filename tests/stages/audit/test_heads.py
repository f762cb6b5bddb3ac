"""A head file is read exactly or not at all."""

from __future__ import annotations

import pytest

from tawthiq.audit.heads import Head
from tawthiq.core.errors import UsageProblem

ROOT = "ab" * 32


def test_a_head_comes_back_from_its_file():
    head = Head(7, ROOT)

    assert Head.from_json(head.as_json()) == head


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "7",
        "{}",
        f'{{"format": 2, "tree_size": 7, "root": "{ROOT}"}}',
        f'{{"format": 1, "tree_size": 0, "root": "{ROOT}"}}',
        f'{{"format": 1, "tree_size": true, "root": "{ROOT}"}}',
        f'{{"format": 1, "tree_size": "7", "root": "{ROOT}"}}',
        '{"format": 1, "tree_size": 7, "root": "ab"}',
        '{"format": 1, "tree_size": 7, "root": 7}',
        f'{{"format": 1, "tree_size": 7, "root": "{ROOT.upper()}"}}',
    ],
)
def test_what_is_no_head_is_refused(text):
    with pytest.raises(UsageProblem):
        Head.from_json(text)
