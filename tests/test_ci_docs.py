"""The workflows of docs/ci: they are valid, ask packgen only for what it has, and do what they say."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from packgen.batch.cache import FOLDER
from packgen.cli.annotations import github_command
from packgen.packs.verify import verify_pack
from packgen.problems import Problem, Source
from tests.sample import OPENING, ROOT, sample_project

CI = ROOT / "docs" / "ci"
GITHUB: dict[str, Any] = yaml.safe_load((CI / "github-actions.yml").read_text(encoding="utf-8"))
GITLAB: dict[str, Any] = yaml.safe_load((CI / "gitlab-ci.yml").read_text(encoding="utf-8"))
README = (CI / "README.md").read_text(encoding="utf-8")

Step = dict[str, Any]


def github_steps() -> Iterator[Step]:
    for job in GITHUB["jobs"].values():
        yield from job["steps"]


def scripts() -> dict[str, str]:
    """Every shell script of the workflows and of the README, by where it is."""
    found = {f"GitHub: {step.get('name')}": step["run"] for step in github_steps() if "run" in step}
    for name, job in {"default": GITLAB["default"], **GITLAB}.items():
        if isinstance(job, dict):
            for part in ("before_script", "script"):
                if job.get(part):
                    found[f"GitLab: {name} {part}"] = "\n".join(job[part])
    for number, block in enumerate(re.findall(r"```sh\n(.*?)```", README, re.DOTALL)):
        found[f"README {number}"] = block
    return found


def commands() -> list[tuple[str, ...]]:
    """Every call of packgen in the scripts, its arguments."""
    found: set[tuple[str, ...]] = set()
    for script in scripts().values():
        for line in script.splitlines():
            for call in re.split(r"\|\||&&|;|>", line):
                words = shlex.split(call, comments=True)
                if words and words[0] == "packgen":
                    found.add(tuple(words[1:]))
    return sorted(found)


@pytest.mark.parametrize("where", scripts())
def test_shell_scripts_are_valid(where: str) -> None:
    subprocess.run(["bash", "-n"], input=scripts()[where], text=True, check=True)


def test_the_workflows_call_what_the_issue_asks_for() -> None:
    called = {command[0] for command in commands()}
    assert called >= {"check", "build", "diff", "site", "verify", "new"}


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_packgen_has_every_command_and_option(command: tuple[str, ...]) -> None:
    path = command[:2] if command[0] in ("new", "translate") else command[:1]
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    ran = subprocess.run(
        [sys.executable, "-m", "packgen", *path, "--help"], env=environment, capture_output=True, text=True, check=True
    )
    offered = set(re.findall(r"(?<!\S)(--?[a-z][a-z-]*)", ran.stdout))
    assert {word for word in command if word.startswith("-")} <= offered


def test_actions_are_pinned_by_major_version_and_no_secret_is_used() -> None:
    used = [step["uses"] for step in github_steps() if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", name) for name in used)
    for name in ("github-actions.yml", "gitlab-ci.yml"):
        assert "secret" not in (CI / name).read_text(encoding="utf-8").lower()
    assert GITHUB["permissions"] == {"contents": "read"}


def test_jobs_wait_for_jobs_that_there_are_and_stages_too() -> None:
    jobs = GITHUB["jobs"]
    assert {job["needs"] for job in jobs.values() if "needs" in job} <= set(jobs)
    stages = {job["stage"] for job in GITLAB.values() if isinstance(job, dict) and "stage" in job}
    assert stages == set(GITLAB["stages"])


def test_the_cache_is_where_packgen_has_it() -> None:
    (cache,) = [step["with"] for step in github_steps() if step.get("uses", "").startswith("actions/cache@")]
    assert cache["path"] == FOLDER
    assert FOLDER in GITLAB["default"]["cache"]["paths"]
    assert f"`{FOLDER}`" in README


def test_the_locks_that_are_installed_are_those_of_the_project() -> None:
    for script in scripts().values():
        for name in re.findall(r"--requirement (\S+)", script):
            assert (ROOT / name).is_file()


# --- run for real -----------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The sample project in a git repository, with a change to a talking point in its last commit."""
    project = sample_project(tmp_path / "checkout")
    (project.root / ".gitignore").write_text(f"dist/\n{FOLDER}/\n")
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "First"]):
        git(project.root, *arguments)
    opening = project.root / "content/sample/parts/opening.yaml"
    opening.write_text(OPENING.replace("at work", "at play"), encoding="utf-8")
    git(project.root, "commit", "--quiet", "--all", "-m", "Second")
    return project.root


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def run(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a script as a runner does: stopping at the first command that fails, packgen on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, **variables}
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def step(name: str) -> str:
    return next(str(each["run"]) for each in github_steps() if each.get("name") == name)


