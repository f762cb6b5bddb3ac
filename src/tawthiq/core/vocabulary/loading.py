"""Reading the vocabulary's YAML files, and refusing what is not in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tawthiq.core.errors import UsageProblem
from tawthiq.core.vocabulary.terms import (
    TO_REVIEW,
    DatedName,
    Scheme,
    Term,
    Vocabulary,
    definition_by_language,
)

FOLDER = Path(__file__).parent
PACKS = FOLDER / "packs"
GENERIC = "generic"
LANGUAGES = ("en", "ar")
PACK_FILES = {
    "parties": "party",
    "collections": "collection",
    "communities": "community",
    "nationalities": "nationality",
}
"""What a pack may add to: its file, and the scheme that the file's terms join."""
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*|[A-Z]{1,2}")
FORMS = {"masculine", "feminine", "plural"}
KEYS: Mapping[str, Any] = {
    "label": dict,
    "definition": (str, dict),
    "standard": str,
    "broader": str,
    "huridocs": str,
    "note": str,
    "noun": str,
    "forms": dict,
    "valid_from": date,
    "valid_to": date,
    "predecessor": str,
    "names": list,
    "retired": bool,
    "replaced_by": str,
}


_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where the wheel has it


class _Loader(_Safe):  # type: ignore[misc]  # the base is chosen when the module is read
    """YAML in which a key written twice is an error: PyYAML would silently keep the last."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    pairs = [(loader.construct_object(k), loader.construct_object(v, deep=True)) for k, v in node.value]
    keys = [key for key, _ in pairs]
    twice = {str(key) for key in keys if keys.count(key) > 1}
    if twice:
        raise yaml.constructor.ConstructorError(
            None, None, f"written twice: {', '.join(sorted(twice))}", node.start_mark
        )
    return dict(pairs)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping that a YAML file holds.

    Raises:
        UsageProblem: It is not YAML, not a mapping with text keys, or a key is written twice.
    """
    try:
        with path.open(encoding="utf-8") as stream:
            data = yaml.load(stream, Loader=_Loader)  # noqa: S506  # a SafeLoader underneath
    except (yaml.YAMLError, UnicodeDecodeError) as err:
        raise UsageProblem(f"{path.name} could not be read as YAML: {err}", where=str(path)) from err
    if data is None:
        return {}
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise UsageProblem(
            f"{path.name} is not a mapping with text keys.", hint='Quote keys such as "NO".', where=str(path)
        )
    return data


def read_terms(path: Path, *, scheme: str, pack: str = "") -> dict[str, Term]:
    """Return the terms of one file by code, in the order of the file.

    Raises:
        UsageProblem: A code, label, key or value is not as it must be.
    """
    return {
        code: _term(code, body, scheme=scheme, pack=pack, path=path) for code, body in read_yaml(path).items()
    }


def _term(code: str, body: Any, *, scheme: str, pack: str, path: Path) -> Term:
    where = f"{path.name}: {code}"
    _insist(
        CODE.fullmatch(code), where, "a code is lower-case words joined by hyphens, or a standard's capitals"
    )
    _insist(isinstance(body, dict), where, "a term is a mapping")
    for key, value in body.items():
        _insist(key in KEYS, where, f"'{key}' is not a field of a term")
        kinds = KEYS[key] if isinstance(KEYS[key], tuple) else (KEYS[key],)
        _insist(type(value) in kinds, where, f"'{key}' is not {' or '.join(k.__name__ for k in kinds)}")
    _insist("definition" in body, where, "a definition is missing (`to-review` where nobody has written it)")
    _insist(set(body.get("forms", FORMS)) == FORMS, where, f"forms are {', '.join(sorted(FORMS))}")
    fields = {
        **body,
        "label": _label(body.get("label"), where),
        "definition": _definition(body["definition"], where),
        "names": _names(body.get("names", []), where),
    }
    return Term(scheme=scheme, code=code, pack=pack, **fields)


