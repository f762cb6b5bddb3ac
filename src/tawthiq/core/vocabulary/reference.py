"""The vocabulary as a page to read: `docs/reference/vocabulary.md` is made of it."""

from __future__ import annotations

from collections.abc import Iterator

from tawthiq.core.vocabulary.nouns import Noun, nouns
from tawthiq.core.vocabulary.terms import TO_REVIEW, Scheme, Term, Vocabulary

HEAD = """\
# Vocabulary

Made from `src/tawthiq/core/vocabulary/*.yml` by `make docs`; change those. Codes are never reused or
renamed: they are retired. A term stands under one broader term of its own scheme at most, and a question
about a term includes its narrower ones. A release carries the vocabulary it was frozen with.

Every Arabic label was reviewed once against published usage; a native reviewer should read it again, and
every Arabic definition, which says what the English one says and no more. A definition is written by language
(`definition: {en: …, ar: …}`); a pack of an organisation may write one language only, or one text, which is
read in the language of its letters.

Numbers such as 4:0101 refer to HURIDOCS micro-thesauri. Codes of the first drafts are in `old-codes.csv`.
"""
TO_REVIEW_HEAD = """\
## Definitions still to be written

These terms have labels and no definition yet (`definition: to-review`), because a lawyer or another expert
has to decide what they cover. Nothing that is counted depends on them.
"""
NOUNS_HEAD = """\
## Counted nouns

What statements count, with the Arabic forms for one, two, three to ten (3), eleven to ninety-nine (11) and
full hundreds (100). Zero, 101 and 102 take the form of full hundreds.

| Key | English | 1 | 2 | 3 | 11 | 100 |
|---|---|---|---|---|---|---|
"""


def vocabulary_page(vocabulary: Vocabulary) -> str:
    """Return the whole reference page in Markdown."""
    parts = [HEAD, *(_scheme(vocabulary.scheme(code)) for code in vocabulary.schemes())]
    parts += [TO_REVIEW_HEAD + "\n" + "".join(_unreviewed(vocabulary))]
    parts += [NOUNS_HEAD + "".join(_noun(noun) for noun in nouns().values())]
    return "\n".join(parts)


def _scheme(scheme: Scheme) -> str:
    head = f"## {scheme.label['en']} · {scheme.label['ar']}\n\n`{scheme.code}`: {scheme.about}\n\n"
    if not any(term.is_reviewed for term in scheme.terms.values()):
        return (
            head
            + ", ".join(f"`{t.code}` {t.label['en']} · {t.label['ar']}" for t in _in_order(scheme))
            + "\n"
        )
    rows = "".join(_row(term, scheme) for term in _in_order(scheme))
    return head + "| Code | Label | Definition | Standard |\n|---|---|---|---|\n" + rows


def _in_order(scheme: Scheme, broader: str | None = None) -> Iterator[Term]:
    """Yield every term, each before the terms that are narrower."""
    for term in scheme.terms.values():
        if term.broader == broader:
            yield term
            yield from _in_order(scheme, term.code)


def _row(term: Term, scheme: Scheme) -> str:
    depth, above = 0, term.broader
    while above is not None:
        depth, above = depth + 1, scheme.terms[above].broader
    label = f"{term.label['en']} · {term.label['ar']}"
    standard = "; ".join(filter(None, (term.standard, term.huridocs and f"HURIDOCS {term.huridocs}")))
    return f"| {'– ' * depth}`{term.code}` | {label} | {_meaning(term)} | {standard} |\n"


def _meaning(term: Term) -> str:
    """Return the definition with what else holds of the term: dates, names in time, what became of it."""
    said = [term.definition.get("en", "" if term.is_reviewed else TO_REVIEW), term.note]
    if term.valid_from is not None or term.valid_to is not None:
        said.append(f"Valid {term.valid_from or '…'} to {term.valid_to or '…'}.")
    if term.predecessor is not None:
        said.append(f"Follows `{term.predecessor}`.")
    said += [f"Named {n.label['en']} · {n.label['ar']} from {n.since}." for n in term.names if n.since]
    if term.retired:
        said.append(f"Retired{f'; use `{term.replaced_by}`' if term.replaced_by else ''}.")
    return "<br>".join(filter(None, (" ".join(filter(None, said)), term.definition.get("ar"))))


def _unreviewed(vocabulary: Vocabulary) -> Iterator[str]:
    for scheme in map(vocabulary.scheme, vocabulary.schemes()):
        codes = [f"`{term.code}`" for term in scheme.terms.values() if not term.is_reviewed]
        if codes:
            yield f"- `{scheme.code}`: {', '.join(codes)}\n"


def _noun(noun: Noun) -> str:
    forms = noun.arabic
    shown = (forms.singular, forms.dual, forms.plural, forms.accusative, forms.singular)
    return f"| `{noun.key}` | {noun.one}, {noun.many} | {' | '.join(shown)} |\n"
