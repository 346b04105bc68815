"""A figure: a number with unit, date, source and a state of verification."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mingbai.records.entry import Entry
from mingbai.records.fields import Text


@dataclass(frozen=True, kw_only=True)
class Figure(Entry):
    """One reported number."""

    value: str
    """As printed in the source."""
    unit: Text
    unit_kind: Literal["人", "名", "户", "人次", "场次", "期次", "个", "支", "家", "条", "处", "项", "件", "元", "公里", "平方公里", "公顷", "%"]
    as_of: str = ""
    """Year, month or day of the number; empty = the source does not say."""
    scope: Text = Text()
    """What was counted."""
    verify: Literal["ok", "garbled", "inconsistent", "implausible"] = "ok"
    """ok = printed clearly in the source; nothing more is claimed."""
    note: Text = Text()
