"""Why two records may be one person or not, in words: what each comparison found, in English and Arabic.

Words name no name, no date and no place, so that they may stand in a log. The strongest comes first, by what
the shipped weights give it; what speaks against the match comes after all that speaks for it, and is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from tawthiq.methods.linkage.comparisons import COMPARISONS
from tawthiq.methods.linkage.model import Reason
from tawthiq.methods.linkage.scoring import shipped

SLIGHT = 0.3
"""Bits below which a likeness speaks neither way, and is passed over."""
AGAINST = ("Against it: ", "ما يعارض ذلك: ")
Words = tuple[str, str]
"""A sentence in English and in Arabic."""

_DAYS = {1: "يوم واحد", 2: "يومان"}


def _days(count: int) -> Words:
    english = "A day lies" if count == 1 else f"{count} days lie"
    return (
        f"{english} between what happened to them.",
        f"بين ما جرى لهما {_DAYS.get(count, f'{count} أيام')}.",
    )


def _named(english: str, arabic: str) -> dict[str, Words]:
    return {
        "written-alike": (
            f"Their {english} names are written alike.",
            f"اسماهما {arabic} مكتوبان على نحو واحد.",
        ),
        "same-consonants": (
            f"Their {english} names have the same consonants.",
            f"اسماهما {arabic} متفقان في حروفهما الساكنة.",
        ),
        "same-sound": (f"Their {english} names sound alike.", f"اسماهما {arabic} متشابهان لفظاً."),
        "a-slip-apart": (
            f"Their {english} names are a slip of the hand or of the ear apart.",
            f"اسماهما {arabic} لا يفرق بينهما إلا خطأ في الكتابة أو السمع.",
        ),
        "alike": (f"Their {english} names are only similar.", f"اسماهما {arabic} متقاربان لا أكثر."),
        "in-another-place": (
            f"The {english} name of one stands in another place of the other's name.",
            f"أحد الاسمين {arabic.replace('ان', 'ين')} يرد في موضع آخر من اسم الآخر.",
        ),
        "different": (f"Their {english} names differ.", f"اسماهما {arabic} مختلفان."),
    }


WORDS: dict[str, dict[str, Words]] = {
    "given": _named("first", "الأولان"),
    "family": _named("last", "الأخيران"),
    "middle": {
        "three-agree": ("Three names between agree.", "ثلاثة من الأسماء الوسطى متفقة."),
        "two-agree-in-order": (
            "Both names between agree, in their order.",
            "الاسمان الأوسطان متفقان بترتيبهما.",
        ),
        "two-agree": ("Both names between agree.", "الاسمان الأوسطان متفقان."),
        "two-of-three-agree": ("Two of the names between agree.", "اسمان من الأسماء الوسطى متفقان."),
        "one-agrees-first": (
            "The one name between that both give agrees and stands first.",
            "الاسم الأوسط الوحيد المشترك متفق، وموضعه الأول.",
        ),
        "one-agrees": ("The one name between that both give agrees.", "الاسم الأوسط الوحيد المشترك متفق."),
        "one-of-two-agrees-first": (
            "Of two names between, the first agrees and another does not.",
            "من الاسمين الأوسطين يتفق الأول ولا يتفق الآخر.",
        ),
        "one-of-two-agrees": (
            "Of two names between, one agrees and another does not.",
            "من الاسمين الأوسطين يتفق واحد ولا يتفق الآخر.",
        ),
        "one-of-three-agrees": (
            "Of several names between, one agrees.",
            "من الأسماء الوسطى المتعددة يتفق واحد.",
        ),
        "one-differs": ("The names between differ.", "الاسمان الأوسطان مختلفان."),
        "several-differ": ("Several names between differ.", "عدة أسماء وسطى مختلفة."),
    },
    "rarity": {
        "common": ("The names they share are common.", "الأسماء المشتركة بينهما شائعة."),
        "rare": ("The names they share are rare.", "الأسماء المشتركة بينهما نادرة."),
    },
    "same_name": {
        "common": ("Other records bear the same whole name.", "تحمل سجلات أخرى الاسم الكامل نفسه."),
    },
    "same_rest": {
        "common": (
            "Many records bear all these names but the first, as relatives do.",
            "تحمل سجلات كثيرة هذه الأسماء كلها عدا الاسم الأول، كما في الأقارب.",
        ),
    },
    "birth": {
        "same-day": ("Both were born on one day.", "وُلدا في يوم واحد."),
        "same-new-year": (
            "Both dates of birth are 1 January of one year, which may stand for the year only.",
            "تاريخا الولادة هما 1 كانون الثاني من سنة واحدة، وقد يُراد به السنة وحدها.",
        ),
        "day-and-month-swapped": (
            "In their dates of birth day and month changed places.",
            "تبادل اليوم والشهر موضعيهما في تاريخي الولادة.",
        ),
        "one-digit-differs": (
            "Their dates of birth differ in one digit.",
            "يختلف تاريخا الولادة في رقم واحد.",
        ),
        "same-month": ("Both were born in one month.", "وُلدا في شهر واحد."),
        "same-day-other-year": (
            "Both were born on one day of the year, in different years.",
            "وُلدا في اليوم نفسه من سنتين مختلفتين.",
        ),
        "same-year-one-rounded": (
            "Both were born in one year; one date stands for the year only.",
            "وُلدا في سنة واحدة، وأحد التاريخين يدل على السنة وحدها.",
        ),
        "same-year": (
            "Both were born in one year, on different days.",
            "وُلدا في سنة واحدة في يومين مختلفين.",
        ),
        "within-two-years": (
            "Their dates of birth are some two years apart.",
            "بين تاريخي ولادتهما نحو سنتين.",
        ),
        "within-five-years": (
            "Their dates of birth are some five years apart.",
            "بين تاريخي ولادتهما نحو خمس سنوات.",
        ),
        "years-apart": ("Their dates of birth are many years apart.", "بين تاريخي ولادتهما سنوات كثيرة."),
        "ages-within-0.6": ("Their ages agree.", "عمراهما متفقان."),
        "ages-within-1.1": ("Their ages are about a year apart.", "بين عمريهما نحو سنة."),
        "ages-within-1.6": ("Their ages are about a year apart.", "بين عمريهما نحو سنة."),
        "ages-within-2.6": ("Their ages are about two years apart.", "بين عمريهما نحو سنتين."),
        "ages-within-3.6": ("Their ages are about three years apart.", "بين عمريهما نحو ثلاث سنوات."),
        "ages-within-6": ("Their ages are some five years apart.", "بين عمريهما نحو خمس سنوات."),
        "ages-within-10": ("Their ages are some ten years apart.", "بين عمريهما نحو عشر سنوات."),
        "ages-far-apart": ("Their ages are far apart.", "عمراهما متباعدان."),
    },
    "event": {
        "same-day": (
            "What happened to them is dated on one day.",
            "ما جرى لهما مؤرَّخ في يوم واحد.",
        ),
        **{f"{count}-days-apart": _days(count) for count in range(1, 8)},
        "within-a-month": (
            "What happened to them is dated up to a month apart.",
            "بين ما جرى لهما مدة لا تتجاوز شهراً.",
        ),
        "within-a-season": (
            "What happened to them is dated up to three months apart.",
            "بين ما جرى لهما مدة لا تتجاوز ثلاثة أشهر.",
        ),
        "on-other-days": (
            "What happened to them is dated more than three months apart.",
            "بين ما جرى لهما أكثر من ثلاثة أشهر.",
        ),
    },
    "place": {
        "same": ("Both name one place.", "يذكران المكان نفسه."),
        "different": ("They name different places.", "يذكران مكانين مختلفين."),
    },
    "sex": {
        "same": ("Both are of one sex.", "هما من جنس واحد."),
        "different": ("One is male and the other female.", "أحدهما ذكر والآخر أنثى."),
    },
    "script": {
        "two-scripts": (
            "One is written in Latin letters and the other is not.",
            "أحدهما مكتوب بالحروف اللاتينية دون الآخر.",
        ),
    },
    "mother": {
        "same": ("Their mothers have one name.", "لوالدتيهما الاسم نفسه."),
        "a-slip-apart": (
            "Their mothers' names are a slip apart.",
            "اسما والدتيهما لا يفرق بينهما إلا خطأ في الكتابة.",
        ),
        "different": ("Their mothers have different names.", "اسما والدتيهما مختلفان."),
    },
}
"""By comparison and code, as far as there is something to say."""

_RARE = {"least": "common", "from-5": "common"} | dict.fromkeys(
    ("from-13.5", "from-15", "from-17", "from-19", "from-22"), "rare"
)
_CROWDED = tuple(f"from-{edge}" for edge in (1.5041, 1.8718, 2.2513, 2.6741, 3.1987, 3.902, 4.6002))
_STEPS = {
    "rarity": _RARE,
    "same_name": dict.fromkeys(_CROWDED, "common"),
    "same_rest": dict.fromkeys(_CROWDED, "common"),
}


def reasons_for(likeness: Iterable[int]) -> tuple[Reason, ...]:
    """Return what speaks for two records being one person, the strongest first, and then what speaks against.

    `likeness` are what the comparisons found, in the order of `COMPARISONS`.
    """
    return _told(tuple(int(found) for found in likeness))


@lru_cache(maxsize=1 << 14)
def _told(likeness: Sequence[int]) -> tuple[Reason, ...]:
    found = sorted(_found(likeness), key=lambda one: (one[0] <= 0, -abs(one[0]), one[1]))
    return tuple(_reason(code, words, is_against=bits <= 0) for bits, code, words in found)


def _found(likeness: Sequence[int]) -> Iterator[tuple[float, str, Words]]:
    weights = shipped().weights
    for comparison, found in zip(COMPARISONS, likeness, strict=True):
        if found < 0:  # unknown says nothing
            continue
        code = comparison.code(found)
        bits = weights[comparison.name][found]
        told = _STEPS.get(comparison.name, {}).get(code, code)
        words = WORDS.get(comparison.name, {}).get(told)
        if words is not None and (abs(bits) >= SLIGHT or code == "different" or told == "common"):
            yield (min(bits, 0.0) if told == "common" else bits), f"{comparison.name}-{told}", words


def _reason(code: str, words: Words, *, is_against: bool) -> Reason:
    before = AGAINST if is_against else ("", "")
    english, arabic = words
    if is_against:
        english = english[0].lower() + english[1:]
    return Reason(code.replace("_", "-"), before[0] + english, before[1] + arabic)
