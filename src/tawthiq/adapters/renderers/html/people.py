"""The people behind the numbers, for internal use: their acts, who reported them, and on what evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tawthiq.adapters.renderers.html.describe import ACT_COLUMNS, COLUMNS, PERSON_COLUMNS, Describer
from tawthiq.adapters.renderers.html.figures import named_person
from tawthiq.adapters.renderers.html.frame import Sheet, definitions, evidence_path, pager, people_path
from tawthiq.adapters.renderers.html.markup import Html, code, el, foreign, isolated, joined
from tawthiq.journey.figures.facts import (
    ActBehind,
    ClaimBehind,
    EvidenceBehind,
    PersonDossier,
    RecordBehind,
    ReportBehind,
    SpellBehind,
)
from tawthiq.journey.statements.edition import Page
from tawthiq.journey.statements.numbers import OpenRelease

PEOPLE_PER_PAGE = 40
EVIDENCE_PER_PAGE = 200
FindEvidence = Callable[[str, str], str]


def people_page(
    sheet: Sheet,
    release: OpenRelease,
    people: Iterable[PersonDossier],
    *,
    page: int,
    pages: int,
    find_evidence: FindEvidence,
) -> Page:
    """Return one page of people of a release; each has an anchor of the person's opaque identifier."""
    wording = sheet.wording
    describer = Describer(release, wording)
    title = wording.plain("people_title", n=wording.number(page))
    path = people_path(release.mark.name, page, sheet.lang)
    addresses = [
        people_path(release.mark.name, n, sheet.lang).rpartition("/")[2] for n in range(1, pages + 1)
    ]
    navigation = pager(wording, page=page, pages=pages, address=addresses)
    main = [
        el("p", wording.say("release"), wording.say("colon"), code(release.mark.name), class_="kicker"),
        el("h1", isolated(title)),
        navigation,
        *(_person(sheet, describer, person, find_evidence) for person in people),
        navigation,
        el("p", el("a", wording.say("back"), href=f"../{sheet.home}"), class_="back"),
    ]
    return Page(path, sheet.page(path, title=title, main=main, mark=release.mark))


def _person(sheet: Sheet, describer: Describer, person: PersonDossier, find_evidence: FindEvidence) -> Html:
    say = sheet.wording.say
    others = [foreign(name) for name in person.names[1:]]
    restricted = (
        say("restricted_more", n=sheet.wording.number(person.restricted)) if person.restricted else None
    )
    return el(
        "section",
        el("h2", named_person(sheet, person.names[0] if person.names else None)),
        el("p", code(person.person_id), say("comma"), describer.value("kind", person.kind), class_="small"),
        el("p", say("other_names"), say("colon"), sheet.wording.listed("comma", others)) if others else None,
        definitions(_columns(describer, person.fields, PERSON_COLUMNS)),
        *(_act(sheet, describer, act) for act in person.acts),
        *(_record(sheet, describer, record, find_evidence) for record in person.records),
        el("p", restricted, class_="small") if restricted else None,
        class_="person",
        id=person.person_id,
    )


def _columns(describer: Describer, fields: object, names: tuple[str, ...]) -> list[tuple[Html, Html]]:
    if not hasattr(fields, "get"):
        raise TypeError("the fields of a person or an act are a mapping")
    found = []
    for column in names:
        stored = fields.get(column)
        if stored is not None:
            label, scheme = COLUMNS[column]
            found.append((describer.field(label), describer.possibilities(scheme, str(stored))))
    return found


def _act(sheet: Sheet, describer: Describer, act: ActBehind) -> Html:
    violation = describer.possibilities("violation", act.violation)
    day = describer.possibilities("", act.date)
    return el(
        "div",
        el("h3", violation, sheet.wording.say("comma"), day),
        el("p", code(act.act_id), class_="small"),
        definitions([*_columns(describer, act.fields, ACT_COLUMNS), *_stays(sheet, describer, act)]),
        class_="act",
        id=act.act_id,
    )


def _stays(sheet: Sheet, describer: Describer, act: ActBehind) -> list[tuple[Html, Html]]:
    """Return the stays in detention of an act: what a stock is counted by."""
    if not act.spells:
        return []
    return [(describer.field("status"), el("ul", *(_stay(sheet, describer, each) for each in act.spells)))]


def _stay(sheet: Sheet, describer: Describer, spell: SpellBehind) -> Html:
    say = sheet.wording.say
    said = [describer.possibilities("detention-status", spell.status)]
    for name, day in (("begin", spell.begin), ("end", spell.end)):
        if day is not None:
            said.append(joined([describer.field(name), say("colon"), describer.possibilities("", day)]))
    if spell.turning_point is not None:
        said.append(joined([describer.field("event"), say("colon"), code(spell.turning_point)]))
    return el("li", sheet.wording.listed("comma", said))


