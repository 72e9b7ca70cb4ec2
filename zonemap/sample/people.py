"""Who the synthetic households (模拟数据) are and what they burn: what no week changes.

Names, identity numbers and phone numbers are invented and can belong to nobody: see
`zonemap.sample.ledgers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zonemap.sample import words

__all__ = ["draw_facts"]

UNUSED_REGION = "999999"
"""No identity number begins with it: no region has this code."""

UNUSED_PHONES = "000"
"""No phone number begins with it."""

CHECK_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""Of the 17 digits before the check digit of an identity number (GB 11643)."""

CHECK_DIGITS = np.array([1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2])

BIRTHDAYS = 20_000
"""Days on which heads of households are born, from 1938 on."""


def draw_facts(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The lasting columns of the ledger, and ``purpose_position`` in `words.SUBSTITUTES`.

    Parameters
    ----------
    people
        Sorted by village: ``county_name``, ``town``, ``village``, ``village_code12``,
        ``serial``, ``group``, ``longitude``, ``latitude``, ``method``.
    rng
        The source of chance.

    Returns
    -------
    facts
        A row each, in the order of ``people``.
    """
    count = len(people)
    method = people["method"].to_numpy()
    facts = pd.DataFrame(
        {
            "household_id": household_ids(people),
            "head": draw_names(count, rng),
            "id_number": draw_identity_numbers(count, rng),
            "phone": draw_phones(count, rng),
            "county": people["county_name"].astype("str"),
            "town": people["town"].astype("str"),
            "village": people["village"].astype("str"),
            "village_code": people["village_code12"].astype("str"),
            "group": joined(text(people["group"]), "组"),
            "address": addresses(people, rng),
            "longitude": people["longitude"],
            "latitude": people["latitude"],
            "location_method": words.texts(words.LOCATION_METHODS, method),
            "officer": draw_officers(people, rng),
        }
    )
    return facts.join(draw_use(count, rng))


def text(values: pd.Series | np.ndarray) -> pa.Array:
    """Whole numbers or text as Arrow text."""
    return pa.array(values).cast(pa.large_string())


def joined(*parts: pa.Array | str) -> pd.Series:
    """The parts of each row run together."""
    columns = [
        pa.scalar(part, pa.large_string()) if isinstance(part, str) else part for part in parts
    ]
    return words.column(pc.binary_join_element_wise(*columns, pa.scalar("", pa.large_string())))


def household_ids(people: pd.DataFrame) -> pd.Series:
    """The village's twelve digits and four of the serial."""
    serial = pc.utf8_lpad(text(people["serial"]), 4, "0")
    return joined(text(people["village_code12"]), serial)


def draw_names(count: int, rng: np.random.Generator) -> pd.Series:
    """Invented names: a surname, the commonest the likelier, and one or two characters."""
    rank = np.arange(1, len(words.SURNAMES) + 1)
    surname = words.drawn(dict(zip(words.SURNAMES, 1.0 / (rank + 4.0), strict=True)), count, rng)
    given = rng.integers(0, len(words.GIVEN_CHARACTERS), (2, count))
    given[1, rng.random(count) < 0.2] = -1
    surnames = pa.array(list(words.SURNAMES), pa.large_string())
    characters = pa.array([*words.GIVEN_CHARACTERS, ""], pa.large_string())
    parts = [surnames.take(pa.array(surname))]
    parts += [characters.take(pa.array(row % len(characters))) for row in given]
    return joined(*parts)


def draw_identity_numbers(count: int, rng: np.random.Generator) -> pd.Series:
    """Different identity numbers of 18 digits, in form right, of a region not in use."""
    lot = (np.arange(count, dtype=np.int64) * 7_368_787 + int(rng.integers(10**7))) % 10**7
    day = (np.datetime64("1938-01-01") + lot % BIRTHDAYS).astype("datetime64[D]")
    year = day.astype("datetime64[Y]").astype(np.int64) + 1970
    month = day.astype("datetime64[M]").astype(np.int64) % 12 + 1
    of_month = (day - day.astype("datetime64[M]")).astype(np.int64) + 1
    number = (int(UNUSED_REGION) * 10**4 + year) * 10**4 + month * 100 + of_month
    number = number * 1000 + lot // BIRTHDAYS * 2
    number += check_digits(number) == 10  # an X would not be a digit: take the next number
    return words.column(text(number * 10 + check_digits(number)))


def check_digits(number: np.ndarray) -> np.ndarray:
    """The check digit of each 17 digits; 10 stands for X."""
    total = np.zeros(len(number), np.int64)
    for place, weight in enumerate(reversed(CHECK_WEIGHTS)):
        total += number // 10**place % 10 * weight
    return np.asarray(CHECK_DIGITS[total % 11])


def draw_phones(count: int, rng: np.random.Generator) -> pd.Series:
    """Numbers of 11 digits that are not assigned; a few missing."""
    digits = pc.utf8_lpad(text(rng.integers(0, 10**8, count)), 8, "0")
    return joined(UNUSED_PHONES, digits).where(rng.random(count) > 0.02)


def addresses(people: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Town, village, group and number in words."""
    village = people["village"].str.replace(r"(?:社区)?居(?:民委员|委)会$", "社区", regex=True)
    village = village.str.replace(r"村(?:民委员|委)会$", "村", regex=True)
    number = people.groupby(["village_code12", "group"]).cumcount() + 1
    parts = [text(part) for part in (people["county_name"], people["town"], village)]
    parts += [text(people["group"]), "组", text(number), "号"]
    return joined(*parts).where(rng.random(len(people)) > 0.01)


def draw_officers(people: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """One invented name for each village."""
    position, codes = pd.factorize(people["village_code12"])
    return draw_names(len(codes), rng).iloc[position].reset_index(drop=True)


def draw_use(count: int, rng: np.random.Generator) -> pd.DataFrame:
    """What each household is, burns and heats."""
    user = words.drawn(words.USER_TYPES, count, rng)
    purposes = list(words.SUBSTITUTES)
    purpose = drawn_within(words.PURPOSES, words.USER_TYPES, user, purposes, rng)
    fuels = sorted({fuel for shares in words.FUELS.values() for fuel in shares})
    fuel = drawn_within(words.FUELS, purposes, purpose, fuels, rng)
    stoves = sorted({stove for shares in words.STOVES.values() for stove in shares})
    stove = words.texts(stoves, drawn_within(words.STOVES, purposes, purpose, stoves, rng))
    fuel_text = words.texts(fuels, fuel)
    biomass = fuel == fuels.index("生物质")
    coal = np.where(biomass, 0.4, 1.0) * draw_between(words.COAL_T, user, rng)
    heats = purpose != purposes.index("炊事")
    area = np.round(draw_between(words.HEATED_AREA_M2, user, rng))
    vulnerable = words.texts(words.VULNERABLE, words.drawn(words.VULNERABLE, count, rng))
    return pd.DataFrame(
        {
            "vulnerable": vulnerable.where(user == 0),
            "user_type": words.texts(words.USER_TYPES, user),
            "purpose": words.texts(purposes, purpose),
            "purpose_position": purpose,
            "fuel": fuel_text,
            "coal_t": pd.Series(np.maximum(np.round(coal, 1), 0.2)).where(rng.random(count) > 0.02),
            "stove": fuel_text.map(words.FUEL_STOVES).fillna(stove).astype("str"),
            "heated_area_m2": pd.Series(area).where(heats & (rng.random(count) > 0.03)),
        }
    )


def drawn_within(
    shares: Mapping[str, Mapping[str, float]],
    kinds: Iterable[str],
    kind: np.ndarray,
    pool: Sequence[str],
    rng: np.random.Generator,
) -> np.ndarray:
    """Positions in ``pool`` of words drawn by the shares of each row's kind."""
    position = np.zeros(len(kind), np.int64)
    for number, name in enumerate(kinds):
        own = np.flatnonzero(kind == number)
        places = np.array([pool.index(word) for word in shares[name]])
        position[own] = places[words.drawn(shares[name], len(own), rng)]
    return position


def draw_between(
    limits: Mapping[str, tuple[float, float]], kind: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """A number between the least and the most of each row's kind, low ones the likelier."""
    least, most = np.array(list(limits.values())).T
    return np.asarray(least[kind] + (most - least)[kind] * rng.beta(1.7, 3.0, len(kind)))
