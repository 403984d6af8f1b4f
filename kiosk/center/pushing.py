"""From a county folder to the signed feed: read, check, publish; all or nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from kiosk.affairs.county import County
from kiosk.affairs.deadline import beijing_day
from kiosk.center.cases.rules import RulesError, read_rules
from kiosk.center.folder import Reading, read_folder
from kiosk.center.folder.reader import sorted_problems
from kiosk.center.folder.rules import edited_rules
from kiosk.center.posting import PostError, county_in
from kiosk.center.printing import Step
from kiosk.feed.publisher import Outcome, Publisher
from kiosk.feed.tokens import Token
from kiosk.state import State


class PushError(Exception):
    """The folder cannot be published.  The message is Chinese."""


class Report(NamedTuple):
    """What a push did, in words."""

    published: bool
    text: str
    outcome: Outcome | None = None


def read(folder: Path, catalogues: Path, state: State, step: Step | None) -> Reading:
    """Read and check a folder, with the caches and against the feed of this machine."""
    reading = read_folder(folder, catalogues=catalogues, cache=state.cache, progress=step)
    return _against(state.feed, _with_holidays(folder, reading))


def _with_holidays(folder: Path, reading: Reading) -> Reading:
    """The years that the county's cases.yaml adds to the official calendar hold for due days too.

    A cases.yaml with mistakes says nothing here; ``kiosk check`` names them.
    """
    own = folder / "cases.yaml"
    if reading.county is None or not own.is_file():
        return reading
    try:
        newest = max(read_rules(own), key=lambda edition: edition.valid_from)
    except (RulesError, ValueError):
        return reading
    county = msgspec.structs.replace(reading.county, holidays=newest.notices)
    return msgspec.structs.replace(reading, county=county)


def _against(feed: Path, reading: Reading) -> Reading:
    """The reading with what contradicts the feed: rules that were in force are never edited."""
    if reading.county is None or not (feed / "metadata" / "timestamp.json").exists():
        return reading
    try:
        published = county_in(feed)
    except PostError:  # nothing is published yet
        return reading
    today = reading.county.sample_day or beijing_day(datetime.now(UTC))
    found = edited_rules(published, reading.county, today)
    return msgspec.structs.replace(reading, problems=sorted_problems([*reading.problems, *found]))


def push(
    folder: Path,
    catalogues: Path,
    state: State,
    step: Step | None = None,
    *,
    reviewer: Path | Token | None = None,
) -> Report:
    """Read, check and publish a folder; see `publish`."""
    return publish(read(folder, catalogues, state, step), state, step, reviewer=reviewer)


def publish(
    reading: Reading,
    state: State,
    step: Step | None = None,
    *,
    reviewer: Path | Token | None = None,
) -> Report:
    """Publish what was read.  With any mistake in it nothing is published at all.

    ``reviewer`` is where the reviewer's key is, in a county that asks for two signatures.
    """
    if reading.problems or reading.county is None:
        lines = [str(problem) for problem in reading.problems]
        lines.append(f"共 {len(lines)} 处要改。什么也没有发布，公开栏上的内容没有变。")
        return Report(published=False, text="\n".join(lines))
    publisher = Publisher(state.feed, state.online, reviewer=reviewer)
    tell = (lambda done, total: step(done, total, "写入")) if step else None
    outcome = publisher.publish(reading.county, reading.drafts, progress=tell)
    return Report(published=True, text=_said(outcome), outcome=outcome)


def county_of(reading: Reading) -> County:
    """The county's own data; PushError if that has mistakes."""
    if reading.county is None:
        raise PushError("\n".join(str(problem) for problem in reading.problems))
    return reading.county


def _said(outcome: Outcome) -> str:
    added, changed, same = len(outcome.added), len(outcome.changed), len(outcome.unchanged)
    if outcome.scopes:
        said = f"已发布：新增 {added} 件，改动 {changed} 件，没变 {same} 件。"
    else:
        said = f"没有变化，什么也没有写（{same} 件都已经在公开栏上）。"
    if outcome.withdrawn:
        said += f"\n有 {len(outcome.withdrawn)} 件已被撤下，内容没有改动，仍然不公开。"
    if outcome.kept:
        kept = len(outcome.kept)
        said += f"\n有 {kept} 件在公开栏上、不在这个文件夹里，仍然公开。要撤下请用 kiosk withdraw。"
    return said
