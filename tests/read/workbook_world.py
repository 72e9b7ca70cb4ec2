"""Workbooks for tests, and ways to spoil them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile

import pytest
from openpyxl import Workbook

HEADINGS = ["户编号", "镇办", "村社区", "经度", "纬度", "状态", "验收日期", "联系电话"]
ROW = ["1", "一镇", "一村", 107.1, 33.1, "在用", None, "0013"]


def book_of(*rows, headings=HEADINGS, merged=(), title="台账"):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in [headings, *rows]:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    return book


def saved(book, path):
    book.save(path)
    return path


def with_parts(path, *, compression=zipfile.ZIP_DEFLATED, **changed):
    """The workbook with parts put in place of its own; ``sheet`` is the first sheet."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml"}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changed.items():
        part = names.get(name, name)
        parts[part] = change(parts.get(part, b"")) if callable(change) else change
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(buffer.getvalue())
    return path


def as_xls(path):
    """The workbook as LibreOffice saves it in the old format."""
    if shutil.which("soffice") is None:
        if os.environ.get("ZONEMAP_REQUIRE_OFFICE"):
            pytest.fail("LibreOffice is not installed")
        pytest.skip("LibreOffice is not installed")
    folder = path.parent
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xls", "--outdir", folder, path]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return path.with_suffix(".xls")
