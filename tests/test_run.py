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
        "requirements-dev.lock": extras["test"] + extras["check"],
    }
    for lock, requirements in asked.items():
        for requirement in map(Requirement, requirements):
            assert pins(lock)[canonicalize_name(requirement.name)] in requirement.specifier
