"""The report of ``run`` and ``check`` in the terminal and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zonemap.cli.terminal import say, say_json, say_table, words
from zonemap.outputs import shown_title, zero_sentences
from zonemap.tally import TOTAL, zero_findings

if TYPE_CHECKING:
    from zonemap.assess import Result

__all__ = ["tell_result"]

SHOWN = ("households", "claimed", "proven", "remaining", "undetermined")


def tell_result(result: Result, *, as_json: bool, made: str) -> None:
    """Print counts, findings and the account of rows.

    Parameters
    ----------
    result
        What the ledgers say.
    as_json
        For another program instead of a reader.
    made
        The file or folder that was written.
    """
    if as_json:
        say_json(_json(result, made))
        return
    _ = words()
    newest = result.newest
    say(_("{title}: as of {day}, {count} ledger dates").format(
        title=shown_title(result, _), day=newest.day, count=len(result.assessments)
    ))  # fmt: skip
    names = {zone.zone_id: zone.name for zone in result.project.zones} | {TOTAL: _("Total")}
    header = [
        _("Zone"),
        _("Base"),
        _("Claimed"),
        _("Proven"),
        _("Remaining"),
        _("Undetermined"),
    ]
    counts = newest.zone_counts
    say_table(
        header, [[names[zone_id], *map(int, row)] for zone_id, row in zip(
            counts.index, counts[list(SHOWN)].to_numpy(), strict=True)],
    )  # fmt: skip
    for zone_id, sentence in zero_sentences(result, translate=_).items():
        say(f"{names[str(zone_id)]}: {sentence}")
    beyond = int(newest.households["beyond_plan"].sum())
    if beyond:
        say(
            _("Inside a ban polygon but in no zone of the plan: {count} households").format(
                count=beyond
            )
        )
    _tell_account(result)
    say(_("Written: {made}").format(made=made))


def _tell_account(result: Result) -> None:
    _ = words()
    account = result.accounting
    say(
        _(
            "Rows: {rows} in {files} files = {headers} titles and headers + {blank} blank + "
            "{subtotals} sub-totals and signatures + {data} data"
        ).format(
            files=len(account), **_sums(result, "rows", "headers", "blank", "subtotals", "data")
        )
    )
    say(
        _(
            "Data rows: {data} = {inside} in a zone + {outside} outside + {undetermined} "
            "undetermined + {superseded} superseded"
        ).format(
            inside=int(account["in"].sum()),
            **_sums(result, "data", "outside", "undetermined", "superseded"),
        )
    )
    issues = sum(len(day.issues) for day in result.assessments)
    left = [*result.passed_over]
    left += [f"{file} [{name}]" for file, names in result.unread.items() for name in names]
    if left:
        say(_("Not read: {names}").format(names=_("; ").join(left)))
    if issues:
        say(_("Cells and rows to mend: {count}, listed in rejects.xlsx").format(count=issues))


def _sums(result: Result, *columns: str) -> dict[str, int]:
    return {name: int(result.accounting[name].sum()) for name in columns}


def _json(result: Result, made: str) -> dict[str, object]:
    newest = result.newest
    account = result.accounting.assign(ledger_date=result.accounting["ledger_date"].astype(str))
    issues = [day.issues for day in result.assessments]
    return {
        "as_of": newest.day.isoformat(),
        "zone_counts": _plain(newest.zone_counts.to_dict(orient="index")),
        "findings": zero_findings(newest.zone_counts, newest.controls).to_dict(),
        "controls": _plain(newest.controls.to_dict(orient="index")),
        "accounting": [_plain({"": row})[""] for row in account.to_dict(orient="records")],
        "issues": {
            code: int(sum((day["code"] == code).sum() for day in issues))
            for code in sorted({code for day in issues for code in day["code"]})
        },
        "written": made,
    }


def _plain(table: dict[object, dict[object, object]]) -> dict[object, dict[object, object]]:
    """Numbers of numpy as Python's own."""
    return {
        key: {
            name: getattr(value, "item", lambda value=value: value)() for name, value in row.items()
        }
        for key, row in table.items()
    }
