"""Three real lists of Argentina go the whole way, and every number equals plain SQL over their files.

The SQL is written from the pages of decisions (docs/reference/mappings) and knows nothing of the mappings. A
failure shows counts only.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.journey.argentina import AS_OF, FILES, FOLDER, Taken, take
from tests.journey.commands import cells
from tests.journey.examples import build, shown

pytestmark = [
    pytest.mark.shared,
    pytest.mark.xdist_group("argentina"),
    pytest.mark.skipif(not FOLDER.exists(), reason="the real lists of Argentina are not here"),
]
# The name of a province in the lists, without accents, and its code.
PROVINCE = {
    "BUENOS AIRES": "AR-B", "CAPITAL FEDERAL": "AR-C", "TUCUMAN": "AR-T", "CORDOBA": "AR-X",
    "SANTA FE": "AR-S", "MENDOZA": "AR-M", "SALTA": "AR-A", "JUJUY": "AR-Y", "SANTIAGO DEL ESTERO": "AR-G",
    "CORRIENTES": "AR-W", "SAN JUAN": "AR-J", "CHACO": "AR-H", "MISIONES": "AR-N", "NEUQUEN": "AR-Q",
    "FORMOSA": "AR-P", "RIO NEGRO": "AR-R", "ENTRE RIOS": "AR-E", "SAN LUIS": "AR-D", "CHUBUT": "AR-U",
    "CATAMARCA": "AR-K", "LA RIOJA": "AR-F", "SANTA CRUZ": "AR-Z", "LA PAMPA": "AR-L",
    "TIERRA DEL FUEGO": "AR-V",
    # as the lists write them too: the suburbs of the capital, and two towns without their province
    "PROVINCIA DEL CHACO": "AR-H", "GRAN BUENOS AIRES": "AR-B", "GRAN BUENOS AIRES (ZONA SUR)": "AR-B",
    "GRAN BUENOS AIRES (ZONA NORTE)": "AR-B", "GRAN BUENOS AIRES (ZONA OESTE)": "AR-B",
    "PINAMAR (EX PARTIDO DE GRAL. MADARIAGA)": "AR-B", "ALDERETES": "AR-T",
}  # fmt: skip
DISAPPEARED = (
    "(tipificacion_ruvte like '%DESAPARICION FORZADA%' or tipificacion_ruvte like '%DESAPARECID%'"
    " or tipificacion_ruvte like '%NACID_ EN CAUTIVERIO%')"
)
DEAD = (
    "(tipificacion_ruvte like 'DESAPARICION FORZADA%EXHUMADOS%'"
    " or tipificacion_ruvte like 'DESAPARICION FORZADA / PROBADO EL DECESO')"
)
FOUND = "regexp_matches(tipificacion_ruvte, 'LOCALIZAD|RESTITUID|ENTREGAD|LIBERAD')"
KILLED = f"(not {DISAPPEARED})"
DETAINED = f"({KILLED} and (fecha_detencion_secuestro <> '' or lugar_detencion_secuestro <> ''))"
DOUBTFUL = "(tipificacion_ruvte like '%ART. 6%' or tipificacion_ruvte like '%TRATO NEGLIGENTE%')"
# The year of a Spanish date that lies in one year: every form ends in it.
ONE_YEAR = (
    "case when {c} like '%-AÑO/%' or {c} like 'AÑOS/%' or regexp_matches({c}, '/[0-9]{{4}}-[A-Z]')"
    " then null else nullif(regexp_extract({c}, '[0-9]{{4}}$'), '') end"
)
LAST = "upper(trim(string_split({c}, '  ')[-1]))"


@pytest.fixture(scope="module")
def ruvte(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    return take("ruvte", tmp_path_factory.mktemp("ruvte"))


@pytest.fixture(scope="module")
def annex(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    return take("ruvte-annex", tmp_path_factory.mktemp("annex"))


@pytest.fixture(scope="module")
def parque(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    return take("parque", tmp_path_factory.mktemp("parque"))


@pytest.fixture
def taken(request: pytest.FixtureRequest) -> Taken:
    found: Taken = request.getfixturevalue(request.param)
    return found


def by_province(rows: dict[str, int], known: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, count in rows.items():
        if name in known:
            found[known[name]] = found.get(known[name], 0) + count
    return found


def only_provinces(counts: dict[str, int]) -> dict[str, int]:
    return {code: count for code, count in counts.items() if code.startswith("AR-")}


@pytest.mark.parametrize("taken", ["ruvte", "annex", "parque"], indirect=True)
def test_every_row_is_a_person_and_none_is_in_quarantine(taken: Taken) -> None:
    assert taken.count("--unit", "persons")["at_least"] == taken.rows()
    assert taken.tawthiq.json("records", "quarantine")["rejected"] == []


@pytest.mark.parametrize("taken", ["ruvte", "annex", "parque"], indirect=True)
def test_the_archive_verifies(taken: Taken) -> None:
    taken.tawthiq.run("audit", "verify")
    taken.tawthiq.run("releases", "verify", str(taken.tawthiq.archive / "releases" / "all"))


@pytest.mark.parametrize(("mapping", "taken"), [(m, m.split("-")[-1]) for m in FILES], indirect=["taken"])
def test_doing_everything_again_changes_nothing(mapping: str, taken: Taken) -> None:
    before = len(taken.tawthiq.json("audit", "log")["entries"])

    path = str(FOLDER / FILES[mapping])
    taken.tawthiq.run("records", "import", path, "--source", mapping, "--mapping", mapping)
    taken.tawthiq.run("cases", "link", "--auto", "none")
    taken.tawthiq.run("verification", "accept")

    assert len(taken.tawthiq.json("audit", "log")["entries"]) == before


@pytest.mark.parametrize(
    ("violation", "where"),
    [
        ("enforced-disappearance", DISAPPEARED),
        ("killing", f"{DEAD} or {KILLED}"),
        ("death-in-detention", DEAD),
        ("extrajudicial-killing", f"{KILLED} and not {DOUBTFUL}"),
        ("detention", f"{DISAPPEARED} or {DETAINED}"),
    ],
)
def test_ruvte_acts_are_those_that_the_register_states(ruvte: Taken, violation: str, where: str) -> None:
    assert ruvte.acts("--where", f"violation={violation}") == ruvte.rows(where)


def test_ruvte_disappearances_by_year_equal_plain_sql_over_the_dated_rows(ruvte: Taken) -> None:
    column = "fecha_detencion_secuestro"
    answer = ruvte.count("--unit", "acts", "--where", "violation=enforced-disappearance", "--by", "year")

    assert cells(answer, "year") == ruvte.by(ONE_YEAR.format(c=column), DISAPPEARED)


def test_ruvte_killings_are_certainly_in_a_year_only_where_nothing_else_is_possible(ruvte: Taken) -> None:
    taken, found = (
        ONE_YEAR.format(c=c) for c in ("fecha_detencion_secuestro", "fecha_asesinato_o_hallazgo_de_restos")
    )
    answer = ruvte.count("--unit", "acts", "--where", "violation=extrajudicial-killing", "--by", "year")

    expected = ruvte.by(taken, f"{KILLED} and not {DOUBTFUL} and {taken} = {found}")
    assert cells(answer, "year") == expected


def test_ruvte_by_province_of_the_abduction_equals_plain_sql(ruvte: Taken) -> None:
    answer = ruvte.count(
        "--unit", "acts", "--where", "violation=enforced-disappearance", "--by", "governorate"
    )
    rows = ruvte.by(f"strip_accents({LAST.format(c='lugar_detencion_secuestro')})", DISAPPEARED)

    assert only_provinces(cells(answer, "governorate")) == by_province(rows, PROVINCE)


def test_ruvte_by_province_of_birth_equals_plain_sql(ruvte: Taken) -> None:
    answer = ruvte.count("--unit", "persons", "--place-basis", "origin", "--by", "governorate")

    assert only_provinces(cells(answer, "governorate")) == by_province(
        ruvte.by("provincia_nacimiento"), PROVINCE
    )


def test_ruvte_states_a_sex_only_by_girl_boy_and_pregnant(ruvte: Taken) -> None:
    sex = (
        "case when regexp_matches(tipificacion_ruvte, 'NIÑA') or embarazo <> '' then 'female'"
        " when regexp_matches(tipificacion_ruvte, 'NIÑO') then 'male' end"
    )

    assert cells(ruvte.count("--unit", "persons", "--by", "sex"), "sex") == ruvte.by(sex)


def test_ruvte_children_among_the_disappeared_are_those_of_a_stated_age(ruvte: Taken) -> None:
    answer = ruvte.count(
        "--unit", "acts", "--where", "violation=enforced-disappearance", "--where", "age-group=child"
    )
    years = "try_cast(regexp_extract(edad_al_momento_del_hecho, '^([0-9]+) año', 1) as integer)"
    young = f"({years} < 18 or regexp_matches(edad_al_momento_del_hecho, 'mes|día|caut'))"
    # sixteen years ago at the youngest reading of a year of birth, where no age is stated
    unstated = "edad_al_momento_del_hecho = 'sin datos'"

    assert answer["at_least"] - ruvte.rows(f"{DISAPPEARED} and {young}") <= ruvte.rows(unstated)
    assert answer["at_least"] >= ruvte.rows(f"{DISAPPEARED} and {young}")


def test_ruvte_stock_at_the_end_is_who_was_never_found(ruvte: Taken) -> None:
    answer = ruvte.count("--rule", "held", "--on", AS_OF)

    assert answer["at_least"] == ruvte.rows(f"{DISAPPEARED} and not {DEAD} and not {FOUND}")
    assert answer["at_most"] == answer["at_least"]


def test_ruvte_stock_of_an_earlier_day_holds_those_who_were_found_later_as_possible(ruvte: Taken) -> None:
    answer = ruvte.count("--rule", "held", "--on", "1978-06-01")
    day = "try_strptime(replace(fecha_detencion_secuestro, 'º', ''), ['%d/%m/%Y', '%-d/%m/%Y'])"
    missing = f"{DISAPPEARED} and not {DEAD} and not {FOUND}"

    certain = ruvte.rows(f"{missing} and {day} <= date '1978-06-01'")
    assert certain <= answer["at_least"] <= ruvte.rows(missing)
    assert answer["at_most"] - answer["at_least"] >= ruvte.rows(f"{FOUND} and {day} <= date '1978-06-01'")


def test_the_annex_presumes_and_so_adds_to_at_most_only(annex: Taken) -> None:
    answer = annex.count("--rule", "held", "--on", AS_OF)

    assert annex.acts("--where", "violation=enforced-disappearance") == 0
    assert annex.acts("--where", "violation=detention") == annex.rows()
    assert (answer["at_least"], answer["at_most"]) == (0, annex.rows())


def test_the_annex_by_year_equals_plain_sql_over_the_dated_rows(annex: Taken) -> None:
    expected = annex.by(ONE_YEAR.format(c="fecha_detencion_secuestro"))

    assert cells(annex.count("--unit", "acts", "--by", "year"), "year") == expected


IDENTIFIED = (
    "regexp_matches(lower(strip_accents(datos_de_la_identificacion)),"
    " 'identificad|exhumad|restos|cuerpo|cadaver|aparicion')"
)
GONE = "estado like 'Det%'"
MURDERED = "estado like 'Ases%'"


@pytest.mark.parametrize(
    ("violation", "where"),
    [
        ("enforced-disappearance", GONE),
        ("death-in-detention", f"{GONE} and fecha_de_asesinado = '' and {IDENTIFIED}"),
        ("extrajudicial-killing", f"{MURDERED} or fecha_de_asesinado <> ''"),
        ("detention", f"{GONE} or fecha_de_secuestro <> '' or trim(lugar_de_secuestro) <> ''"),
    ],
)
def test_parque_acts_are_those_that_the_list_states(parque: Taken, violation: str, where: str) -> None:
    assert parque.acts("--where", f"violation={violation}") == parque.rows(where)


@pytest.mark.parametrize(
    ("violation", "where", "column"),
    [
        ("enforced-disappearance", GONE, "fecha_de_secuestro"),
        ("extrajudicial-killing", "true", "fecha_de_asesinado"),
    ],
)
def test_parque_by_year_equals_plain_sql(parque: Taken, violation: str, where: str, column: str) -> None:
    answer = parque.count("--unit", "acts", "--where", f"violation={violation}", "--by", "year")

    assert cells(answer, "year") == parque.by(f"nullif(right({column}, 4), '')", where)


def test_parque_by_sex_equals_plain_sql(parque: Taken) -> None:
    sex = "case sexo when 'Masculino' then 'male' when 'Femenino' then 'female' end"

    assert cells(parque.count("--unit", "persons", "--by", "sex"), "sex") == parque.by(sex)


def test_parque_stock_at_the_end_is_who_is_neither_identified_nor_known_to_be_murdered(parque: Taken) -> None:
    answer = parque.count("--rule", "held", "--on", AS_OF)

    assert answer["at_least"] == parque.rows(f"{GONE} and fecha_de_asesinado = '' and not {IDENTIFIED}")


def test_the_sex_that_ruvte_states_by_its_words_is_the_sex_in_parque(ruvte: Taken, parque: Taken) -> None:
    """The two lists are tied by equal full names (silver_links.csv), which the mappings do not know."""
    sexes = dict(parque.file.execute("select id, sexo from rows").fetchall())
    words = (
        "select id_unico_ruvte, case when embarazo <> '' or tipificacion_ruvte like '%NIÑA%' then 'Femenino'"
        " when tipificacion_ruvte like '%NIÑO%' then 'Masculino' end from rows"
    )
    stated = dict(ruvte.file.execute(words).fetchall())
    with Path(FOLDER / "silver_links.csv").open(encoding="utf-8-sig", newline="") as stream:
        links = [(row["id_unico_ruvte"], row["parque_id"]) for row in csv.DictReader(stream)]

    both = [(stated.get(one), sexes.get(other)) for one, other in links if stated.get(one)]

    assert len(both) > 300
    assert sum(one != other for one, other in both if other not in (None, "NA")) == 0


@pytest.fixture(scope="module")
def pages(ruvte: Taken, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("example") / "public"
    return build(ruvte.tawthiq, "disappeared-in-argentina", release="all", into=folder)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_example_says_what_plain_sql_says(ruvte: Taken, pages: dict[str, str], lang: str) -> None:
    words = shown(pages[lang])

    for where in (DISAPPEARED, f"{DISAPPEARED} and not {DEAD} and not {FOUND}", f"{DEAD} or {KILLED}"):
        assert str(ruvte.rows(where)) in words


@pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_example_names_nobody(ruvte: Taken, pages: dict[str, str], lang: str, direction: str) -> None:
    names = [name for (name,) in ruvte.file.execute("select apellido_paterno_nombres from rows").fetchall()]
    written = " ".join(shown(pages[lang]).upper().split())

    assert sum(" ".join(name.split()) in written for name in names) == 0
    assert f'lang="{lang}"' in pages[lang]
    assert f'dir="{direction}"' in pages[lang]
