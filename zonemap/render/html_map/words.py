"""The words of the page, in the language of its readers, by the keys its scripts know them by."""

from __future__ import annotations

from zonemap.messages import Translate
from zonemap.schema import COLUMNS, STAGES

__all__ = ["page_words"]


def page_words(*, translate: Translate) -> dict[str, str]:
    """Every text of the page that is not data."""
    return {
        **_count_words(translate),
        **_layer_words(translate),
        **_panel_words(translate),
        **_near_words(translate),
        **_control_words(translate),
        **{f"stage_{stage.name}": translate(stage.label) for stage in STAGES},
        **{f"column_{column.name}": translate(column.label) for column in COLUMNS},
    }


def _count_words(translate: Translate) -> dict[str, str]:
    _ = translate
    return {
        "households": _("Base"),
        "claimed": _("Claimed cleared"),
        "proven": _("Proven cleared"),
        "remaining": _("Remaining"),
        "undetermined": _("Undetermined"),
        "proven_share": _("Share proven"),
        "zone": _("Zone"),
        "total": _("Total"),
        "stage_outside": _("Outside all zones"),
        "blocked_reason": _("Why blocked"),
    }


def _layer_words(translate: Translate) -> dict[str, str]:
    _ = translate
    return {
        "layer_counties": _("Counties"),
        "layer_zones": _("Zones and centres"),
        "layer_places": _("Counts by town and village"),
        "layer_households": _("Households"),
    }


def _panel_words(translate: Translate) -> dict[str, str]:
    _ = translate
    return {
        "as_of": _("As of {date}"),
        "days_left": _("Days to the deadline: {days}"),
        "days_over": _("Days past the deadline: {days}"),
        "deadline": _("Deadline {date}"),
        "zones_heading": _("By zone"),
        "zones_hint": _("Choose a zone to see it on the map; the total shows them all."),
        "total_note": _("In the total a household counts once, also where zones overlap."),
        "history_heading": _("Remaining, ledger by ledger"),
        "history_table": _("All ledgers"),
        "change": _("Change"),
        "notes_heading": _("What is approximate"),
        "points_heading": _("Other points by zone"),
        "points_outside": _("Outside all zones"),
        "points_unplaced": _("Without usable place"),
        "points_points": _("All points"),
        "unplaced_note": _(
            "{count} households have no usable place: they are not drawn, and those that could "
            "lie in a zone are counted as undetermined."
        ),
        "drawn_note": _("{count} households are drawn on this map."),
        "symbols_note": _(
            "Circles stand at the median place of the households they count, not at a border or "
            "an office."
        ),
        "private_note": _(
            "Holds data of households: do not pass on, do not put on any public network."
        ),
        "sources_heading": _("Sources"),
        "name_missing": _("(name missing)"),
        "not_given": _("Not given"),
    }


def _near_words(translate: Translate) -> dict[str, str]:
    _ = translate
    return {
        "layer_bands": _("Where edges may lie"),
        "band": _("Where the edge may lie, ±{metres} m"),
        "near_heading": _("Near the line"),
        "near_hint": _(
            "Certain leaves out those inside, possible takes in those outside, that stand too near "
            "the line to call: a visit settles it. If the line or centre moves: no visit settles "
            "it; county lines are taken as they are."
        ),
        "near_household": _(
            "About {metres} m from the line, own accuracy about {accuracy} m: go and see"
        ),
        "visits": _("To visit: {count} households"),
        "visit_inside": _("inside, {metres} m"),
        "visit_outside": _("outside, {metres} m"),
        "visits_full": _("Names and addresses: counts.xlsx, sheet Visit list."),
        "visits_cut": _("The first {count}; all of them: counts.xlsx, sheet Visit list."),
        "colon": _(": "),
    }


def _control_words(translate: Translate) -> dict[str, str]:
    _ = translate
    return {
        "map": _("Map"),
        "panel": _("Counts and notes"),
        "noscript": _("This page needs JavaScript, which this browser has switched off."),
        "legend": _("Legend"),
        "legend_households": _("Households by stage"),
        "legend_towns": _("Remaining households by town"),
        "legend_villages": _("Remaining households by village"),
        "legend_zones": _("Zones"),
        "legend_points": _("Other points"),
        "target_zero": _("Zone to reach zero"),
        "target_baseline": _("Zone of a project's base"),
        "not_official": _("Dashed: not an official line"),
        "centre": _("Centre point"),
        "layers": _("Layers"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "close": _("Close"),
        "sheet_open": _("Show counts and notes"),
        "sheet_close": _("Hide counts and notes"),
    }
