"""Why a cell or row was not taken as it stands, and what was put right, in words for a clerk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from zonemap.errors import OutputError
from zonemap.messages import Translate

__all__ = [
    "REASONS",
    "REPAIRS",
    "SEVERITIES",
    "Reason",
    "in_words",
    "reason_texts",
    "remedy_texts",
    "repair_texts",
]


class Reason(NamedTuple):
    """Why something was not taken as it stands, and what to do, as message ids."""

    text: str
    remedy: str


REASONS: Mapping[str, Reason] = {
    "no_place": Reason(
        "No coordinates", "Fill in longitude and latitude, taken at the door or from the map"
    ),
    "bad_place": Reason(
        "Coordinates cannot be read or lie far off",
        "Correct longitude and latitude, in degrees with at least five decimals",
    ),
    "no_status": Reason("No status", "Fill in the status with a word of the form"),
    "unknown_status": Reason(
        "Status is no word of the form",
        "Replace it with one of these words: 在用、已签约、已安装、已通能源、已验收、暂缓、"
        "无人居住、已拆除、复烧、误报",
    ),
    "broken_row": Reason(
        "The row is damaged: too few or too many cells, or characters that cannot be read",
        "Enter the whole row anew, each value in its own column",
    ),
    "unknown_datum": Reason(
        "It cannot be told to which coordinate system the coordinates belong",
        "Ask who measured and with what; state the system, or give village reference points "
        "(see sheet Coordinates)",
    ),
    "bad_number": Reason("Not a number", "Enter a number without its unit"),
    "negative_number": Reason("A negative number", "Check and enter the true number"),
    "bad_date": Reason("Not a date, or a day that does not exist", "Enter the day as 2022-09-30"),
    "ambiguous_date": Reason(
        "Day and month cannot be told apart", "Enter the day as 2022-09-30: year, month, day"
    ),
    "future_date": Reason(
        "The day lies after the day of the ledger", "Check and enter the true day"
    ),
    "bad_yes_no": Reason("Neither yes nor no", "Enter 是 or 否"),
    "error_cell": Reason(
        "The cell holds an error of Excel, such as #N/A or #REF!",
        "Replace the formula with the value itself",
    ),
    "huge_number": Reason(
        "The number is larger than is likely; it was taken as it stands",
        "Check number and unit; enter the true number in the unit of the heading",
    ),
    "id_as_number": Reason(
        "The identifier is stored as a number; digits may be lost",
        "Format the column as text and enter the identifier again",
    ),
    "bad_id": Reason(
        "The cell says that there is no number", "Fill in the number, or leave the cell empty"
    ),
    "bad_check_digit": Reason(
        "The last digit of the identity number does not fit the others",
        "Compare with the identity card and correct the number",
    ),
    "bad_phone": Reason(
        "Not a telephone number",
        "Enter the 11 digits of a mobile phone, or area code and number of a fixed line",
    ),
    "duplicate_household": Reason(
        "The household stands on several rows; it counts once", "Keep one row of the household"
    ),
    "conflicting_rows": Reason(
        "Rows of one household disagree; it counts once, at the worst status",
        "Check on the spot and keep the row that is true",
    ),
    "conflicting_place": Reason(
        "Rows of one household lie in different places; it counts once, in a zone if either does",
        "Check on the spot and keep the row with the true place",
    ),
    "shared_id": Reason(
        "Different households have the same number; each counts",
        "Check the number of each; strike out the row that does not exist",
    ),
    "same_place_two_ids": Reason(
        "Households of different numbers lie at the very same place; each counts",
        "If it is one household, keep one row; if not, take coordinates at each door",
    ),
    "same_person": Reason(
        "The identity number stands in several households; each counts",
        "If it is one household, keep one row; if not, correct the number",
    ),
    "control_total": Reason(
        "The sub-total differs from its rows", "Check for rows left out or counted twice"
    ),
    "few_decimals": Reason(
        "Coordinates have few decimals; the place is rough",
        "Take coordinates in degrees with at least five decimals",
    ),
    "identical_points": Reason(
        "Many households bear the very same coordinates", "Take coordinates at each door"
    ),
    "hidden_rows": Reason(
        "The sheet has hidden or filtered rows; they were read too",
        "Show all rows; delete those that do not belong to the ledger",
    ),
    "read_as": Reason(
        "The file is not what its ending says; it was read as what it is",
        "Save it in Excel as .xlsx and send that",
    ),
    "no_cached_value": Reason(
        "A formula came without its result; the cell was read as blank",
        "Open the file in Excel and save it, or enter the value itself",
    ),
    "other_datum": Reason(
        "The coordinates do not fit the coordinate system that is stated",
        "Check which system was used and state it (see sheet Coordinates)",
    ),
    "other_unit": Reason(
        "The column is in another unit than the ledger's; it was not read",
        "Give coal in tonnes, subsidies in yuan and areas in square metres",
    ),
    "encoding": Reason(
        "The text file is not in UTF-8; it was read in the encoding shown",
        "Check that names read well; better send .xlsx, or CSV in UTF-8",
    ),
}
"""Every code of an issue."""

SEVERITIES: Mapping[str, str] = {
    "undetermined": "Household undetermined",
    "blanked": "Cell left out",
    "noted": "Noted, counted all the same",
}
"""What an issue did to its row, as message ids; the worst first."""

REPAIRS: Mapping[str, str] = {
    "full_width": "Full-width characters made plain",
    "spaces": "Spaces and invisible characters left out",
    "thousands": "Thousands separators left out",
    "unit": "The unit was taken out of the cell",
    "decimal_comma": "A comma read as the decimal point",
    "dms": "Degrees, minutes and seconds made decimal degrees",
    "coordinate_text": "Degree signs, letters and words taken out of a coordinate",
    "coordinate_pair": "Longitude and latitude in one cell, put into two",
    "swapped_axes": "Longitude and latitude had changed places",
    "gauss_krueger": "Metres of a Gauss-Krueger projection made degrees",
    "other_frame": "Coordinates of another system than the rest of the file, converted",
    "excel_serial": "A number read as the day it stands for in Excel",
    "date_format": "The day written as year, month, day",
    "month_only": "Only the month is given; a day was put in",
    "two_digit_year": "A year of two digits made four",
    "status_word": "Another word for a status of the form",
    "yes_no_word": "Another word for yes or no",
    "id_format": "Spaces, dashes or letters of an identifier put right",
    "phone_format": "A telephone number written in one way",
    "filled_down": "A merged cell, filled down to its rows",
    "village_point": "Without usable coordinates; put at the reference point of the village",
    "village_code": "Village code found by the names of town and village",
}
"""What was put right without asking, by code, as message ids."""


def in_words(codes: pd.Series, words: Mapping[str, str], *, translate: Translate) -> pd.Series:
    """The translated text of each code.

    Parameters
    ----------
    words
        Code to message id.

    Returns
    -------
    texts
        On the index of ``codes``.

    Raises
    ------
    OutputError
        If a code is not known.
    """
    strange = sorted({str(code) for code in codes.unique()} - set(words))
    if strange:
        raise OutputError(
            "{values} cannot be put into words; known are {known}",
            values=", ".join(strange),
            known=", ".join(words),
        )
    return codes.astype("object").map({code: translate(text) for code, text in words.items()})


def reason_texts(codes: pd.Series, *, translate: Translate) -> pd.Series:
    """The reason of each code of `REASONS` in words, on the index of ``codes``."""
    texts = {code: reason.text for code, reason in REASONS.items()}
    return in_words(codes, texts, translate=translate)


def remedy_texts(codes: pd.Series, *, translate: Translate) -> pd.Series:
    """What to do about each code of `REASONS`, on the index of ``codes``."""
    remedies = {code: reason.remedy for code, reason in REASONS.items()}
    return in_words(codes, remedies, translate=translate)


def repair_texts(codes: pd.Series, *, translate: Translate) -> pd.Series:
    """What each code of `REPAIRS` put right in words, on the index of ``codes``."""
    return in_words(codes, REPAIRS, translate=translate)
