"""Statements written for a test, in three files."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

OUTLINE = """
format: 1
publisher: {en: Network of the Invented, ar: شبكة المختلقين}
figures:
  killed: {rule: killed, noun: person, modifier: at-least, by: ["sex, age-group"]}
  children: {rule: killed, where: age-group=child, noun: child, subset_of: killed}
  held: {rule: held, noun: person}
tables:
  by-sex:
    figure: killed
    by: sex, age-group
    kind: exhaustive
    title: {en: By sex and age group, ar: بحسب الجنس والفئة العمرية}
  subsets:
    figure: killed
    figures: [children]
    kind: subsets
    title: {en: Among them, ar: من بينهم}
external:
  appeal:
    publisher: {en: The Agency, ar: الوكالة}
    title: {en: 2021 Appeal, ar: نداء 2021}
    date: 2021-02-11
    url: https://agency.example/appeal
    accessed: 2022-10-09
    accessed_written: 09-10-2022
    accessed_as_read: day first
    page: not stated
    quote: 91% of the people
    values:
      poverty: {value: 91, unit: percent, population: {en: people, ar: الناس}}
addressees:
  council: {en: The Council, ar: المجلس}
recommendations:
  - to: council
    action: investigate
    text: {en: "Ask about {{figure:held noun}}.", ar: "السؤال عن {{figure:held noun}}."}
"""
ENGLISH = """# Killed: {{figure:killed noun}}

## A demand

{{figure:children noun}} were killed by {{date:2022-10}}. {{cite:appeal#poverty}} live in want.

{{table:by-sex}}

{{recommendations:council}}
"""
ARABIC = """# مقتل {{figure:killed noun}}

## مطالبة

قُتل {{figure:children noun}} حتى {{date:2022-10}}. ويعيش {{cite:appeal#poverty}} في عوز.

{{table:by-sex}}

{{recommendations:council}}
"""


def write_draft(
    folder: Path, *, outline: str = OUTLINE, english: str = ENGLISH, arabic: str = ARABIC
) -> Path:
    """Write the three files of a statement and return its YAML."""
    path = folder / "invented.yml"
    path.write_text(dedent(outline), encoding="utf-8")
    path.with_name("invented.en.md").write_text(english, encoding="utf-8")
    path.with_name("invented.ar.md").write_text(arabic, encoding="utf-8")
    return path
