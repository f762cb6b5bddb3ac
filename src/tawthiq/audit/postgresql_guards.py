"""The guard's triggers in PostgreSQL's words, and a close look at those that are there.

PostgreSQL knows more ways around a trigger than SQLite: emptying a table without deleting rows, a session
that replays as a replica, a temporary table that hides ours, a rule that rewrites the statement. Each of
them is closed or reported.
"""

from __future__ import annotations

from typing import Any

from tawthiq.audit.guard import Guard


def statements(guard: Guard, *, schema: str) -> list[str]:
    """Return the statements that make the guard, in place of an older one."""
    made = [
        # The path is fixed, so that nobody's temporary table or own schema stands in for ours.
        f'CREATE OR REPLACE FUNCTION "{guard.name}"() RETURNS trigger LANGUAGE plpgsql'
        f' SET search_path = "{schema}", pg_temp AS $guard${_body(guard)}$guard$'
    ]
    for name, event, each in _triggers(guard):
        made += [
            f'DROP TRIGGER IF EXISTS "{name}" ON "{guard.table}"',
            f'CREATE TRIGGER "{name}" {event} ON "{guard.table}" FOR EACH {each}'
            f' EXECUTE FUNCTION "{guard.name}"()',
            # A session that says it is a replica would else fire none.
            f'ALTER TABLE "{guard.table}" ENABLE ALWAYS TRIGGER "{name}"',
        ]
    return made


def names(guard: Guard) -> list[str]:
    """Return the names of the guard's triggers."""
    return [name for name, _, _ in _triggers(guard)]


def wanted(guard: Guard, *, schema: str) -> dict[str, str]:
    """Return the guard's triggers by name, each as `present` says it when nobody has touched it."""
    return {
        name: _said(
            f"CREATE TRIGGER {name} {event} ON {guard.table} FOR EACH {each} EXECUTE FUNCTION {guard.name}()",
            enabled="A",
            language="plpgsql",
            settings=f"search_path={schema}, pg_temp",
            body=_body(guard),
        )
        for name, event, each in _triggers(guard)
    }


def present(cursor: Any) -> dict[str, str]:
    """Return all that the database does by itself in this schema, by name, each said in full."""
    cursor.execute(
        "SELECT t.tgname, pg_get_triggerdef(t.oid, true), t.tgenabled, l.lanname,"
        " array_to_string(p.proconfig, ' and '), p.prosrc"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " JOIN pg_language l ON l.oid = p.prolang"
        " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
    )
    found: dict[str, str] = {}
    for name, made, enabled, language, settings, body in cursor.fetchall():
        said = _said(made, enabled=enabled, language=language, settings=settings, body=body)
        found[name] = said if name not in found else "two triggers of one name"
    cursor.execute(
        "SELECT rulename, definition FROM pg_rules WHERE schemaname = current_schema()"
        " UNION ALL SELECT policyname, 'a policy' FROM pg_policies WHERE schemaname = current_schema()"
    )
    return found | dict(cursor.fetchall())


def current_schema(cursor: Any) -> str:
    """Return the schema that the connection works in."""
    cursor.execute("SELECT current_schema()")
    return str(cursor.fetchone()[0])


def _triggers(guard: Guard) -> list[tuple[str, str, str]]:
    """Return name, event and granularity of each: PostgreSQL can also empty a table without deleting rows."""
    found = [(guard.name, f"BEFORE {guard.event}", "ROW")]
    if guard.event == "DELETE":
        found.append((guard.name.removesuffix("delete") + "truncate", "BEFORE TRUNCATE", "STATEMENT"))
    return found


def _body(guard: Guard) -> str:
    row = "OLD" if guard.event == "DELETE" else "NEW"
    return (
        f"BEGIN IF ({guard.postgresql_condition()}) IS NOT TRUE THEN RAISE EXCEPTION '{guard.message}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END"
    )


def _said(made: str, *, enabled: str, language: str, settings: str | None, body: str) -> str:
    return f"{made}; enabled {enabled}; in {language} with {settings}: {body}"
