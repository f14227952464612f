"""Judging whether learning material does what it should: what the answers to a quiz say about its questions. Pure."""

from nanocore.judging._items import ENOUGH, Item, Telling, items

__all__ = ["ENOUGH", "Item", "Telling", "items"]
