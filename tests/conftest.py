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
from tawthiq.adapters.storage.databases import schema_of
from tawthiq.core.ids import Draw
from tests import servers
from tests.kept import Kept

if TYPE_CHECKING:
    from tawthiq.adapters.storage.archive import Archive

ON_POSTGRESQL = pytest.StashKey[servers.Server]()
ON_SERVER = "server"
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


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the same tests run on either database."""
    parser.addoption(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="What archives are made on."
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is true of the other database only."""
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[config.getoption("database")]
    left_out = [item for item in items if item.get_closest_marker(f"{other}_only")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_configure(config: pytest.Config) -> None:
    """Find the server before anything connects; without one there is nothing to run, and it is said."""
    for engine in ("sqlite", "postgresql"):
        config.addinivalue_line("markers", f"{engine}_only: true of archives on {engine} only")
    if config.getoption("database") != "postgresql":
        return
    if hasattr(config, "workerinput"):
        server: servers.Server | None = servers.Server(*config.workerinput[ON_SERVER])
    else:
        server = servers.find(run=str(os.getpid()))
        if server is None:
            pytest.exit(f"PostgreSQL WAS NOT TESTED: {servers.NOBODY_ANSWERS}", returncode=0)
        server.drop_what_dead_runs_left()
    config.stash[ON_POSTGRESQL] = server
    from django.db import connections

    from tawthiq.adapters.storage import databases

    databases.use(databases.postgresql_settings(server.address))
    connections.settings["default"]["TEST"]["NAME"] = server.full("django")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each worker which server was found: it has another environment, and must not look again."""
    server = node.config.stash.get(ON_POSTGRESQL, None)
    node.workerinput[ON_SERVER] = None if server is None else (server.address, server.run)


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> servers.Server | None:
    """The server that this run makes its archives on; None when it makes them on SQLite."""
    return request.config.stash.get(ON_POSTGRESQL, None)


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this process among those that run tests at the same time."""
    return getattr(request.config, "workerinput", {}).get("workerid", "gw")


@pytest.fixture(scope="session", autouse=True)
def _scratch(server: servers.Server | None, worker: str) -> Iterator[None]:
    """One database that every archive is made in which has no other one; its archives have a schema each."""
    if server is None:
        yield
        return
    with server.database(f"{worker}_scratch") as url:
        os.environ["DATABASE_URL"] = url
        yield
    os.environ.pop("DATABASE_URL", None)


@contextmanager
def _own_database(blocker: Any, *, url: str | None = None) -> Iterator[None]:
    """Let Django's connection be a new one for a while; the test database is untouched by it."""
    from django.db import connections

    variables = {name: os.environ.get(name) for name in ("TAWTHIQ_ARCHIVE", "DATABASE_URL")}
    test_connection, settings = connections["default"], connections.settings["default"]
    connections["default"] = connections.create_connection("default")
    if url is not None:
        os.environ["DATABASE_URL"] = url
    try:
        with blocker.unblock():
            yield
    finally:
        connections["default"].close()
        connections.settings["default"] = settings
        connections["default"] = test_connection
        for name, value in variables.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _make_empty_archive(folder: Path) -> None:
    from tawthiq.adapters.storage.archive import Archive

    draw = Draw.seeded("the empty archive")
    Archive.create(folder, profile="small", at=datetime(2022, 10, 1, 8, 0, tzinfo=UTC), draw=draw)


@pytest.fixture(scope="session")
def empty_archive(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any, server: servers.Server | None
) -> Path:
    """One archive, made once, that `archive` copies."""
    folder = tmp_path_factory.mktemp("archives") / "empty"
    with _own_database(django_db_blocker):
        _make_empty_archive(folder)
    return folder


@pytest.fixture(scope="session")
def kept(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: Any,
    server: servers.Server | None,
    worker: str,
) -> Iterator[Kept | None]:
    """The empty archive's tables on the server, in a database of their own; None on SQLite."""
    if server is None:
        yield None
        return
    with server.database(f"{worker}_kept") as url:

        def make() -> None:
            with _own_database(django_db_blocker, url=url):
                _make_empty_archive(tmp_path_factory.mktemp("kept") / "archive")

        identifier = Draw.seeded("the empty archive").identifier("ARCHIVE")
        yield Kept(url, schema_of(identifier), make=make)


@pytest.fixture(scope="session")
def new_archive(
    request: pytest.FixtureRequest, django_db_blocker: Any, server: servers.Server | None
) -> Callable[[Path], Path]:
    """Make a folder an empty archive that commands can be run on."""
    from tawthiq.adapters.storage.archive import Archive

    def make(folder: Path) -> Path:
        if server is None:
            return Path(shutil.copytree(request.getfixturevalue("empty_archive"), folder))
        with _own_database(django_db_blocker):
            Archive.create(folder, at=datetime(2022, 10, 1, 8, 0, tzinfo=UTC), draw=Draw.system())
        return folder

    return make


@pytest.fixture
def archive(
    tmp_path: Path, empty_archive: Path, django_db_blocker: Any, kept: Kept | None
) -> Iterator[Archive]:
    """An archive with tables of its own and real commits. Not together with `django_db`."""
    from tawthiq.adapters.storage.archive import connect

    folder = tmp_path / "archive"
    shutil.copytree(empty_archive, folder)
    if kept is not None:
        kept.put_back()
    with _own_database(django_db_blocker, url=None if kept is None else kept.address):
        yield connect(folder)
