"""The words that sources write dates with: months in several traditions, seasons, and small words.

All are compared in plain letters (`core.letters`): hamza, diacritics and case need no entries of their own.
"""

from __future__ import annotations

from tawthiq.core.letters import plain

# Each month in English and its short form; as in the Levant and Iraq; as in Egypt and the Gulf; as in the
# Maghreb; in Spanish, French and Turkish, from which lists also come.
GREGORIAN_MONTHS = {
    1: "january, jan, كانون الثاني, يناير, جانفي, enero, ene, janvier, ocak",
    2: "february, feb, شباط, فبراير, فيفري, febrero, fevrier, subat",
    3: "march, mar, آذار, مارس, marzo, mars, mart",
    4: "april, apr, نيسان, أبريل, أفريل, abril, abr, avril, nisan",
    5: "may, أيار, مايو, ماي, mayo, mai, mayis",
    6: "june, jun, حزيران, يونيو, يونيه, جوان, junio, juin, haziran",
    7: "july, jul, تموز, يوليو, يوليه, جويلية, julio, juillet, temmuz",
    8: "august, aug, آب, أغسطس, أوت, agosto, ago, aout, agustos",
    9: "september, sep, sept, أيلول, سبتمبر, شتنبر, septiembre, setiembre, septembre, eylul",
    10: "october, oct, تشرين الأول, أكتوبر, octubre, octobre, ekim",
    11: "november, nov, تشرين الثاني, نوفمبر, نونبر, noviembre, novembre, kasim",
    12: "december, dec, كانون الأول, ديسمبر, دجنبر, diciembre, dic, decembre, aralik",
}
HIJRI_MONTHS = {
    1: "محرم, المحرم, muharram",
    2: "صفر, safar",
    3: "ربيع الأول, rabi al-awwal, rabi i",
    4: "ربيع الثاني, ربيع الآخر, rabi al-thani, rabi al-akhir, rabi ii",
    5: "جمادى الأولى, جمادى الأول, jumada al-ula, jumada al-awwal, jumada i",
    6: "جمادى الثانية, جمادى الآخرة, جمادى الثاني, jumada al-thani, jumada al-akhirah, jumada ii",
    7: "رجب, rajab",
    8: "شعبان, shaban, sha'ban",
    9: "رمضان, ramadan",
    10: "شوال, shawwal",
    11: "ذو القعدة, ذي القعدة, dhu al-qadah, dhu al-qi'dah",
    12: "ذو الحجة, ذي الحجة, dhu al-hijjah, dhu al-hijja",
}
SEASONS = {
    21: "spring, ربيع, الربيع",
    22: "summer, صيف, الصيف",
    23: "autumn, fall, خريف, الخريف",
    24: "winter, شتاء, الشتاء",
}
# Written between the numbers and saying nothing that they do not.
FILLERS = (
    "of, the, in, on, year, month, day, de, del, año, من, في, شهر, عام, سنة, العام, يوم, بتاريخ, "
    "monday, tuesday, wednesday, thursday, friday, saturday, sunday, "
    "الاثنين, الثلاثاء, الأربعاء, الخميس, الجمعة, السبت, الأحد"
)
# "Early 2014" is some day of 2014: what the word adds has no agreed limits, what the year says stands.
PARTS_OF_A_TIME = (
    "early, mid, middle, late, beginning, end, أوائل, بداية, مطلع, منتصف, أواسط, أواخر, نهاية, "
    "princ, principios, med, mediados, fines"
)
ABOUT = "about, around, approximately, approx, circa, ca, حوالي, نحو, قرابة, تقريبا"
BEFORE = "before, قبل"
AFTER = "after, بعد"
UNTIL = "until, till, by, حتى, لغاية"
SINCE = "since, منذ"
BETWEEN = "between, from, بين, من"
AND = "and, to, و, الى, حتى"
HIJRI_MARKS = "ah, هـ, هجري, هجرية"
GREGORIAN_MARKS = "ad, ce, م, ميلادي, ميلادية"


def listed(text: str) -> tuple[str, ...]:
    """Return the entries of a list above in plain letters, the longest first."""
    return tuple(
        sorted({plain(entry.strip()) for entry in text.split(",")}, key=lambda word: (-len(word), word))
    )


def numbered(table: dict[int, str]) -> dict[str, int]:
    """Return the names of a table above with their numbers, the longest first."""
    names = {name: number for number, entries in table.items() for name in listed(entries)}
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))
