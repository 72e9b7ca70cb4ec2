"""Sentences that page, print and workbook share, so that all say the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from zonemap.messages import Translate

__all__ = ["caveat", "certainty_sentence", "edition_mark", "range_sentence", "zero_sentence"]


def caveat(kind: str, basis: str, accuracy_m: float, *, translate: Translate) -> str:
    """What must be said of a zone whose line or centre is not official.

    Parameters
    ----------
    kind
        ``polygon`` or ``buffer``.
    basis
        ``official``, ``approximate`` or ``assumed``.
    accuracy_m
        By how many metres the line or centre may be off; NaN if unknown.

    Returns
    -------
    caveat
        A sentence, or the empty text for an official zone.
    """
    _ = translate
    if kind == "villages":
        return _(
            "Counted by the village each household names; circles mark villages, or the county, "
            "not a line"
        )
    if basis == "official":
        return ""
    if kind == "buffer":
        text = _("The centre is assumed, not published; replace it with the official one")
    else:
        text = _("The line is approximate, not an official line")
    if not math.isnan(accuracy_m):
        text += _(" (±{metres} m)").format(metres=f"{accuracy_m:,.0f}")
    return text


def edition_mark(map_review_number: str, *, translate: Translate) -> str:
    """The mark every internal map bears: its review number, or that it is for internal use."""
    _ = translate
    if map_review_number:
        return _("Map review number {number}").format(number=map_review_number)
    return _("For internal use")


def zero_sentence(finding: str, *, remaining: int, undetermined: int, translate: Translate) -> str:
    """Whether a zone may be reported as zero, and if not, why.

    Parameters
    ----------
    finding
        A code of `zonemap.tally.zero_findings`.
    remaining, undetermined
        Counts of the zone, in households.

    Returns
    -------
    sentence
        For an official.
    """
    _ = translate
    sentences = {
        "remaining": _("Not zero: {remaining} remaining"),
        "undetermined": _(
            "Not established: none remains, but {undetermined} undetermined households "
            "may lie inside"
        ),
        "uncontrolled": _(
            "Not established: none remains, but no positive control shows that the search works"
        ),
        "zero": _("Zero: every household is proven cleared, and the positive control passed"),
    }
    return sentences[finding].format(remaining=remaining, undetermined=undetermined)


def certainty_sentence(counts: Mapping[Any, Any], *, visits: int, translate: Translate) -> str:
    """How far a zone's households depend on where those near its line stand.

    Parameters
    ----------
    counts
        A row of ``zone_nearness``; see ``docs/architecture.md``.
    visits
        How many of its households, and of those just outside, are too near its line to call.

    Returns
    -------
    sentence
        For an official.
    """
    _ = translate
    base, remaining = (
        {
            call: f"{int(counts[name + end]):,}"
            for call, end in (("certain", "_certain"), ("counted", ""), ("possible", "_possible"))
        }
        for name in ("households", "remaining")
    )
    if not visits:
        return _("Remaining {counted}: none is too near the line to call").format(**remaining)
    return "".join(
        (
            _("Base {counted}: {certain} certain, {possible} possible").format(**base),
            _("; "),
            _("remaining {counted}: {certain} certain, {possible} possible").format(**remaining),
            _("; "),
            _("{count} to visit").format(count=f"{visits:,}"),
        )
    )


def range_sentence(counts: Mapping[Any, Any], *, translate: Translate) -> str:
    """What a zone would hold if its line or centre lay elsewhere.

    Parameters
    ----------
    counts
        A row of ``zone_nearness``; see ``docs/architecture.md``.

    Returns
    -------
    sentence
        For an official; empty where there is no range.
    """
    _ = translate
    sentences = {
        "line": _("If the line moves ±{metres} m: base {base}, remaining {remaining}"),
        "centre": _("If the centre moves ±{metres} m: base {base}, remaining {remaining}"),
    }
    moved = str(counts["range_of"])
    if moved not in sentences:
        return ""
    low, high = (
        [f"{int(counts[name + end]):,}" for name in ("households", "remaining")]
        for end in ("_low", "_high")
    )
    base, remaining = ("–".join(ends) for ends in zip(low, high, strict=True))
    return sentences[moved].format(
        metres=f"{counts['line_accuracy_m']:,.0f}", base=base, remaining=remaining
    )
