"""What becomes of DATABASE_URL."""

from __future__ import annotations

import pytest

from tawthiq.adapters.storage.databases import postgresql_settings, schema_of
from tawthiq.core.errors import UsageProblem


@pytest.fixture(autouse=True)
def _no_mode(monkeypatch):
    monkeypatch.delenv("PGSSLMODE", raising=False)


def test_an_address_becomes_settings():
    made = postgresql_settings(
        "postgresql://amal:a%2Fb@db.invalid:5433/rights?sslmode=require", schema="ours"
    )

    assert (made["NAME"], made["USER"], made["PASSWORD"]) == ("rights", "amal", "a/b")
    assert (made["HOST"], made["PORT"]) == ("db.invalid", "5433")
    assert made["OPTIONS"]["sslmode"] == "require"
    assert made["OPTIONS"]["options"].endswith("-c search_path=ours")


@pytest.mark.parametrize(
    ("host", "mode"),
    [("db.invalid", "verify-full"), ("127.0.0.1", None), ("localhost", None), ("", None)],
)
def test_a_server_elsewhere_must_prove_who_it_is(host, mode):
    assert postgresql_settings(f"postgresql://amal@{host}/rights")["OPTIONS"].get("sslmode") == mode


def test_what_the_environment_says_of_ssl_is_kept(monkeypatch):
    monkeypatch.setenv("PGSSLMODE", "require")

    assert "sslmode" not in postgresql_settings("postgresql://amal@db.invalid/rights")["OPTIONS"]


@pytest.mark.parametrize(
    "address",
    [
        "mysql://amal:s3cret@db.invalid/rights",
        "postgresql://amal:s3cret@db.invalid/",
        "postgresql://amal:s3cret@db.invalid:x y/rights",
        "postgresql://amal:s3cret@db.invalid/rights?nonsense=1",
        "s3cret",
    ],
)
def test_an_address_that_is_none_is_refused_without_being_repeated(address):
    with pytest.raises(UsageProblem) as refused:
        postgresql_settings(address)

    assert "s3cret" not in f"{refused.value.message}{refused.value.hint}{refused.value.__cause__}"


def test_a_schema_is_named_after_the_archive():
    assert schema_of("DEMOARCHIVE-0B3H933CGN70") == "tawthiq_0b3h933cgn70"
    with pytest.raises(UsageProblem):
        schema_of('ARCHIVE-x"; DROP')
