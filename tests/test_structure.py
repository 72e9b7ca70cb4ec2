"""What holds of the repository as a whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.catalogue import MO_FILE, compiled, message_ids, read_catalogue
from zonemap.cli import COMMANDS
from zonemap.config import config_schema
from zonemap.schema import COLUMNS, STATUSES

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "zonemap"


def test_every_module_has_a_test_file_of_its_name():
    modules = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py")]
    missing = [
        str(module)
        for module in modules
        if module.name != "__init__.py"
        and not (ROOT / "tests" / module.parent / f"test_{module.name}").exists()
    ]
    assert missing == []


def loaded_by(code: str) -> set[str]:
    """Top-level packages that a fresh interpreter has loaded after running ``code``."""
    report = "import sys; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


HEAVY = {"numpy", "pandas", "geopandas", "shapely", "pyproj", "matplotlib", "folium", "pydantic"}


def test_importing_the_package_loads_nothing_heavy():
    assert not loaded_by("import zonemap") & HEAVY


def test_asking_for_help_loads_nothing_heavy():
    code = (
        "from zonemap.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "sys = __import__('sys'); sys.stdout.write('\\n')"
    )
    assert not loaded_by(code) & HEAVY


def test_locating_points_loads_no_maps_and_no_page():
    assert not loaded_by("import zonemap.cli.locate") & {"matplotlib", "folium", "pydantic"}


def test_every_public_name_loads():
    import zonemap

    for name in zonemap.__all__:
        assert getattr(zonemap, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        zonemap.nothing  # noqa: B018


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readmes_name_every_command(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"zonemap {name}" not in text] == []


def test_every_message_is_translated_and_compiled():
    catalogue = read_catalogue()
    assert sorted(message_ids() - {message.id for message in catalogue if message.string}) == []
    assert MO_FILE.read_bytes() == compiled(catalogue)


def test_a_translation_keeps_the_places_of_its_message():
    import string

    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    wrong = [m.id for m in read_catalogue() if m.id and places(m.id) != places(m.string)]
    assert wrong == []


def test_the_labels_of_columns_and_statuses_read_as_ledgers_write_them():
    catalogue = read_catalogue()
    for column in COLUMNS:
        assert catalogue.get(column.label).string.startswith(column.header)
    for status in STATUSES:
        assert catalogue.get(status.label).string == status.word


def test_no_script_or_style_stands_in_python():
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    assert not any("addEventListener" in text or "=> {" in text for text in sources)


def test_every_column_and_every_key_of_the_plan_is_documented():
    ledgers = (ROOT / "docs/ledgers.md").read_text(encoding="utf-8")
    rows = {c.name: f"| {c.header} | {c.label} | `{c.name}` |" for c in COLUMNS}
    assert [name for name, line in rows.items() if line not in ledgers] == []
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    keys = {key for table in config_schema()["$defs"].values() for key in table["properties"]}
    assert [key for key in sorted(keys) if f"| `{key}` |" not in text] == []
