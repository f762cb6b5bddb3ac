"""What a verification found, in identifiers only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tawthiq.audit.heads import Head

LISTED = 1000
"""How many findings are listed; all are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree: what it is, and what is wrong with it."""

    where: str
    what: str

    def __str__(self) -> str:
        """Return it as a line for people."""
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class VerifyReport:
    """How much was checked, and what does not agree."""

    head: Head | None = None
    entries: int = 0
    rows: int = 0
    checked: Counter[str] = field(default_factory=Counter)
    total_findings: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Say whether everything agrees."""
        return self.total_findings == 0

    def found(self, where: str, what: str) -> None:
        """Add one thing that does not agree."""
        self.total_findings += 1
        if len(self.findings) < LISTED:
            self.findings.append(Finding(where, what))

    def as_json(self) -> dict[str, Any]:
        """Return the report as a command's JSON result."""
        head = None if self.head is None else {"tree_size": self.head.tree_size, "root": self.head.root}
        return {
            "sound": self.is_sound,
            "head": head,
            "entries": self.entries,
            "rows": self.rows,
            "checked": dict(self.checked),
            "total_findings": self.total_findings,
            "findings": [{"where": finding.where, "what": finding.what} for finding in self.findings],
        }

    def as_text(self) -> str:
        """Return the report for people."""
        counts = [f"{self.entries} log entries", f"{self.rows} rows and versions"]
        counts += [f"{number} {what}" for what, number in self.checked.items()]
        said = f"Checked {', '.join(counts)}."
        if self.head is not None:
            said += f"\nHead: {self.head.tree_size} {self.head.root}"
        if self.is_sound:
            return f"{said}\nEverything agrees."
        lines = [str(finding) for finding in self.findings]
        left = self.total_findings - len(lines)
        more = [f"... and {left} more"] if left else []
        return "\n".join([said, f"{self.total_findings} things do not agree:", *lines, *more])
