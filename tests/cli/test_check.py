from __future__ import annotations

import json
import zipfile

from openpyxl import load_workbook

from tests.world import households, make_project, row


def test_check_reports_and_changes_nothing_but_the_rejects(call, tmp_path):
    folder = make_project(tmp_path / "p", [*households(), row("u1", "", "")])
    result = call("check", "--project", folder, "--json")
    report = json.loads(result.stdout)
    assert report["issues"] == {"no_place": 1}
    assert report["accounting"][0]["undetermined"] == 1
    assert [path.name for path in (folder / "output/internal").iterdir()] == ["rejects.xlsx"]


def test_check_says_in_words_what_is_to_be_mended(call, tmp_path):
    folder = make_project(tmp_path / "p", [*households(), row("u1", "", "")])
    assert "rejects.xlsx" in call("check", "--project", folder).stdout
    assert call("check", "--project", folder, "--quiet").output == ""


def mended(workbook, changes):
    """The workbook of rejects with cells of its rows to mend typed anew; blank first."""
    book = load_workbook(workbook)
    for sheet in book.worksheets:
        header = next(
            (
                cells
                for cells in sheet.iter_rows()
                if {"户编号", "状态"} <= {c.value for c in cells}
            ),
            None,
        )
        if header is None:
            continue
        columns = {cell.value: cell.column for cell in header}
        for line in range(header[0].row + 1, sheet.max_row + 1):
            known = changes.get(sheet.cell(line, columns["户编号"]).value, {})
            for heading, text in known.items():
                sheet.cell(line, columns[heading]).value = text
    return book


def test_the_rows_to_mend_are_a_ledger_once_they_are_mended(call, tmp_path):
    right = {cells["户编号"]: cells for cells in households()}
    wrong = [cells | {"状态": "清零", "备注": "=1+1"} for cells in households()]
    wrong[1] |= {"经度": "后补"}
    folder = make_project(tmp_path / "p", wrong)
    call("check", "--project", folder, "--quiet")
    rejects = folder / "output/internal/rejects.xlsx"
    with zipfile.ZipFile(rejects) as parts:
        assert not any(b"<f>1+1" in parts.read(name) for name in parts.namelist())
    changes = {
        name: {"状态": cells["状态"], "经度": cells["经度"]} for name, cells in right.items()
    }
    mended(rejects, changes).save(folder / "households/2022-10-07.xlsx")
    result = call("check", "--project", folder, "--json")
    assert result.exit_code == 0, result.output
    newest = json.loads(result.stdout)["accounting"][-1]
    assert newest["file"] == "households/2022-10-07.xlsx"
    assert (newest["data"], newest["in"], newest["outside"]) == (8, 6, 2)
    counts = json.loads(result.stdout)["zone_counts"]["total"]
    make_project(tmp_path / "q", households())
    sound = json.loads(call("check", "--project", tmp_path / "q", "--json").stdout)
    assert counts == sound["zone_counts"]["total"]
