"""Ledgers in every container, laid out and damaged at random, with the ids that stand in them."""

from __future__ import annotations

import csv
import io
import json
import struct
import zipfile
from collections import Counter
from datetime import datetime
from random import Random
from typing import NamedTuple

import xlsxwriter

from tests.mutations import GARBAGE, broken_ledger
from tests.world import HEADINGS, households

GROUPS = ("户基本信息", "位置", "进度")
BOOLEANS = ("电网气源具备", "备注", "联系电话")
DATES = ("通能源日期", "验收日期", "回头看日期")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32")
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff")
FREE = ("备注", "户主姓名", "联系电话", "替代方式", "意愿", "验收结论", "暂缓原因", "回头看结果")
"""Columns that may hold anything without making the row less of a household."""

Rows = list[dict[str, str]]


class Delivered(NamedTuple):
    """Files of one day.

    Attributes
    ----------
    files
        Name to content.
    ids
        How often each 户编号 is written; None where bytes were damaged, or cells moved.
    rows
        Rows of all files; None where that is not known.
    """

    files: dict[str, bytes]
    ids: Counter[str] | None
    rows: int | None


def delivered(seed: int) -> Delivered:
    """What somebody delivered; the same for the same seed."""
    rng = Random(seed)
    if rng.random() < 0.4:
        name, data, rows = broken_ledger(seed)
        return Delivered({name: data}, None, rows)
    rows_of = _households(rng)
    make, ending = rng.choice(CONTAINERS)
    data = make(rows_of, rng)
    ids = Counter(cells["户编号"] for cells in rows_of)
    if rng.random() < 0.15:
        ending = rng.choice([".xlsx", ".xls", ".csv", ".txt", ".geojson", ".html", ".shp", ".gpkg"])
    name = f"2022-09-30{ending}"
    if rng.random() < 0.4:
        return Delivered({name: _damaged(data, rng)}, None, None)
    return Delivered({name: data}, ids, None)


def _households(rng: Random) -> Rows:
    """The eight households several times over under new ids, some cells spoilt that may be."""
    copies = [
        cells | {"户编号": f"K{number}-{cells['户编号']}"}
        for number in range(rng.randrange(1, 5))
        for cells in households()
    ]
    rows = [{heading: cells.get(heading, "") for heading in HEADINGS} for cells in copies]
    for _ in range(rng.randrange(12)):
        rng.choice(rows)[rng.choice(FREE)] = rng.choice(GARBAGE)
    if rng.random() < 0.2:
        rng.choice(rows)["备注"] = "长" * rng.choice([255, 32_767])
    return rows


def _sheets_of(rows: Rows, rng: Random) -> list[Rows]:
    if rng.random() < 0.5:
        return [rows]
    cut = rng.randrange(1, len(rows))
    return [rows[:cut], rows[cut:]]


def _styled_workbook(rows: Rows, rng: Random) -> bytes:
    """Titles, headers over two rows, merged villages, several sheets, cells of every type."""
    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        day = book.add_format({"num_format": "yyyy/m/d"})
        if rng.random() < 0.4:
            book.add_worksheet("说明").write(0, 0, "填表说明：一户一行，不得合并。")
        for number, part in enumerate(_sheets_of(rows, rng)):
            sheet = book.add_worksheet(f"表{number}")
            top = _write_head(sheet, rng)
            _write_rows(sheet, part, top=top, day=day, rng=rng)
    return stream.getvalue()


def _write_head(sheet, rng: Random) -> int:
    top = rng.randrange(3)
    last = len(HEADINGS) - 1
    for row in range(top):
        sheet.merge_range(row, 0, row, last, "汉中市散煤治理台账")
    extra = rng.choice([0, 0, 0, 280])
    for at in range(extra):
        sheet.write(top, last + 1 + at, f"附加{at}")
    if rng.random() < 0.5:
        sheet.write_row(top, 0, HEADINGS)
        return top + 1
    edges = [0, 3, 9, len(HEADINGS)]
    for name, left, right in zip(GROUPS, edges, edges[1:], strict=False):
        if rng.random() < 0.7:
            sheet.merge_range(top, left, top, right - 1, name)
            sheet.write_row(top + 1, left, HEADINGS[left:right])
            continue
        for at in range(left, right):
            sheet.merge_range(top, at, top + 1, at, HEADINGS[at])
    return top + 2


def _write_rows(sheet, rows: Rows, *, top: int, day, rng: Random) -> None:
    for row, cells in enumerate(rows, top):
        for at, heading in enumerate(HEADINGS):
            _write_cell(sheet, (row, at), cells[heading], heading=heading, day=day, rng=rng)
    same = [row for row in range(len(rows)) if rows[row]["村社区"] == rows[0]["村社区"]]
    run = next((n for n, row in enumerate(same) if n != row), len(same))
    if run > 1 and rng.random() < 0.6:
        for heading in ("县区", "镇办", "村社区", "村社区代码"):
            at = HEADINGS.index(heading)
            sheet.merge_range(top, at, top + run - 1, at, rows[0][heading])


