"""Which language a text is in, as far as a reader must know."""

from __future__ import annotations

import re
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from standoff.reports.wording import Wording

_SAMPLE_CHARS, _OPENING_CHARS = 6_000, 1_200
_SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")),
)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_WORDS = 30
_FEW_WORDS = 6
# In the script of the language that is coded a wrong guess would leave a text unread.
_SURE = 0.99
_LIKELY = 0.8
# Ordinary English prose has a share of .30 to .45 of these words, other languages of the
# same script below .06; lists of names and headlines come down to .12.
_SHARE, _PLAIN_SHARE = 0.10, 0.25


def tell_language(text: str, *, wording: Wording, declared: str | None = None) -> str:
    """The language's code: that of `wording`, another one, or "und" where it cannot be told.

    Args:
        text: what was read.
        wording: the language to tell from all others.
        declared: what the file says its language is, such as "en-US".
    """
    if _is_plainly(text[:_OPENING_CHARS], wording):
        return wording.language
    sample = text[:_SAMPLE_CHARS]
    said = (declared or "").strip().lower().replace("_", "-").split("-")[0] or None
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    if not letters:
        return said or "und"
    if not sample.isascii() and sum(map(len, _LATIN.findall(sample))) < letters / 2:
        found = _by_script(sample, letters) or _guess(sample, least=_LIKELY)
        return found or (said if said != wording.language else None) or "und"
    if _common(sample, wording) >= len(words) * _SHARE:
        return wording.language
    guess = _guess(sample, least=_SURE) if len(words) >= _FEW_WORDS else None
    if len(words) < _ENOUGH_WORDS and said in {None, wording.language}:
        return guess or wording.language
    return guess or (said if said != wording.language else None) or "und"


def _is_plainly(opening: str, wording: Wording) -> bool:
    """Whether a text opens with ordinary prose of a language that is told by its words."""
    words = opening.count(" ") + 1
    return words >= _ENOUGH_WORDS and _common(opening, wording) >= words * _PLAIN_SHARE


def _common(sample: str, wording: Wording) -> int:
    return sum(len(phrase.match.findall(sample)) for phrase in wording.of_kind("stop_word"))


def _guess(sample: str, *, least: float) -> str | None:
    """The language that a model of letter sequences takes it for, with at least this chance."""
    code, chance = _identifier().classify(sample)
    return str(code) if chance >= least else None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """The model of 97 languages; loaded only when a text in another language is met."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _by_script(sample: str, letters: int) -> str | None:
    for code, script in _SCRIPTS:
        if len(script.findall(sample)) >= letters * 0.15:
            return code
    return None
