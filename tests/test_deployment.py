"""What lies in deploy/ agrees with the program it is for, and with the rules it claims to keep."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder

from bot.settings import PREFIX, Settings

DEPLOY = Path(__file__).parents[1] / "deploy"
KUBERNETES = DEPLOY / "kubernetes" / "base"
UNITS = ("hafenbote.service", "hafenbote-backup.service", "hafenbote-backup.timer")
OF_CADDY = {"HAFENBOTE_HOST", "HAFENBOTE_UPSTREAM", "HAFENBOTE_UPSTREAM_PORT"}
IN_AN_EXAMPLE = {"HAFENBOTE_BOT"}

SANDBOX = re.compile(r"^(?:Capab|Protect|Private|Restrict|System|MemoryDeny|Lock|NoNew).*", re.MULTILINE)


def read(name: str) -> str:
    """Read a file of the folder."""
    return (DEPLOY / name).read_text(encoding="utf-8")


def resource(name: str) -> dict[str, Any]:
    """Read a resource of Kubernetes."""
    found: dict[str, Any] = yaml.safe_load((KUBERNETES / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def test_every_setting_that_is_named_is_one() -> None:
    """No file sets what the program does not read; secrets are called like their settings."""
    named = {
        word.upper()
        for place in ("Dockerfile", "*.yaml", "caddy/*", "nginx/*", "systemd/*", "kubernetes/**/*", "example.env")
        for path in DEPLOY.glob(place)
        if path.is_file()
        for word in re.findall(r"\bhafenbote_[a-z_]*[a-z]|\bHAFENBOTE_[A-Z_]*[A-Z]", path.read_text(encoding="utf-8"))
    }
    ours = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert named - ours == OF_CADDY | IN_AN_EXAMPLE
    assert len(named) > 20


def test_kubernetes_selects_what_it_deploys() -> None:
    """All selectors fit the pods, all names the resources, and the overlay replaces what stands in the base."""
    deployment, service, ingress = map(resource, ("deployment", "service", "ingress"))
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    pods = deployment["spec"]["template"]["spec"]
    assert deployment["spec"]["selector"]["matchLabels"] == service["spec"]["selector"] == labels
    assert resource("poddisruptionbudget")["spec"]["selector"]["matchLabels"] == labels
    assert resource("networkpolicy")["spec"]["podSelector"]["matchLabels"] == labels
    assert pods["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"] == labels
    assert pods["serviceAccountName"] == resource("serviceaccount")["metadata"]["name"]
    assert ingress["spec"]["rules"][0]["host"] == ingress["spec"]["tls"][0]["hosts"][0]
    listed = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
    assert {*listed, "kustomization.yaml"} == {path.name for path in KUBERNETES.iterdir()}


def test_containers_may_do_little() -> None:
    """Nowhere root, nothing writable but what is listed, no capabilities, as the restricted standard for pods asks."""
    pods = resource("deployment")["spec"]["template"]["spec"]
    container = pods["containers"][0]
    user = re.search(r"^USER (\d+):(\d+)$", read("Dockerfile"), re.MULTILINE)
    assert user is not None
    assert [str(pods["securityContext"][key]) for key in ("runAsUser", "runAsGroup")] == list(user.groups())
    assert pods["securityContext"]["runAsNonRoot"]
    assert pods["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert not pods["automountServiceAccountToken"]
    services = yaml.safe_load(read("compose.yaml"))["services"]
    for service in (each for each in services.values() if "extends" not in each):
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["deploy"]["resources"]["limits"]["memory"]
    assert "ports" not in services["bot"]


@pytest.mark.parametrize("file", ["caddy/Caddyfile", "nginx/hafenbote.conf", "kubernetes/base/ingress.yaml"])
def test_little_is_outside(file: str) -> None:
    """Each proxy passes on what Telegram calls, calendars and whether we are alive, and no other page of ours."""
    lines = [line for line in read(file).splitlines() if not line.lstrip().startswith("#")]
    shown = set(re.findall(r"/(?:telegram|calendar|health/\w+|metrics)\b", "\n".join(lines)))
    assert shown == {"/telegram", "/calendar", "/health/live"}


def test_both_units_have_one_sandbox() -> None:
    """What the copying may do is what the service may do."""
    kept = [set(SANDBOX.findall(read(f"systemd/{unit}"))) for unit in UNITS[:2]]
    assert kept[0] == kept[1]
    assert len(kept[0]) > 20


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_units_sound_and_tight(tmp_path: Path) -> None:
    """All units are understood to the last word, and their exposure is at most 1.5 of 10."""
    for unit in UNITS:
        text = read(f"systemd/{unit}").replace("/opt/hafenbote/bin/hafenbote", "/bin/true")
        (tmp_path / unit).write_text(text, encoding="utf-8")
    files = [str(tmp_path / unit) for unit in UNITS]
    said = analyze("verify", "--man=no", *files)
    assert [line for line in said.splitlines() if any(unit in line for unit in UNITS)] == []
    for file in files[:2]:
        said = analyze("security", "--offline=true", "--no-pager", file)
        score = re.search(r"exposure level for .*: ([\d.]+)", said)
        assert score is not None, said
        assert float(score[1]) <= 1.5


def analyze(*arguments: str) -> str:
    """Ask systemd, which need not run for that."""
    command = [shutil.which("systemd-analyze") or "", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - systemd's own program
    return done.stdout + done.stderr


@pytest.mark.parametrize("paper", ["SECURITY.md", "threat-model.md"])
def test_what_a_paper_calls_as_witness_is_there(paper: str) -> None:
    """Each file named is in the project; a test that was renamed is missed here."""
    named = re.findall(r"`((?:tests|handlers|storage|bot|deploy)/[\w/.-]+)`", read(paper))
    assert [name for name in named if not (DEPLOY.parent / name).exists()] == []
    assert len(named) > 8


def test_the_wheel_brings_all_and_no_more(tmp_path: Path) -> None:
    """Texts, migrations and the demo's files are in an ordinary wheel; tests, settings and databases are not."""
    root = DEPLOY.parent
    (built,) = WheelBuilder(str(root)).build(directory=str(tmp_path), versions=["standard"])
    brought = {name for name in zipfile.ZipFile(built).namelist() if ".dist-info/" not in name}
    floors = [path for floor in ("bot", "handlers", "scheduler", "storage") for path in (root / floor).rglob("*")]
    ours = {str(path.relative_to(root)) for path in floors if path.is_file() and "__pycache__" not in path.parts}
    assert brought == ours
    assert {"handlers/texts/de.ftl", "storage/migrations/env.py", "bot/demo/members.csv"} <= brought
