"""The head of the log as a file, to be kept where the archive is not.

Whoever owns the database can rewrite the whole log and compute it anew. A head that a partner holds is
what such a rewriting cannot agree with.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from tawthiq.core.errors import UsageProblem

HEAD_FORMAT = 1
_ROOT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Head:
    """The log at one moment: how many entries, and the root that stands for them all."""

    tree_size: int
    root: str

    def as_json(self) -> str:
        """Return the text of a head file."""
        return json.dumps({"format": HEAD_FORMAT, "tree_size": self.tree_size, "root": self.root}) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Head:
        """Read a head file.

        Raises:
            UsageProblem: The text is not a head, or of a newer format.
        """
        try:
            data = json.loads(text)
            found, size, root = data["format"], data["tree_size"], data["root"]
        except (ValueError, KeyError, TypeError) as err:
            raise _not_a_head() from err
        if found != HEAD_FORMAT or type(size) is not int or size < 1:
            raise _not_a_head()
        if not isinstance(root, str) or not _ROOT.fullmatch(root):
            raise _not_a_head()
        return cls(tree_size=size, root=root)


def _not_a_head() -> UsageProblem:
    return UsageProblem(
        f"The known head was not read: it is not a head of format {HEAD_FORMAT}.",
        hint="Write one with: tawthiq audit log --head FILE.",
    )
