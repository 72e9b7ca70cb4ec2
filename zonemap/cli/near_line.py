"""What the terminal and JSON say of households too near the line to call, and of the ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from zonemap.messages import Translate

__all__ = ["near_sentences", "nearness_report", "visit_sentence"]


def near_sentences(
    zone_nearness: pd.DataFrame, *, names: Mapping[str, str], translate: Translate
) -> Iterator[str]:
    """A line for each zone whose zero, or whose not being zero, hangs on households near its line.

    Parameters
    ----------
    zone_nearness
        See ``docs/architecture.md``.
    names
        Of the zones, by id.
    translate
        From `zonemap.messages.translator`.

    Yields
    ------
    sentence
        In the plan's order.
    """
    _ = translate
    beyond = _(
        "{zone}: none remains inside, but {count} just beyond the line are too near it to call; "
        "go and see them before zero is reported"
    )
    within = _(
        "{zone}: all {count} that remain stand too near the line to call; go and see whether they "
        "are inside"
    )
    rows = zone_nearness[["remaining_certain", "remaining", "remaining_possible"]]
    for zone_id, certain, counted, possible in rows.itertuples():
        name = names[str(zone_id)]
        if counted == 0 and possible:
            yield beyond.format(zone=name, count=possible)
        elif counted and certain == 0:
            yield within.format(zone=name, count=counted)


def nearness_report(
    zone_nearness: pd.DataFrame, near_line: pd.DataFrame
) -> dict[str, dict[str, object]]:
    """By zone its row of ``zone_nearness`` and how many households are near, as plain values."""
    near = near_line["zone_id"].value_counts().reindex(zone_nearness.index, fill_value=0)
    table = zone_nearness.assign(near_line=near).astype("object")
    plain = table.where(table.notna(), None).to_dict(orient="index")
    return {
        str(zone_id): {str(name): value for name, value in row.items()}
        for zone_id, row in plain.items()
    }


def visit_sentence(near_line: pd.DataFrame, *, translate: Translate) -> str:
    """How many households are to be visited; empty where none is."""
    _ = translate
    count = near_line["household"].nunique()
    text = _(
        "Too near a line to call: {count} households; counts.xlsx, sheet Visit list, names them"
    )
    return text.format(count=f"{count:,}") if count else ""
