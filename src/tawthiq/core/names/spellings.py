"""The words and parts of words that folding knows, in plain letters (`core.letters`)."""

from __future__ import annotations

import re

from tawthiq.core.letters import plain


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text in plain letters."""
    return frozenset(plain(text).split())


# The article, where it is written as a word of its own.
ARTICLES = word_set("ال al el il ul")
SUN_ARTICLES = word_set(
    """
    ad ar as at az an adh ash ath ud ur us ut uz un ush ed er es et ez en esh
    """
)
# Names whose first two letters only look like the article.
NOT_AN_ARTICLE = word_set(
    """
    الله الهام الياس الفت الماس الماظ اليسار الكسندر الفرد الفريد البير البرت اليزابيت اليان اليانا الين
    الينا السا الزا المى الما الكس
    """
)
LATIN_NOT_AN_ARTICLE = word_set(
    """
    alfred albert alberto alfredo elvira elmira alphonse alfonso elham ilham
    """
)
LINKS = word_set("بن ابن بنت bin ben ibn bint")

# A PDF file that lost a lam-alef may cut a name in two there; these halves are no names.
SPLIT_BEFORE_ALEF = word_set(
    """
    عل صل بل جل هل طل دل سل اسل ميل ول نجل فل العل الصل البل الجل الهل الطل الاسل السل
    """
)
SPLIT_AFTER_LAM = word_set("اء اح ال ا ام امه اد ان")
# Lam-alef turned round where the result is no name of its own. صالح for صلاح cannot be told, and stays.
REVERSED_LAM_ALEF = {
    "اسالم": "اسلام",
    "ميالد": "ميلاد",
    "غالم": "غلام",
    "ارسالن": "ارسلان",
    "اصالن": "اصلان",
    "عالوي": "علاوي",
    "حالوه": "حلاوه",
    "عبدالسالم": "عبدسلام",
    "عبدسالم": "عبدسلام",
}

# What follows عبد even where the article was left out.
AFTER_ABD = word_set(
    """
    الله اله رحمن رحيم كريم عزيز حميد قادر غني جبار ناصر سلام هادي باسط لطيف حكيم حليم مجيد رزاق وهاب
    خالق ملك مالك ستار فتاح واحد احد صمد حي قيوم معطي عال رووف غفور غفار منعم مهيمن جواد جليل رسول نبي
    حسين علي زهره كافي حق ودود شكور سميع بصير عظيم مولي ربه rahman rahim raheem karim kareem aziz azeez
    hamid hameed qader kader qadir kadir ghani jabbar nasser naser nasir salam hadi baset basset latif
    lateef hakim hakeem halim haleem majid majeed razzaq razaq razzak razak wahab wahhab khaleq khaliq
    malek malik sattar fattah wahed wahid ahad samad rauf raouf ghafour ghafoor ghaffar moneim monem
    munim jawad jalil jaleel rasoul nabi rabbo rabbu
    """
)
ABD = word_set("abd abed")
ABD_WITH_ARTICLE = word_set(
    """
    abdul abdel abdal abdol abdil abdoul abedal abedel abdur abdus abdun abdush abdud abdut abduz
    """
)
ALLAH = word_set("allah alla ullah ellah llah")
ABU = word_set("abu abo abou aboo")
UMM = word_set("umm um om oum omm")
DIN_WITH_ARTICLE = word_set("ddin ddine eddin eddine aldin aldeen eldin eldeen uddin uddeen eddeen edin")
DIN = word_set("din deen dine dean") | DIN_WITH_ARTICLE

# Short for Mohammed, in forms and passports.
ABBREVIATED = dict.fromkeys("mhd mohd muhd mohmd mhmd mohamd moh md".split(), "mohammed")

# Compounds written in one: each with the spelling that folding gives the two words apart.
LATIN_COMPOUNDS = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"abe?d[aeiou]{0,2}ll?[ae]h?", "abdallah"),
        (r"abe?d[aeiou]{1,2}l([a-z]{3,})", r"abd\1"),
        # Abdurrahman, Abdussalam: the article with the sound of the letter after it.
        (r"abe?d[aeiou]{1,2}([rsntdz])(\1[a-z]{2,})", r"abd\2"),
        (r"ab(?:u|ou|oo|o)l?([b-df-hj-np-tv-z][a-z]{3,})", r"abu\1"),
        (r"([a-z]{2,})(?:[aeiou]d?|[aeu]l)d(?:i|ee)ne?", r"\1din"),
        (r"([a-z]{3,})[aeu]llah", r"\1allah"),
    )
)
