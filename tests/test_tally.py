from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from zonemap.judge import worst_stages
from zonemap.schema import REMAINING_STAGES
from zonemap.tally import TOTAL, tally_controls, tally_zones, zero_findings

STAGES = [*REMAINING_STAGES, "proven"]


def judged_table(*rows):
    table = pd.DataFrame(rows, columns=["household", "zone_id", "stage"])
    return table.assign(proven=table["stage"] == "proven", claimed=table["stage"] == "proven")


def counts_of(table, possible=None, zone_ids=("a", "b")):
    empty = pd.DataFrame({"household": [], "zone_id": []})
    return tally_zones(
        table, worst_stages(table), empty if possible is None else possible, zone_ids=zone_ids
    )


def test_the_total_counts_each_household_once_at_its_worst():
    counts = counts_of(judged_table((1, "a", "proven"), (1, "b", "active"), (2, "a", "proven")))
    assert counts["households"].to_dict() == {"a": 2, "b": 1, TOTAL: 2}
    assert counts["proven"].to_dict() == {"a": 2, "b": 0, TOTAL: 1}
    assert counts["remaining"].to_dict() == {"a": 0, "b": 1, TOTAL: 1}


def test_a_zone_without_households_is_there_with_zeros():
    assert counts_of(judged_table((1, "a", "active"))).loc["b"].sum() == 0


def test_undetermined_households_stand_apart_and_count_once_in_the_total():
    possible = pd.DataFrame({"household": [8, 8, 9], "zone_id": ["a", "b", "b"]})
    counts = counts_of(judged_table((1, "a", "active")), possible)
    assert counts["undetermined"].to_dict() == {"a": 1, "b": 2, TOTAL: 2}
    assert counts.loc["a", "households"] == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from("ab"), st.sampled_from(STAGES)),
        min_size=1,
        unique_by=lambda row: row[:2],
    )
)
def test_every_count_adds_up(rows):
    counts = counts_of(judged_table(*rows))
    assert (counts["households"] == counts["proven"] + counts["remaining"]).all()
    assert (counts["remaining"] == counts[list(REMAINING_STAGES)].sum(axis=1)).all()
    assert counts.loc[TOTAL, "households"] == len({household for household, _, _ in rows})


def placed_table(*rows):
    return pd.DataFrame(rows, columns=["village_code", "placement"])


def test_a_control_passes_when_most_that_claim_to_be_inside_are_found_inside():
    placed = placed_table(
        ("100001001001", "in"), ("100001001002", "in"), ("100001001003", "outside"),
        ("100001001004", "undetermined"), (None, "in"),
    )  # fmt: skip
    judged = judged_table((0, "a", "active"), (1, "a", "active"), (4, "a", "active"))
    controls = tally_controls(placed, judged, towns={"a": ("100001001",), "b": ()})
    assert controls.loc["a"].tolist() == [3, 2, True]
    assert controls.loc["b"].tolist() == [0, 0, False]


def test_zero_needs_no_remaining_no_undetermined_and_a_control():
    counts = counts_of(
        judged_table(
            (1, "a", "proven"), (2, "b", "proven"), (3, "c", "active"), (4, "d", "proven")
        ),
        pd.DataFrame({"household": [9], "zone_id": ["b"]}),
        zone_ids=("a", "b", "c", "d"),
    )
    controls = pd.DataFrame({"passed": [True, True, True, False]}, index=list("abcd"))
    assert zero_findings(counts, controls).to_dict() == {
        "a": "zero", "b": "undetermined", "c": "remaining", "d": "uncontrolled",
    }  # fmt: skip
