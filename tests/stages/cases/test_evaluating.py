"""How good the linkage of an archive is: by known people, and by what people judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.stages.cases.telling import Import, killing, told

from tawthiq.accounts.actors import Actor
from tawthiq.accounts.permissions import Role
from tawthiq.audit import door
from tawthiq.audit.queries import head
from tawthiq.core.claims import Account
from tawthiq.core.errors import InputRejected, NotPermittedOrAbsent
from tawthiq.journey.cases.actions import judge, link, undo_judgement
from tawthiq.journey.cases.clusters import Verdict, pair
from tawthiq.journey.cases.evaluating import Evaluation, evaluate
from tawthiq.journey.cases.models import Judgement
from tawthiq.journey.cases.queue import judgements_in_order
from tawthiq.journey.cases.truth import Truth, TruthRow
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.actions import undo_batch
from tawthiq.journey.records.queries import records_in_force
from tawthiq.methods.linkage.evaluation import Share
from tawthiq.methods.linkage.sampling import Estimate

pytestmark = pytest.mark.django_db

SALMA, SALMA_AR, HADI = "Salma Ward Haddad", "سلمى ورد حداد", "Hadi Nour Saleh"


def named(key: str, name: str, date: str | None = "2014-05-01", sex: str = "female") -> Account:
    return told(key, killing(date), person={"name": name, "sex": sex})


@pytest.fixture
def lists(take_in: Import) -> None:
    """Salma in three records of two sources, one of them in Arabic; Hadi in two records, one undated."""
    take_in(named("1", SALMA), named("3", HADI, "2014-05-02", "male"), source="camp")
    take_in(
        named("2", SALMA),
        named("4", HADI, None, "male"),
        named("5", SALMA_AR),
        source="field",
    )


@pytest.fixture
def linked(lists: None, amal: Actor, words: Words, occasion_for: Any) -> None:
    """The exact rule joins records 1 and 2, and nothing else."""
    link(occasion=occasion_for(amal), words=words)


@pytest.fixture
def records(amal: Actor) -> Callable[[], dict[str, str]]:
    """The records in force by their keys."""
    return lambda: {facts.source_key: facts.id for facts in records_in_force(amal)}


@pytest.fixture
def judged(amal: Actor, words: Words, occasion_for: Any, records: Any) -> Callable[..., str]:
    def run(left: str, right: str, verdict: Verdict) -> str:
        known = records()
        return judge(known[left], known[right], verdict, occasion=occasion_for(amal), words=words).id

    return run


@pytest.fixture
def drawn(amal: Actor, occasion_for: Any, records: Any) -> Callable[..., None]:
    """Judge a pair that was drawn into the random audit share; `by` may be a second reader."""

    def run(left: str, right: str, verdict: Verdict, *, by: Actor = amal, chance: int | None = 500) -> None:
        known, occasion = records(), occasion_for(by)
        one, other = pair(known[left], known[right])
        body = {
            "format": 1,
            "about": "records",
            "left": one,
            "right": other,
            "verdict": verdict.value,
            "by": by.user_id,
            "rule": None,
            "reason": "a test",
            "reasons": [],
            "score": None,
            "undoes": None,
            "chance": chance,
        }
        with door.write("cases.judge", occasion=occasion) as change:
            change.insert([Judgement.of(id=occasion.draw.identifier("J"), body=body, level=0)])

    return run


@pytest.fixture
def evaluated(amal: Actor, words: Words) -> Callable[..., Evaluation]:
    def run(*known: tuple[str, ...], actor: Actor = amal) -> Evaluation:
        rows = tuple(TruthRow(number, *row) for number, row in enumerate(known, 2))
        truth = Truth("known.csv", "id", "person", rows) if rows else None
        return evaluate(actor, words, truth=truth)

    return run


KNOWN = (("1", "salma"), ("2", "salma"), ("5", "salma"), ("3", "hadi"), ("4", "hadi"))


def test_the_people_of_now_are_measured_against_known_people(linked: None, evaluated: Any) -> None:
    found = evaluated(*KNOWN).people.archive

    assert (found.joined_right, found.found) == (Share(1, 1), Share(1, 4))
    assert (found.counted.clusters, found.counted.people) == (4, 2)
    assert found.found_by["source"] == {
        ("camp", "field"): Share(1, 3),
        ("field", "field"): Share(0, 1),
    }
    assert found.found_by["script"] == {("arabic", "latin"): Share(0, 2), ("latin", "latin"): Share(1, 2)}


def test_the_likely_linkage_by_itself_is_measured_beside_them(linked: None, evaluated: Any) -> None:
    found = evaluated(*KNOWN).people.linkage

    assert (found.joined_right, found.found, found.largest_cluster) == (Share(4, 4), Share(4, 4), 3)


def test_rows_of_the_file_that_no_record_has_are_told(linked: None, evaluated: Any) -> None:
    found = evaluated(*KNOWN, ("99", "nobody")).people

    assert (found.known.absent, found.linkage.records) == ((7,), 5)


def test_a_file_that_knows_nobody_here_is_refused(linked: None, evaluated: Any) -> None:
    with pytest.raises(InputRejected):
        evaluated(("99", "nobody"))


def test_who_is_never_compared_counts_against_completeness(
    take_in: Import, evaluated: Any, linked: None
) -> None:
    take_in(told("8", killing(), person={"sex": "female"}), source="unnamed")

    found = evaluated(*KNOWN, ("8", "salma")).compared

    assert found.compared == Share(4, 7)
    assert found.by_kind["sounds"] == Share(4, 7)


def test_records_without_a_person_are_told(linked: None, take_in: Import, evaluated: Any) -> None:
    take_in(named("9", "Rima Jamil Kassar"), source="late")

    found = evaluated()

    assert (found.records, found.named, found.unlinked) == (6, 6, 1)


def test_without_judgements_everything_is_unknown(linked: None, evaluated: Any) -> None:
    found = evaluated().judgements

    assert found.estimated.precision == found.estimated.recall == Estimate(None, None, None, 0)
    assert (found.chosen.joined_right.value, found.chosen.found.value) == (None, None)


def test_pairs_that_people_chose_enter_no_estimate(linked: None, evaluated: Any, judged: Any) -> None:
    judged("3", "4", Verdict.SAME)

    found = evaluated().judgements

    assert found.estimated.pairs == 0
    assert (found.chosen.joined_right, found.chosen.found) == (Share(1, 1), Share(1, 1))


def test_the_linkage_is_asked_without_what_people_judged(linked: None, evaluated: Any, judged: Any) -> None:
    judged("2", "5", Verdict.DIFFERENT)

    found = evaluated()

    assert found.judgements.chosen.joined_right == Share(0, 1)
    assert found.largest_in_linkage == 2  # what is proposed to people respects their judgement


def test_pairs_of_the_random_audit_share_are_the_estimate(linked: None, evaluated: Any, drawn: Any) -> None:
    drawn("1", "5", Verdict.SAME)
    drawn("3", "4", Verdict.DIFFERENT, chance=1000)
    drawn("1", "3", Verdict.SAME, chance=1000)

    found = evaluated().judgements

    # one of a half chance stands for two: of three joined two are right, of three that are one person two
    # are joined
    assert found.estimated.precision.value == pytest.approx(2 / 3)
    assert found.estimated.recall.value == pytest.approx(2 / 3)
    assert found.recall_by["script"]["arabic", "latin"].value == 1.0
    assert found.recall_by["source"]["camp", "camp"].value == 0.0


def test_two_readers_who_do_not_agree_are_unsure(
    linked: None, evaluated: Any, drawn: Any, basil: Actor
) -> None:
    drawn("3", "4", Verdict.SAME)
    drawn("3", "4", Verdict.DIFFERENT, by=basil)

    found = evaluated().judgements.estimated

    assert (found.pairs, found.unsure, found.precision.value) == (1, 1, None)


def test_a_match_of_a_rule_that_was_taken_back_is_one_of_different_people(
    linked: None, evaluated: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    ((match, _),) = judgements_in_order(amal)
    undo_judgement(match.id, occasion=occasion_for(amal), words=words)

    assert evaluated().judgements.chosen.joined_right == Share(0, 1)


def test_a_judgement_that_was_taken_back_says_nothing(
    linked: None, evaluated: Any, judged: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    undo_judgement(judged("3", "4", Verdict.SAME), occasion=occasion_for(amal), words=words)

    assert evaluated().judgements.chosen.found == Share(0, 0)


def test_a_judgement_on_a_record_that_was_taken_back_says_nothing(
    linked: None, take_in: Import, evaluated: Any, drawn: Any, amal: Actor, occasion_for: Any
) -> None:
    batch = take_in(named("6", SALMA), source="late")
    drawn("1", "6", Verdict.SAME)
    undo_batch(batch, occasion=occasion_for(amal))

    assert evaluated().judgements.estimated.pairs == 0


def test_what_the_linkage_would_change_is_told(linked: None, evaluated: Any) -> None:
    found = evaluated().against_linkage

    # Salma's third record and Hadi's second would join the others
    assert (found.kept, found.new_pairs, found.split, found.merged) == (Share(1, 1), 3, 0, 2)


def test_after_one_linking_there_is_nothing_before_it(linked: None, evaluated: Any) -> None:
    assert evaluated().since_last is None


def test_what_the_last_linking_changed_is_told(
    lists: None, take_in: Import, evaluated: Any, amal: Actor, words: Words, occasion_for: Any
) -> None:
    link("none", occasion=occasion_for(amal), words=words)
    take_in(named("6", SALMA), source="late")
    last = link("exact", occasion=occasion_for(amal), words=words)

    found = evaluated().since_last

    # records 1 and 2 were two people; record 6, which joined them, had come in since and is no change
    assert found.entry == last.entry
    assert (found.stability.records, found.stability.new_pairs) == (5, 1)
    assert (found.stability.split, found.stability.merged) == (0, 1)


def test_what_was_undone_since_is_told_as_split(
    lists: None, evaluated: Any, take_in: Import, amal: Actor, words: Words, occasion_for: Any
) -> None:
    link(occasion=occasion_for(amal), words=words)
    take_in(named("6", "Rima Jamil Kassar"), source="late")
    link(occasion=occasion_for(amal), words=words)
    match, *_ = judgements_in_order(amal)
    undo_judgement(match[0].id, occasion=occasion_for(amal), words=words)

    found = evaluated().since_last.stability

    assert (found.kept, found.split) == (Share(0, 1), 1)


def test_nothing_is_written(linked: None, evaluated: Any) -> None:
    before = head()

    evaluated(*KNOWN)

    assert head() == before


def test_an_empty_archive_is_evaluated(evaluated: Any) -> None:
    found = evaluated()

    assert (found.records, found.count.people, found.largest_in_archive) == (0, 0, 0)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.REVIEWER])
def test_analysts_and_reviewers_may(linked: None, evaluated: Any, role: Role) -> None:
    actor = Actor.with_roles("U-DINA", "dina", frozenset({role}), os_login="dina")

    assert evaluated(actor=actor).records == 5


@pytest.mark.parametrize("roles", [set(), {Role.DATA_ENTRY}, {Role.EDITOR, Role.CUSTODIAN}])
def test_others_may_not(linked: None, evaluated: Any, roles: set[Role]) -> None:
    actor = Actor.with_roles("U-CARLA", "carla", frozenset(roles), os_login="carla")

    with pytest.raises(NotPermittedOrAbsent):
        evaluated(actor=actor)
