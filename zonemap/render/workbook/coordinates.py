"""The coordinates sheet: what each group of rows was taken for, on what evidence, and what if."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from zonemap.messages import Translate
from zonemap.render.workbook.account import write_headed_table
from zonemap.render.workbook.format import HEADER_ROW, Book, add_sheet
from zonemap.render.workbook.reasons import in_words
from zonemap.render.workbook.table import SheetColumn, set_shared_widths
from zonemap.style import STAGE_COLOURS

__all__ = ["FORM_WORDS", "HOW_WORDS", "is_open", "write_coordinates_sheet"]

HOW_WORDS: Mapping[str, str] = {
    "declared": "As stated",
    "detected": "Told by the data",
    "form": "By the form of the numbers",
    "cannot_tell": "Cannot be told",
    "contradicted": "Stated, but the data contradict",
}
"""How a coordinate system was told, by code, as message ids."""

FORM_WORDS: Mapping[str, str] = {
    "degrees": "Degrees",
    "degrees_swapped": "Degrees, latitude first",
    "gauss_krueger": "Metres, without zone number",
    "gauss_krueger_swapped": "Metres, without zone number, northing first",
    "gauss_krueger_zone": "Metres, with zone number",
    "gauss_krueger_zone_swapped": "Metres, with zone number, northing first",
}
"""What the numbers look like, by code, as message ids."""

OPEN = ("cannot_tell", "contradicted")
ALARM = "active"
OTHER_METHODS = "*"
"""What `datum` calls the rarer ways of locating together."""

FILE_WIDEST, WIDEST, REMEDY_WIDEST = 30, 16, 32


def is_open(datum: pd.DataFrame) -> pd.Series:
    """Whether somebody must look at a group of rows, on the index of ``datum``."""
    return datum["how"].isin(OPEN)


def write_coordinates_sheet(
    book: Book, datum: pd.DataFrame, consequences: pd.DataFrame, *, zone_names: Mapping[str, str]
) -> None:
    """Write what the coordinates of each group were taken for, and what else would mean.

    Parameters
    ----------
    datum, consequences
        As `rejects.RejectTables` holds them.
    zone_names
        The name of each zone by ``zone_id``.
    """
    _ = book.translate
    open_groups = int(is_open(datum).sum())
    remark = _("{count} groups of rows are open").format(count=open_groups) if open_groups else ""
    sheet = add_sheet(book, _("Coordinates"), remark=remark)
    if open_groups:
        sheet.set_tab_color(STAGE_COLOURS[ALARM])
    groups = _group_columns(datum, translate=_)
    heading = _("Coordinate system of each group of rows")
    row = write_headed_table(book, sheet, heading, groups, row=HEADER_ROW)
    compared = _consequence_columns(consequences, datum, zone_names, translate=_)
    heading = _("What would change: households in each zone, by coordinate system")
    if consequences.empty:
        sheet.write_string(row, 0, heading, book.formats["heading"])
        text = _("Nothing to compare: no group of rows is open")
        sheet.write_string(row + 1, 0, text, book.formats["empty"])
    else:
        write_headed_table(book, sheet, heading, compared, row=row)
    sheet.freeze_panes(HEADER_ROW, 1)
    sheet.repeat_rows(0, HEADER_ROW - 1)
    set_shared_widths(sheet, groups, compared)


def _group_columns(datum: pd.DataFrame, *, translate: Translate) -> list[SheetColumn]:
    """The columns of the groups, those open in the colour of alarm."""
    _ = translate
    stages = pd.Series(np.where(is_open(datum), ALARM, ""), index=datum.index)
    forms = datum["form"].astype("object")
    methods = datum["method"].astype("object").replace(OTHER_METHODS, _("Others"))
    frames = datum["frame"].astype("object").where(datum["frame"].fillna("").ne(""))

    def told(header: str, values: pd.Series, widest: int = WIDEST) -> SheetColumn:
        return SheetColumn(header, values, stages=stages, widest=widest)

    def metres(name: str) -> pd.Series:
        return datum[name].astype("float64").round()

    return [
        told(_("Ledger file"), datum["file"], FILE_WIDEST),
        told(_("Group"), datum["group"]),
        SheetColumn(_("Sheet"), datum["sheet"], widest=WIDEST),
        SheetColumn(_("Located by"), methods, widest=WIDEST),
        SheetColumn(_("Form"), forms.map(_translated(FORM_WORDS, _)).fillna(forms), widest=WIDEST),
        SheetColumn(_("Rows"), datum["rows"], "count"),
        told(_("Taken as"), frames.fillna(_("Undecided"))),
        told(_("How it was told"), in_words(datum["how"], HOW_WORDS, translate=_)),
        told(_("Confidence"), _confidence_words(datum, translate=_)),
        SheetColumn(_("Villages compared"), datum["villages"], "count"),
        SheetColumn(_("Off from villages (m)"), metres("village_offset_m"), "count"),
        SheetColumn(_("Earlier households compared"), datum["earlier"], "count"),
        SheetColumn(_("Off from earlier (m)"), metres("earlier_offset_m"), "count"),
        # Cut, not rounded: 100 % is said only of all.
        SheetColumn(
            _("In the county named"),
            datum["county_inside_share"].astype("float64") * 1000 // 1 / 1000,
            "share",
        ),
        SheetColumn(_("Stated as"), datum["stated"], widest=WIDEST),
        SheetColumn(_("Contradicted by"), datum["contradicted_by"], widest=WIDEST),
        told(_("What to do"), _remedies(datum, translate=_), REMEDY_WIDEST),
    ]


def _translated(words: Mapping[str, str], translate: Translate) -> dict[str, str]:
    return {code: translate(text) for code, text in words.items()}


def _confidence_words(datum: pd.DataFrame, *, translate: Translate) -> pd.Series:
    """How sure it is, in words; what was not compared is not sure at all."""
    _ = translate
    steps = (
        (0.999, _("Practically certain")),
        (0.95, _("Very likely")),
        (0.8, _("Likely")),
        (-np.inf, _("Unsure")),
    )

    shares = pd.to_numeric(datum["confidence"], errors="coerce").astype("float64")
    words = datum["confidence"].astype("object").where(shares.isna() & datum["confidence"].notna())
    for least, text in steps:
        words = words.mask(words.isna() & shares.ge(least), text)
    return words.fillna(_("Not compared"))


def _remedies(datum: pd.DataFrame, *, translate: Translate) -> pd.Series:
    """What to do about each group; nothing about most."""
    _ = translate
    remedies = {
        "cannot_tell": _(
            "Ask who measured and with what; state it as crs_of in zonemap.toml, or give village "
            "reference points. Until then these households are undetermined"
        ),
        "contradicted": _(
            "Check which system was used; state the right one as crs_of in zonemap.toml"
        ),
    }
    return datum["how"].astype("object").map(remedies).fillna("")


def _consequence_columns(
    table: pd.DataFrame,
    datum: pd.DataFrame,
    zone_names: Mapping[str, str],
    *,
    translate: Translate,
) -> list[SheetColumn]:
    """The columns of the consequences; what was counted is marked."""
    _ = translate
    taken = datum.set_index(["file", "group"])["frame"].to_dict()
    keys = zip(table["file"], table["group"], strict=True)
    used = [
        taken.get(key) == frame for key, frame in zip(keys, table["frame"].tolist(), strict=True)
    ]
    counted = pd.Series([_("Yes") if mark else "" for mark in used], table.index, dtype="object")
    return [
        SheetColumn(_("Ledger file"), table["file"], widest=FILE_WIDEST),
        SheetColumn(_("Group"), table["group"]),
        SheetColumn(_("If it were"), table["frame"]),
        SheetColumn(_("Counted so"), counted, "mark"),
        SheetColumn(_("Rows"), table["rows"], "count"),
        SheetColumn(_("Households that change zones"), table["changed"], "count"),
        *(
            SheetColumn(zone_names.get(zone, zone), table[zone], "count")
            for zone in map(str, table.columns)
            if zone not in {"file", "group", "frame", "rows", "changed"}
        ),
    ]
