from __future__ import annotations

import re
from importlib.resources import files

from zonemap.render.html_map.words import page_words


def test_every_word_the_scripts_ask_for_is_there():
    assets = files("zonemap.render") / "assets"
    scripts = [file.read_text("utf-8") for file in assets.iterdir() if file.name.endswith(".js")]
    asked = {name for script in scripts for name in re.findall(r"\bwords\.(\w+)", script)}
    assert asked
    assert asked - page_words(translate=str).keys() == set()


def test_words_are_in_the_language_of_the_reader():
    words = page_words(translate=lambda text: f"译{text}")
    assert all(text.startswith("译") for text in words.values())
