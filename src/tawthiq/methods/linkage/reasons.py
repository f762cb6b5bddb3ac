"""The reasons that linkers give, in both languages. They hold dates and no names."""

from __future__ import annotations

from datetime import date

from tawthiq.methods.linkage.model import Reason

SAME_NAME = Reason("same-name", "Their names are written alike.", "اسماهما مكتوبان على نحو واحد.")
SEX = Reason("different-sex", "One is male and the other female.", "أحدهما ذكر والآخر أنثى.")
MOTHER = Reason("different-mother", "Their mothers have different names.", "اسما والدتيهما مختلفان.")
BIRTH = Reason(
    "different-birth",
    "No date of birth fits what both say of birth and age.",
    "لا يوجد تاريخ ولادة يوافق ما ورد فيهما عن الولادة والعمر.",
)
DEATH = Reason("two-deaths", "They give two dates of death.", "يرد فيهما تاريخان للوفاة.")
ARREST_AFTER_DEATH = Reason(
    "arrest-after-death",
    "One was arrested after the other had died.",
    "اعتُقل أحدهما بعد وفاة الآخر.",
)
JUDGED_DIFFERENT = Reason(
    "judged-different", "A person judged that they are different people.", "حكم شخص بأنهما شخصان مختلفان."
)
JUDGED_UNSURE = Reason(
    "judged-unsure", "A person looked and could not tell.", "نظر شخص في الأمر ولم يستطع الجزم."
)
FITS_SEVERAL = Reason(
    "fits-several",
    "One of them fits several people who cannot be the same.",
    "أحدهما يوافق عدة أشخاص لا يمكن أن يكونوا شخصاً واحداً.",
)
FIRST_NAMES = Reason(
    "first-names", "Their first names are not written alike.", "اسماهما الأولان غير مكتوبين على نحو واحد."
)
TWINS = Reason(
    "twins",
    "They share family names and the day of birth, but not the first name: they may be twins.",
    "يشتركان في أسماء العائلة ويوم الولادة دون الاسم الأول، وقد يكونان توأمين.",
)
ONE_NAME = Reason("one-name", "One of them gives one name only.", "أحدهما لا يذكر إلا اسماً واحداً.")
GROUP_WAITS = Reason(
    "group-waits",
    "Other records of the same group wait for a person.",
    "سجلات أخرى من المجموعة نفسها تنتظر حكم شخص.",
)
_DAYS = {
    "birth": ("Both were born on", "كلاهما وُلد في"),
    "death": ("Both died on", "كلاهما توفي في"),
    "arrest": ("Both were arrested on", "كلاهما اعتُقل في"),
}


def same_day(kind: str, day: date) -> Reason:
    """Return the reason that both records give the same day of birth, death or arrest."""
    english, arabic = _DAYS[kind]
    return Reason(f"same-{kind}-date", f"{english} {day.isoformat()}.", f"{arabic} {day.isoformat()}.")
