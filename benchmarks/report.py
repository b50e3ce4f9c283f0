"""The figures as tables for whoever ran the benchmark."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.targets import Target


def show(results: Mapping[str, Any], reached: Sequence[Target], console: Console) -> None:
    for table in (
        _races(results["races"]),
        _figures("Released rule set, microseconds and bytes", "sample", results["rule_set"]["samples"]),
        _figures("Import, milliseconds", "module", _imports(results["imports"])),
        _figures("Intake handler, microseconds of processor time", "sample", _handler(results["handler"])),
        _figures("What a submission asks of the table", "submission", results["submissions"]),
        _figures(_size_of_items(results["items"]), "intake", results["items"]["by_intake"]),
        _figures("The release, from content to file", "", {"": results["growth"]["release"]}),
        _curve("Growth with the rules", "rules", results["growth"]["rules"]),
        _curve("Growth with the treatment trials of one intake", "trials", results["growth"]["trials"]),
        _targets(reached),
    ):
        console.print(table)


def _races(races: Iterable[Mapping[str, Any]]) -> Table:
    table = _table("Forty rules, in times of the same rules by hand", ["engine", "asked how"])
    for column in ("ratio", "middle half", "us", "preparing, us"):
        table.add_column(column, justify="right")
    for race in races:
        spread = f"{race['quarter']:.2f} to {race['three_quarters']:.2f}"
        times = (f"{race['us']:.0f}", f"{race['preparing_us']:.0f}")
        table.add_row(race["engine"], race["form"], f"{race['ratio']:.2f}", spread, *times)
    return table


def _figures(title: str, first: str, rows: Mapping[str, Mapping[str, float]]) -> Table:
    table = _table(title, [first])
    for column in next(iter(rows.values())):
        table.add_column(column.replace("_", " "), justify="right")
    for name, figures in rows.items():
        table.add_row(name, *(f"{figure:,.0f}" for figure in figures.values()))
    return table


def _size_of_items(items: Mapping[str, Any]) -> str:
    return f"Largest item of a submission in bytes; the median of {items['count']} is {items['median_bytes']:,.0f}"


def _curve(title: str, first: str, curve: Mapping[str, Any]) -> Table:
    """Costs by size, and the power of the size with which each grows."""
    table = _figures(title, first, curve["costs"])
    powers = (curve["powers"].get(cost) for cost in next(iter(curve["costs"].values())))
    table.add_row("power of the size", *("" if power is None else f"{power:.2f}" for power in powers))
    return table


def _imports(imports: Mapping[str, Any]) -> Mapping[str, Mapping[str, float]]:
    return {
        name: {"elapsed": elapsed, "processor": imports["processor_ms"][name]}
        for name, elapsed in imports["ms"].items()
    }


def _handler(handler: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, float]]:
    return {
        name: {
            "ours": measured["us"],
            "plain": measured["plain_us"],
            "envelope only": measured["envelope_us"],
            "bare": measured["bare_us"],
            **measured["parts_us"],
        }
        for name, measured in handler.items()
    }


def _targets(reached: Sequence[Target]) -> Table:
    table = _table("Targets", ["figure"])
    for column in ("is", "at most", ""):
        table.add_column(column, justify="right")
    for target in reached:
        limit = f"{'below ' if target.strict else ''}{target.limit:.2f}"
        table.add_row(target.name, f"{target.value:.2f}", limit, "met" if target.met else "MISSED")
    return table


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(*columns, title=title, title_justify="left")
    table.title_style = "bold"
    return table
