"""People and vacancies in the shapes of VUM: werkzoekende and vacature, with what has no place."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from foundation.terms import LanguageLevel, Licence, TravelMeans, WorkKind
from placements.handover_lines import BatchFile, BatchLine, json_line
from placements.handover_losses import COARSER, SHORTENED, UNKNOWN, Loss, Losses
from placements.handover_mapping import (
    BEHAVIOURS,
    CONTRACTS,
    INDICATION,
    LANGUAGE_CODES,
    LICENCES,
    LONGEST_SKILL,
    MASTERY,
    MEANS,
    VUM,
    cut,
)
from placements.handover_people import PersonRow
from placements.handover_vacancies import VacancyRow
from vacancies.models import LimitKind

NAME = "vum.json"

Values = Mapping[str, Any]


def vum_file(
    people: Iterable[PersonRow], vacancies: Iterable[VacancyRow], losses: Losses
) -> BatchFile:
    """Write every person and every vacancy of a batch; each stands on a line of its own."""
    lines = [_person_line(row, losses) for row in people]
    lines += [_vacancy_line(row, losses) for row in vacancies]
    return BatchFile(NAME, tuple(lines))


def _person_line(row: PersonRow, losses: Losses) -> BatchLine:
    wanted = {"werkzoekende": job_seeker(row.values, row.attitudes, losses)}
    person = str(row.values["id"])
    public_id = f"werkzoekende-{person}"
    told = {"id": public_id, "person": person, **wanted}
    return json_line(told, public_id=public_id, candidate_id=row.candidate_id)


def _vacancy_line(row: VacancyRow, losses: Losses) -> BatchLine:
    public_id = f"vacature-{row.values['id']}"
    offered = {"vacature": vacancy(row.values, row.attitudes, losses)}
    return json_line({"id": public_id, "person": None, **offered}, public_id=public_id)


def job_seeker(values: Values, attitudes: Collection[str], losses: Losses) -> dict[str, Any]:
    """Write a person as VUM's werkzoekende; what VUM has no field for is counted."""
    lost, wishes = _counter(losses), values["wishes"] or {}
    for name in ("revision", "state", "confirmed_on", "agreed_on", "agreed_text"):
        lost(f"werkzoekende.{name}", values[name])
    lost("werkzoekende.coach_organisation", values["coach_organisation"])
    for name in ("postcode", "municipality", "days", "wage_floor_cents", "course_days", "sectors"):
        lost(f"werkzoekende.wishes.{name}", wishes.get(name))
    qualification = {
        **_skills("werkzoekende.skills", values["skills"], attitudes, losses),
        "taalbeheersing": _languages("werkzoekende.languages", values["languages"], losses),
        "rijbewijs": _licences("werkzoekende.wishes.licences", wishes.get("licences", ()), lost),
    }
    return _filled(
        {
            "idWerkzoekende": values["id"],
            "indicatieBeschikbaarheidContactgegevens": INDICATION[False],
            "arbeidsmarktkwalificatie": qualification,
            "contractvorm": _contracts("werkzoekende.wishes.kinds", wishes.get("kinds", ()), lost),
            "werktijden": _hours(wishes),
            "mobiliteit": {"maximaleReistijd": wishes.get("travel_minutes")},
            "vervoermiddel": _means(wishes.get("travel_means")),
            "flexibiliteit": {"datumAanvangBeschikbaarVoorWerk": wishes.get("starts_from")},
        }
    )


def vacancy(values: Values, attitudes: Collection[str], losses: Losses) -> dict[str, Any]:
    """Write a vacancy as VUM's vacature; what VUM has no field for is counted."""
    lost = _counter(losses)
    for name in ("revision", "state", "occupation", "employer_kvk", "sector", "sbi_section"):
        lost(f"vacature.{name}", values[name])
    for name in ("postcode", "days", "places"):
        lost(f"vacature.{name}", values[name])
    for one in values["requirements"]:
        lost("vacature.requirements.importance", one["importance"])
        lost("vacature.requirements.learnable", one["learnable"])
    for one in values["limits"]:
        lost("vacature.limits.legal_reason", one["legal_reason"])
    limits = {kind: _limits(values["limits"], kind) for kind in LimitKind}
    spoken = [{"code": one["value"], "level": one["level"]} for one in limits[LimitKind.LANGUAGE]]
    licences = [one["value"] for one in limits[LimitKind.LICENCE]]
    return _filled(
        {
            "idVacature": values["id"],
            "nummerVacature": values["id"],
            "naamVacature": cut(values["title"]),
            "omschrijvingVacature": values["description"],
            "contractvorm": _contracts("vacature.kinds", values["kinds"], lost),
            "werktijden": _hours(values),
            "arbeidsVoorwaarden": {
                "datumAanvangWerkzaamheden": values["starts_on"],
                "salarisIndicatie": _wage(values["wage_cents"]),
            },
            **_skills("vacature.requirements", values["requirements"], attitudes, losses),
            "taalbeheersing": _languages("vacature.limits.language", spoken, losses),
            "rijbewijs": _licences("vacature.limits.licence", licences, lost),
            "opleiding": [_diploma(one["value"]) for one in limits[LimitKind.DIPLOMA]],
            "werkgever": {
                "handelsnaamOrganisatie": values["employer_name"],
                "adresHouding": _work_place(values["municipality"]),
            },
        }
    )


