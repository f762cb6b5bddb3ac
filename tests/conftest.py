"""Who and what every test may use, all invented: Amal reports, Basil reviews, Carla is a stranger."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.occasion import Occasion
from tawthiq.accounts.permissions import Role
from tawthiq.core.ids import Draw

if TYPE_CHECKING:
    from tawthiq.adapters.storage.archive import Archive

OccasionFor = Callable[..., Occasion]

# A busy machine is no failure: time is measured in benchmarks/, never in a test. Everybody's run tries the
# same examples; `make torture` looks for new ones.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", PATIENT, derandomize=True)
settings.register_profile("wide", PATIENT, max_examples=2000)
settings.load_profile(os.environ.get("TAWTHIQ_HYPOTHESIS", "same"))


@pytest.fixture
def at() -> datetime:
    """The moment at which everything in a test happens."""
    return datetime(2022, 10, 21, 8, 0, tzinfo=UTC)


@pytest.fixture
def draw(request: pytest.FixtureRequest) -> Draw:
    """Randomness that is the same at every run of one test, and differs between tests."""
    return Draw.seeded(request.node.nodeid)


@pytest.fixture
def amal() -> Actor:
    """Amal takes reports in and links them."""
    return Actor.with_roles("U-AMAL", "amal", frozenset({Role.DATA_ENTRY, Role.ANALYST}), os_login="amal")


@pytest.fixture
def basil() -> Actor:
    """Basil reviews, publishes, keeps the evidence and runs the system."""
    roles = frozenset({Role.REVIEWER, Role.EDITOR, Role.CUSTODIAN, Role.ADMINISTRATOR})
    return Actor.with_roles("U-BASIL", "basil", roles, os_login="basil")


@pytest.fixture
def carla() -> Actor:
    """Carla is a stranger: no role, and cleared for what is public."""
    return Actor.with_roles("U-CARLA", "carla", frozenset(), os_login="carla")


@pytest.fixture
def occasion_for(at: datetime, draw: Draw) -> OccasionFor:
    """Make the occasion of a change for an actor."""

    def make(actor: Actor, *, reason: str = "a test", key: str | None = None, at: datetime = at) -> Occasion:
        return Occasion(actor=actor, at=at, draw=draw, reason=reason, key=key)

    return make


@contextmanager
def _own_database(blocker: Any) -> Iterator[None]:
    """Let Django's connection be a new one for a while; the test database is untouched by it."""
    from django.db import connections

    test_connection, folder = connections["default"], os.environ.get("TAWTHIQ_ARCHIVE")
    name = test_connection.settings_dict["NAME"]
    connections["default"] = connections.create_connection("default")
    try:
        with blocker.unblock():
            yield
    finally:
        connections["default"].close()
        connections["default"] = test_connection
        test_connection.settings_dict["NAME"] = name
        os.environ.pop("TAWTHIQ_ARCHIVE", None)
        if folder is not None:
            os.environ["TAWTHIQ_ARCHIVE"] = folder


@pytest.fixture(scope="session")
def empty_archive(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """One archive, made once, that `archive` copies."""
    from tawthiq.adapters.storage.archive import Archive

    folder = tmp_path_factory.mktemp("archives") / "empty"
    with _own_database(django_db_blocker):
        Archive.create(
            folder,
            profile="small",
            at=datetime(2022, 10, 1, 8, 0, tzinfo=UTC),
            draw=Draw.seeded("the empty archive"),
        )
    return folder


@pytest.fixture
def archive(tmp_path: Path, empty_archive: Path, django_db_blocker: Any) -> Iterator[Archive]:
    """An archive of its own, on its own SQLite file, with real commits. Not together with `django_db`."""
    from tawthiq.adapters.storage.archive import connect

    folder = tmp_path / "archive"
    shutil.copytree(empty_archive, folder)
    with _own_database(django_db_blocker):
        yield connect(folder)
