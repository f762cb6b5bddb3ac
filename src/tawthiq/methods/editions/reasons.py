"""Why two rows look like one person, or may be two, in both languages. They hold no names and no dates."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from tawthiq.methods.editions.births import Birth
from tawthiq.methods.editions.names import Name
from tawthiq.methods.linkage import Reason


class Sex(StrEnum):
    """How the sex in two rows compares."""

    SAME = "same"
    MISSING = "missing"
    OTHER = "other"


NAMES: Mapping[Name, Reason] = MappingProxyType(
    {
        Name.SAME: Reason("same-name", "The names are the same.", "الاسمان متطابقان."),
        Name.SPELLING: Reason(
            "name-spelling",
            "The names differ in their spelling only.",
            "لا يختلف الاسمان إلا في الإملاء.",
        ),
        Name.MORE_PARTS: Reason(
            "name-more-parts",
            "One name has parts that the other leaves out; the rest is the same.",
            "في أحد الاسمين أجزاء لا ترد في الآخر، وسائرهما واحد.",
        ),
        Name.PART_SPELT: Reason(
            "name-part-spelt",
            "One part of the name after the person's own differs by a letter.",
            "يختلف جزء واحد من الاسم، غير الاسم الأول، بحرف واحد.",
        ),
        Name.SOUNDS: Reason(
            "name-sounds",
            "Every part of the names has the same consonants.",
            "لكل جزء من الاسمين الحروف الساكنة نفسها.",
        ),
        Name.ORDER: Reason(
            "name-order",
            "The names have the same parts in another order.",
            "للاسمين الأجزاء نفسها بترتيب مختلف.",
        ),
        Name.OWN_SPELT: Reason(
            "own-name-spelt",
            "The person's own name differs by a letter: they may be brothers or sisters.",
            "يختلف الاسم الأول بحرف واحد: قد يكونان أخوين أو أختين.",
        ),
        Name.PART_OTHER: Reason(
            "name-part-other",
            "One part of the name is another; the person's own and the rest are the same.",
            "جزء واحد من الاسم مختلف، والاسم الأول وسائر الأجزاء واحدة.",
        ),
    }
)
BIRTHS: Mapping[Birth, Reason] = MappingProxyType(
    {
        Birth.SAME: Reason("same-birth", "The dates of birth are the same.", "تاريخا الولادة متطابقان."),
        Birth.MISSING: Reason(
            "birth-missing",
            "A date of birth is missing in one of them or both.",
            "تاريخ الولادة غير مذكور في أحدهما أو كليهما.",
        ),
        Birth.SWAPPED: Reason(
            "birth-swapped",
            "Day and month of birth have changed places.",
            "تبادل يوم الولادة وشهرها موضعيهما.",
        ),
        Birth.ONE_DIGIT: Reason(
            "birth-one-digit",
            "The dates of birth differ in one digit.",
            "يختلف تاريخا الولادة في رقم واحد.",
        ),
        Birth.NEXT_DAY: Reason(
            "birth-next-day", "The dates of birth are a day apart.", "بين تاريخي الولادة يوم واحد."
        ),
        Birth.SAME_DAY_OF_YEAR: Reason(
            "birth-other-year",
            "The day and month of birth are the same and the year is another.",
            "يوم الولادة وشهرها واحد والسنة مختلفة.",
        ),
        Birth.SAME_YEAR: Reason(
            "birth-same-year",
            "The year of birth is the same and the day is another.",
            "سنة الولادة واحدة واليوم مختلف.",
        ),
        Birth.OTHER: Reason("birth-other", "The dates of birth are different.", "تاريخا الولادة مختلفان."),
    }
)
SEXES: Mapping[Sex, Reason] = MappingProxyType(
    {
        Sex.SAME: Reason("same-sex", "The sex is the same.", "الجنس واحد."),
        Sex.MISSING: Reason(
            "sex-missing",
            "The sex is missing in one of them or both.",
            "الجنس غير مذكور في أحدهما أو كليهما.",
        ),
        Sex.OTHER: Reason("sex-other", "One is male and the other female.", "أحدهما ذكر والآخر أنثى."),
    }
)
FITS_SEVERAL = Reason(
    "fits-several",
    "Another row looks like one of them as much.",
    "هناك صف آخر يشبه أحدهما بالقدر نفسه.",
)
NAMESAKES = Reason(
    "namesakes",
    "Others in the list bear the same name.",
    "في القائمة آخرون يحملون الاسم نفسه.",
)