def _counter(losses: Losses) -> Callable[[str, object], None]:
    return lambda name, value: losses.note(NAME, VUM, {name: value})


def _skills(
    name: str, skills: Sequence[Values], attitudes: Collection[str], losses: Losses
) -> dict[str, Any]:
    """Write an attitude as gedragscompetentie where one fits, everything else as vakvaardigheid."""
    trades, behaviours = [], []
    lost = _counter(losses)
    for one in skills:
        lost(f"{name}.uri", one["uri"])
        lost(f"{name}.evidence", one.get("evidence"))
        code = BEHAVIOURS.get(one["uri"]) if one["uri"] in attitudes else None
        if code:
            behaviours.append(_behaviour(name, code, one["level"], losses))
        else:
            lost(f"{name}.level", one["level"])
            trades.append({"omschrijving": _shortened(name, one["label"], losses)})
    return {"vakvaardigheid": trades, "gedragscompetentie": behaviours}


def _behaviour(name: str, code: str, level: int | None, losses: Losses) -> dict[str, Any]:
    why = UNKNOWN if level is None else COARSER
    losses.counts[Loss(NAME, VUM, f"{name}.level", why)] += 1
    mastery = {} if level is None else {"codeBeheersingGedragscompetentie": MASTERY[level]}
    return {"codeGedragscompetentie": code, **mastery}


def _shortened(name: str, label: str, losses: Losses) -> str:
    if len(label) > LONGEST_SKILL:
        losses.counts[Loss(NAME, VUM, f"{name}.label", SHORTENED, label)] += 1
    return cut(label)


def _languages(name: str, spoken: Sequence[Values], losses: Losses) -> list[dict[str, Any]]:
    """Write one level of ours as the four that VUM tells of a language."""
    found = []
    for one in spoken:
        level = LanguageLevel(one["level"]) if one["level"] else None
        if level is not None:
            losses.counts[Loss(NAME, VUM, f"{name}.level", COARSER)] += 1
        parts = ("Lezen", "Luisteren", "Mondeling", "Schriftelijk")
        codes = {f"codeNiveauTaalbeheersing{part}": LANGUAGE_CODES[level] for part in parts}
        found.append({"codeTaal": one["code"], **codes})
    return found


def _licences(
    name: str, licences: Sequence[str], lost: Callable[[str, object], None]
) -> list[dict[str, str]]:
    known = [Licence(one) for one in licences]
    for one in known:
        lost(name, None if one in LICENCES else one.value)
    return [{"codeSoortRijbewijs": LICENCES[one]} for one in known if one in LICENCES]


def _contracts(
    name: str, kinds: Sequence[str], lost: Callable[[str, object], None]
) -> list[dict[str, str]]:
    found = []
    for kind in map(WorkKind, kinds):
        form = CONTRACTS.get(kind)
        lost(name, None if form else kind.value)
        if form is not None:
            fixed = {"codeTypeArbeidscontract": form.contract} if form.contract else {}
            found.append({"codeTypeOvereenkomst": form.agreement, **fixed})
    return found


def _hours(values: Values) -> dict[str, Any]:
    return {
        "aantalWerkurenPerWeekMinimaal": values.get("hours_min"),
        "aantalWerkurenPerWeekMaximaal": values.get("hours_max"),
    }


def _means(means: str | None) -> list[dict[str, int]]:
    if means is None:
        return []
    code = MEANS[TravelMeans(means)]
    return [{"codeVervoermiddel": code, "indicatieBeschikbaarVoorWoonWerkverkeer": 1}]


def _wage(cents: int | None) -> str | None:
    return None if cents is None else f"{cents // 100},{cents % 100:02} euro per uur"


def _limits(limits: Sequence[Values], kind: LimitKind) -> list[Values]:
    return [one for one in limits if one["kind"] == kind.value]


def _diploma(name: str) -> dict[str, Any]:
    named = {"opleidingsnaamOngecodeerd": {"naamOpleidingOngecodeerd": cut(name)}}
    return {"opleidingsnaam": named, "indicatieDiploma": INDICATION[True]}


def _work_place(municipality: str | None) -> list[dict[str, Any]]:
    if municipality is None:
        return []
    address = {"adresNederland": {"gemeentenaam": municipality}}
    return [{"codeFunctieAdres": "E", "adres": address}]


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty, as VUM asks."""
    found = {}
    for name, value in values.items():
        inside = _filled(value) if isinstance(value, Mapping) else value
        if inside not in (None, "", [], {}):
            found[name] = inside
    return found
