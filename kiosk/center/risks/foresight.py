"""What the rules see in a county folder before it is published: a reminder for who pushes it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from kiosk.affairs.deadline import beijing_day
from kiosk.affairs.division import Level, lineage
from kiosk.affairs.gathering import Shown, gather
from kiosk.affairs.holdings import Contract
from kiosk.affairs.risk import Finding, RiskRule, findings
from kiosk.center.folder import Reading
from kiosk.center.folder.problems import Pen
from kiosk.center.folder.risks import RISKS, read_risks
from kiosk.state import sources


def foresee(folder: Path, reading: Reading) -> list[str]:
    """A sentence for each finding, with its village; mistakes in risks.yaml as they are named."""
    if reading.county is None:
        return []
    own = folder / RISKS
    path = own if own.is_file() else sources() / "content" / RISKS
    pen = Pen(path.name)
    rules = read_risks(path, pen)
    if len(pen):
        return [str(problem) for problem in pen.marks]
    names = {d.code: d.name for d in reading.county.divisions}
    return [
        f"{names.get(each.division, each.division)}：{each.said}（{each.rule.name}）"
        for each in findings_in(reading, rules)
    ]


def findings_in(reading: Reading, rules: tuple[RiskRule, ...]) -> list[Finding]:
    """Everything that the rules see in a folder, village by village."""
    county = reading.county
    if county is None:
        return []
    today = county.sample_day or beijing_day(datetime.now(UTC))
    held: dict[str, list[Shown]] = {}
    for draft in reading.drafts:
        shown = Shown(draft.disclosure, draft.content)
        held.setdefault(draft.disclosure.division, []).append(shown)
    contracts = {
        code: [s.content.document for s in shown if isinstance(s.content.document, Contract)]
        for code, shown in held.items()
    }
    found: list[Finding] = []
    for division in county.divisions:
        if division.level not in {Level.VILLAGE, Level.COMMUNITY}:
            continue
        code = division.code
        own = held.get(code, [])
        seen = gather(
            code,
            own,
            above=[s for above in lineage(code)[1:] for s in held.get(above, [])],
            owed=county.owed(code, [each.face for each in own], today),
            peers=[c for other, kept in contracts.items() if other != code for c in kept],
        )
        found += findings(seen, rules, today)
    return found
