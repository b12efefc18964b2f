from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pinned(lock: str) -> dict[str, str]:
    """What a lock file pins, by normalized name; asserts that each has hashes."""
    entries = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    found: dict[str, str] = {}
    for entry in entries:
        if entry and not entry.lstrip().startswith("#"):
            requirement, _, hashes = entry.partition("--hash=sha256:")
            assert hashes, entry
            parsed = Requirement(requirement)
            [pin] = parsed.specifier
            assert pin.operator == "==", entry
            found[canonicalize_name(parsed.name)] = pin.version
    return found


def test_the_locks_pin_what_is_asked_for_and_agree() -> None:
    groups = SETTINGS["dependency-groups"]
    run, test = pinned("requirements.lock"), pinned("requirements-test.lock")
    for lock, wanted in (
        (run, [*SETTINGS["project"]["dependencies"], *SETTINGS["build-system"]["requires"], *groups["install"]]),
        (test, [*SETTINGS["project"]["dependencies"], *groups["test"]]),
    ):
        for requirement in map(Requirement, wanted):
            assert lock[canonicalize_name(requirement.name)] in requirement.specifier, f"{requirement}: make lock"
    assert {name: version for name, version in test.items() if run.get(name, version) != version} == {}


def test_the_wheel_carries_fonts_types_and_licences(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    carried = {name: data for name, data in contents(wheel).items() if not name.endswith(".py")}

    fonts = sorted((ROOT / "src" / "packgen" / "fonts").glob("*.ttf"))
    assert fonts
    for font in fonts:
        assert carried[f"packgen/fonts/{font.name}"] == font.read_bytes()
    assert "packgen/py.typed" in carried
    licences = {Path(name).name for name in carried if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "OFL.txt"}


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
