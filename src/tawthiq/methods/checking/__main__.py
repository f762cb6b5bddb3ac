"""Check a release folder: ``python -m tawthiq.methods.checking DIR [SHA-256 of its manifest]``."""

from __future__ import annotations

import sys
from pathlib import Path

from tawthiq.core.errors import IntegrityFailure, UsageProblem
from tawthiq.methods.checking.verify import ReleaseCheck, verify_release


def report(check: ReleaseCheck) -> str:
    """Return what a check found, in words."""
    if check.manifest is None or not check.agrees:
        return "\n".join(f"{problem.where}: {problem.what}" for problem in check.disagreements)
    manifest = check.manifest
    return (
        f"The release agrees with its manifest: {check.files} files, {check.rows} rows.\n"
        f"as of {manifest.as_of.isoformat()}, release digest {manifest.release_digest}"
    )


def main(arguments: list[str]) -> int:
    """Check the folder named first; return the exit code."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write(f"{__doc__}\n")
        return UsageProblem.exit_code
    check = verify_release(Path(arguments[0]), manifest_sha256=arguments[1] if len(arguments) > 1 else None)
    sys.stdout.write(report(check) + "\n")
    return 0 if check.agrees else IntegrityFailure.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
