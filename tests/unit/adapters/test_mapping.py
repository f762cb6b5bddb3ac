"""A mapping is read strictly: what is wrong with it is found before the first row, and where."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.adapters.conftest import ReadMapping

from tawthiq.adapters.importers.mapping import find_mapping, read_mapping, shipped_mappings
from tawthiq.core.errors import UsageProblem

ACT = "acts: [{violation: {constant: killing}}]\n"


def problem(mapping: ReadMapping, text: str) -> UsageProblem:
    with pytest.raises(UsageProblem) as caught:
        mapping(text)
    return caught.value


def test_an_unknown_key_is_refused_with_the_nearest(mapping: ReadMapping) -> None:
    found = problem(mapping, ACT + "persn: {}\n")

    assert found.hint == "Did you mean 'person'?"
    assert found.where == "invented.yml: persn"


def test_an_unknown_field_says_where_it_stands(mapping: ReadMapping) -> None:
    found = problem(mapping, "acts:\n  - violation: {constant: killing}\n    dat: {column: d}\n")

    assert found.where == "invented.yml: acts[1]: dat"
    assert found.hint == "Did you mean 'date'?"


@pytest.mark.parametrize(
    "text",
    [
        "acts: [{violation: {constant: murder}}]",
        "acts: [{violation: {column: v, values: {x: murder}}}]",
        "acts: [{violation: {constant: killing}, party: {constant: the-enemy}}]",
        "acts: [{violation: {constant: killing}, place: {constant: SY99}}]",
        "acts: [{violation: {constant: killing}, place: {column: p, values: {x: SY99}}}]",
        ACT + "person: {sex: {column: s, values: {M: man}}}",
        ACT + "level: secret",
        ACT + "source: {code: x, title: X, reliability: Q}",
        ACT + "source: {code: x, title: X, consent: perhaps}",
        ACT + "documented: last spring",
    ],
)
def test_a_word_that_does_not_exist_is_refused(mapping: ReadMapping, text: str) -> None:
    assert problem(mapping, text + "\n").where.startswith("invented.yml: ")


@pytest.mark.parametrize(
    "text",
    [
        "acts: []",
        "acts: [{date: {column: d}}]",
        "acts: [{violation: {}}]",
        "acts: [{violation: {column: a, columns: [b]}}]",
        "acts: [{violation: {column: a, constant: killing}}]",
        "acts: [{violation: {column: a, pattern: '('}}]",
        "acts: [{violation: {column: a, values: missing}}]",
        "acts: [{violation: {column: a, order: dmy}}]",
        "acts: [{violation: {column: a, otherwise: within}}]",
        "acts: [{violation: {constant: killing}, when: {column: a}}]",
        "acts: [{violation: {constant: killing}, when: {column: a, equals: b, contains: c}}]",
        "acts: [{violation: {constant: killing}, when: {any: [], column: a}}]",
        "acts: [{violation: {constant: killing}, date: {column: a, order: ydm}}]",
        ACT + "file: {delimiter: ';;'}",
        ACT + "skip: [{when: {column: a, empty: 'yes'}}]",
        "row: id",
    ],
)
def test_what_makes_no_sense_is_refused(mapping: ReadMapping, text: str) -> None:
    problem(mapping, text + "\n")


def test_a_key_that_stands_twice_is_refused_not_overwritten(mapping: ReadMapping) -> None:
    found = problem(mapping, "acts: [{violation: {column: a, values: {x: killing, x: torture}}}]\n")

    assert "stands twice" in found.message


def test_two_spellings_of_one_value_are_refused(mapping: ReadMapping) -> None:
    found = problem(mapping, "acts: [{violation: {column: a, values: {X: killing, 'x ': torture}}}]\n")

    assert "stands twice" in found.message


def test_yaml_guesses_nothing(mapping: ReadMapping) -> None:
    read = mapping(ACT + "person: {sex: {column: s, values: {no: male, 007: female}}}\n")

    assert dict(read.person["sex"][0].values) == {"no": "male", "007": "female"}


def test_text_that_is_not_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(UsageProblem, match="line 2"):
        read_mapping("mapping: 1\nname: [", name="x.yml", packs=("syria",))


def test_a_format_of_the_future_is_refused() -> None:
    with pytest.raises(UsageProblem):
        read_mapping("mapping: 2\nname: x\nrow_id: id\n" + ACT, name="x.yml", packs=("syria",))


def test_a_comment_changes_no_digest_and_a_value_does(mapping: ReadMapping) -> None:
    assert mapping(ACT).digest == mapping("# a note\n" + ACT).digest
    assert mapping(ACT).digest != mapping("acts: [{violation: {constant: torture}}]\n").digest


def test_every_column_that_is_read_is_known(mapping: ReadMapping) -> None:
    read = mapping(
        """
documented: {column: entered}
count: {min: {column: least}, max: {column: most}}
person: {origin: {column: area, within: {column: province}}, name-parts: {given: {column: first}}}
skip: [{when: {column: total, equals: "yes"}, because: a total}]
acts:
  - violation: {constant: detention}
    when: {any: [{column: arrested, empty: no}, {not: {column: free, equals: x}}]}
    spells: [{status: {column: status}, when: {column: held, equals: "yes"}}]
"""
    )

    wanted = "id entered least most area province first total arrested free status held"
    assert read.columns() == set(wanted.split())


def test_every_shipped_mapping_is_in_order() -> None:
    assert "vdc" in shipped_mappings()
    for name in shipped_mappings():
        assert find_mapping(name, packs=("syria", "argentina")).name == name


def test_a_mapping_is_found_by_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yml"
    path.write_text("mapping: 1\nname: mine\nrow_id: id\n" + ACT)

    assert find_mapping(str(path), packs=("syria",)).name == "mine"


def test_an_absent_mapping_is_a_usage_error(tmp_path: Path) -> None:
    for name in ("vcd", str(tmp_path / "absent.yml")):
        with pytest.raises(UsageProblem):
            find_mapping(name, packs=("syria",))
