from __future__ import annotations

import pytest

from zonemap.errors import LedgerError
from zonemap.read.workbook.html_tables import html_sheets

PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<style>td {{ }}</style></head><body><table><tr><td>菜单</table><table border=1>
<tr><th colspan="6">散煤用户台账</th></tr>
<tr><td rowspan=2>户编号<td rowspan=2>村社区<td colspan=2>位置<td rowspan=2>状态
<td rowspan=2>备注</tr>
<tr><td>经度</td><td>纬度</td></tr>
<tr><td>0013</td><td rowspan="2">一村</td><td>107.1</td><td>33.1</td><td>在用
<td>甲&amp;乙<br>丙&nbsp;</tr>
<tr style="display:none"><td>2<td>107.2<td>33.2<td>复烧<td></tr>
</table></body></html>"""


def put(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "a.xls"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("utf-8", "gb18030"), ("x", "utf-16")],
)
def test_a_table_with_spans_is_read_in_any_charset(tmp_path, charset, encoding):
    sheets, others = html_sheets(put(tmp_path, PAGE.format(charset=charset), encoding), aliases={})
    sheet = sheets[0]
    assert others == ["table 1"]
    assert sheet.name == "table 2"
    assert sheet.header.columns["longitude"] == 2
    assert sheet.cells.loc[4].tolist() == ["0013", "一村", "107.1", "33.1", "在用", "甲&乙 丙"]
    assert sheet.cells.loc[5].tolist() == ["2", "一村", "107.2", "33.2", "复烧", ""]
    assert sheet.filled == ((5, 1),)
    assert sheet.findings[0].code == "hidden_rows"


def test_a_table_inside_a_cell_stands_for_itself(tmp_path):
    inner = "<table><tr><td>户编号<td>村社区<td>状态<tr><td>1<td>一村<td>在用</table>"
    sheets, others = html_sheets(
        put(tmp_path, f"<table><tr><td>x{inner}y</td></tr></table>"), aliases={}
    )
    assert sheets[0].cells.to_numpy().tolist() == [["1", "一村", "在用"]]
    assert others == ["table 1"]


@pytest.mark.parametrize(
    ("text", "why"),
    [("<html>无</html>", "without a table"),
     ("<table>" + "<tr><td colspan=16000>x" * 7000 + "</table>", "far outside")],
)  # fmt: skip
def test_a_page_without_table_or_with_absurd_spans_is_refused(tmp_path, text, why):
    with pytest.raises(LedgerError, match=why):
        html_sheets(put(tmp_path, text), aliases={})


def test_a_cell_that_spans_a_million_rows_covers_only_those_there_are(tmp_path):
    text = "<table><tr><td>村社区<td>状态<tr><td rowspan=99999999>一村<td>在用<tr><td>复烧</table>"
    sheet = html_sheets(put(tmp_path, text.replace("村社区", "户编号")), aliases={})[0][0]
    assert len(sheet.cells) == 2
