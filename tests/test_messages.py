from __future__ import annotations

from zonemap.messages import translator


def test_chinese_is_translated_and_english_is_the_message_itself():
    assert translator("zh")("Relapsed") == "复烧"
    assert translator("en")("Relapsed") == "Relapsed"


def test_an_unknown_message_is_given_back():
    assert translator("zh")("never said") == "never said"
