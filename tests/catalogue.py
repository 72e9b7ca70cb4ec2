"""The message ids of the code, the catalogue that translates them, and its compiled form.

    python -m tests.catalogue

adds the ids that are missing from ``zonemap.po`` (empty, to be translated), drops those no
longer used, sorts it and compiles it.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog, extract, mofile, pofile

from zonemap import errors
from zonemap.frames import PROBLEMS
from zonemap.render.workbook.coordinates import FORM_WORDS, HOW_WORDS
from zonemap.render.workbook.reasons import REPAIRS, SEVERITIES

PACKAGE = Path(__file__).resolve().parents[1] / "zonemap"
PO_FILE = PACKAGE / "locales" / "zh" / "LC_MESSAGES" / "zonemap.po"
MO_FILE = PO_FILE.with_suffix(".mo")

FIXED = datetime(2022, 9, 30, tzinfo=UTC)
"""Stands in the compiled catalogue instead of the clock."""

ERRORS = (*errors.__all__, "error")
KEYWORDS = {
    "_": None, "translate": None, "Reason": (1, 2),
    "Column": (2,), "Status": (2,), "Stage": (2,), **dict.fromkeys(ERRORS),
}  # fmt: skip


def message_ids() -> set[str]:
    """Every text in the code that officials read."""
    found: set[str] = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        with path.open("rb") as file:
            for _line, message, _comments, _context in extract.extract(
                "python", file, keywords=KEYWORDS
            ):
                found |= {message} if isinstance(message, str) else set(filter(None, message))
    return found | table_ids()


def table_ids() -> set[str]:
    """Ids that stand as values of a table, not in a call."""
    tables = (SEVERITIES, REPAIRS, HOW_WORDS, FORM_WORDS, PROBLEMS)
    return {text for table in tables for text in table.values()}


def read_catalogue() -> Catalog:
    with PO_FILE.open("rb") as file:
        return pofile.read_po(file, locale="zh")


def compiled(catalogue: Catalog) -> bytes:
    catalogue.creation_date = catalogue.revision_date = FIXED
    buffer = io.BytesIO()
    mofile.write_mo(buffer, catalogue)
    return buffer.getvalue()


def main() -> None:
    old = read_catalogue() if PO_FILE.exists() else Catalog(locale="zh")
    new = Catalog(locale="zh", fuzzy=False)
    for message_id in sorted(message_ids()):
        known = old.get(message_id)
        new.add(message_id, known.string if known else "")
    missing = [message.id for message in new if message.id and not message.string]
    buffer = io.BytesIO()
    pofile.write_po(buffer, new, omit_header=True, width=100)
    header = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    PO_FILE.write_bytes(header + buffer.getvalue())
    MO_FILE.write_bytes(compiled(read_catalogue()))
    for message_id in missing:
        sys.stderr.write(f"not translated: {message_id}\n")


if __name__ == "__main__":
    main()
