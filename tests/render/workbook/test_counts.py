"""The clearance workbook as a planner opens it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.render.workbook.workbook_world import (
    ID_NUMBER,
    draw_counts,
    draw_households,
    read_book,
    write_counts,
)
from zonemap.errors import AccountingError

SHEETS = [
    "Summary",
    "Zone by status",
    "Zone, town, village",
    "Remaining households",
    "Undetermined",
    "In ban zone, not in plan",
    "History",
    "Accounting",
]


@pytest.fixture(scope="module")
def content():
    return write_counts(draw_households(200))


def without_cached_values(content: bytes) -> bytes:
    """The workbook with what its formulas give taken out, so that a reader must calculate."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
            new.writestr(name, text)
    return stream.getvalue()


def formula_cells(content: bytes) -> dict[tuple[str, str], object]:
    """What each formula gives, as stored, by sheet and cell."""
    formulas, values = read_book(content, values=False), read_book(content)
    return {
        (sheet.title, cell.coordinate): values[sheet.title][cell.coordinate].value
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def test_sheets_stand_in_their_order(content):
    assert read_book(content).sheetnames == SHEETS


def test_the_same_tables_give_the_same_bytes(content):
    assert write_counts(draw_households(200)) == content


def test_no_identity_number_is_anywhere_in_the_file(content):
    with zipfile.ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            assert ID_NUMBER.encode() not in parts.read(name), name


def test_every_formula_carries_its_value(content):
    cells = formula_cells(content)
    assert len(cells) > 40
    assert all(value is not None for value in cells.values())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_calculates_what_the_cells_already_say(tmp_path):
    contents = {name: write_counts(draw_households(200, shared=name)) for name in (0, 20)}
    bare = [tmp_path / f"{name}.xlsx" for name in contents]
    for path, content in zip(bare, contents.values(), strict=True):
        path.write_bytes(without_cached_values(content))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run(
        [*command, tmp_path / "out", *bare], check=True, capture_output=True, timeout=180
    )
    for path, content in zip(bare, contents.values(), strict=True):
        calculated = load_workbook(tmp_path / "out" / path.name, data_only=True)
        for (sheet, cell), value in formula_cells(content).items():
            expected = pytest.approx(value) if isinstance(value, float) else value
            assert calculated[sheet][cell].value == expected, (sheet, cell)


def test_headers_stay_in_sight_and_print_on_each_page(content):
    book = read_book(content)
    assert book["Summary"].freeze_panes == "B5"
    assert book["Remaining households"].freeze_panes == "D4"
    assert book["Remaining households"].print_title_rows == "$3:$3"
    for sheet in book:
        assert sheet.freeze_panes is not None, sheet.title
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        one_page = sheet.title == "Summary"
        assert sheet.page_setup.fitToHeight == (None if one_page else 0)
        assert "&P" in sheet.oddFooter.center.text


def test_tables_that_disagree_give_no_workbook():
    households = draw_households(200)
    with pytest.raises(AccountingError):
        write_counts(households.iloc[20:], draw_counts(households))


def test_no_household_is_an_empty_workbook_and_no_error():
    book = read_book(write_counts(draw_households(0)))
    assert book.sheetnames == SHEETS
    assert book["Remaining households"]["A4"].value == "Nothing to list"
    assert book["Summary"]["M5"].value == "—"
