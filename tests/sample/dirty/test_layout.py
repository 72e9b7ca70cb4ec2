from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from zonemap.sample.dirty.cells import clean_page
from zonemap.sample.dirty.duplicates import with_duplicates
from zonemap.sample.dirty.layout import Sheet, laid_out
from zonemap.sample.dirty.structure import STRUCTURE_FAULTS

SHEET = Sheet("汉台区", "汉台区", date(2022, 9, 30))
EVERY = frozenset(fault.name for fault in STRUCTURE_FAULTS) - {
    "alias_english", "merged_header", "decimal_comma", "no_coordinates", "shuffled_columns",
    "alias_chinese", "town_files", "town_sheets", "cover_sheet",
}  # fmt: skip


@pytest.fixture(scope="module")
def page(ledger):
    rows = with_duplicates(ledger, rates={}, rng=np.random.default_rng(1))
    rows = rows[rows["county"] == "汉台区"].reset_index(drop=True)
    return clean_page(rows.assign(frame="wgs84"))


def grid(page, *styles):
    return laid_out(page, SHEET, styles=frozenset(styles), rng=np.random.default_rng(2))


def column(made, header, word):
    position = made.rows[header].index(word)
    return [made.rows[row - 1][position] for row in made.data]


def test_a_plain_sheet_is_its_header_and_its_rows(page):
    made = grid(page)
    assert made.data.tolist() == list(range(2, len(page.truth) + 2))
    assert column(made, 0, "户编号") == page.truth["household_id"].tolist()
    assert made.faults.empty


def test_every_row_is_there_whatever_stands_between(page):
    made = grid(page, *EVERY)
    position = next(row.index("户编号") for row in made.rows if "户编号" in row)
    assert [made.rows[row - 1][position] for row in made.data] == page.truth[
        "household_id"
    ].tolist()
    assert len({len(row) for row in made.rows}) == 1
    assert set(made.faults["fault"]) == EVERY


@pytest.mark.parametrize("style", sorted(EVERY))
def test_a_fault_of_structure_is_listed_where_it_stands(page, style):
    made = grid(page, style)
    assert style in set(made.faults["fault"])
    for fault in made.faults.itertuples():
        assert fault.row not in made.data or fault.fault == "hidden_rows"
        if fault.row and fault.written:
            assert fault.written.split()[0] in " ".join(map(str, made.rows[fault.row - 1]))


def test_sub_totals_state_their_rows_and_wrong_ones_do_not(page):
    for style, right in (("subtotals", True), ("wrong_subtotals", False)):
        made = grid(page, style, "subtotals")
        own = made.faults[made.faults["fault"] == style]
        assert len(own) > 0
        rows = [made.rows[row - 1] for row in own["row"]]
        town = column(made, 0, "镇办")
        for row in rows:
            stated = int(row[0].removesuffix("户"))
            name = next(cell for cell in row if str(cell).endswith("小计")).removesuffix("小计")
            assert (stated == town.count(name)) is right


def test_merged_cells_are_written_once_and_cover_equal_values(page):
    made = grid(page, "merged_cells", "subtotals")
    plain = grid(page, "subtotals")
    assert made.spans
    assert made.data.tolist() == plain.data.tolist()
    for top, left, low, right in made.spans:
        assert left == right
        assert len({plain.rows[row][left] for row in range(top, low + 1)}) == 1
        assert [made.rows[row][left] for row in range(top + 1, low + 1)] == [None] * (low - top)


def test_hidden_rows_are_rows_of_data(page):
    made = grid(page, "hidden_rows", "subtotals")
    assert made.hidden
    assert {row + 1 for row in made.hidden} <= set(made.data)


def test_a_decimal_comma_is_in_every_number_of_the_column(page):
    made = grid(page, "decimal_comma")
    cells = [cell for cell in column(made, 0, "年用煤量") if cell is not None]
    assert all("," in cell for cell in cells)
