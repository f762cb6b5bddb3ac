"""The mapping `vdc` against the real list, counted a second time by hand. No name is looked at or printed."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tawthiq.adapters.importers.mapping import find_mapping
from tawthiq.adapters.importers.staging import row_and_body
from tawthiq.adapters.importers.worker import ACCOUNTS, Job, stage
from tawthiq.core.claims import PERSON, Account
from tawthiq.core.dates import parse_edtf
from tawthiq.core.places import gazetteer
from tawthiq.core.vocabulary import load

pytestmark = pytest.mark.shared
ROOT = Path(__file__).parents[3]
LIST = Path(os.environ.get("TAWTHIQ_SHARED", ROOT.parent / "shared")) / "data/syria_vdc/killed.csv"
GOVERNORATES = {
    "Damascus": "SY01",
    "Aleppo": "SY02",
    "Damascus Suburbs": "SY03",
    "Homs": "SY04",
    "Hama": "SY05",
    "Lattakia": "SY06",
    "Idlib": "SY07",
    "Hasakeh": "SY08",
    "Deir Ezzor": "SY09",
    "Tartous": "SY10",
    "Raqqa": "SY11",
    "Daraa": "SY12",
    "Sweida": "SY13",
    "Quneitra": "SY14",
}
Row = dict[str, str]


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, object]]:
    if not LIST.is_file():
        pytest.skip("the shared list of the killed is not here")
    folder = tmp_path_factory.mktemp("staging")
    mapping = find_mapping("vdc", packs=("syria",))
    job = Job(str(LIST), str(folder), "vdc", mapping.text, mapping.documented, ("syria",))
    found = stage(job, advance=lambda _count: None)
    yield {**found, "folder": folder}
    for path in folder.iterdir():
        path.unlink()


@pytest.fixture(scope="module")
def pairs(summary: dict[str, object]) -> list[tuple[Row, Account]]:
    """Every row of the list beside its account, without what names somebody: a failing test prints it."""
    with LIST.open(encoding="utf-8", newline="") as stream:
        rows = {row["uid"]: _impersonal(row) for row in csv.DictReader(stream)}
    with (Path(str(summary["folder"])) / ACCOUNTS).open(encoding="utf-8") as stream:
        accounts = [_nameless(Account.from_body(row_and_body(line)[1])) for line in stream]
    return [(rows[account.key], account) for account in accounts]


def _impersonal(row: Row) -> Row:
    return {column: cell for column, cell in row.items() if column not in ("name", "mother_name", "notes")}


def _nameless(account: Account) -> Account:
    kept = tuple(c for c in account.claims if c.field not in ("name", "mother-name", "notes"))
    return Account(account.key, account.locator, account.documented, kept, account.kind)


def violations(account: Account) -> list[str]:
    return [account.value(act, "violation") for act in account.acts()]


def test_every_row_comes_in(summary: dict[str, object]) -> None:
    assert (summary["rows"], summary["accounts"], summary["rejected_rows"]) == (32_985, 32_985, 0)


def test_the_acts_are_those_that_the_cause_states(pairs: list[tuple[Row, Account]]) -> None:
    killings = load(("syria",)).narrower("violation", "killing")
    counts: Counter[str] = Counter()
    for row, account in pairs:
        said = violations(account)
        cause = row["cause"]
        assert [violation in killings for violation in said] == [True] + [False] * (len(said) - 1)
        assert (said[0] == "death-due-to-torture") == ("Torture" in cause)
        assert ("torture" in said) == ("Torture" in cause)
        assert ("detention" in said) == ("Detention" in cause)
        assert ("abduction" in said) == ("Kidnapping" in cause)
        counts.update(["killing", *said[1:]])

    assert counts == {"killing": 32_985, "torture": 1_822, "detention": 1_872, "abduction": 554}
    assert counts.total() == 37_233


def test_province_and_area_are_the_origin_and_nothing_else(pairs: list[tuple[Row, Account]]) -> None:
    places = gazetteer(("syria",))
    for row, account in pairs:
        origin = account.value(PERSON, "origin")
        found = places.ancestor(origin, "governorate") if origin is not None else None
        if row["province"] in GOVERNORATES:
            assert found == GOVERNORATES[row["province"]]
        elif row["province"] == "Unknown":
            assert origin is None
        else:
            assert origin is None or places.ancestor(origin, "country") != "SY"
        assert account.value(PERSON, "residence") is None


def test_the_place_of_death_alone_is_the_place_of_the_killing(pairs: list[tuple[Row, Account]]) -> None:
    for row, account in pairs:
        written = [claim.verbatim for claim in account.on("act-1") if claim.field == "place"]
        assert written == ([row["place_of_death"]] if row["place_of_death"] else [])
        assert all(account.value(act, "place") is None for act in account.acts()[1:])


def test_killings_fall_in_their_months_and_six_have_no_date(pairs: list[tuple[Row, Account]]) -> None:
    dates = [(row["date_of_death"], account.value("act-1", "date")) for row, account in pairs]

    assert sum(date is None for _, date in dates) == 6
    assert Counter(written[:7] for written, _ in dates if written) == Counter(
        date[:7] for _, date in dates if date is not None
    )


def test_further_acts_are_not_later_than_the_death(pairs: list[tuple[Row, Account]]) -> None:
    for row, account in pairs:
        for act in account.acts()[1:]:
            date = account.value(act, "date")
            dated = parse_edtf(date) if date is not None else None
            assert (dated is None) == (row["date_of_death"] == "")
            if dated is not None and dated.latest is not None:
                assert dated.earliest is None
                assert dated.latest.isoformat() == row["date_of_death"]


def test_sex_age_group_and_age_are_as_stated(pairs: list[tuple[Row, Account]]) -> None:
    for row, account in pairs:
        age_group, sex = row["sex_age"].lower().split(" - ")
        age = int(row["age"] or 0)
        assert account.value(PERSON, "sex") == sex
        assert account.value(PERSON, "age-group") == age_group
        assert account.value(PERSON, "age") == ({"min": age, "max": age} if age else None)


def test_an_actor_not_stated_and_one_not_identified_are_two_answers(
    pairs: list[tuple[Row, Account]],
) -> None:
    for row, account in pairs:
        for act in account.acts():
            party, attribution = account.value(act, "party"), account.value(act, "attribution")
            if row["actor"] == "":
                assert (party, attribution) == (None, None)
            elif row["actor"] == "Not identified":
                assert (party, attribution) == ("unidentified", None)
            else:
                assert party not in (None, "unidentified")
                assert attribution == "alleged"


def test_a_community_is_only_ever_a_pattern_in_the_notes(pairs: list[tuple[Row, Account]]) -> None:
    for row, account in pairs:
        found = [(c.value, c.basis) for c in account.on(PERSON) if c.field == "community"]
        wanted = [("palestinian", "pattern-in-notes")] if row["palestinian_in_text"] == "1" else []
        assert found == wanted


def test_the_list_was_documented_on_or_before_the_day_it_was_retrieved(
    pairs: list[tuple[Row, Account]],
) -> None:
    assert {account.documented for _, account in pairs} == {"../2019-05-14"}


def test_the_page_of_decisions_speaks_of_every_column() -> None:
    if not LIST.is_file():
        pytest.skip("the shared list of the killed is not here")
    page = (ROOT / "docs/reference/mappings/vdc.md").read_text(encoding="utf-8")
    with LIST.open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream))

    assert [column for column in header if f"`{column}`" not in page] == []
    assert all(number in page for number in ("32,985", "1,822", "1,872", "554", "37,233"))
