"""What the guides say of ledgers, held to the code."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from zonemap.read.folders import UNREAD_TABLES
from zonemap.read.layout.headings import column_name
from zonemap.read.sheets import LEDGER_SUFFIXES
from zonemap.render.workbook.reasons import REASONS, REPAIRS
from zonemap.repair.cells import number_text
from zonemap.repair.households import typed_households
from zonemap.repair.statuses import read_status
from zonemap.schema import COLUMNS, STATUSES

DOCS = Path(__file__).resolve().parents[1] / "docs"
GUIDES = ("ledgers.md", "ledgers.zh-CN.md")
DAY = date(2022, 9, 30)
NAMES = {column.header: column.name for column in COLUMNS}
KINDS = {column.name: column.kind for column in COLUMNS}
WORDS = {status.name: status.word for status in STATUSES}
OUTCOMES = {
    "accepted": "accepted", "repaired": "repaired", "blanked": "blanked",
    "undetermined": "undetermined", "noted": "noted", "照用": "accepted", "修正": "repaired",
    "置空": "blanked", "待核定": "undetermined", "提示": "noted",
}  # fmt: skip


def text_of(guide: str) -> str:
    return (DOCS / guide).read_text(encoding="utf-8")


def spans(cell: str) -> list[str]:
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", cell)


def marked_table(guide: str, mark: str) -> list[list[str]]:
    """The cells of the rows of the table behind a mark."""
    lines = text_of(guide).split(f"<!-- {mark} -->\n")[1].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def shown(value: object, kind: str) -> str | None:
    """A typed value as the guides write it; None where it is missing."""
    if pd.isna(value):
        return None
    if kind == "date":
        return str(pd.Timestamp(value).date())
    if kind == "yes_no":
        return "是" if value else "否"
    if kind == "number":
        return number_text(float(value))
    return WORDS[value] if kind == "status" else str(value)


@pytest.mark.parametrize("guide", GUIDES)
def test_every_code_stands_in_the_guide(guide):
    named = set(spans(text_of(guide)))
    assert sorted({*REASONS, *REPAIRS} - named) == []


@pytest.mark.parametrize("guide", GUIDES)
def test_every_file_that_is_read_or_refused_is_named(guide):
    named = set(spans(text_of(guide)))
    assert sorted({*LEDGER_SUFFIXES, *UNREAD_TABLES} - named) == []


@pytest.mark.parametrize("guide", GUIDES)
def test_every_row_of_codes_is_of_a_known_code(guide):
    rows = re.findall(r"^\| `([a-z_]+)` \| (\S+) \|", text_of(guide), flags=re.MULTILINE)
    assert len(rows) > 20
    assert [code for code, word in rows if code not in {**REASONS, **REPAIRS}] == []
    assert [
        code for code, word in rows if (OUTCOMES[word] == "repaired") != (code in REPAIRS)
    ] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_every_example_of_a_value_becomes_what_the_guide_says(guide):
    wrong = []
    rows = marked_table(guide, "values")
    for heading, written, becomes, outcome, code in rows:
        name, cells = NAMES[heading], spans(written) or [None]
        expected = spans(becomes) or [None]
        expected = expected * len(cells) if len(expected) == 1 else expected
        found = read_cells(name, cells)
        told = (OUTCOMES[outcome], (spans(code) or [""])[0])
        if found != [(value, *told) for value in expected]:
            wrong.append((heading, written, found))
    assert wrong == []
    assert len(rows) > 35


def read_cells(name: str, cells: list[str | None]) -> list[tuple[str | None, str, str]]:
    """What the rows of a small ledger become, what that is, and why."""
    others = {"status": "在用", "user_type": "居民"}
    table = pd.DataFrame({**others, name: pd.Series(cells, dtype="str")}, index=range(len(cells)))
    typed = typed_households(table, day=DAY)
    found = []
    for row, own in enumerate(typed.households[name]):
        value = shown(own, KINDS[name])
        repairs = typed.repairs[typed.repairs["index"] == row]
        issues = typed.issues[typed.issues["index"] == row]
        assert len(repairs) + len(issues) <= 1
        if len(repairs):
            found.append((repairs["became"].iloc[0], "repaired", repairs["code"].iloc[0]))
        elif len(issues):
            found.append((value, _effect(name, value), issues["code"].iloc[0]))
        else:
            found.append((value, "accepted", ""))
    return found


def _effect(name: str, value: str | None) -> str:
    """What an issue of a cell does to its household."""
    if value is not None:
        return "noted"
    return "undetermined" if name in {"status", "longitude", "latitude"} else "blanked"


@pytest.mark.parametrize("guide", GUIDES)
def test_every_heading_of_the_guide_means_its_column(guide):
    rows = marked_table(guide, "headings")
    pairs = [(word, NAMES[heading]) for heading, words in rows for word in spans(words)]
    assert [word for word, name in pairs if column_name(word) != name] == []
    assert len(pairs) > 25
    unread = ("编号", "类型", "日期", "年用煤量（公斤）", "补贴（万元）", "炉子", "办理情况")
    assert [word for word in unread if column_name(word)] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_every_status_word_of_the_guide_means_its_status(guide):
    rows = marked_table(guide, "statuses")
    assert [(word, spans(name)[0]) for word, name, _ in rows] == [
        (s.word, s.name) for s in STATUSES
    ]
    wrong = [w for _, name, words in rows for w in spans(words) if read_status(w) != spans(name)[0]]
    assert wrong == []
    unclear = text_of(guide).split("<!-- unclear -->")[1].split("\n\n")[0].split("`煤改电完成`")[0]
    assert [word for word in spans(unclear) if read_status(word)] == []
    assert read_status("煤改电完成") is None


@pytest.mark.parametrize("guide", GUIDES)
def test_every_column_stands_in_the_guide(guide):
    text = text_of(guide)
    rows = [f"| {c.header} | {c.label} | `{c.name}` |" for c in COLUMNS]
    assert [row for row in rows if row not in text] == []


@pytest.mark.parametrize(
    "page", [path.relative_to(DOCS.parent).as_posix() for path in DOCS.parent.glob("docs/**/*.md")]
    + ["README.md", "README.zh-CN.md", "households/README.md"],
)  # fmt: skip
def test_every_link_leads_to_a_file(page):
    path = DOCS.parent / page
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
