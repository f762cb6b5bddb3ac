"""Who the invented people are and what is said to have happened to them.

The numbers of the three releases follow from the groups below; nothing downstream is told a total.
`documented` is the day on which a thing came to the archive's knowledge; it decides the release.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from tawthiq.interfaces.demo.names import FullName, Names

FIRST = date(2011, 3, 18)
IN_2020 = (date(2012, 1, 10), date(2020, 6, 30))
IN_2022 = (date(2020, 8, 10), date(2022, 9, 30))
IN_2025 = (date(2022, 11, 10), date(2025, 1, 20))
PRISON_OPENED = date(2024, 12, 8)
ADULT_AGE, OLDEST = 18, 71
SIBLINGS_EVERY = 90

# Governorates where the people still held in October 2022 had been arrested.
ARRESTED_IN = {
    "SY01": 868,
    "SY03": 438,
    "SY06": 326,
    "SY02": 315,
    "SY04": 293,
    "SY12": 289,
    "SY05": 189,
    "SY10": 3,
}
CAMPS = {
    "SY01": ("مخيم اليرموك",),
    "SY03": ("مخيم خان الشيح", "مخيم سبينة", "مخيم جرمانا", "مخيم الحسينية"),
    "SY02": ("مخيم النيرب", "مخيم حندرات"),
    "SY04": ("مخيم العائدين - حمص",),
    "SY05": ("مخيم العائدين - حماة",),
    "SY06": ("مخيم الرمل - اللاذقية",),
    "SY12": ("مخيم درعا",),
}
GOVERNORATES = {
    "SY01": "دمشق",
    "SY02": "حلب",
    "SY03": "ريف دمشق",
    "SY04": "حمص",
    "SY05": "حماة",
    "SY06": "اللاذقية",
    "SY10": "طرطوس",
    "SY12": "درعا",
}
CENTRES = ("المركز (أ)", "المركز (ب)", "المركز (ج)", "المركز (د)")
TORTURE = "تعذيب"
DIED_IN_DETENTION = "وفاة في الاحتجاز"
HELD_STATUSES = ("acknowledged", "incommunicado", "forcibly-disappeared")
DIED_BY_2022 = ("man", "man", "man", "man", "man", "woman")
AFTER_2022 = (("man", 17, True), ("man", 214, False), ("woman", 9, False), ("child", 8, False))
FATES = {"freed": 143, "exchanged": 4, "grave": 12, "notice-2025": 61, "notice-2018": 37}
CAUSES = ("قصف مدفعي", "قصف جوي", "إطلاق نار", "قنص", "برميل متفجر", "انفجار", "إعدام ميداني", "حصار")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a stay in detention ended, and when that was documented."""

    status: str
    on: date
    documented: date


@dataclass(frozen=True, slots=True)
class Arrest:
    """An arrest; `heard` is the status that the sources report while it lasts."""

    on: date
    governorate: str
    centre: str
    status: str
    documented: date
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class Death:
    """A killing; `written` is the date as the first source gives it, which may be less than a day."""

    on: date
    governorate: str
    cause: str
    documented: date
    written: str
    in_photograph: bool = False
    identified_grave: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """One invented person."""

    number: int
    name: FullName
    sex: str
    birth: date | None
    home: str
    camp: str
    arrest: Arrest | None = None
    death: Death | None = None
    notice: date | None = None
    shadow_of: int | None = None
    sibling_of: int | None = None
    marks: frozenset[str] = field(default_factory=frozenset)

    @property
    def under_torture(self) -> bool:
        """Tell whether the sources say that the person died under torture."""
        return self.death is not None and self.death.cause == TORTURE


