"""What officials read, in their language: gettext catalogues under ``locales/``.

Message ids are the English texts as they stand in the code, so English needs no
catalogue. Chinese is ``locales/zh/LC_MESSAGES/zonemap.po``; the ``.mo`` beside it is
compiled from it (``python tests/catalogue.py`` does both).
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from importlib.resources import files
from typing import Literal

__all__ = ["LANGUAGES", "Language", "Translate", "translator"]

Language = Literal["zh", "en"]
Translate = Callable[[str], str]

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def translator(language: Language) -> Translate:
    """The function that turns an English message id into a text of ``language``.

    Returns
    -------
    translate
        Gives the message id back where the catalogue does not know it.
    """
    if language == "en":
        return gettext.NullTranslations().gettext
    catalogue = files("zonemap") / "locales" / language / "LC_MESSAGES" / "zonemap.mo"
    with catalogue.open("rb") as file:
        return gettext.GNUTranslations(file).gettext
