"""What no linter knows: the rules of this repository that only this repository has."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios import SCENARIOS

ROOT = Path(__file__).parent.parent
CODE = ("deploy", "services", "shared")
FILE_LINES_MAX = 300
FUNCTION_LINES_MAX = 40

MAY_IMPORT_NAMEKO = {"shared/serve.py", "shared/wire.py"}
COUNTS_MONEY = re.compile(
    r"services/(?!gateway/)|shared/(guideline|money)"
)  # a gateway counts seconds
FOREIGN_TO_A_REPOSITORY = {
    "a path of one machine": re.compile(r"""(?<![\w.])/(?:work|root|home)/(?!\{)\w"""),
    "a number that only a tracker knows": re.compile(
        r"\bissue\s+#?\d|\bissue #|#\d+\b(?=\))", re.IGNORECASE
    ),
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tracked() -> list[str]:
    """Return the files that belong to the repository, also those not yet committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    names = listed.stdout.split("\0") if listed.returncode == 0 else _walked()
    return sorted(name for name in names if name and (ROOT / name).is_file())


def _walked() -> list[str]:
    """Return the files of a copy without a history, such as an unpacked release."""
    folders = (*CODE, ".ci", "docs", "tests")
    paths = [*ROOT.glob("*.*"), *(path for name in folders for path in (ROOT / name).rglob("*.*"))]
    return [path.relative_to(ROOT).as_posix() for path in paths if path.suffix != ".pyc"]


FILES = tracked()
PRODUCT = [name for name in FILES if name.endswith(".py") and name.startswith(CODE)]
SERVICES = {path.parent.name for path in ROOT.glob("services/*/__init__.py")}
TREES = {name: ast.parse((ROOT / name).read_text(), name) for name in PRODUCT}


def functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def service_of(name: str) -> str | None:
    """Return `funding` for `services/funding/budget.py` and for `services.funding.budget`."""
    folder, _, inside = name.replace(".", "/").partition("/")
    service = inside.partition("/")[0]
    return service if folder == "services" and service in SERVICES else None


def lines_of(function: Function) -> int:
    """Return the lines of a function without its decorators and its docstring."""
    first = function.body[0]
    documented = ast.get_docstring(function, clean=False) is not None
    spoken = first.end_lineno - first.lineno + 1 if documented and first.end_lineno else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - spoken


def test_no_file_is_longer_than_one_can_hold_in_mind():
    long = {name: len((ROOT / name).read_text().splitlines()) for name in PRODUCT}
    assert {name: lines for name, lines in long.items() if lines > FILE_LINES_MAX} == {}


def test_no_function_is_longer_than_a_screen():
    long = {
        f"{name}:{function.name}": lines_of(function)
        for name, tree in TREES.items()
        for function in functions(tree)
    }
    assert {name: lines for name, lines in long.items() if lines > FUNCTION_LINES_MAX} == {}


def test_each_module_says_what_it_is():
    silent = [
        name for name, tree in TREES.items() if tree.body and not (ast.get_docstring(tree) or "")
    ]
    assert silent == []


def test_no_sum_of_money_meets_a_float():
    found = [
        f"{name}:{node.lineno}"
        for name, tree in TREES.items()
        if COUNTS_MONEY.match(name)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]
    assert found == []


def test_evolve_never_refuses():
    found = [
        f"{name}:{function.lineno}: {type(node).__name__}"
        for name, tree in TREES.items()
        for function in functions(tree)
        if function.name.lstrip("_") == "evolve"
        for node in ast.walk(function)
        if isinstance(node, ast.If | ast.IfExp | ast.Assert) or refuses(node)
    ]
    assert found == []


def refuses(node: ast.AST) -> bool:
    """Tell whether a node raises; that no row fits (AssertionError) is no refusal but a fault."""
    return isinstance(node, ast.Raise) and "AssertionError" not in ast.dump(node)


def test_no_service_imports_another():
    found = [
        f"{name} imports {imported}"
        for name, tree in TREES.items()
        if service_of(name)
        for imported in imports(tree)
        if service_of(imported) not in (None, service_of(name))
    ]
    assert found == []


def test_nameko_stays_behind_its_two_modules():
    found = {
        name
        for name, tree in TREES.items()
        if any(imported.split(".")[0] == "nameko" for imported in imports(tree))
    }
    assert found - MAY_IMPORT_NAMEKO == set()


def test_only_the_command_line_prints():
    found = [
        f"{name}:{node.lineno}"
        for name, tree in TREES.items()
        if not name.startswith("deploy/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == "print"
    ]
    assert found == []


@pytest.mark.parametrize("what", FOREIGN_TO_A_REPOSITORY)
def test_nothing_belongs_to_one_machine_or_one_conversation(what):
    pattern = FOREIGN_TO_A_REPOSITORY[what]
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name in FILES
        if name != "tests/test_tidy.py" and not name.startswith(("requirements", "LICENSE"))
        for number, line in enumerate(read(name).splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def read(name: str) -> str:
    """Return the text of a file, and nothing for a picture."""
    try:
        return (ROOT / name).read_text()
    except UnicodeDecodeError:
        return ""


def test_the_requirements_pin_each_package_with_hashes_and_name_no_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)
        for entry in re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]:
            assert re.match(r"[\w.-]+==[\w.+-]+", entry), entry
            assert "--hash=sha256:" in entry


def test_the_development_requirements_run_the_same_versions():
    pins = re.compile(r"^([\w.-]+==[\w.+-]+)", re.MULTILINE)
    product = set(pins.findall((ROOT / "requirements.txt").read_text()))
    development = set(pins.findall((ROOT / "requirements-dev.txt").read_text()))
    assert product - development == set()


def test_the_map_of_rules_names_what_is_there_and_all_of_the_guideline():
    text = (ROOT / "ARCHITECTURE.md").read_text()
    (rules,) = re.findall(r"^## Where each rule lives$(.*?)^## ", text, re.DOTALL | re.MULTILINE)
    named = set(re.findall(r"`([^` ]+/[^` ]*)`", rules))
    assert {it for it in named if not (ROOT / it).exists()} == set()
    guideline = {f"shared/guideline/{it.name}" for it in (ROOT / "shared/guideline").glob("*.py")}
    no_rule = {"__init__", "answers", "edition", "forms", "heard", "plan"}
    assert guideline - named == {f"shared/guideline/{it}.py" for it in no_rule}


def test_each_scenario_of_the_office_is_played_and_each_that_is_played_has_its_name():
    played: set[str] = set()
    for test in (ROOT / "tests").glob("**/test_*.py"):
        played |= set(re.findall(r'mark\.scenario\("([^"]+)"\)', test.read_text()))
    assert played == SCENARIOS.keys()


def test_decisions_are_numbered_without_a_gap():
    text = (ROOT / "ARCHITECTURE.md").read_text()
    numbers = [int(it) for it in re.findall(r"^(\d+)\. \*\*", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
