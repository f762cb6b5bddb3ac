"""A release is counted by whoever may, in the folder that the log pins."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

import pytest

from tawthiq.accounts.actors import Actor
from tawthiq.adapters.storage.releases import ReleaseFolders, remove_folder
from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.journey.figures.queries import ReleaseAltered, released

pytestmark = pytest.mark.django_db


@pytest.fixture
def r1(three: None, frozen: Callable[..., Any]) -> Any:
    """The release r1: two killed and one held."""
    return frozen("r1")


def test_who_works_on_cases_may_count(r1: Any, store: ReleaseFolders, amal: Actor) -> None:
    with released("r1", releases_dir=store.root, actor=amal) as release:
        assert release.count(release.question(rule="killed")).at_least == 2
        assert release.count(release.question(rule="held")).at_least == 1


def test_a_stranger_may_not_and_learns_nothing(r1: Any, store: ReleaseFolders, carla: Actor) -> None:
    with pytest.raises(NotPermittedOrAbsent) as there:
        released("r1", releases_dir=store.root, actor=carla)
    with pytest.raises(NotPermittedOrAbsent) as absent:
        released("r2", releases_dir=store.root, actor=carla)

    assert there.value.as_json() == absent.value.as_json()


def test_a_folder_without_a_log_entry_is_no_release(r1: Any, store: ReleaseFolders, amal: Actor) -> None:
    shutil.copytree(store.root / "r1", store.root / "r2")

    with pytest.raises(NotPermittedOrAbsent):
        released("r2", releases_dir=store.root, actor=amal)


def test_another_release_in_its_place_is_refused(
    r1: Any, frozen: Callable[..., Any], store: ReleaseFolders, amal: Actor
) -> None:
    frozen("r2")
    remove_folder(store.root / "r1")
    shutil.copytree(store.root / "r2", store.root / "r1")

    with pytest.raises(ReleaseAltered):
        released("r1", releases_dir=store.root, actor=amal)


def test_a_release_whose_folder_is_gone_is_an_integrity_failure(
    r1: Any, store: ReleaseFolders, amal: Actor
) -> None:
    remove_folder(store.root / "r1")

    with pytest.raises(ReleaseAltered):
        released("r1", releases_dir=store.root, actor=amal)
