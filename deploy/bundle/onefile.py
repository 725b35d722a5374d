"""The stand-alone verifier as one file: its pieces one after the other, without their own imports."""

import ast
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "verifier"
PIECES: Final = ("signature", "logs", "years", "postings", "columns", "tables", "check", "program")
OWN: Final = "deploy.bundle.verifier"


def source() -> str:
    """Return the program `pruefen.py`. Its first text is that of the last piece: how it is used."""
    trees = {name: ast.parse((FOLDER / f"{name}.py").read_text()) for name in PIECES}
    usage = ast.get_docstring(trees["program"], clean=False) or ""
    parts = [f'"""{usage}"""\n']
    parts.append("\n".join(sorted({it for name in PIECES for it in _imports(trees[name])})))
    parts += [_body(name, trees[name]) for name in PIECES]
    return "#!/usr/bin/env python3\n" + "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _imports(tree: ast.Module) -> list[str]:
    """Return the imports of the standard library, one name each."""
    found = []
    for node in tree.body:
        if isinstance(node, ast.Import):
            found += [f"import {it.name}" for it in node.names]
        elif isinstance(node, ast.ImportFrom) and not _is_own(node):
            found += [f"from {node.module} import {it.name}" for it in node.names]
    return found


def _body(name: str, tree: ast.Module) -> str:
    """Return a piece without its imports, under a line that tells what it is for."""
    lines = (FOLDER / f"{name}.py").read_text().splitlines()
    begin = next(it.lineno for it in tree.body if not _is_head(it))
    told = (ast.get_docstring(tree) or "").split("\n")[0]
    first = lines[begin - 1 :]
    return f"# ---- {told}\n\n" + "\n".join(first)


def _is_head(node: ast.stmt) -> bool:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_text or isinstance(node, ast.Import | ast.ImportFrom)


def _is_own(node: ast.ImportFrom) -> bool:
    return (node.module or "").startswith(OWN)
