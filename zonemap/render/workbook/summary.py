"""The first sheets of the clearance workbook: zone by stage, and zone by ledger status."""

from __future__ import annotations

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from zonemap.messages import Translate
from zonemap.render.captions import caveat
from zonemap.render.workbook.format import HEADER_ROW, Book, add_sheet
from zonemap.render.workbook.table import (
    SheetColumn,
    freeze_header,
    set_widths,
    write_header,
    write_notes,
    write_rows,
    write_table,
)
from zonemap.render.workbook.tables import TOTAL, WorkbookCounts
from zonemap.schema import REMAINING_STAGES, STAGES, STATUSES

__all__ = ["write_status_sheet", "write_summary_sheet"]

NO_SHARE = "—"
"""Where there are no households there is no share."""

STAGE_LABELS = {stage.name: stage.label for stage in STAGES}
ZONES_ON_A_PAGE = 12
"""So many zones and all that is said of them stay legible on one page."""

FIRST_STAGE = 6
"""The column of the first remaining stage, from zero."""


def target_label(target: str, *, translate: Translate) -> str:
    """What the plan asks of a zone: ``zero`` or ``baseline``, in words."""
    _ = translate
    return _("Bring to zero") if target == "zero" else _("Establish the baseline")


def write_summary_sheet(book: Book, counts: WorkbookCounts, *, shared: int) -> None:
    """Write zone by stage, how zero is established, and what the words mean.

    Parameters
    ----------
    shared
        How many households lie in several zones; above none the total is not the sum.
    """
    _ = book.translate
    zone_counts = counts.zone_counts
    rows, total = zone_counts.drop(index=TOTAL), zone_counts.loc[[TOTAL]]
    days = (pd.Timestamp(book.context.deadline) - pd.Timestamp(book.context.as_of)).days
    remark = _("{days} days left").format(days=days) if days >= 0 else _("deadline passed")
    sheet = add_sheet(book, _("Summary"), remark=remark)

    header, first = HEADER_ROW + 1, HEADER_ROW + 2
    columns = _stage_columns(rows, counts.zones, translate=_)
    write_header(book, sheet, columns, row=header)
    _merge_header(book, sheet, columns)
    next_row = write_rows(book, sheet, columns, row=first)
    summed = () if shared else ("claimed", "proven", *REMAINING_STAGES)
    totals = _stage_columns(
        total, counts.zones, translate=_, summed=summed, span=(first + 1, next_row)
    )
    next_row = write_rows(book, sheet, totals, row=next_row, look="total_")
    freeze_header(sheet, row=header)
    if len(rows) <= ZONES_ON_A_PAGE:
        sheet.fit_to_pages(1, 1)
    widths = set_widths(sheet, columns)
    if shared:
        difference = int(rows["households"].sum() - total["households"].sum())
        text = _(
            "Zones add up to {difference} more than the total: "
            "{count} households lie in several zones and count once in the total"
        ).format(difference=difference, count=shared)
        sheet.write_string(next_row, 0, text, book.formats["meta"])
        next_row += 1
    write_notes(book, sheet, _summary_notes(book, counts), row=next_row + 1, widths=widths)


