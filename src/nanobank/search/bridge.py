"""The way to ``nanocore.matching``: compounds taken apart, words and meaning put together."""

from nanocore.matching import Lexicon, fused, language_of, says_nothing, stands_for

__all__ = ["Lexicon", "fused", "language_of", "says_nothing", "stands_for"]
