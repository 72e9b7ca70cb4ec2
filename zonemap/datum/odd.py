"""Single rows of a ledger that had to be read in another way than the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.datum.forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zonemap.datum.parts import Rows
    from zonemap.datum.units import Numbers

__all__ = ["odd_rows"]


def odd_rows(points: pd.DataFrame, rows: Rows, placed: pd.DataFrame) -> pd.DataFrame:
    """Rows that stand in another form or frame than most of their ledger.

    Parameters
    ----------
    points, rows
        As delivered, and arranged.
    placed
        From `zonemap.datum.findings.gather_findings`.

    Returns
    -------
    repairs
        ``index``, ``column``, ``value``, ``became``, ``code``: ``gauss_krueger``,
        ``other_frame`` or ``swapped_axes``.
    """
    used = np.flatnonzero((placed["fault"] == "").to_numpy())
    form = rows.table["form"].to_numpy()[used]
    swapped = (form % 2 == 0) & (form > 0)
    frame, _ = pd.factorize(placed["frame"].to_numpy(object)[used])
    kind = frame * 2 + swapped
    columns = ["index", "column", "value", "became", "code"]
    if len(used) == 0:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in columns})
    common = int(np.bincount(kind).argmax())
    odd = np.flatnonzero(kind != common)
    other = frame[odd] != common // 2
    metres = np.char.startswith(
        np.asarray([FORMS[number] for number in form[odd]], dtype="U"), "gauss"
    )
    code = np.select([other & metres, other], ["gauss_krueger", "other_frame"], "swapped_axes")
    row = used[odd]
    given = [points[name].to_numpy(float)[row] for name in ("x", "y")]
    place = [placed[name].to_numpy()[row] for name in ("longitude", "latitude")]
    return pd.DataFrame(
        {
            "index": points.index[row],
            "column": "longitude",
            "value": _texts(given, "{:.12g}, {:.12g}"),
            "became": _texts(place, "{:.7f}, {:.7f}"),
            "code": pd.array(code.astype(object), dtype="str"),
        }
    )


def _texts(pair: Sequence[Numbers], pattern: str) -> pd.api.extensions.ExtensionArray:
    texts = [pattern.format(*two) for two in zip(*pair, strict=True)]
    return pd.array(texts, dtype="str")
