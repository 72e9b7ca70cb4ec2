from __future__ import annotations

from zonemap.repair.status_words import HARMLESS_NOTES, LOADED, STATUS_OF_WORD, VARIANTS
from zonemap.schema import DONE_STATUSES, STATUSES


def test_every_word_means_one_status_and_every_status_has_words():
    words = [word for line in VARIANTS.values() for word in line.split()]
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert set(VARIANTS) == {status.name for status in STATUSES}
    assert all(word == "".join(word.lower().split()) for word in STATUS_OF_WORD)


def test_no_word_of_a_thing_done_holds_a_not_or_a_not_yet():
    done = [word for word, name in STATUS_OF_WORD.items() if name in DONE_STATUSES]
    assert [word for word in done if set(word) & set("未待拟没")] == []


def test_a_word_of_the_form_means_its_own_status():
    assert {status.word: status.name for status in STATUSES}.items() <= STATUS_OF_WORD.items()
    assert not HARMLESS_NOTES & set(STATUS_OF_WORD)
    assert not any(LOADED & set(note) for note in HARMLESS_NOTES)
