"""The words of the screens, in both languages."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "name": {"en": "Tawthiq", "ar": "توثيق"},
    "purpose": {
        "en": "From a reported violation to a published number that opens into its evidence.",
        "ar": "من الانتهاك المبلَّغ عنه إلى الرقم المنشور الذي يُفتح على أدلته.",
    },
    "other": {"en": "العربية", "ar": "English"},
    "statements": {"en": "Statements", "ar": "البيانات"},
    "no_statements": {"en": "No statement has been built yet.", "ar": "لم يُنشأ أي بيان بعد."},
    "releases": {"en": "Releases", "ar": "الإصدارات"},
    "no_releases": {"en": "There is no release yet.", "ar": "لا يوجد أي إصدار بعد."},
    "release": {"en": "Release", "ar": "الإصدار"},
    "as_of": {"en": "Documented on or before", "ar": "موثّق حتى"},
    "mark": {"en": "Frozen", "ar": "التجميد"},
    "as_known": {"en": "as known", "ar": "كما كان معروفاً"},
    "reconstructed": {"en": "reconstructed", "ar": "مُعاد البناء"},
    "digest": {"en": "Digest", "ar": "البصمة"},
    "public": {"en": "Public", "ar": "للنشر"},
    "internal": {"en": "Internal use", "ar": "للاستعمال الداخلي"},
    "html": {"en": "Pages", "ar": "صفحات"},
    "pdf": {"en": "PDF", "ar": "PDF"},
    "docx": {"en": "Word", "ar": "Word"},
    "en": {"en": "English", "ar": "الإنجليزية"},
    "ar": {"en": "Arabic", "ar": "العربية"},
    "invented": {"en": "Invented data for demonstration", "ar": "بيانات مختلقة للعرض"},
    "figures": {"en": "Counted by its rules", "ar": "محسوب بقواعده"},
    "at_least": {"en": "At least", "ar": "الحد الأدنى"},
    "at_most": {"en": "At most", "ar": "الحد الأقصى"},
    "open": {"en": "open", "ar": "مفتوح"},
    "persons": {"en": "persons", "ar": "أشخاص"},
    "acts": {"en": "acts", "ar": "وقائع"},
    "events": {"en": "events", "ar": "أحداث"},
    "whole_release": {
        "en": "Everything in the release, whoever is responsible. A statement names its own conditions.",
        "ar": "كل ما في الإصدار أياً كانت الجهة المسؤولة. ولكل بيان شروطه.",
    },
    "rule": {"en": "Counting rule", "ar": "قاعدة الحساب"},
    "home": {"en": "All statements and releases", "ar": "كل البيانات والإصدارات"},
    "absent_title": {"en": "Not here", "ar": "غير موجود"},
    "absent": {
        "en": "There is no such page, or it is not for you.",
        "ar": "لا توجد هذه الصفحة، أو لا يُسمح لك بالاطلاع عليها.",
    },
    "altered_title": {"en": "Not shown", "ar": "لم تُعرض الصفحة"},
    "altered": {
        "en": "The bytes are not those that were published. Nothing is shown. Run: tawthiq audit verify",
        "ar": "البايتات ليست ما نُشر أو جُمِّد، فلم يُعرض شيء. شغّل الأمر: tawthiq audit verify",
    },
    "failed_title": {"en": "Something went wrong", "ar": "حدث خطأ"},
    "failed": {
        "en": "The page could not be made. Nothing was changed.",
        "ar": "تعذّر إنشاء الصفحة، ولم يتغير شيء.",
    },
}


def word(key: str, lang: str) -> str:
    """Return the words of a screen.

    Raises:
        KeyError: There are no such words.
    """
    return WORDS[key][lang]
