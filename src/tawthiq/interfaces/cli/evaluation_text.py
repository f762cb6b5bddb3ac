"""What `cases evaluate` says in words: tables of figures, each with what it rests on, and sentences."""

from __future__ import annotations

from collections.abc import Iterator

from tawthiq.interfaces.cli.evaluation_words import notes, word
from tawthiq.interfaces.cli.tables import table
from tawthiq.journey.cases.evaluating import Evaluation
from tawthiq.journey.cases.measuring import SCRIPT, AgainstJudgements, AgainstPeople
from tawthiq.methods.linkage.evaluation import Completeness, Kinds, Measured, Share, Stability
from tawthiq.methods.linkage.sampling import Estimate, Judged


def text(found: Evaluation, language: str) -> str:
    """Return the evaluation in words."""
    parts = [_opening(found, language)]
    if found.people is not None:
        parts.append(_measured_table(found.people, language))
    if found.judgements is not None:
        parts += [_estimated_table(found.judgements, language), _chosen(found.judgements.chosen, language)]
    parts += [
        _completeness_table(found.compared, language),
        "\n".join(_people(found, language)),
        "\n".join(note.text(language) for note in notes(found)),
    ]
    return "\n\n".join(parts)


def _opening(found: Evaluation, language: str) -> str:
    if language == "ar":
        return f"الربط {found.rule}. السجلات: {found.records:,}، منها بأسماء أفراد: {found.named:,}."
    return f"The linkage {found.rule}, on {found.records:,} records; {found.named:,} name an individual."


def _measured_table(people: AgainstPeople, language: str) -> str:
    headings = ["", word("archive", language), word("linkage", language)]
    sides = [_measured_rows(side, language) for side in (people.archive, people.linkage)]
    return table(headings, [[name, now, other] for (name, now), (_, other) in zip(*sides, strict=True)])


def _measured_rows(side: Measured, language: str) -> list[tuple[str, str]]:
    cubed, counted = side.b_cubed, side.counted
    rows = [
        ("precision", _share(side.joined_right, language)),
        ("recall", _share(side.found, language)),
        ("f1", _percent(side.pairwise.f1, language)),
        ("b-cubed-precision", _percent(cubed.precision, language)),
        ("b-cubed-recall", _percent(cubed.recall, language)),
        ("b-cubed-f1", _percent(cubed.f1, language)),
        ("counted", f"{counted.clusters:,}"),
        ("true", f"{counted.people:,}"),
        ("bias", word("unknown", language) if counted.bias is None else f"{counted.bias:+.2%}"),
        ("largest", f"{side.largest_cluster:,}"),
    ]
    by_kind = [
        (_kinds(way, kinds, language), _share(share, language))
        for way, of_kinds in side.found_by.items()
        for kinds, share in of_kinds.items()
    ]
    return [*((word(code, language), value) for code, value in rows), *by_kind]


def _estimated_table(said: AgainstJudgements, language: str) -> str:
    rows = [
        (word("precision", language), said.estimated.precision),
        (word("recall", language), said.estimated.recall),
        *(
            (_kinds(way, kinds, language), estimate)
            for way, of_kinds in said.recall_by.items()
            for kinds, estimate in of_kinds.items()
        ),
    ]
    headings = ["", *(word(code, language) for code in ("estimate", "interval", "pairs"))]
    return table(
        headings,
        [[name, _percent(e.value, language), _interval(e, language), f"{e.pairs:,}"] for name, e in rows],
    )


def _chosen(chosen: Judged, language: str) -> str:
    joined, same = chosen.joined_right, chosen.found
    if language == "ar":
        return (
            f"أزواج اختارها الناس، ولا تدخل في أي تقدير: مدموج منها {joined.of:,}، حُكم بأنه لشخص واحد "
            f"{joined.part:,}؛ "
            f"وحُكم بأنه لشخص واحد {same.of:,}، دُمج منها {same.part:,}."
        )
    return (
        f"Pairs that people chose, which enter no estimate: of {joined.of:,} joined, {joined.part:,} "
        "were judged "
        f"the same; of {same.of:,} judged the same, {same.part:,} are joined."
    )


def _completeness_table(found: Completeness, language: str) -> str:
    headings = [word("completeness", language), word("found", language), word("only", language)]
    rows = [[word("recall-limit", language), _share(found.compared, language), ""]]
    rows += [
        [word(kind, language), _percent(share.value, language), _percent(found.only[kind].value, language)]
        for kind, share in found.by_kind.items()
        if share.part
    ]
    return table(headings, rows)


def _people(found: Evaluation, language: str) -> Iterator[str]:
    """Yield what there is to say of the people: how many at least, the largest, and what would change."""
    count, largest = found.count, (found.largest_in_archive, found.largest_in_linkage)
    if language == "ar":
        yield (
            f"بحسب الربط المرجّح، الأشخاص المسمّون: {count.people:,}؛ لا أقل من {count.at_least:,} (إذا "
            "دُمج كل ما قد يُدمج) "
            f"ولا أكثر من {count.at_most:,}."
        )
        yield f"أكبر مجموعة سجلات: {largest[0]:,} الآن، و{largest[1]:,} في الربط المرجّح."
    else:
        yield (
            f"By the likely linkage the named are {count.people:,} people: at least {count.at_least:,} "
            "(if all "
            f"is joined that may be), at most {count.at_most:,}."
        )
        yield f"Records in the largest cluster: {largest[0]:,} now, {largest[1]:,} by the likely linkage."
    yield _stability(found.against_linkage, *CHANGES["linkage"], language)
    if found.since_last is not None:
        yield _stability(found.since_last.stability, *CHANGES["last-link"], language)


CHANGES = {
    "linkage": ("If the likely linkage had its way", "لو أُخذ بالربط المرجّح"),
    "last-link": ("Since before the last linking", "منذ ما قبل الربط الأخير"),
}


def _stability(found: Stability, english: str, arabic: str, language: str) -> str:
    kept = _share(found.kept, language)
    if language == "ar":
        return (
            f"{arabic}: بقي من الأزواج {kept}، وجدّ منها {found.new_pairs:,}؛ أشخاص قُسموا: {found.split:,}، "
            f"وأشخاص جُمعوا من عدة: {found.merged:,}."
        )
    return (
        f"{english}: pairs kept {kept}, new {found.new_pairs:,}; people split {found.split:,}, "
        f"made of several {found.merged:,}."
    )


def _kinds(way: str, kinds: Kinds, language: str) -> str:
    one, other = (word(kind, language) if way == SCRIPT else kind for kind in kinds)
    return f"{word(way, language)} {one} {word('and', language)} {other}"


def _share(share: Share, language: str) -> str:
    return f"{_percent(share.value, language)} ({share.part:,} {word('of', language)} {share.of:,})"


def _interval(estimate: Estimate, language: str) -> str:
    if estimate.low is None or estimate.high is None:
        return word("unknown", language)
    return f"{estimate.low:.1%} {word('to', language)} {estimate.high:.1%}"


def _percent(value: float | None, language: str) -> str:
    return word("unknown", language) if value is None else f"{value:.2%}"
