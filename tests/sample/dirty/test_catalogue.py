from __future__ import annotations

import ast
from pathlib import Path

import zonemap.sample.dirty
from zonemap.sample.dirty.catalogue import CELL_FAULTS, FAULTS, mild_rates

FOLDER = Path(zonemap.sample.dirty.__file__).parent


def test_names_are_unique_and_every_fault_of_cells_can_be_written():
    assert len(FAULTS) > 90
    for fault in CELL_FAULTS:
        assert fault.write is not None
        assert fault.columns


def test_the_mild_mix_is_mild():
    rates = mild_rates()
    assert set(rates) == set(FAULTS)
    families = {"values", "duplicates"}
    assert 0.02 < sum(r for n, r in rates.items() if FAULTS[n].family in families) < 0.06


def test_nothing_is_shared_with_what_reads_ledgers():
    imported = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module)
    house = {name for name in imported if name.startswith("zonemap.")}
    foreign = {name for name in house if not name.startswith("zonemap.sample.")}
    assert foreign == {"zonemap.schema"}
