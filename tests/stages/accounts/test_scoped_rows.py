"""A table gives up rows to an actor only."""

from __future__ import annotations

import pytest

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.confidentiality import Level
from tawthiq.accounts.permissions import Role
from tawthiq.accounts.tables import UnscopedQuery
from tawthiq.audit.door import write
from tawthiq.journey.sources.models import Report, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def seven(amal, occasion_for):
    """One source at each level."""
    with write("sources.add", occasion=occasion_for(amal)) as change:
        change.insert(
            [Source.of(id=f"S-{level.code}", body={"code": level.code}, level=level) for level in Level]
        )


def reader(*roles: Role) -> Actor:
    return Actor.with_roles("U-1", "reader", frozenset(roles), os_login="reader")


@pytest.mark.parametrize(
    ("roles", "highest"),
    [
        ((), Level.PUBLIC),
        ((Role.ADMINISTRATOR,), Level.PUBLIC),
        ((Role.DATA_ENTRY,), Level.INTERNAL),
        ((Role.ANALYST,), Level.RESTRICTED),
        ((Role.REVIEWER,), Level.RESTRICTED),
        ((Role.EDITOR, Role.DATA_ENTRY), Level.RESTRICTED),
        ((Role.CUSTODIAN,), Level.SEALED),
    ],
)
def test_an_actor_sees_up_to_their_clearance(roles, highest, seven):
    seen = {row.level for row in Source.visible_to(reader(*roles))}

    assert seen == {int(level) for level in Level if level <= highest}


@pytest.mark.parametrize(
    "use",
    [
        Source.objects.all,
        Source.objects.count,
        lambda: Source.objects.filter(code="public").exists(),
        lambda: Source.objects.get(id="S-public"),
        lambda: Source.objects.create(id="S-new"),
        Source._default_manager.all,
        Source._base_manager.all,
        lambda: Source(id="S-new", body="{}", level=0).save(),
        lambda: Source.rows_for_action.first().refresh_from_db(),
        lambda: Source.rows_for_action.first().delete(),
    ],
)
def test_a_query_without_an_actor_is_refused(use, seven):
    with pytest.raises(UnscopedQuery):
        use()


def test_a_lazy_load_through_a_foreign_key_is_refused(amal, occasion_for, seven):
    with write("sources.add", occasion=occasion_for(amal)) as change:
        change.insert([Report.of(id="R-1", body={"source": "S-sealed"}, level=Level.PUBLIC)])
    report = Report.visible_to(reader()).get()

    with pytest.raises(UnscopedQuery):
        _ = report.source


def test_there_is_no_way_back_from_a_row_to_those_that_name_it():
    names = {field.name for field in Source._meta.get_fields(include_hidden=False)}

    assert "report" not in names
    assert not hasattr(Source, "report_set")


def test_a_column_that_does_not_follow_from_the_body_is_refused():
    class Loose(Source):
        class Meta:
            proxy = True
            app_label = "sources"

        @classmethod
        def columns(cls, body):
            return {}

    try:
        with pytest.raises(TypeError, match="code"):
            Loose.of(id="S-1", body={"code": "c"}, level=0)
    finally:
        from django.apps import apps

        del apps.all_models["sources"]["loose"]
        apps.clear_cache()


def test_a_body_is_kept_as_canonical_text():
    row = Source.of(id="S-1", body={"words": "e\u0301", "code": "c", "list": (1, None)}, level=Level.PUBLIC)

    assert row.body == '{"code":"c","list":[1,null],"words":"\u00e9"}'
    with pytest.raises(TypeError):
        Source.of(id="S-1", body={"code": "c", "share": 0.5}, level=0)


def test_rows_are_found_among_many_names_and_only_to_the_clearance(seven):
    asked = frozenset({"S-public", "S-sealed", "S-absent"})

    found = Source.visible_to(reader(Role.ANALYST)).filter(id__among=asked)

    assert [row.id for row in found] == ["S-public"]


def test_among_no_names_nothing_is_asked(seven, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(Source.visible_to(reader()).filter(id__among=frozenset())) == []


def test_among_takes_no_list_whose_values_django_would_look_at_first():
    with pytest.raises(TypeError, match="frozenset"):
        Source.visible_to(reader()).filter(id__among=["S-public"])
