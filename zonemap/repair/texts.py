"""Text cells: trimmed, without invisible characters; words without stray blanks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from zonemap.repair.cells import Readings, cell_texts
from zonemap.repair.characters import is_error, trimmed

if TYPE_CHECKING:
    from zonemap.repair.cells import Cells

__all__ = ["WORD_COLUMNS", "read_texts"]

WORD_COLUMNS = frozenset({
    "vulnerable", "county", "town", "village", "location_method", "user_type", "purpose", "fuel",
    "stove", "substitute", "consent", "acceptance", "check_result",
})  # fmt: skip
"""Columns of names and words that repeat, in which a blank inside a word is a slip."""

JUDGED_WORDS = frozenset({
    "同意", "拒绝", "未征询", "合格", "不合格", "通过", "未通过", "验收合格", "正常", "复烧",
})  # fmt: skip
"""Words that rules look for, known even where the column does not hold them elsewhere."""

_BLANK_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def read_texts(cells: Cells, *, words: bool) -> Readings:
    """Texts as typed, but for what cannot be seen; an error cell is blanked.

    Parameters
    ----------
    cells
        Of the column.
    words
        The column holds words: of two spellings in it that differ by blanks between Chinese
        characters the one without blanks is right.

    Returns
    -------
    readings
        ``typed`` are an Arrow array of text.
    """
    texts = cell_texts(cells)
    values, touched = trimmed(texts)
    seen = {place: values[place].as_py() for place in pc.indices_nonzero(touched).to_pylist()}
    repairs = {place: ("spaces", text) for place, text in seen.items() if text}
    if words:
        joined = _joined_words(values)
        repairs |= {position: ("spaces", word) for position, word in joined.items()}
        values = _replaced(values, joined)
    values = pc.if_else(pc.equal(values, ""), None, values)
    starts = pc.indices_nonzero(pc.match_substring_regex(values, "^[#＃]")).to_pylist()
    errors = [position for position in starts if is_error(values[position].as_py())]
    for position in errors:
        repairs.pop(position, None)
    values = _replaced(values, dict.fromkeys(errors))
    return Readings(values, dict.fromkeys(errors, "error_cell"), repairs)


def _joined_words(values: pa.Array) -> dict[int, str]:
    """Words written with blanks between characters that are known without."""
    apart = pc.indices_nonzero(pc.match_substring_regex(values, r".[\s\p{Z}].")).to_pylist()
    if not apart:
        return {}
    known = JUDGED_WORDS.union(values.to_pylist())
    joined = {position: _BLANK_BETWEEN.sub("", values[position].as_py()) for position in apart}
    return {
        position: word
        for position, word in joined.items()
        if word in known and word != values[position].as_py()
    }


def _replaced(values: pa.Array, changes: dict[int, str] | dict[int, None]) -> pa.Array:
    if not changes:
        return values
    mask = [False] * len(values)
    for position in changes:
        mask[position] = True
    ordered = [changes[position] for position in sorted(changes)]
    return pc.replace_with_mask(values, pa.array(mask), pa.array(ordered, values.type))
