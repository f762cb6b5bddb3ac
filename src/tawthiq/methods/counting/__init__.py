"""The arithmetic of counting: from a release's tables to a number that says what it leaves open.

Pure Python and DuckDB; a release's folder is all that it needs. The way of a number:

    with ReleaseTables.open(folder) as tables:                              # opened.py
        rule = load_rule("held", tables.rules)                              # rules/
        question = ask(tables.words, rule=rule, options=Options(by=["sex"])) # question.py
        engine = DuckDBEngine(tables)                                       # duckdb_engine.py
        answer = engine.count(question)                                     # answer.py: Answer
        acts, people = engine.acts(question), engine.persons(question)

`plain.PlainEngine` has the same methods and is the reference: slow, and written so that it can be read as the
definition. `tables.py` writes, reads and digests tables; `stock_change.py` explains how one stock became
another. The examples in ``tests/spec`` run on both engines; `publish.py` prints them as the methodology,
``docs/reference/counting.md``.

A question's conditions are weighed axis by axis (`fields.py`), each stored text once (`standings.py`,
`day_standings.py`), and a date that no table shows by its bounds alone (`bounded.py`).
"""
