"""The files of a release that are not tables: its words, its counting rules, and how to recount it. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tawthiq.core.facilities import LABELS, Facilities, Facility
from tawthiq.core.places import Gazetteer
from tawthiq.core.vocabulary.terms import Vocabulary

DOCUMENT_FORMAT = 1
ALWAYS = ("country", "governorate", "district")
"""Levels of place that a question may name though nothing happened there: the answer is then 0, no error."""


def vocabulary_document(
    vocabulary: Vocabulary, places: Gazetteer, used: Iterable[str], facilities: Facilities | None = None
) -> dict[str, Any]:
    """Return the content of `vocabulary.json`: every term, and the places used with all that contain them.

    The places of detention of the packs are there whole, as the districts are; a release of packs without
    any has no such key.
    """
    wanted = {place.code for level in ALWAYS for place in places.places(level)}
    for code in used:
        above: str | None = code
        while above is not None and above not in wanted:
            wanted.add(above)
            above = places.place(above).parent
    listed = (
        {} if facilities is None else {facility.code: _facility(facility) for facility in facilities.all()}
    )
    return {
        **vocabulary.as_json(),
        "places": {code: _place(places, code) for code in sorted(wanted)},
        **({"facilities": listed} if listed else {}),
    }


def _facility(facility: Facility) -> dict[str, Any]:
    return {
        "label": {lang: facility.named(lang) for lang in LABELS},
        "place": facility.place,
        "kind": facility.kind,
        "lat": facility.lat,
        "lon": facility.lon,
    }


def _place(places: Gazetteer, code: str) -> dict[str, Any]:
    place = places.place(code)
    return {
        "label": dict(place.label),
        "level": place.level,
        "kind": place.kind,
        "parent": place.parent,
        # Canonical JSON holds no floats, whose text differs between machines.
        "lat": None if place.lat is None else str(place.lat),
        "lon": None if place.lon is None else str(place.lon),
    }


def rules_document(rules: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the content of `rules.json`: every counting rule in full."""
    return {"format": DOCUMENT_FORMAT, "rules": {code: dict(rules[code]) for code in sorted(rules)}}


def as_text(document: Mapping[str, Any]) -> str:
    """Return a document as it is written: sorted and indented, so that people can read and compare it."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


README_TEXT = """\
THIS IS A FROZEN RELEASE OF AN ARCHIVE OF HUMAN-RIGHTS VIOLATIONS
{invented_en}
It holds what was documented on or before its date (as_of in manifest.json). It never changes.
{undecided_en}
  manifest.json     what was frozen and when, and the SHA-256 of every other file
  counting/         the tables that numbers are counted from; no names
  identity/         names, the sources' words, digests of evidence: restricted, do not pass on
  vocabulary.json   what every code means
  rules.json        how each kind of number is counted

To check it:      python -m tawthiq.methods.checking THIS-FOLDER
To recount it:    tawthiq figures count --release THIS-FOLDER --rule killed
Without Tawthiq:  the tables are Parquet files; any tool that reads Parquet will do, for example
                  duckdb -c "SELECT count(DISTINCT person_id) FROM 'counting/acts.parquet'"
"release_digest" in manifest.json is the digest printed beside every number made from this release.


هذا إصدار مجمَّد من أرشيف لانتهاكات حقوق الإنسان
{invented_ar}
يحتوي ما وُثِّق في تاريخه أو قبله (الحقل as_of في manifest.json)، وهو لا يتغير أبداً.
{undecided_ar}
  manifest.json     ما الذي جُمِّد ومتى، وبصمة SHA-256 لكل ملف آخر
  counting/         الجداول التي تُحسب منها الأرقام، ولا أسماء فيها
  identity/         الأسماء وكلام المصادر وبصمات الأدلة: مقيَّدة، لا تُنقل إلى أحد
  vocabulary.json   معنى كل رمز
  rules.json        كيف يُحسب كل نوع من الأرقام

للتحقق منه:        python -m tawthiq.methods.checking THIS-FOLDER
لإعادة الحساب:     tawthiq figures count --release THIS-FOLDER --rule killed
ومن دون البرنامج:  الجداول ملفات Parquet يقرؤها أي برنامج يقرأ هذه الصيغة.
والبصمة release_digest في manifest.json هي المطبوعة بجانب كل رقم أُخذ من هذا الإصدار.
"""


UNDECIDED_EN = """\
The last edition of a list no longer had some of its rows, and nobody has decided yet what became of them.
Records concerned: {number}. What only they tell of counts in "at most", never in "at least".
"""
UNDECIDED_AR = """\
لم تعد بعض صفوف إحدى القوائم ترد في آخر إصدار لها، ولم يُبَتّ بعد في ما صارت إليه.
عدد السجلات المعنية: {number}. وما لا يرد إلا فيها يُحسب في «على الأكثر» ولا يُحسب في «على الأقل».
"""


def readme(*, invented: bool, undecided: int = 0) -> str:
    """Return the text of `README.txt`, in both languages; `undecided` as a manifest's `gone_undecided`."""
    return README_TEXT.format(
        invented_en="\nTHIS ARCHIVE IS INVENTED: nobody in it exists, or ever did.\n" if invented else "",
        invented_ar="\nهذا الأرشيف مُختلَق: لا وجود لأي شخص فيه.\n" if invented else "",
        undecided_en=UNDECIDED_EN.format(number=undecided) if undecided else "",
        undecided_ar=UNDECIDED_AR.format(number=undecided) if undecided else "",
    )
