"""Sentences that page, print and workbook share, so that all say the same."""

from __future__ import annotations

import math

from zonemap.messages import Translate

__all__ = ["caveat", "edition_mark", "zero_sentence"]


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