def _write_cell(sheet, place, text: str, *, heading: str, day, rng: Random) -> None:
    clean = "".join(letter for letter in text if letter >= " " or letter == "\n")
    if heading in BOOLEANS and rng.random() < 0.1:
        sheet.write_boolean(*place, rng.random() < 0.5)
    elif heading in FREE and rng.random() < 0.03:
        sheet.write_formula(*place, "=NA()", None, "#N/A")
    elif heading in DATES and rng.random() < 0.5:
        sheet.write_datetime(*place, datetime(2022, 9, rng.randrange(1, 29)), day)
    elif heading in {"经度", "纬度"} and rng.random() < 0.7:
        sheet.write_number(*place, float(text))
    elif clean:
        sheet.write_string(*place, clean)


def _text(rows: Rows, rng: Random) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(
        stream,
        delimiter=rng.choice(",\t;|"),
        lineterminator=rng.choice(["\n", "\r\n"]),
        quoting=rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    )
    writer.writerows([[]] * rng.randrange(3))
    writer.writerow(HEADINGS)
    writer.writerows([_printable(cells[heading]) for heading in HEADINGS] for cells in rows)
    return stream.getvalue().encode(rng.choice(ENCODINGS), errors="replace")


def _printable(text: str) -> str:
    return text.replace("\r", " ")


def _geojson(rows: Rows, rng: Random) -> bytes:
    place = rng.random() < 0.5
    features = []
    for cells in rows:
        properties = {name: text for name, text in cells.items() if place or name not in "经度纬度"}
        point = [float(cells["经度"]), float(cells["纬度"])] + [500.0] * rng.randrange(2)
        features.append(
            {
                "type": "Feature",
                "properties": properties,
                "geometry": {"type": "Point", "coordinates": point},
            }
        )
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return text.encode(rng.choice(["utf-8", "utf-8-sig"]))


def _html(rows: Rows, rng: Random) -> bytes:
    def line(cells, tag):
        texts = [text.replace("&", "&amp;").replace("<", "&lt;") for text in cells]
        return "<tr>" + "".join(f"<{tag}>{text}</{tag}>" for text in texts) + "</tr>"

    body = line(HEADINGS, "th") + "".join(line(cells.values(), "td") for cells in rows)
    page = f"<html><meta charset='utf-8'><table border=1>{body}</table></html>"
    return page.encode(rng.choice(["utf-8", "utf-8-sig"]))


CONTAINERS = (
    (_styled_workbook, ".xlsx"), (_styled_workbook, ".xlsx"), (_styled_workbook, ".xlsm"),
    (_text, ".csv"), (_text, ".csv"), (_text, ".tsv"), (_text, ".txt"), (_geojson, ".geojson"),
    (_geojson, ".json"), (_html, ".html"), (_html, ".xls"),
)  # fmt: skip


def _damaged(data: bytes, rng: Random) -> bytes:
    if data.startswith(b"PK") and rng.random() < 0.6:
        return _damaged_zip(data, rng)
    kind = rng.randrange(6)
    at = rng.randrange(len(data))
    if kind == 0:
        return data[:at]
    if kind == 1:
        return rng.choice(MARKS) + data
    if kind == 2:
        return data[:at] + rng.randbytes(rng.randrange(1, 40)) + data[at:]
    if kind == 3:
        return data[:at] + data[at + rng.randrange(1, 400) :]
    if kind == 4:
        return (
            data[:at] + rng.choice([b"\0", b'"', b"\r", b"\n", b"\x1a", b"<", b"\xff"]) + data[at:]
        )
    spoiled = bytearray(data)
    for _ in range(rng.randrange(1, 30)):
        spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
    return bytes(spoiled)


def _damaged_zip(data: bytes, rng: Random) -> bytes:
    """The archive made anew with one part missing, cut, doubled, spoilt or lying of its size."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    hit, kind = rng.choice(sorted(parts)), rng.randrange(6)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", rng.choice([0, 8])) as archive:
        for name, content in parts.items():
            if name == hit and kind == 0:
                continue
            archive.writestr(name, _spoilt(content, kind, rng) if name == hit else content)
            if name == hit and kind == 1:
                archive.writestr(zipfile.ZipInfo(name), content)
    whole = bytearray(stream.getvalue())
    if kind == 5:
        at = whole.rfind(b"PK\1\2")
        whole[at + 24 : at + 28] = struct.pack("<I", rng.choice([0, 7, 0xFFFFFFFF]))
    return bytes(whole)


def _spoilt(content: bytes, kind: int, rng: Random) -> bytes:
    at = rng.randrange(len(content) or 1)
    if kind == 2:
        return content[:at]
    if kind == 3:
        return b""
    if kind == 4:
        return content.replace(*rng.choice(SWAPS))
    return content


SWAPS = (
    (b"<row", b"<RUDE"), (b' r="', b' r="ZZZ'), (b"<v>", b"<v>9999999"),
    (b"sheetData", b"sheetDate"),
    (b'encoding="UTF-8"', b'encoding="UTF-16"'), (b"rId1", b"rId99"), (b"<t>", b"<t>&#0;"),
    (b"worksheets/", b"../../../"), (b't="s"', b't="b"'), (b't="s"', b't="e"'), (b"ref=", b"Ref="),
)  # fmt: skip
