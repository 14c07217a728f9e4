"""What can be said of our dependencies without a network: ``python -m tests.audit``, a part of ``make check``.

Known holes are asked for with ``make audit``, which needs one.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path

import typer
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

DEPLOY = Path(__file__).parents[1] / "deploy"
ALL, SERVICE, BUILD = (DEPLOY / f"requirements{name}.lock" for name in ("", "-service", "-build"))

PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[^\s;]+)(?: ; (?P<where>[^\\]+))? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")

FREE = re.compile(r"MIT|BSD|Apache|APL 2|ISC|Internet Systems|PSF|Python Software|MPL|Mozilla|LGPL|HPND")
"""Words of licences under which a municipality may run and hand on the service; LGPL and MPL ask nothing more of us."""

NOT_FREE = re.compile(r"(?<!L)GPL|Affero|Commercial|Proprietary", re.IGNORECASE)

READ_BY_HAND = {
    "peewee": "MIT",
    "pyrage": "MIT",
    "pyxform": "BSD-2-Clause",
    "vodozemac": "Apache-2.0",
}
"""Of distributions that do not say it in their metadata."""

OURS = ("bot", "handlers", "scheduler", "storage")


def main() -> None:
    """Print what is wrong; exit 1 if anything is."""
    faults = [*unpinned(), *missing(), *apart(), *unfree(), *clashing()]
    for fault in faults:
        typer.echo(fault)
    typer.echo(f"{len(pins(SERVICE))} distributions of the service, {len(faults)} faults")
    sys.exit(bool(faults))


def pins(lock: Path) -> set[tuple[str, str]]:
    """List the names and versions that a lock pins."""
    found = map(PIN.fullmatch, lock.read_text(encoding="utf-8").splitlines())
    return {(each["name"], each["version"]) for each in found if each}


def unpinned() -> Iterator[str]:
    """Find lines that are neither an exact version, followed by a hash, nor a hash."""
    for lock in (ALL, SERVICE, BUILD):
        lines = lock.read_text(encoding="utf-8").splitlines()
        for number, (line, following) in enumerate(zip(lines, [*lines[1:], ""], strict=True), start=1):
            pinned = PIN.fullmatch(line) and HASH.fullmatch(following)
            if not pinned and not HASH.fullmatch(line):
                yield f"{lock.name}:{number}: not pinned with a hash: {line}"


def missing() -> Iterator[str]:
    """Find what the service asks for and the image would not get."""
    project = tomllib.loads((DEPLOY.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {name for name, _ in pins(SERVICE)}
    for line in [*project["dependencies"], *project["optional-dependencies"]["postgresql"]]:
        name = canonicalize_name(Requirement(line).name)
        if name not in pinned:
            yield f"{name} is not in {SERVICE.name}: make lock"


def apart() -> Iterator[str]:
    """Find what the image would get and the tests have not seen."""
    seen = pins(ALL)
    for name, version in sorted(pins(SERVICE) | {each for each in pins(BUILD) if each[0] == "hatchling"}):
        if (name, version) not in seen:
            yield f"{name} {version} is in the image, but not in {ALL.name}: make lock"


def unfree() -> Iterator[str]:
    """Find distributions of the service whose licence is not one we know to be free enough."""
    for name, _ in sorted(pins(SERVICE)):
        try:
            said = READ_BY_HAND.get(name) or licence(distribution(name))
        except PackageNotFoundError:  # for another platform or version of Python
            continue
        if not FREE.search(said) or NOT_FREE.search(said):
            yield f"{name}: is this licence free? {said!r}"


def licence(of: Distribution) -> str:
    """Say what a distribution says of its licence: the expression, else classifiers, else the first line."""
    metadata = of.metadata
    classifiers = [each for each in metadata.get_all("Classifier") or [] if each.startswith("License ::")]
    return metadata.get("License-Expression") or "; ".join(classifiers) or (metadata.get("License") or "")[:200]


def clashing() -> Iterator[str]:
    """Find distributions that bring a package of the same name as one of our floors."""
    for each in distributions():
        if each.metadata["Name"] != "hafenbote":
            roots = {file.parts[0] for file in each.files or ()}
            yield from (f"{each.metadata['Name']} brings a package {name!r}, too" for name in OURS if name in roots)


if __name__ == "__main__":
    main()
