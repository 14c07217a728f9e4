"""The rules of how long what is kept, as the table in ``deploy/privacy/loeschkonzept.md``.

``python -m storage.retention_table`` prints it.
"""

from __future__ import annotations

import sys
from itertools import groupby

from storage.retention_rules import RULES

HEADING = ("Tabelle", "was geschieht", "Frist", "Zweck", "Rechtsgrundlage")


def as_table() -> str:
    """Write the rules as a table in Markdown, in the order of the tables' names."""
    lines = [_line(*HEADING), _line(*["---"] * len(HEADING))]
    for table, rules in groupby(sorted(RULES, key=lambda rule: rule.table), key=lambda rule: rule.table):
        for rule in rules:
            deed = f"{rule.deed}: {', '.join(f'`{name}`' for name in rule.columns)}" if rule.columns else str(rule.deed)
            lines.append(_line(f"`{table}`", deed, f"{rule.period} {rule.after}".strip(), rule.reason, rule.basis))
    return "\n".join(lines)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(f"{as_table()}\n")
