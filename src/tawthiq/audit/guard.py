"""One trigger of the guard, declared once for both engines."""

from __future__ import annotations

from dataclasses import dataclass

PREFIX = "tawthiq_"


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: what must hold when a row of the table is inserted, updated or deleted.

    `condition` is SQL that both engines read, with OLD and NEW, but for ``{same}``, their word for "equal, or
    both unknown".
    """

    table: str
    event: str
    condition: str
    message: str

    @property
    def name(self) -> str:
        """Return the trigger's name."""
        return f"{PREFIX}{self.table}_{self.event.lower()}"

    def sqlite(self) -> str:
        """Return the statement that makes the trigger in SQLite."""
        condition = self.condition.replace("{same}", "IS")
        return (
            f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" '
            f"WHEN ({condition}) IS NOT TRUE BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def postgresql_condition(self) -> str:
        """Return the condition in PostgreSQL's words."""
        return self.condition.replace("{same}", "IS NOT DISTINCT FROM")
