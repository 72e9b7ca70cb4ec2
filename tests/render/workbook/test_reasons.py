"""Every code is put into words, and says what to do."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.render.workbook.workbook_world import english
from zonemap.errors import OutputError
from zonemap.render.workbook.reasons import (
    REASONS,
    REPAIRS,
    SEVERITIES,
    in_words,
    reason_texts,
    remedy_texts,
    repair_texts,
)
from zonemap.schema import STATUSES

ISSUE_CODES = """
no_place bad_place no_status unknown_status broken_row unknown_datum bad_number negative_number
bad_date ambiguous_date future_date bad_yes_no error_cell huge_number id_as_number
bad_check_digit bad_phone duplicate_household conflicting_rows conflicting_place shared_id
same_place_two_ids control_total few_decimals identical_points hidden_rows read_as
no_cached_value other_datum encoding
"""
REPAIR_CODES = """
full_width spaces thousands unit decimal_comma dms coordinate_text coordinate_pair swapped_axes
gauss_krueger other_frame excel_serial date_format month_only two_digit_year status_word
yes_no_word id_format phone_format filled_down village_point village_code
"""


def test_every_code_of_the_ledgers_has_its_words():
    assert set(ISSUE_CODES.split()) <= set(REASONS)
    assert set(REPAIR_CODES.split()) <= set(REPAIRS)
    assert list(SEVERITIES) == ["undetermined", "blanked", "noted"]


def test_every_reason_says_what_to_do_and_no_two_are_alike():
    assert all(reason.text and reason.remedy for reason in REASONS.values())
    assert len({reason.text for reason in REASONS.values()}) == len(REASONS)
    assert len(set(REPAIRS.values())) == len(REPAIRS)


def test_who_writes_an_unknown_status_is_told_every_word_of_the_form():
    remedy = REASONS["unknown_status"].remedy
    assert remedy.endswith("、".join(status.word for status in STATUSES))


def test_words_stand_on_the_index_of_their_codes():
    codes = pd.Series(["no_place", "bad_date"], index=[7, 3])
    assert reason_texts(codes, translate=str.upper).loc[3].startswith("NOT A DATE")
    assert remedy_texts(codes, translate=english).loc[7].startswith("Fill in longitude")
    assert repair_texts(pd.Series(["dms"]), translate=english)[0].startswith("Degrees, minutes")


def test_a_code_without_words_is_an_error():
    with pytest.raises(OutputError, match="moonlight"):
        in_words(pd.Series(["moonlight"]), REPAIRS, translate=english)
