from __future__ import annotations

from datetime import date

import pytest

from zonemap.read.ledgers import find_ledgers, read_ledger
from zonemap.sample.files import SAMPLE_FORMATS, reference_places, sample_files
from zonemap.sample.land import PLAN_COUNTIES

LAST_DAY = date(2022, 9, 30)


def files(file_format, *, seed=1):
    made = sample_files(
        households=30, seed=seed, weeks=2, last_day=LAST_DAY, file_format=file_format
    )
    return dict(made)


@pytest.fixture(scope="module")
def made():
    return {file_format: files(file_format) for file_format in SAMPLE_FORMATS}


def test_files_are_named_by_day_and_say_that_they_are_synthetic(made):
    for file_format in SAMPLE_FORMATS:
        assert list(made[file_format]) == [
            f"2022-09-23_模拟数据.{file_format}",
            f"2022-09-30_模拟数据.{file_format}",
        ]


@pytest.mark.parametrize("file_format", SAMPLE_FORMATS)
def test_the_same_arguments_give_the_same_bytes(made, file_format):
    assert files(file_format) == made[file_format]


def test_another_seed_gives_other_households(made):
    assert files("csv", seed=2) != made["csv"]


def test_every_format_is_read_as_a_ledger_of_its_day_with_the_same_households(tmp_path, made):
    households = {}
    for file_format in SAMPLE_FORMATS:
        for name, data in made[file_format].items():
            (tmp_path / name).write_bytes(data)
        _first, last = find_ledgers(tmp_path, f"*.{file_format}")
        ledger = read_ledger(last, root=tmp_path)
        assert ledger.day == LAST_DAY
        assert len(ledger.rows) == 30
        households[file_format] = set(ledger.rows["household_id"])
    assert len(households["csv"]) == 30
    assert households["csv"] == households["parquet"] == households["xlsx"]


def test_the_reference_places_cover_the_plan():
    places = reference_places()
    assert set(PLAN_COUNTIES) <= set(places.counties["adcode"])
    assert set(PLAN_COUNTIES) <= set(places.villages["county_code"])
    assert set(places.control_towns) <= set(places.villages["town_code9"])
    assert set(places.centres["county_code"]) < set(PLAN_COUNTIES)
