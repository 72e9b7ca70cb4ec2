from __future__ import annotations

import pyogrio
import pytest

from tests.world import households, make_project, proven, row
from zonemap.messages import translator
from zonemap.outputs import internal_outputs, output_count, zero_sentences
from zonemap.pipeline import judge_ledgers
from zonemap.read.plan import read_config


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    rows = [proven("h1", 107.06, 33.05), *households()[4:]]
    rows += [row("n1", 107.02, 33.05), in_unknown()]
    folder = make_project(tmp_path_factory.mktemp("outputs") / "p", rows)
    return judge_ledgers(read_config(folder))


def in_unknown():
    return row("u1", "", "")


def test_as_many_files_are_made_as_are_announced(result):
    names = [name for name, _ in internal_outputs(result, language="en")]
    assert len(names) == len(set(names)) == output_count(result.project.config)


def test_zero_is_not_said_while_someone_undetermined_may_lie_inside(result):
    sentences = zero_sentences(result, translate=translator("en"))
    assert sentences["a-ban"].startswith("Not established")
    assert sentences["b-disc"] == "Not zero: 1 remaining"


def test_both_languages_say_what_is_approximate_on_the_page(result):
    for language, said in [("en", "not an official line"), ("zh", "非官方界线")]:
        pages = dict(internal_outputs(result, language=language))
        assert said in pages["internal/index.html"].decode()


def test_synthetic_ledgers_are_called_so_in_every_title(tmp_path):
    folder = make_project(tmp_path / "p")
    (folder / "households/2022-09-30.csv").rename(folder / "households/2022-09-30_模拟数据.csv")
    made = dict(internal_outputs(judge_ledgers(read_config(folder)), language="zh"))
    assert "试验（模拟数据）" in made["internal/index.html"].decode()


def test_the_geopackage_has_a_layer_of_bands_with_the_ranges(result, tmp_path):
    made = dict(internal_outputs(result, language="en"))
    path = tmp_path / "zones.gpkg"
    path.write_bytes(made["internal/zones.gpkg"])
    bands = pyogrio.read_dataframe(path, layer="bands").set_index("zone_id")
    stated = result.zone_nearness.query("range_of != ''")
    assert bands.index.tolist() == stated.index.tolist() != []
    assert bands["remaining_high"].tolist() == stated["remaining_high"].tolist()
    assert bands["accuracy_m"].tolist() == stated["line_accuracy_m"].tolist()