def test_a_pull_request_builds_what_it_touches_and_shows_what_it_changes(checkout: Path) -> None:
    github = step("Build what the pull request touches, and show what it changes")
    gitlab = "\n".join(GITLAB["changes"]["script"])
    for script, name in ((github, "BASE"), (gitlab, "CI_MERGE_REQUEST_DIFF_BASE_SHA")):
        ran = run(script, checkout, **{name: "HEAD~1"})
        assert ran.returncode == 0, ran.stderr
        page = (checkout / "dist/what-changes.html").read_text(encoding="utf-8")
        assert "<bdi>play</bdi>" in page
        assert verify_pack(checkout / "dist/sample_xa_en.zip") == ()
        ran = run(script, checkout, **{name: "HEAD"})
        assert "Nothing to build" in ran.stderr
        assert "No word changed" in (checkout / "dist/what-changes.html").read_text(encoding="utf-8")


def test_the_main_branch_builds_every_pack_and_the_page(checkout: Path) -> None:
    script = step("Build every pack, and the download page")
    assert script.splitlines() == GITLAB["packs"]["script"]
    ran = run(script, checkout)
    assert ran.returncode == 0, ran.stderr
    assert verify_pack(checkout / "dist/sample_xa_en.zip") == ()
    assert "sample_xa_en.zip" in (checkout / "dist/index.html").read_text(encoding="utf-8")
    assert run("\n".join(GITLAB["pages"]["script"]), checkout).returncode == 0
    assert (checkout / "public/index.html").is_file()


def test_mistakes_are_shown_at_their_lines(checkout: Path) -> None:
    opening = checkout / "content/sample/parts/opening.yaml"
    opening.write_text(OPENING.replace("minutes: 15", "minutes: many"), encoding="utf-8")
    github = run(step("Check the content"), checkout)
    assert github.returncode == 1
    assert "::error file=content/sample/parts/opening.yaml,line=3::minutes: " in github.stdout
    (script,) = GITLAB["check"]["script"]
    gitlab = run(script, checkout, CI_PROJECT_DIR=str(checkout.parent))
    assert gitlab.returncode == 1
    assert "content/sample/parts/opening.yaml:3: minutes: " in gitlab.stdout
    findings = json.loads((checkout / GITLAB["check"]["artifacts"]["reports"]["codequality"]).read_text())
    places = [(finding["location"]["path"], finding["location"]["lines"]["begin"]) for finding in findings]
    assert ("checkout/content/sample/parts/opening.yaml", 3) in places
    assert len({finding["fingerprint"] for finding in findings}) == len(findings)


def test_content_without_mistakes_passes(checkout: Path) -> None:
    assert run(step("Check the content"), checkout).returncode == 0
    (script,) = GITLAB["check"]["script"]
    assert run(script, checkout).returncode == 0
    assert json.loads((checkout / "gl-code-quality-report.json").read_text()) == []


# --- workflow commands ------------------------------------------------------------------------------


def test_what_ends_a_command_is_escaped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    problem = Problem(Source("content/a,b:c%.yaml", 3), "100 % wrong:\r\nsee, line 2")
    printed = github_command(problem, tmp_path / "training")
    assert printed == ("::error file=training/content/a%2Cb%3Ac%25.yaml,line=3::100 %25 wrong:%0D%0Asee, line 2")
    whole = Problem(Source("fonts", 0), "leads out")
    assert github_command(whole, tmp_path) == "::error file=fonts::leads out"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 10_000))
def test_every_message_is_one_command_that_reads_back(message: str, line: int) -> None:
    printed = github_command(Problem(Source("content/x.yaml", line), message), Path.cwd())
    assert "\n" not in printed
    assert "\r" not in printed
    data = printed.partition("::error ")[2].partition("::")[2]
    for escape, character in (("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        data = data.replace(escape, character)
    assert data == message
