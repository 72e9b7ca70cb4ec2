"""What each row of a ledger sheet below its header is.

Data rows, sub-totals between them, signatures and notes at the end, the header again on every
printed page, and blank rows anywhere. Every row is exactly one of these.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zonemap.read.layout.header_rows import cell_text
from zonemap.read.layout.headers import HEADER_ROWS_SEARCHED, Header, find_header
from zonemap.read.layout.headings import column_name, squashed
from zonemap.schema import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["HEADER_ROWS_SEARCHED", "Header", "column_name", "find_header", "row_kinds"]

_WORDS = "(?:小计|合计|总计|共计|累计)"
_BEHIND = r"(?:[:：(（\d].{0,40})?"
_TOTAL = rf".{{0,40}}{_WORDS}{_BEHIND}|共[:：]?\d+户.{{0,40}}|计[:：]?"
"""A total by its words, also with what it counts behind: 一镇小计, 合计35户, 总计：12.5吨."""
_TOTAL_IN_NAMES = (
    rf"(?:.{{0,40}}(?:[镇村组县区办乡页级市站户道]|社区|全部|本表))?{_WORDS}{_BEHIND}"
    r"|共[:：]?\d+户.{0,40}"
)
"""A total where the name of a person stands: 王合计 is none."""

_SIGNATURE = (
    r"(?:填表|制表|填报|编制|审核|复核|审批|核对|校对|经办|打印)(?:人|员|单位|部门|领导|日期|时间).{0,60}"
    r"|(?:填表|制表|填报|审核|复核|审批|核对|校对|经办|签字|签名|盖章|签章)(?:[:：（(].{0,60})?"
    r"|(?:负责人?|联系人?|统计|调查|核查|录入|报送|上报|分管|主管|单位|主要)[^:：]{0,10}[:：].{0,60}"
    r"|(?:镇办?|街道办?|村委?会?|社区|县区?)(?:负责人|干部|书记|主任|意见)[^:：]{0,8}[:：].{0,60}"
    r"|.{0,12}(?:签字|签名|签章|盖章)[:：]?.{0,20}|.{0,10}(?:工作队|专班|领导小组)[:：].{0,40}"
    r"|(?:以上|上述)?情况属实.{0,20}|共[:：]?\d+户.{0,20}"
    r"|(?:主要|单位)?负责人|联系人|统计员|调查员|录入员|[分主]管领导"
    r"|(?:日期|时间|截止|截至|数据来源|页码)[^:：]{0,8}[:：].{0,60}"
    r"|(?:注|备注|附注|说明|填表说明|填报说明)(?:[:：]|\d[.、]).*"
    r"|.{0,20}[（(](?:盖章|公章|签章|签字|签名)[)）].{0,40}"
    r"|.{0,4}以下(?:空白|无正文|为空).{0,4}|第\d+页.{0,12}"
    r"|(?:20\d\d)?年\d{0,2}月\d{0,2}日"
)
_SENTENCE = r".{4,}[，。；：;！].{4,}|.{8,}。"
"""A note that starts with no known word."""

_SERIAL = r"[(（]?\d{1,7}(?:\.0)?[)）]?"
_FILLER = r"|[-‐-―－_/\\·.…~～*]{1,20}|无"
_COUNT = r"[\d.,]+(?:户|吨|元|个)?|[-‐-―－_/\\]+"
"""What a total writes where a household has its status: a number, a stroke."""
_PHONE, _IDENTITY = r"\d{7,}(?:-\d+)?", r"\d{14,17}[\dXx]"
_BLANKS = r"[\t-\r\x1c-\x1f\x{85}\p{Z}\x{200B}\x{FEFF}]"
"""For Arrow, which knows fewer blanks by their short name than `re`."""
_PLAIN = r"[0-9A-Za-z][0-9A-Za-z._-]*"
_TEXT = pa.large_string()
_STROKES = ("-", "--", "—", "——", "/", " ", "  ", "\u3000")
_NONE: frozenset[str] = frozenset()
CHUNK_ROWS = 50_000
SENTENCE_COLUMNS = 2
SHORTEST_TITLE = 5

_VALUE_COLUMNS = tuple(
    column.name for column in COLUMNS if column.group not in {"户基本信息", "位置"}
)
"""Columns in which the words of a total or signature mean nothing."""
_PERSONAL = ("household_id", "head", "id_number", "phone")
_REPEATED_IN = ("status", "longitude", "latitude", "village", "household_id", "head")
"""Columns by which a row that repeats the header is looked for."""


def row_kinds(cells: pd.DataFrame, *, header: Header) -> NDArray[np.str_]:
    """What each row is: one of ``heading``, ``blank``, ``total``, ``signature``, ``data``.

    Parameters
    ----------
    cells
        Every row of the sheet below the header, columns by position; empty cells are None,
        NaN or the empty text.
    header
        From `find_header`.

    Returns
    -------
    kinds
        One for each row. A row whose cells are those of the header, or of a title above it, is a
        heading; one with nothing but its number or strokes is blank. Otherwise a row with a
        status or a place is data; any other is a total or signature (also a note) only by its
        own words, else data. Where it has two of id, name, identity number and phone, the words
        must stand in its first filled cell.
    """
    kinds = np.full(len(cells), "data", dtype="<U9")
    kinds[_repeats_header(cells, header)] = "heading"
    unsure = np.flatnonzero((kinds == "data") & ~_is_household(cells, header))
    unsure = unsure[~_is_person(cells.iloc[unsure], header)]
    if len(unsure):
        kinds[unsure] = _kinds_by_words(cells.iloc[unsure], header)
    return kinds


def _is_empty(cells: pd.Series) -> NDArray[np.bool_]:
    return (cells.isna() | (cells == "")).to_numpy(dtype=bool, na_value=True)


def _matches(text: pd.Series, pattern: str) -> NDArray[np.bool_]:
    """Whole texts that match, a digit being one of any script."""
    whole = rf"^(?:{pattern})$".replace(r"\d", r"\p{Nd}")
    found = pc.match_substring_regex(_arrow_text(text), whole)
    return np.asarray(pc.fill_null(found, fill_value=False))


def _arrow_text(text: pd.Series) -> pa.ChunkedArray:
    """A column of text as Arrow holds it, in however many pieces."""
    whole = text.array.__arrow_array__()
    chunks = whole.chunks if isinstance(whole, pa.ChunkedArray) else [whole]
    return pa.chunked_array(chunks, whole.type).cast(_TEXT)


def _is_household(cells: pd.DataFrame, header: Header) -> NDArray[np.bool_]:
    """Rows that no total or signature can be: with a status or a place."""
    found = np.zeros(len(cells), dtype=bool)
    if "status" in header.columns:
        column = cells[header.columns["status"]]
        codes, written = pd.factorize(column)
        words = pd.Series([re.sub(r"\s", "", cell_text(word)) for word in written], dtype="str")
        said = (words != "").to_numpy(dtype=bool) & ~_matches(words, _COUNT)
        found |= np.append(said, False)[codes]
    if "longitude" in header.columns:
        column = cells[header.columns["longitude"]]
        found |= _is_given(column)
    return found


def _is_given(column: pd.Series) -> NDArray[np.bool_]:
    return ~_is_empty(column) & ~column.isin(_STROKES).to_numpy()


def _is_person(rows: pd.DataFrame, header: Header) -> NDArray[np.bool_]:
    """Rows that need no closer look: two of id, name and so on, behind a plain number or code."""
    personal = [at for name in _PERSONAL if (at := header.columns.get(name)) is not None]
    found = np.zeros(len(rows), dtype=bool)
    known = np.zeros(len(rows), dtype="int64")
    for at in personal:
        known += _is_given(rows[at])
    undecided = known > 1
    for at in _label_columns(rows, header):
        here = np.flatnonzero(undecided & ~_is_empty(rows[at]))
        found[here] = _matches(rows[at].iloc[here].astype("str"), _PLAIN)
        undecided[here] = False
    return found


def _label_columns(rows: pd.DataFrame, header: Header) -> list[int]:
    values = {header.columns.get(name, -1) for name in _VALUE_COLUMNS}
    return [at for at in map(int, rows.columns.tolist()) if at not in values]


def _repeats_header(cells: pd.DataFrame, header: Header) -> NDArray[np.bool_]:
    """Rows that say again what stands in the header, cell for cell."""
    words = header.words or _canonical_words(header)
    own_words = [words.get(int(at), _NONE) for at in cells.columns.tolist()]
    found = np.zeros(len(cells), dtype=bool)
    for place in np.flatnonzero(_may_repeat(cells, header, words)).tolist():
        texts = [squashed(cell_text(cell)) for cell in cells.iloc[place]]
        said = [text in own for own, text in zip(own_words, texts, strict=True) if text]
        found[place] = all(said) or (sum(said) > 1 and 2 * sum(said) >= len(said))
    return found


def _canonical_words(header: Header) -> dict[int, frozenset[str]]:
    return {
        header.columns[column.name]: frozenset({column.name, column.header})
        for column in COLUMNS
        if column.name in header.columns
    }


def _may_repeat(
    cells: pd.DataFrame, header: Header, words: Mapping[int, frozenset[str]]
) -> NDArray[np.bool_]:
    likely = np.zeros(len(cells), dtype=bool)
    for name in _REPEATED_IN:
        at = header.columns.get(name, -1)
        if at in words and not pd.api.types.is_numeric_dtype(cells[at]):
            few = name == "status"
            likely |= _says(cells[at], words[at]) if few else cells[at].isin(words[at]).to_numpy()
    return likely


def _says(column: pd.Series, words: frozenset[str]) -> NDArray[np.bool_]:
    """Cells that are one of the words, whatever their spacing."""
    codes, written = pd.factorize(column)
    short = 2 * max(map(len, words), default=0)
    hits = [len(text := cell_text(cell)) <= short and squashed(text) in words for cell in written]
    return np.append(np.array(hits, dtype=bool), False)[codes]


def _kinds_by_words(rows: pd.DataFrame, header: Header) -> NDArray[np.str_]:
    """What rows without status and place are, by the words in them."""
    kinds = [
        _chunk_kinds(rows.iloc[start : start + CHUNK_ROWS], header)
        for start in range(0, len(rows), CHUNK_ROWS)
    ]
    return np.concatenate(kinds)


def _chunk_kinds(rows: pd.DataFrame, header: Header) -> NDArray[np.str_]:
    cells = pd.Series(rows.to_numpy(dtype=object).ravel()).astype("str").fillna("")
    bare = pc.replace_substring_regex(_arrow_text(cells), _BLANKS, "")
    codes, written = pd.factorize(pd.array(bare, dtype="str"))
    codes, text = codes.reshape(rows.shape), pd.Series(written)
    places = np.asarray(rows.columns)

    def said(pattern: str) -> NDArray[np.bool_]:
        return np.asarray(_matches(text, pattern)[codes])

    def under(names: Sequence[str]) -> NDArray[np.bool_]:
        return np.isin(places, [header.columns.get(name, -1) for name in names])

    filled = ~said(_FILLER)
    telling = filled & ~(np.isin(places, header.serial) & said(_SERIAL))
    labels = filled & np.isin(places, _label_columns(rows, header))
    first = labels & (labels.cumsum(axis=1) == 1)
    named = ((telling & under(_PERSONAL)).sum(axis=1) > 1)[:, None]
    known = (under(["id_number"]) & said(_IDENTITY)).any(axis=1)
    reached = (under(["phone"]) & said(_PHONE)).any(axis=1)
    total = np.where(under(["head"]), said(_TOTAL_IN_NAMES), said(_TOTAL))
    note = said(_SENTENCE) & first & (places < SENTENCE_COLUMNS)
    alone = _is_one_thing(codes, telling)
    return np.select(
        [
            ~telling.any(axis=1),
            alone & _among(text, header.titles)[codes].any(axis=1),
            (total & np.where(named, first, labels)).any(axis=1) & ~known & ~reached,
            (said(_SIGNATURE) & first).any(axis=1) & ~known,
            note.any(axis=1) & alone,
        ],
        ["blank", "heading", "total", "signature", "signature"],
        "data",
    )


def _is_one_thing(codes: NDArray[np.int64], telling: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows in which one text stands, once or in every cell that was merged."""
    least = np.where(telling, codes, codes.size).min(axis=1, initial=codes.size)
    most = np.where(telling, codes, -1).max(axis=1, initial=-1)
    return np.asarray(least == most)


def _among(text: pd.Series, titles: frozenset[str]) -> NDArray[np.bool_]:
    """Cells that repeat a title; short ones may be names."""
    known = frozenset(title for title in titles if len(title) >= SHORTEST_TITLE)
    return _says(text, known) if known else np.zeros(len(text), dtype=bool)
