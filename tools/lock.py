"""`make lock`: newest allowed versions, pinned with hashes; neither lock names a registry host."""

from __future__ import annotations

from places import VENV, npm, run

OPTIONS = ["--generate-hashes", "--python-version", "3.11", "--no-header", "--no-emit-index-url"]


def main() -> None:
    """Resolve the four lists, the later ones constrained by the earlier, then the front-end's."""
    for name in ("setup", "base", "dev", "models"):
        print(f"==> requirements/{name}.txt", flush=True)
        # Relative names, because the lock's comments repeat them.
        short, lock = f"requirements/{name}.in", f"requirements/{name}.txt"
        run(VENV / "bin/uv", "pip", "compile", "--quiet", "--upgrade", *OPTIONS, short, "-o", lock)
    print("==> package-lock.json", flush=True)
    run(*npm("update", "--package-lock-only", "--ignore-scripts"))


if __name__ == "__main__":
    main()
