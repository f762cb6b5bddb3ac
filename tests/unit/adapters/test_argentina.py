"""The mappings of the lists of Argentina on invented rows: what each kind of row becomes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tawthiq.adapters.importers.accounts import AccountBuilder, RowRejected
from tawthiq.adapters.importers.mapping import find_mapping
from tawthiq.adapters.importers.table import Columns
from tawthiq.core.claims import PERSON, Account

PACK = ("argentina",)
LAST_DAY = "2019-11-05"
Read = Callable[..., Account]
BLANK = {
    "ruvte": {
        "id_unico_ruvte": "1", "anio_denuncia": "1984.0", "tipificacion_ruvte": "DESAPARICION FORZADA",
        "apellido_paterno_nombres": "ROBLE  ANA LUZ", "edad_al_momento_del_hecho": "sin datos",
        "anio_nacimiento": "sin datos", "nacionalidad": "ARGENTINA",
    },
    "ruvte-annex": {
        "id_unico_ruvte": "1",
        "tipificacion_ruvte": "PRESUNCION DE DESAPARICION FORZADA (SIN DENUNCIA FORMAL)",
        "apellido_paterno_nombres": "ROBLE  ANA LUZ", "edad_al_momento_del_hecho": "sin datos",
        "anio_nacimiento": "sin datos", "nacionalidad": "ARGENTINA",
    },
    "parque": {
        "id": "1", "nombre": "ROBLE, ANA LUZ", "estado": "Detenido/a desaparecido/a", "edad": "-",
        "sexo": "NA",
    },
}  # fmt: skip


def read(mapping: str, **cells: str) -> Account:
    """Read one invented row, of which only the cells given differ from an empty one."""
    found = find_mapping(mapping, packs=PACK)
    names = sorted(found.columns() | set(found.unused))
    row = {**dict.fromkeys(names, ""), **BLANK[mapping], **cells}
    builder = AccountBuilder(
        found, Columns("list.csv", tuple(row), ","), packs=PACK, documented=found.documented
    )
    account = builder.account(list(row.values()), locator="list.csv#row=2")
    assert account is not None
    return account


def acts(account: Account) -> list[str]:
    return [account.value(act, "violation") for act in account.acts()]


def stays(account: Account, act: str = "act-1") -> list[tuple[str, str | None, str | None]]:
    names = [f"{act}/spell-{number}" for number in (1, 2) if account.value(f"{act}/spell-{number}", "status")]
    return [
        (account.value(name, "status"), account.value(name, "begin"), account.value(name, "end"))
        for name in names
    ]


@pytest.mark.parametrize(
    "kind",
    [
        "DESAPARICION FORZADA",
        "DESAPARICION FORZADA / CON INFORMACION SOBRE EL DECESO (NO PROBADO)",
        "DESAPARICION FORZADA / EN INVESTIGACION",
        "DESAPARICION FORZADA / PROBADO EN CAUSA JUDICIAL",
        'NIÑO DESAPARECIDO" JUNTO A PADRES O ALLEGADOS"',
        'NIÑA NACIDA EN CAUTIVERIO DESAPARECIDA""',
    ],
)
def test_who_was_never_found_is_in_an_open_stay_and_dead_by_nothing(kind: str) -> None:
    account = read(
        "ruvte",
        tipificacion_ruvte=kind,
        fecha_detencion_secuestro="1º/06/1976",
        fecha_asesinato_o_hallazgo_de_restos="02/07/1976",
    )

    assert acts(account) == ["enforced-disappearance"]
    assert account.value("act-1", "date") == "1976-06-01"
    assert stays(account) == [("forcibly-disappeared", "1976-06-01", None)]


@pytest.mark.parametrize(
    ("kind", "status", "begin"),
    [
        ("EXHUMADOS E IDENTIFICADOS SUS RESTOS", "remains-identified", f"1976-06-01/{LAST_DAY}"),
        ("PROBADO EL DECESO", "died-in-detention", "1976-06-01/1976-07-02"),
    ],
)
def test_who_was_proven_dead_died_by_the_day_of_the_finding(kind: str, status: str, begin: str) -> None:
    account = read(
        "ruvte",
        tipificacion_ruvte=f"DESAPARICION FORZADA / {kind}",
        fecha_detencion_secuestro="1º/06/1976",
        fecha_asesinato_o_hallazgo_de_restos="02/07/1976",
        lugar_asesinato_o_hallazgo_de_restos="CORDOBA",
    )

    assert acts(account) == ["enforced-disappearance", "death-in-detention"]
    assert account.value("act-2", "date") == "1976-06-01/1976-07-02"
    assert [(c.value, c.verbatim) for c in account.said("act-2", "place")] == [(None, "CORDOBA")]
    assert stays(account)[0] == ("forcibly-disappeared", "1976-06-01", "1976-06-01/1976-07-02")
    assert stays(account)[1][:2] == (status, begin)


def test_remains_without_a_date_are_found_no_later_than_the_list() -> None:
    account = read("ruvte", tipificacion_ruvte="DESAPARICION FORZADA / EXHUMADOS E IDENTIFICADOS SUS RESTOS")

    assert account.value("act-2", "date") == f"../{LAST_DAY}"
    assert stays(account)[0] == ("forcibly-disappeared", None, f"../{LAST_DAY}")


@pytest.mark.parametrize(
    ("kind", "status", "sex"),
    [
        ('NIÑA DESAPARECIDA" LOCALIZADA / RESTITUIDA"', "found-alive", "female"),
        ("NIÑO NACIDO EN CAUTIVERIO ENTREGADO A SU FAMILIA", "found-alive", "male"),
        ('NIÑO DESAPARECIDO" LIBERADO"', "released", "male"),
    ],
)
def test_a_child_who_was_found_is_neither_held_nor_dead(kind: str, status: str, sex: str) -> None:
    account = read(
        "ruvte",
        tipificacion_ruvte=kind,
        fecha_detencion_secuestro="JUL-AGO/1976",
        edad_al_momento_del_hecho="7 meses",
    )

    until = f"1976-07-01/{LAST_DAY}"
    assert acts(account) == ["enforced-disappearance"]
    assert stays(account) == [("forcibly-disappeared", "1976-07/1976-08", until), (status, until, None)]
    assert account.value(PERSON, "sex") == sex
    assert account.value("act-1", "age") == {"min": 0, "max": 0}


@pytest.mark.parametrize(
    ("kind", "violation"),
    [
        ("ASESINATO", "extrajudicial-killing"),
        ("ASESINATO / EXHUMADOS E IDENTIFICADOS SUS RESTOS", "extrajudicial-killing"),
        ("NIÑA ASESINADA JUNTO A PADRES O ALLEGADOS", "extrajudicial-killing"),
        ("ASESINATO / PROCEDENTE POR APLICACION DE ART. 6º DE LA LEY 24.823", "killing"),
        ("NIÑO FALLECIDO POR TRATO NEGLIGENTE", "killing"),
    ],
)
def test_a_killing_is_as_plain_as_the_register_says(kind: str, violation: str) -> None:
    account = read("ruvte", tipificacion_ruvte=kind, fecha_asesinato_o_hallazgo_de_restos="02/07/1976")

    assert acts(account) == [violation]
    assert account.value("act-1", "date") == "../1976-07-02"


def test_who_was_held_before_the_killing_has_an_act_of_detention_and_the_killing_no_earlier() -> None:
    account = read(
        "ruvte",
        tipificacion_ruvte="ASESINATO",
        fecha_detencion_secuestro="30/06-02/07/1976",
        fecha_asesinato_o_hallazgo_de_restos="02/07/1976",
        lugar_detencion_secuestro="UN BARRIO  UN PARTIDO  CORDOBA",
    )

    assert acts(account) == ["extrajudicial-killing", "detention"]
    assert account.value("act-1", "date") == "1976-06-30/1976-07-02"
    assert (account.value("act-2", "date"), account.value("act-2", "place")) == (
        "1976-06-30/1976-07-02",
        "AR-X",
    )


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("UN BARRIO  UN PARTIDO  BUENOS AIRES", "AR-B"),
        ("CAPITAL FEDERAL", "AR-C"),
        ("Gran Buenos Aires (zona sur)", "AR-B"),
        ("Capital Federal / Gran Buenos Aires", "AR"),
        ("UN PUEBLO  URUGUAY", "UY"),
        ("UN PUEBLO  NINGUNA PARTE", None),
    ],
)
def test_the_province_is_the_last_part_of_a_place(place: str, code: str | None) -> None:
    (claim,) = read("ruvte", lugar_detencion_secuestro=place).said("act-1", "place")

    assert (claim.value, claim.verbatim) == (code, place)


def test_a_sex_is_stated_by_words_and_never_by_a_name() -> None:
    assert read("ruvte").value(PERSON, "sex") is None
    assert read("ruvte", embarazo="EMBARAZADA").value(PERSON, "sex") == "female"


def test_a_pregnancy_that_is_only_probable_is_kept_unread() -> None:
    sure, probable = (read("ruvte", embarazo=said) for said in ("EMBARAZADA", 'EMBARAZADA (probablemente")"'))

    assert sure.value(PERSON, "protected-group") == "pregnant-woman"
    assert [claim.value for claim in probable.said(PERSON, "protected-group")] == [None]


def test_a_name_keeps_its_parts_and_a_remark_is_no_name() -> None:
    account = read("ruvte", apellido_materno="(apellido es materno)", apellido_casada="OLMO")

    assert account.value(PERSON, "name") == "ROBLE ANA LUZ"
    assert account.value(PERSON, "name-parts") == {
        "family": "ROBLE",
        "given": "ANA LUZ",
        "married-family": "OLMO",
    }


def test_what_the_register_withholds_is_not_stated() -> None:
    account = read("ruvte", anio_nacimiento="dato resguardado", provincia_nacimiento="sin datos")

    assert (account.value(PERSON, "birth-date"), account.value(PERSON, "origin")) == (None, None)


def test_a_date_of_no_known_form_stops_its_row() -> None:
    with pytest.raises(RowRejected) as caught:
        read("ruvte", fecha_detencion_secuestro="un martes")

    assert {(p.column, p.reason) for p in caught.value.problems} == {
        ("fecha_detencion_secuestro", "unreadable-date")
    }


def test_the_annex_presumes_a_disappearance_and_states_a_detention_of_unknown_outcome() -> None:
    account = read("ruvte-annex", fecha_detencion_secuestro="AÑOS/1976-77")

    assert acts(account) == ["detention"]
    assert stays(account) == [("unknown", "1976/1977", None)]


def test_parque_an_open_disappearance() -> None:
    account = read(
        "parque", fecha_de_secuestro="05/06/1976", lugar_de_secuestro="UN PUEBLO. BS. AS. (Su casa)"
    )

    assert acts(account) == ["enforced-disappearance"]
    assert stays(account) == [("forcibly-disappeared", "1976-06-05", None)]
    assert account.value("act-1", "place") == "AR-B"


def test_parque_remains_identified_end_a_disappearance_at_an_unknown_time() -> None:
    account = read(
        "parque",
        fecha_de_secuestro="05/06/1976",
        datos_de_la_identificacion="Restos exhumados\ne identificados",
    )

    assert acts(account) == ["enforced-disappearance", "death-in-detention"]
    assert stays(account) == [
        ("forcibly-disappeared", "1976-06-05", f"1976-06-05/{LAST_DAY}"),
        ("remains-identified", f"1976-06-05/{LAST_DAY}", None),
    ]


def test_parque_a_date_of_murder_ends_a_disappearance_on_its_day() -> None:
    account = read("parque", fecha_de_secuestro="05/06/1976", fecha_de_asesinado="07/06/1976")

    assert acts(account) == ["enforced-disappearance", "extrajudicial-killing"]
    assert account.value("act-2", "date") == "1976-06-07"
    assert stays(account) == [("forcibly-disappeared", "1976-06-05", "1976-06-07")]


def test_parque_who_was_murdered_after_an_abduction_was_detained() -> None:
    account = read(
        "parque", estado="Asesinado/a", fecha_de_secuestro="05/06/1976", fecha_de_asesinado="07/06/1976"
    )

    assert acts(account) == ["extrajudicial-killing", "detention"]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("UN PUEBLO. BS. AS.", ["AR-B"]),
        ("BS. AS.", ["AR-B"]),
        ("CORDOBA CAPITAL", ["AR-X"]),
        ("SAN MIGUEL DE TUCUMAN (Salta 100, Buenos Aires)", ["AR-T"]),
        ("CAPITAL FEDERAL (Un bar (en la esquina, Salta))", ["AR-C"]),
        ("SE DESCONOCE", ["unidentified"]),
        ("NO CONSTA", []),
        ("Su domicilio, calle 1", [None]),
        (" ", []),
    ],
)
def test_parque_a_place_is_read_before_its_bracket_from_the_end(place: str, said: list[str | None]) -> None:
    account = read("parque", lugar_de_secuestro=place)

    assert [claim.value for claim in account.said("act-1", "place")] == said


@pytest.mark.parametrize(
    ("born", "value"), [("05/06/1950", "1950-06-05"), ("05/06/2050", None), ("05/06/1984", None)]
)
def test_parque_a_birth_in_the_wrong_century_is_kept_unread(born: str, value: str | None) -> None:
    (claim,) = read("parque", fecha_de_nacimiento=born).said(PERSON, "birth-date")

    assert (claim.value, claim.verbatim) == (value, born)


def test_parque_nothing_stated_is_no_claim_and_a_printed_empty_table_says_nothing() -> None:
    account = read("parque", militancia="Empty DataFrame\nColumns: [0]\nIndex: []")

    assert [account.value(PERSON, f) for f in ("sex", "occupation", "nationality")] == [None, None, None]
    assert "DataFrame" not in str(account.body())


def test_parque_several_nationalities_hold_together_and_nicknames_are_kept() -> None:
    account = read("parque", nacionalidad="Argentina Italiana", apodos="Lucero, La Flaca")

    assert account.value(PERSON, "nationality") == ["AR", "IT"]
    assert account.value(PERSON, "name-parts") == {
        "family": "ROBLE",
        "given": "ANA LUZ",
        "nickname": "Lucero, La Flaca",
    }
