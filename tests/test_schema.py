from __future__ import annotations

from zonemap.schema import (
    COLUMN_NAMES,
    COLUMNS,
    COUNT_COLUMNS,
    DONE_STATUSES,
    HEADING_ALIASES,
    REMAINING_STAGES,
    STAGES,
    STATUS_SEVERITY,
    STATUSES,
)


def test_names_headers_and_labels_are_unique():
    for values in (COLUMN_NAMES, [c.header for c in COLUMNS], [c.label for c in COLUMNS]):
        assert len(set(values)) == len(COLUMNS)


def test_every_column_has_aliases_and_no_alias_two_columns():
    assert tuple(HEADING_ALIASES) == COLUMN_NAMES
    words = [word for aliases in HEADING_ALIASES.values() for word in aliases]
    assert len(words) == len(set(words))
    assert not set(words) & {column.header for column in COLUMNS}


def test_identifiers_are_text():
    kinds = {column.name: column.kind for column in COLUMNS}
    assert {kinds[name] for name in ("household_id", "id_number", "phone", "village_code")} == {
        "id"
    }


def test_every_status_has_its_severity_and_the_unreadable_one_is_worse_than_done():
    assert set(STATUS_SEVERITY) == {status.name for status in STATUSES} | {""}
    worst_done = min(STATUS_SEVERITY.index(status) for status in DONE_STATUSES)
    assert STATUS_SEVERITY.index("") < worst_done


def test_stages_are_remaining_proven_or_undetermined():
    assert {stage.name for stage in STAGES} == {*REMAINING_STAGES, "proven", "undetermined"}
    assert set(REMAINING_STAGES) < set(COUNT_COLUMNS)
