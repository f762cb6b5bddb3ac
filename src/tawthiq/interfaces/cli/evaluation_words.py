"""What the figures of `cases evaluate` are called and what they mean, in English and in Arabic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tawthiq.journey.cases.evaluating import Evaluation
from tawthiq.journey.cases.measuring import AgainstJudgements, AgainstPeople
from tawthiq.methods.linkage.sampling import FEW

LANGUAGES = ("en", "ar")
SHOWN_ROWS = 10


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence beside the figures; a warning says how far not to trust one."""

    code: str
    en: str
    ar: str
    is_warning: bool = False

    def as_json(self) -> dict[str, object]:
        """Return the note as `--json` prints it."""
        return {"code": self.code, "is_warning": self.is_warning, "en": self.en, "ar": self.ar}

    def text(self, language: str) -> str:
        """Return the sentence as a line, a warning marked as one."""
        mark = WORDS["warning"][LANGUAGES.index(language)] + " " if self.is_warning else ""
        return mark + (self.en if language == "en" else self.ar)


WORDS = {
    "archive": ("people now", "الأشخاص الآن"),
    "linkage": ("linkage by itself", "الربط وحده"),
    "estimate": ("estimate", "التقدير"),
    "interval": ("95 % interval", "فترة الثقة 95٪"),
    "pairs": ("pairs", "الأزواج"),
    "precision": ("Precision over pairs", "الدقة على الأزواج"),
    "recall": ("Recall over pairs", "الاستدعاء على الأزواج"),
    "f1": ("F1 over pairs", "المقياس F1 على الأزواج"),
    "b-cubed-precision": ("B-cubed precision", "دقة B-cubed"),
    "b-cubed-recall": ("B-cubed recall", "استدعاء B-cubed"),
    "b-cubed-f1": ("B-cubed F1", "المقياس F1 وفق B-cubed"),
    "counted": ("People counted", "الأشخاص المعدودون"),
    "true": ("People in the file", "الأشخاص في الملف"),
    "bias": ("Bias of the count", "تحيّز العدد"),
    "largest": ("Records in the largest cluster", "السجلات في أكبر مجموعة"),
    "source": ("Recall, sources", "الاستدعاء بحسب المصدرين:"),
    "script": ("Recall, scripts", "الاستدعاء بحسب الكتابة:"),
    "and": ("and", "و"),
    "arabic": ("Arabic", "عربية"),
    "latin": ("Latin", "لاتينية"),
    "mixed": ("mixed", "مختلطة"),
    "other": ("another", "غيرهما"),
    "none": ("no name", "بلا اسم"),
    "unknown": ("unknown", "غير معروف"),
    "of": ("of", "من"),
    "to": ("to", "إلى"),
    "warning": ("Warning:", "تنبيه:"),
    "completeness": ("Compared at all", "ما قورن أصلاً"),
    "recall-limit": ("by any key", "بأي مفتاح"),
    "found": ("found", "وُجد"),
    "only": ("by nothing else", "بهذا وحده"),
    "sounds": ("two sounds of the name", "صوتان من الاسم"),
    "more-sounds": ("more sounds of the name", "أصوات أكثر من الاسم"),
    "sounds-and-birth": ("sounds and time of birth", "أصوات وزمن الولادة"),
    "sounds-and-event": ("sounds and time of the event", "أصوات وزمن الحدث"),
    "sounds-and-given-name": ("sounds and which is the given name", "أصوات وأيّها الاسم الأول"),
    "sounds-and-family-name": ("sounds and which is the family name", "أصوات وأيّها الكنية"),
    "birth-day-and-given-name": ("day of birth and given name", "يوم الولادة والاسم الأول"),
    "birth-day-and-family-name": ("day of birth and family name", "يوم الولادة واسم العائلة"),
    "event-day-place-and-given-name": (
        "day and place of the event and given name",
        "يوم الحدث ومكانه والاسم الأول",
    ),
}
"""Each word by its code, in both languages."""


def word(code: str, language: str) -> str:
    """Return a word in one language."""
    return WORDS[code][LANGUAGES.index(language)]


