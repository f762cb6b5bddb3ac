"""Names for people who never lived: every family name is a made-up word for a stone, a plant or a star."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

MALE = (
    "أحمد محمد محمود خالد يوسف إبراهيم علي حسن حسين عمر سامر باسل وليد طارق زياد ماهر نادر رامي فادي "
    "جمال كمال نبيل عادل سعيد رشيد فؤاد منير أنس بلال ياسر هاني غسان مروان عدنان رضوان أيمن أكرم إياد "
    "لؤي قصي عصام هشام بسام حسام وسام أسامة قاسم راشد شادي ربيع تيسير فراس معاذ أمجد عماد نضال صلاح"
).split()
FEMALE = (
    "فاطمة مريم أمل سعاد هدى ليلى سلمى رنا دعاء إيمان أسماء هالة منى نور رهف ريم سارة زينب خديجة عائشة "
    "سناء وفاء لمى ديمة رشا غادة سميرة نجوى سوسن هناء آمنة حنان"
).split()
STEMS = (
    "ياقوت زبرجد مرجان كهرمان فيروز لازورد عقيق زمرد بلور صوان رخام نرجس ليلك أقحوان بنفسج ريحان "
    "خزامى سنديان صنوبر عرعر دلب حور خرنوب زعتر شيح قرنفل سوسنبر ثريا فرقد سهيل شعرى زحل عطارد نسر "
    "دبران عيوق سماك كيوان"
).split()
ENDINGS = ("اوي", "اني", "يني")


@dataclass(frozen=True, slots=True)
class FullName:
    """An invented name in its parts; `mother` is the mother's given name."""

    given: str
    father: str
    grandfather: str
    family: str
    mother: str

    @property
    def written(self) -> str:
        """Return the name as a list in Arabic would write it."""
        return f"{self.given} {self.father} {self.grandfather} {self.family}"

    @property
    def written_carelessly(self) -> str:
        """Return the same name as a hurried hand spells it: no hamza, ه for ة, ى for ي at the end."""
        plain = self.written.translate(str.maketrans("أإآة", "اااه"))
        return " ".join(word[:-1] + "ى" if word.endswith("ي") else word for word in plain.split())


class Names:
    """Gives each invented person a full name that no other has."""

    def __init__(self, random: Random) -> None:
        """Start with nobody named."""
        self._random = random
        self._families = [f"ال{stem}{ending}" for stem in STEMS for ending in ENDINGS]
        self._given: set[str] = set()

    def new(self, sex: str, *, sibling: FullName | None = None) -> FullName:
        """Return a name nobody has yet; a sibling shares everything but the given name."""
        choose = self._random.choice
        while True:
            name = FullName(
                given=choose(MALE if sex == "male" else FEMALE),
                father=sibling.father if sibling else choose(MALE),
                grandfather=sibling.grandfather if sibling else choose(MALE),
                family=sibling.family if sibling else choose(self._families),
                mother=sibling.mother if sibling else choose(FEMALE),
            )
            if name.written not in self._given:
                self._given.add(name.written)
                return name
