"""A workbook whose sheets would contradict each other is not written."""

from __future__ import annotations

import pytest

from tests.render.workbook.workbook_world import ZONES, draw_counts, draw_households, with_counts
from zonemap.errors import AccountingError, ColumnError
from zonemap.render.workbook.tables import households_in_several_zones, require_agreement


@pytest.fixture
def households():
    return draw_households(120)


def test_tables_that_agree_pass(households):
    require_agreement(households, draw_counts(households))


def test_shared_households_are_counted_once_each():
    assert households_in_several_zones(draw_households(120, shared=7)) == 7


@pytest.mark.parametrize("table", ["zone_counts", "zone_statuses", "place_counts", "history"])
def test_one_household_too_many_stops_the_run(households, table):
    counts = draw_counts(households)
    changed = getattr(counts, table).copy()
    column = "active"
    changed.loc[changed.index[0], column] += 1
    with pytest.raises(AccountingError, match="do not agree"):
        require_agreement(households, with_counts(counts, **{table: changed}))


def test_a_total_that_is_not_the_sum_needs_a_shared_household(households):
    counts = draw_counts(households)
    changed = counts.zone_counts.copy()
    changed.loc["total", "claimed"] -= 1
    with pytest.raises(AccountingError, match="zones and their total"):
        require_agreement(households, with_counts(counts, zone_counts=changed))


def test_a_remaining_household_that_is_not_listed_stops_the_run(households):
    counts = draw_counts(households)
    row = households.index[households["stage"].eq("active")][0]
    with pytest.raises(AccountingError, match="listed"):
        require_agreement(households.drop(index=row), counts)


def test_zones_must_be_described_and_named_apart(households):
    counts = draw_counts(households)
    with pytest.raises(ColumnError, match="not described"):
        require_agreement(households, with_counts(counts, zones=ZONES.iloc[:1]))
    with pytest.raises(ColumnError, match="two zones"):
        require_agreement(households, with_counts(counts, zones=ZONES.assign(name="甲区")))