def _record(sheet: Sheet, describer: Describer, record: RecordBehind, find_evidence: FindEvidence) -> Html:
    say = sheet.wording.say
    heading = record.report.source_title if record.report else record.source
    acts = sheet.wording.listed("comma", [el("a", code(act), href=f"#{act}") for act in record.acts])
    facts = [
        (say("record"), joined([code(record.record_id), " ", "(", foreign(record.source_key), ")"])),
        (say("place_in_report"), code(record.locator)),
        (say("documented"), isolated(sheet.wording.date(record.documented))),
        (say("acts"), acts),
    ]
    return el(
        "section",
        el("h4", say("source"), say("colon"), foreign(heading)),
        _report(sheet, record.report, find_evidence) if record.report else el("p", say("report_restricted")),
        definitions(facts),
        _claims(sheet, describer, record.claims),
        class_="record",
        id=record.record_id,
    )


def _report(sheet: Sheet, report: ReportBehind, find_evidence: FindEvidence) -> Html:
    say, wording = sheet.wording.say, sheet.wording
    said = [
        foreign(report.title),
        joined([say("documented"), say("colon"), isolated(wording.date(report.documented))]),
        joined([say("received"), say("colon"), isolated(wording.date(report.received_at[:10]))]),
    ]
    pieces = [_evidence_line(sheet, each, find_evidence) for each in report.evidence]
    more = report.evidence_restricted
    if more:
        pieces.append(el("li", say("evidence_restricted", n=wording.number(more))))
    return joined(
        [
            el("p", say("report"), say("colon"), wording.listed("comma", said)),
            el("p", say("evidence"), say("colon")) if pieces else None,
            el("ul", *pieces) if pieces else None,
        ]
    )


def _evidence_line(sheet: Sheet, evidence: EvidenceBehind, find_evidence: FindEvidence) -> Html:
    address = find_evidence(evidence.evidence_id, sheet.lang)
    size = sheet.wording.say("bytes", n=sheet.wording.number(evidence.size))
    return el(
        "li",
        el("a", foreign(evidence.name or evidence.evidence_id), href=address),
        sheet.wording.say("comma"),
        size,
        " ",
        el("small", code("SHA-256"), " ", code(evidence.sha256)),
    )


def _claims(sheet: Sheet, describer: Describer, claims: tuple[ClaimBehind, ...]) -> Html:
    say = sheet.wording.say
    heads = ("claim_on", "claim_field", "verbatim", "read_as", "place_in_report")
    head = el("thead", el("tr", *(el("th", say(key), scope="col") for key in heads)))
    rows = joined([_claim(describer, claim) for claim in claims])
    table = el("div", el("table", head, el("tbody", rows)), class_="scroll", tabindex=0)
    return el("details", el("summary", say("claims"), " ", sheet.wording.n(len(claims))), table)


def _claim(describer: Describer, claim: ClaimBehind) -> Html:
    # written out, not nested: a large archive has millions of claims, and most of them repeat
    return Html(
        f"<tr><td>{describer.thing(claim.on)}</td><td>{describer.field(claim.field)}</td>"
        f"<td>{foreign(claim.verbatim)}</td><td>{describer.claimed(claim.field, claim.value)}</td>"
        f"<td>{code(claim.locator)}{describer.basis(claim.basis)}</td></tr>"
    )


def evidence_page(
    sheet: Sheet, release: OpenRelease, evidence: Iterable[EvidenceBehind], *, page: int, pages: int
) -> Page:
    """Return one page of the evidence of a release: what names its bytes, checked when the page was built."""
    wording = sheet.wording
    title = wording.plain("evidence_title", n=wording.number(page))
    path = evidence_path(release.mark.name, page, sheet.lang)
    addresses = [
        evidence_path(release.mark.name, n, sheet.lang).rpartition("/")[2] for n in range(1, pages + 1)
    ]
    main = [
        el("p", wording.say("release"), wording.say("colon"), code(release.mark.name), class_="kicker"),
        el("h1", isolated(title)),
        pager(wording, page=page, pages=pages, address=addresses),
        el("ul", *(_card(sheet, each) for each in evidence), class_="cards"),
        el("p", el("a", wording.say("back"), href=f"../{sheet.home}"), class_="back"),
    ]
    return Page(path, sheet.page(path, title=title, main=main, mark=release.mark))


def _card(sheet: Sheet, evidence: EvidenceBehind) -> Html:
    say = sheet.wording.say
    facts = [
        code(evidence.evidence_id),
        code(evidence.media_type),
        say("bytes", n=sheet.wording.number(evidence.size)),
    ]
    return el(
        "li",
        el("strong", foreign(evidence.name or evidence.evidence_id)),
        el("p", sheet.wording.listed("comma", facts), class_="small"),
        el("p", code("SHA-256"), say("colon"), code(evidence.sha256)),
        el("p", say("bytes_checked"), class_="small"),
        id=evidence.evidence_id,
    )
