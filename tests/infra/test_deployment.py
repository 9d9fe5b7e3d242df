"""What is built and composed hangs together: files are there, locks agree, settings can be read."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from jointhall.settings import read_settings
from tests.infra.chart import yaml

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml((ROOT / "infra" / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
_VARIABLE = re.compile(r"\$\{(\w+)(?::[-?]([^}]*))?\}")


def filled(text: str) -> str:
    """A value as compose would fill it, every password being `x`."""

    def fill(found: re.Match[str]) -> str:
        return "x" if ":?" in found[0] else found[2]

    return _VARIABLE.sub(fill, text)


def test_everything_that_must_be_written_is_in_the_example() -> None:
    text = (ROOT / "infra" / "compose.yaml").read_text()
    example = (ROOT / "infra" / "compose.env.example").read_text()
    offered = set(re.findall(r"^(\w+)=", example, re.M))
    assert {found[1] for found in _VARIABLE.finditer(text)} == offered


@pytest.mark.parametrize("name", ["migrate", "web", "worker"])
def test_the_services_can_read_their_settings(name: str) -> None:
    environment = {key: filled(value) for key, value in SERVICES[name]["environment"].items()}
    settings = read_settings(environment)
    assert settings.broker_url is not None
    assert settings.store is not None
    assert (settings.owner_database_url is not None) is (name == "migrate")
    assert SERVICES[name]["read_only"] is True


def test_services_wait_for_services_that_are_there_and_can_say_they_are_well() -> None:
    for service in SERVICES.values():
        for other, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy" and other != "web":
                assert "healthcheck" in SERVICES[other]
            assert other in SERVICES
    dockerfile = (ROOT / "infra" / "Dockerfile").read_text()
    assert "HEALTHCHECK" in dockerfile  # what web's health is


def test_volumes_and_images_are_named() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / "infra" / source).exists()
        # A part without a fixed version changes under us.
        assert re.search(r":[\w.-]*\d|:local$", service["image"])


def test_only_the_page_and_the_store_are_reachable_and_from_this_machine() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert sorted(ports) == ["127.0.0.1:8000:8000", "127.0.0.1:9000:9000"]


def test_the_image_copies_what_is_there() -> None:
    dockerfile = (ROOT / "infra" / "Dockerfile").read_text()
    allowed = (ROOT / "infra" / "Dockerfile.dockerignore").read_text().splitlines()
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.M):
        for source in sources.split():
            assert (ROOT / source).exists()
            assert f"!{source}" in allowed
    assert "USER 10001" in dockerfile


def pinned(name: str) -> dict[str, str]:
    return dict(
        re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;\\]+)", (ROOT / name).read_text(), re.M)
    )


def test_the_image_has_the_packages_that_were_tested() -> None:
    tested, shipped = pinned("requirements.lock"), pinned("infra/image.lock")
    assert len(shipped) > 50
    assert shipped.items() <= tested.items()
    assert not shipped.keys() & {"pytest", "playwright", "mypy", "ruff", "hypothesis"}
    project = (ROOT / "pyproject.toml").read_text()
    wanted = re.search(r"^dependencies = \[(.*?)^\]", project, re.M | re.S)
    assert wanted is not None
    for name in re.findall(r'^\s*"([\w.-]+)', wanted[1], re.M):
        assert re.sub(r"[._-]+", "-", name.lower()) in shipped, f"{name}: run `make lock`"


def test_page_scripts_are_pinned_exactly_and_by_their_sum() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert locked[f"node_modules/{name}"]["version"] == version
        assert locked[f"node_modules/{name}"]["integrity"].startswith("sha512-")


def test_make_says_what_it_can_do() -> None:
    said = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    targets = set(re.findall(r"make ([\w-]+)", said))
    assert {
        "setup",
        "up",
        "test",
        "parts",
        "bench",
        "faults",
        "probes",
        "proofs",
        "help",
    } <= targets
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.M)
    assert phony is not None
    assert targets == set(phony[1].split())


@pytest.mark.parametrize("script", ["infra/setup", "infra/postgres/10-roles.sh", ".ci/run"])
def test_scripts_can_be_read_and_run(script: str) -> None:
    path = ROOT / script
    assert path.stat().st_mode & 0o111
    shell = "bash" if "bash" in path.read_text().splitlines()[0] else "sh"
    subprocess.run([shell, "-n", str(path)], check=True)