PRECISION = Note(
    "precision",
    "Precision: of the pairs of records that are joined, the share that are one person. What lacks to 100 % "
    "makes one person of two, and erases a victim.",
    "الدقة: نسبة أزواج السجلات المدموجة التي تخص شخصاً واحداً. ما ينقص عن 100٪ يجعل شخصين شخصاً واحداً "
    "فيمحو ضحية.",
)
RECALL = Note(
    "recall",
    "Recall: of the pairs that are one person, the share that are joined. What lacks to 100 % counts a "
    "person "
    "more than once.",
    "الاستدعاء: نسبة الأزواج التي تخص شخصاً واحداً وقد دُمجت. ما ينقص عن 100٪ يعدّ الشخص أكثر من مرة.",
)
B_CUBED = Note(
    "b-cubed",
    "B-cubed: the same two, averaged over records, so that one large cluster does not outweigh all others.",
    "B-cubed: المقياسان نفسهما بمتوسط على السجلات، فلا ترجح مجموعة كبيرة واحدة على سائر المجموعات.",
)
BIAS = Note(
    "bias",
    "Bias of the count: by how much the number of people is too high (+) or too low (-).",
    "تحيّز العدد: مقدار زيادة عدد الأشخاص (+) أو نقصانه (-) عن الحقيقة.",
)
COMPLETENESS = Note(
    "completeness",
    "Compared at all: of the pairs that are one person, the share that a kind of key brought to comparison. "
    "What was not compared cannot be found.",
    "ما قورن أصلاً: نسبة الأزواج التي تخص شخصاً واحداً وأوصلها نوع من المفاتيح إلى المقارنة. ما لم "
    "يُقارَن لا يمكن أن يوجد.",
)
CIRCULAR = Note(
    "archive-not-measured",
    "People now are not measured: they do what people judged, so against the same judgements they are always "
    "right. The linkage by itself is asked without them. A file of known people measures both: --truth.",
    "لا تُقاس حال الأشخاص الآن: فهي تتبع أحكام الناس، فتكون صائبة دائماً أمام الأحكام نفسها. يُسأل الربط "
    "وحده دونها. "
    "وملف بأشخاص معروفين يقيس الاثنين: --truth.",
)
OF_COMPARED = Note(
    "estimates-are-of-compared-pairs",
    "The estimates are of the pairs that the random audit share is drawn from: those that were compared. A "
    "pair that was never compared is not among them, so true recall is lower.",
    "التقديرات تخص الأزواج التي تُسحب منها حصة التدقيق العشوائية، وهي ما قورن. وليس منها زوج لم يُقارَن قط، "
    "فالاستدعاء الحقيقي أدنى.",
)
NO_SAMPLE = Note(
    "no-random-sample",
    "Precision and recall are unknown: nobody has judged a pair of the random audit share. Pairs that people "
    "chose are harder than others and cannot stand for them.",
    "الدقة والاستدعاء غير معروفين: لم يحكم أحد في زوج من حصة التدقيق العشوائية. والأزواج التي اختارها "
    "الناس أصعب من غيرها فلا "
    "تمثلها.",
    is_warning=True,
)
FROM_JUDGEMENTS = Note(
    "completeness-from-judgements",
    "How much is compared at all rests on pairs that people judged the same. Most of them were shown because "
    "they had been compared, so the true share is lower.",
    "يستند اكتمال المقارنة إلى أزواج حكم الناس بأنها لشخص واحد، وأكثرها عُرض عليهم لأنه قورن، فالنسبة "
    "الحقيقية أدنى.",
    is_warning=True,
)
NO_LAST_LINK = Note(
    "no-link-before-the-last",
    "Stability against the last run is left out: the log holds no linking before the last one.",
    "تُرك الثبات قياساً بالتشغيل السابق: ليس في السجل ربط قبل الربط الأخير.",
)


def notes(found: Evaluation) -> Iterator[Note]:
    """Yield what the figures of an evaluation mean, and how far not to trust them."""
    yield from (PRECISION, RECALL)
    if found.people is not None:
        yield from (B_CUBED, BIAS)
    yield COMPLETENESS
    if found.judgements is not None:
        yield from _of_judgements(found.judgements)
    if found.people is not None:
        yield from _of_file(found.people, found.records)
    if found.unlinked:
        yield Note(
            "unlinked",
            f"Records without a person yet: {found.unlinked:,}. Each counts as a person of its own; "
            "link first: tawthiq cases link",
            f"سجلات لا شخص لها بعد: {found.unlinked:,}. كل منها يُعدّ شخصاً بذاته؛ ابدأ بالربط: tawthiq "
            "cases link",
            is_warning=True,
        )
    if found.since_last is None:
        yield NO_LAST_LINK


def _of_judgements(said: AgainstJudgements) -> Iterator[Note]:
    yield CIRCULAR
    if said.estimated.pairs:
        yield OF_COMPARED
        least = min(said.estimated.precision.pairs, said.estimated.recall.pairs)
        if least < FEW:
            yield few(least)
    else:
        yield NO_SAMPLE
    yield FROM_JUDGEMENTS
    unsure = said.estimated.unsure + said.chosen.unsure
    if unsure:
        yield Note(
            "unsure",
            f"Pairs of which people could not tell, or did not agree: {unsure:,}. They enter no figure.",
            f"أزواج لم يستطع الناس الجزم فيها أو اختلفوا: {unsure:,}. لا تدخل في أي رقم.",
        )


def _of_file(people: AgainstPeople, records: int) -> Iterator[Note]:
    known = people.known
    if people.linkage.found.of < FEW:
        yield few(people.linkage.found.of)
    if len(known.person_of) < records:
        yield Note(
            "part-of-the-archive",
            f"The file knows {len(known.person_of):,} of {records:,} records. The others are left out of all "
            "that is measured against it.",
            f"يعرف الملف {len(known.person_of):,} من {records:,} من السجلات. وما عداها خارج كل ما يُقاس عليه.",
        )
    if known.absent:
        yield Note(
            "rows-not-here",
            f"Rows whose identifier no record in force has: {rows(known.absent)}.",
            f"صفوف لا يحمل معرّفها أي سجل نافذ: {rows(known.absent)}.",
            is_warning=True,
        )
    if known.ambiguous:
        yield Note(
            "rows-of-several-records",
            f"Rows whose identifier several records of one source have: {rows(known.ambiguous)}.",
            f"صفوف يحمل معرّفها عدة سجلات من مصدر واحد: {rows(known.ambiguous)}.",
            is_warning=True,
        )


def few(pairs: int) -> Note:
    """Return the warning that figures rest on few pairs."""
    return Note(
        "few-pairs",
        f"Some figures rest on few pairs ({pairs:,}; below {FEW}): some pairs more could move them far.",
        f"تستند بعض الأرقام إلى أزواج قليلة ({pairs:,}؛ دون {FEW}): فقد تغيّرها بضعة أزواج أخرى كثيراً.",
        is_warning=True,
    )


def rows(numbers: tuple[int, ...]) -> str:
    """Return how many rows there are, and which the first are."""
    shown = ", ".join(map(str, numbers[:SHOWN_ROWS]))
    more = ", …" if len(numbers) > SHOWN_ROWS else ""
    return f"{len(numbers):,} ({shown}{more})"
