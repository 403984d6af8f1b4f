"""What the command line shows: progress bars and tables, for people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from kiosk.affairs.catalogue import Catalogue, CatalogueItem
from kiosk.affairs.period import Cycle

Step = Callable[[int, int, str], None]
"""Called with how many are done, how many there are, and what is being done."""


@contextmanager
def progress(title: str) -> Iterator[Step]:
    """A bar on the terminal that moves with every call; plain silence when not on one."""
    console = Console(file=sys.stderr)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(title, total=None)

        def step(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=f"{title} {name}"[:60])

        yield step


def print_catalogue(catalogue: Catalogue) -> None:
    """A catalogue as a table, class by class, with the law of every item."""
    console = Console()
    count = sum(1 for _ in catalogue.items())
    console.print(f"[bold]{catalogue.name}[/]（{catalogue.valid_from:%Y-%m-%d} 起）")
    console.print(f"{len(catalogue.classes)} 类 {count} 项", highlight=False)
    console.print(f"来源：{catalogue.source}\n", highlight=False)
    for group in catalogue.classes:
        table = Table(
            title=f"{group.code} {group.name}（{group.affairs.chinese}）", title_justify="left"
        )
        for head in ("编号", "项目", "周期", "类型", "责任单位", "依据"):
            table.add_column(head, overflow="fold")
        for item in group.items:
            basis = "；".join(str(each) for each in item.basis)
            table.add_row(item.code, item.name, _cycle(item), item.kind.chinese, item.unit, basis)
        console.print(table)


def _cycle(item: CatalogueItem) -> str:
    if item.cycle is Cycle.AT_ONCE and item.within_days is not None:
        kind = "个工作日" if item.working_days else "日"
        return f"{item.within_days} {kind}内"
    return item.cycle.chinese