def _label(label: Any, where: str) -> dict[str, str]:
    _insist(isinstance(label, dict), where, "a label is missing")
    for lang in LANGUAGES:
        _insist(
            isinstance(label.get(lang), str) and label[lang].strip(),
            where,
            f"the label in '{lang}' is missing",
        )
    return dict(label)


def _definition(said: str | dict[Any, Any], where: str) -> dict[str, str]:
    """Return the definition by language. A pack may define in one language only; the core may not."""
    texts = [said] if isinstance(said, str) else [*said, *said.values()]
    are_texts = all(isinstance(text, str) and text.strip() for text in texts)
    _insist(texts and are_texts, where, "a definition is a text, or one text for each language")
    found = definition_by_language(said)
    _insist(TO_REVIEW not in found.values(), where, f"`{TO_REVIEW}` stands for both languages or for none")
    return found


def _names(names: list[Any], where: str) -> tuple[DatedName, ...]:
    found = []
    for name in names:
        _insist(
            isinstance(name, dict) and set(name) == {"since", "label"},
            where,
            "a name has `since` and `label`",
        )
        _insist(name["since"] is None or type(name["since"]) is date, where, "`since` is a date or null")
        found.append(DatedName(name["since"], _label(name["label"], where)))
    days = [name.since or date.min for name in found]
    _insist(days == sorted(set(days)), where, "names stand in the order of their dates")
    return tuple(found)


def _insist(condition: object, where: str, complaint: str) -> None:
    if not condition:
        raise UsageProblem(f"The vocabulary is not in order: {complaint}.", where=where)


def check(schemes: Iterable[Scheme]) -> None:
    """Refuse references that lead nowhere and broader terms that lead in a circle.

    Raises:
        UsageProblem: The first such fault.
    """
    for scheme in schemes:
        for term in scheme.terms.values():
            where = f"{scheme.code}: {term.code}"
            for key in ("broader", "predecessor", "replaced_by"):
                target = getattr(term, key)
                _insist(
                    target is None or target in scheme.terms,
                    where,
                    f"'{key}' names '{target}', which is not there",
                )
            _insist(term.replaced_by is None or term.retired, where, "only a retired code is replaced")
            _insist(not _circular(term, scheme.terms), where, "its broader terms lead back to itself")


def _circular(term: Term, terms: Mapping[str, Term]) -> bool:
    seen, code = {term.code}, term.broader
    while code is not None:
        if code in seen:
            return True
        seen.add(code)
        code = terms[code].broader
    return False


def load_from(folders: Iterable[tuple[str, Path]]) -> Vocabulary:
    """Return the core schemes with the terms of the packs in `folders`, each a name and a folder.

    Raises:
        UsageProblem: A file is not in order, or a code is in two packs.
    """
    named = tuple(folders)
    headings = read_yaml(FOLDER / "schemes.yml")
    terms = {code: read_terms(FOLDER / f"{code}.yml", scheme=code) for code in headings}
    for pack, folder in named:
        for path in sorted(folder.glob("*.yml")):
            _insist(path.stem in PACK_FILES, str(path), f"a pack has no file '{path.name}'")
            _join(
                terms[PACK_FILES[path.stem]], read_terms(path, scheme=PACK_FILES[path.stem], pack=pack), path
            )
    schemes = [
        Scheme(code, _label(heading["label"], code), heading["about"], terms[code])
        for code, heading in headings.items()
    ]
    check(schemes)
    return Vocabulary(schemes, tuple(pack for pack, _ in named))


def _join(terms: dict[str, Term], more: Mapping[str, Term], path: Path) -> None:
    for code, term in more.items():
        _insist(code not in terms, f"{path.name}: {code}", "the code is already taken")
        terms[code] = term


def pack_folder(pack: str) -> Path:
    """Return the folder of a pack that ships with Tawthiq.

    Raises:
        UsageProblem: There is no such pack.
    """
    known = sorted(folder.name for folder in PACKS.iterdir() if folder.is_dir())
    if pack not in known:
        raise UsageProblem(f"There is no pack '{pack}'.", hint=f"Packs are: {', '.join(known)}.")
    return PACKS / pack