def _stage_columns(
    table: pd.DataFrame,
    zones: pd.DataFrame,
    *,
    translate: Translate,
    summed: tuple[str, ...] = (),
    span: tuple[int, int] = (0, 0),
) -> list[SheetColumn]:
    """The columns of zone by stage; those ``summed`` are sums over Excel's rows ``span``."""
    _ = translate
    letters = dict(zip(("claimed", "proven"), "DE", strict=True))
    letters |= dict(zip(REMAINING_STAGES, "GHIJK", strict=True))

    def counted(name: str, label: str, formula: str = "") -> SheetColumn:
        if name in summed:
            formula = f"=SUM({letters[name]}{span[0]}:{letters[name]}{span[1]})"
        stage = name if name in STAGE_LABELS else ""
        return SheetColumn(label, table[name], "count", formula, stage)

    names, targets = _zone_words(table.index, zones, translate=_)
    # Cut to a tenth of a percent, as on the page: 100 % is said only of all.
    share = (table["proven"] * 1000 // table["households"] / 1000).astype("object")
    share = share.where(table["households"] > 0, NO_SHARE)
    return [
        SheetColumn(_("Zone"), names),
        SheetColumn(_("Target"), targets),
        counted("households", _("Households (base)"), "=E{row}+F{row}"),
        counted("claimed", _("Claimed cleared")),
        counted("proven", _("Proven cleared")),
        counted("remaining", _("Remaining"), "=SUM(G{row}:K{row})"),
        *(counted(name, _(STAGE_LABELS[name])) for name in REMAINING_STAGES),
        counted("undetermined", _("Undetermined")),
        SheetColumn(
            _("Share proven"),
            share,
            "share",
            f'=IF(C{{row}}=0,"{NO_SHARE}",ROUNDDOWN(E{{row}}/C{{row}},3))',
        ),
    ]


def _zone_words(
    zone_ids: pd.Index, zones: pd.DataFrame, *, translate: Translate
) -> tuple[pd.Series, pd.Series]:
    """The name and the target of each zone; the total has no target."""
    _ = translate
    names = {**zones["name"].to_dict(), TOTAL: _("Total")}
    targets = {zone: target_label(target, translate=_) for zone, target in zones["target"].items()}
    ids = pd.Series(zone_ids, index=zone_ids)
    return ids.map(names), ids.map({**targets, TOTAL: ""})


def _merge_header(book: Book, sheet: Worksheet, columns: list[SheetColumn]) -> None:
    """Write the upper header: the stages stand under one, all others run over both rows."""
    last_stage = FIRST_STAGE + len(REMAINING_STAGES) - 1
    look = book.formats["header"]
    for position, column in enumerate(columns):
        if position < FIRST_STAGE or position > last_stage:
            own = book.formats[f"header_{column.stage}"] if column.stage else look
            sheet.merge_range(HEADER_ROW, position, HEADER_ROW + 1, position, column.header, own)
    text = book.translate("Of the remaining, by stage")
    sheet.merge_range(HEADER_ROW, FIRST_STAGE, HEADER_ROW, last_stage, text, look)
    sheet.set_row(HEADER_ROW, 22)


def _summary_notes(book: Book, counts: WorkbookCounts) -> list[tuple[str, list[str]]]:
    """The headed paragraphs below the summary."""
    _ = book.translate
    zones = counts.zones
    names = zones["name"].to_dict()
    line = _("{zone}: {text}")
    status = [
        line.format(zone=names[zone], text=text)
        for zone, text in counts.zone_status.items()
        if zone in names
    ]
    doubts = [
        line.format(zone=zone["name"], text=text)
        for zone in zones.to_dict("records")
        if (text := caveat(zone["kind"], zone["basis"], zone["accuracy_m"], translate=_))
    ]
    return [
        (_("How far from zero"), status),
        (_("What is approximate"), doubts),
        (_("What the words mean"), _meanings(_)),
        (_("Sources"), list(book.context.sources)),
    ]


def _meanings(translate: Translate) -> list[str]:
    """A sentence for each word in the header."""
    _ = translate
    return [
        _(
            "Households (base): every coal-using household of the zone whose place and status "
            "can be used, counted once; it is the sum of proven and remaining."
        ),
        _(
            "Claimed cleared: the ledger says accepted, demolished or misreported. "
            "What is claimed is not yet proven."
        ),
        _(
            "Proven cleared: claimed, and the evidence holds: a substitute that the zone allows, "
            "energy on and no failed check since; or demolished; or misreported on record."
        ),
        _(
            "Remaining: households that still count as coal users: relapsed, still burning, "
            "blocked, under way, and claimed but not proven. Signed or installed is not cleared."
        ),
        _(
            "Undetermined: households that could lie in the zone but whose place or status "
            "cannot be used; they are in no other column, never outside and never cleared."
        ),
        _(
            "Zero is established only when nothing remains, nothing is undetermined, and "
            "households known to lie in the zone have been found by the same search."
        ),
    ]


def write_status_sheet(book: Book, counts: WorkbookCounts, *, shared: int) -> None:
    """Write zone by ledger status; rows add up to the households of the zone."""
    _ = book.translate
    sheet = add_sheet(book, _("Zone by status"), remark=_("households, as the ledger says"))
    statuses = counts.zone_statuses.reindex(
        index=counts.zone_counts.index, columns=[status.name for status in STATUSES]
    ).fillna(0)
    rows, total = statuses.drop(index=TOTAL), statuses.loc[[TOTAL]]
    columns = _status_columns(rows, counts.zones, translate=_)
    next_row = write_table(book, sheet, columns, row=HEADER_ROW)
    span = (0, 0) if shared else (HEADER_ROW + 2, next_row)
    totals = _status_columns(total, counts.zones, translate=_, span=span)
    write_rows(book, sheet, totals, row=next_row, look="total_")
    freeze_header(sheet)
    set_widths(sheet, columns)


def _status_columns(
    table: pd.DataFrame,
    zones: pd.DataFrame,
    *,
    translate: Translate,
    span: tuple[int, int] = (0, 0),
) -> list[SheetColumn]:
    """The columns of zone by status; sums over the rows ``span`` of Excel where given."""
    _ = translate
    letters = [chr(ord("B") + position) for position in range(len(STATUSES))]
    sums = [f"=SUM({letter}{span[0]}:{letter}{span[1]})" if span[0] else "" for letter in letters]
    return [
        SheetColumn(_("Zone"), _zone_words(table.index, zones, translate=_)[0]),
        *(
            SheetColumn(_(status.label), table[status.name], "count", formula)
            for status, formula in zip(STATUSES, sums, strict=True)
        ),
        SheetColumn(
            _("Households (base)"),
            table.sum(axis=1),
            "count",
            f"=SUM({letters[0]}{{row}}:{letters[-1]}{{row}})",
        ),
    ]
