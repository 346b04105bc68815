"""Guides: every path of a decision guide ends at an outcome, and every outcome can be reached."""
from __future__ import annotations

from mingbai.problems import Problems, nearest
from mingbai.records.guide import Guide
from mingbai.records.library import Library


def check_guides(library: Library, problems: Problems) -> None:
    """Report dead ends, circles and unreachable places of all guides."""
    for record in library.records.get("guide", {}).values():
        assert isinstance(record, Guide)
        if record.steps:
            _check(record, problems)


def _check(guide: Guide, problems: Problems) -> None:
    steps = {step.id: step for step in guide.steps}
    ends = {outcome.id for outcome in guide.outcomes}
    reached: set[str] = set()
    line = guide.lines.get("steps", guide.place.line)

    def walk(id: str, path: tuple[str, ...]) -> None:
        if id in path:
            problems.add(guide.place.path, line, "guide-cycle", circle=" → ".join((*path[path.index(id):], id)))
            return
        if id in reached:
            return
        reached.add(id)
        for answer in steps[id].answers if id in steps else ():
            if answer.next in steps or answer.next in ends:
                walk(answer.next, (*path, id))
            else:
                near = nearest(answer.next, [*steps, *ends]) or "–"
                problems.add(guide.place.path, line, "guide-dead-end", **{"from": id, "target": answer.next, "nearest": near})

    walk(guide.steps[0].id, ())
    for id in sorted((set(steps) | ends) - reached):
        problems.add(guide.place.path, line, "guide-unreachable", id=id)