class Invention:
    """Invents the people, always the same ones."""

    def __init__(self, seed: str = "tawthiq-demo-1") -> None:
        """Start with nobody."""
        self._random = Random(seed)  # noqa: S311  # invented people, not secrets
        self._names = Names(self._random)
        self._number = 0
        self._last: tuple[int, FullName] | None = None

    def everybody(self) -> list[Life]:
        """Return all invented people, in the order of their numbers."""
        return [*self._killed(), *self._held(), *self._freed_early()]

    # --- people -----------------------------------------------------------------------------------

    def _person(self, kind: str, at: date, governorate: str) -> Life:
        sex = "female" if kind in ("woman", "girl", "female-unknown") else "male"
        self._number += 1
        sibling = self._last if self._number % SIBLINGS_EVERY == 0 else None
        name = self._names.new(sex, sibling=sibling[1] if sibling else None)
        self._last = (self._number, name)
        return Life(
            number=self._number,
            name=name,
            sibling_of=sibling[0] if sibling else None,
            sex=sex,
            birth=None if kind.endswith("unknown") else self._birth(kind, at),
            home=governorate,
            camp=self._random.choice(CAMPS.get(governorate, ("",))),
        )

    def _birth(self, kind: str, at: date) -> date:
        low, high = (1, ADULT_AGE - 1) if kind in ("girl", "boy", "child") else (ADULT_AGE + 1, OLDEST)
        years = self._random.randint(low, high - 1)
        return date(at.year - years, at.month, 1) - timedelta(days=self._random.randint(20, 330))

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self._random.randrange((last - first).days))

    def _documented(self, after: date, window: tuple[date, date]) -> date:
        first, last = window
        return self._day(max(first, min(after + timedelta(days=20), last - timedelta(days=5))), last)

    # --- killed -----------------------------------------------------------------------------------

    def _killed(self) -> Iterator[Life]:
        by_2020 = {
            "man": 2002,
            "woman": 303,
            "boy": 215,
            "girl": 128,
            "female-unknown": 6,
            "male-unknown": 40,
        }
        tortured_by_2020 = {"man": 475, "woman": 8, "boy": 8}
        in_collection = 49
        for kind, count in tortured_by_2020.items():
            for index in range(count):
                photographed = kind == "man" and index < in_collection
                yield self._tortured(kind, IN_2020, photographed=photographed)
        for kind, count in by_2020.items():
            yield from (self._struck(kind, IN_2020) for _ in range(count))
        for kind, count in {"man": 4, "boy": 1}.items():
            yield from (self._struck(kind, IN_2022) for _ in range(count))
        for kind, count in {"man": 7, "woman": 2}.items():
            yield from (self._struck(kind, IN_2025) for _ in range(count))

    def _struck(self, kind: str, window: tuple[date, date]) -> Life:
        governorate = self._random.choice(tuple(CAMPS))
        on = self._day(date(2012, 7, 1), date(2018, 5, 20))
        person = self._person(kind, on, governorate)
        precise = person.birth is None or self._random.random() > 0.06
        death = Death(
            on=on,
            governorate=governorate,
            cause=self._random.choice(CAUSES),
            documented=self._documented(on, window),
            written=on.isoformat() if precise else on.isoformat()[:7],
        )
        return replace(person, death=death)

    def _tortured(self, kind: str, window: tuple[date, date], *, photographed: bool) -> Life:
        last = date(2013, 7, 20) if photographed else date(2018, 6, 1)
        on = self._day(date(2012, 2, 1), last)
        governorate = self._random.choice(tuple(CAMPS))
        person = self._person(kind, on - timedelta(days=200), governorate)
        if kind == "boy" and person.birth is not None:  # still a child on the day of death
            person = replace(person, birth=max(person.birth, on - timedelta(days=365 * 17)))
        documented = self._documented(on, window)
        arrested = on - timedelta(days=self._random.randint(40, 190))
        arrest = Arrest(
            on=max(arrested, FIRST),
            governorate=governorate,
            centre=self._random.choice(CENTRES),
            status="incommunicado",
            documented=documented,
            ending=Ending("died-of-torture", on, documented),
        )
        death = Death(
            on=on,
            governorate=governorate,
            cause=TORTURE,
            documented=documented,
            written=on.isoformat(),
            in_photograph=photographed,
        )
        return replace(person, arrest=arrest, death=death)

    # --- held -------------------------------------------------------------------------------------

    def _held(self) -> Iterator[Life]:
        """Yield the people behind the stock of 2,663 in 2020, 2,721 in 2022, and what came after."""
        governorates = [code for code, count in ARRESTED_IN.items() for _ in range(count)]
        self._random.shuffle(governorates)
        stay = [*["woman"] * 25, *["child"] * 19, *["man"] * 2602]
        newly_arrested = [*["woman"] * 1, *["man"] * 20]
        newly_documented = [*["woman"] * 2, *["child"] * 2, *["man"] * 48]
        staying = [
            *(self._held_since(kind, IN_2020, governorates.pop()) for kind in stay),
            *(self._held_since(kind, IN_2022, governorates.pop(), recent=True) for kind in newly_arrested),
            *(self._held_since(kind, IN_2022, governorates.pop()) for kind in newly_documented),
        ]
        yield from (self._shadow(staying, governorate) for governorate in governorates)
        yield from self._fates(staying)
        yield from (self._left_by_2022(index) for index in range(15))
        for kind, count, recent in AFTER_2022:
            for _ in range(count):
                governorate = self._random.choice(tuple(CAMPS))
                yield self._held_since(kind, IN_2025, governorate, recent=recent)

    def _held_since(
        self, kind: str, window: tuple[date, date], governorate: str, *, recent: bool = False
    ) -> Life:
        on = self._day(*window) if recent else self._day(date(2012, 1, 1), date(2018, 12, 1))
        if recent and on > window[1] - timedelta(days=60):
            on -= timedelta(days=60)
        person = self._person(kind, on, governorate)
        arrest = Arrest(
            on=on,
            governorate=governorate,
            centre=self._random.choice(CENTRES),
            status=self._random.choices(HELD_STATUSES, weights=(12, 15, 73))[0],
            documented=self._documented(on, window),
        )
        return replace(person, arrest=arrest)

    def _shadow(self, people: list[Life], governorate: str) -> Life:
        """Return a second, badly known report of a man already listed; nobody notices until 2025."""
        other = next(p for p in people[100:700] if p.home == governorate and p.sex == "male" and p.arrest)
        if other.arrest is None:
            raise ValueError("only an arrest can be reported twice")
        self._number += 1
        arrest = replace(other.arrest, on=other.arrest.on + timedelta(days=3), status="forcibly-disappeared")
        name = replace(other.name, grandfather=other.name.family.removeprefix("ال"))
        return replace(
            other, number=self._number, birth=None, name=name, arrest=arrest, shadow_of=other.number
        )

    def _fates(self, people: list[Life]) -> Iterator[Life]:
        """Yield the people with what became known of some of them later."""
        men = [index for index, person in enumerate(people) if person.sex == "male"]
        # the first ones have shadows, the last ones are newly known: neither changes again
        chosen = iter(self._random.sample(men[800:2400], sum(FATES.values())))
        fates = {next(chosen): fate for fate, count in FATES.items() for _ in range(count)}
        for index, person in enumerate(people):
            yield self._with_fate(person, fates.get(index))

    def _with_fate(self, person: Life, fate: str | None) -> Life:
        arrest = person.arrest
        if arrest is None or fate is None:
            return person
        if fate == "freed":
            return replace(person, marks=frozenset({"freed"}))
        if fate == "exchanged":
            on = self._day(date(2023, 3, 1), date(2023, 9, 1))
            ending = Ending("exchanged", on, on + timedelta(days=30))
            return replace(person, arrest=replace(arrest, ending=ending))
        if fate == "grave":
            on = arrest.on + timedelta(days=self._random.randint(60, 400))
            found = date(2025, 1, 12)
            death = Death(
                on=on,
                governorate="SY03",
                cause=DIED_IN_DETENTION,
                documented=found,
                written=on.isoformat()[:7],
                identified_grave=True,
            )
            return replace(person, death=death)
        return replace(person, notice=date(2018, 7, 15) if fate == "notice-2018" else date(2025, 1, 5))

    def _left_by_2022(self, index: int) -> Life:
        """Return one of the nine freed and the six who died under torture between the two releases."""
        dies = index < len(DIED_BY_2022)
        governorate = self._random.choice(tuple(CAMPS))
        person = self._held_since(DIED_BY_2022[index] if dies else "man", IN_2020, governorate)
        if person.arrest is None:
            raise ValueError("nobody leaves who was not held")
        on = self._day(date(2020, 9, 1), date(2022, 3, 1))
        documented = self._documented(on, IN_2022)
        ending = Ending("died-of-torture" if dies else "released", on, documented)
        left = replace(person, arrest=replace(person.arrest, ending=ending))
        if not dies:
            return left
        death = Death(on, governorate, TORTURE, documented, on.isoformat())
        return replace(left, death=death)

    def _freed_early(self) -> Iterator[Life]:
        """Yield people arrested and freed before 2020: no stock holds them, the flow does."""
        for _ in range(310):
            person = self._held_since("man", IN_2020, self._random.choice(tuple(CAMPS)))
            if person.arrest is None:
                raise ValueError("nobody is freed who was not held")
            on = min(person.arrest.on + timedelta(days=self._random.randint(20, 700)), date(2020, 5, 1))
            ending = Ending("released", on, person.arrest.documented)
            yield replace(person, arrest=replace(person.arrest, ending=ending))
