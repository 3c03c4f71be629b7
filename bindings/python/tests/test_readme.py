"""The README's program, run as it stands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from conftest import REPOSITORY, environment_of


def test_the_program_in_the_readme_names_the_best_caregiver_of_each_open_shift(careweave_command: Path) -> None:
    program = (REPOSITORY / "README.md").read_text().split("```python\n")[1].split("```")[0]
    # The program takes the present for its instant, so the agency is built around it.
    sandbox = subprocess.Popen(
        [careweave_command, "sandbox", "--json", "--seed", "1", "--max-seconds", "60"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert sandbox.stdout is not None
        ready = json.loads(sandbox.stdout.readline())
        settings = {
            **ready["credentials"]["wellsky"],
            "base_url": ready["wellsky"]["rest"],
            "token_url": ready["wellsky"]["token"],
        }
        printed = subprocess.run(
            [sys.executable, "-W", "error", "-c", program],
            env={**os.environ, **environment_of(settings)},
            capture_output=True,
            text=True,
            timeout=30,
        )
    finally:
        sandbox.terminate()
        sandbox.communicate(timeout=10)
    assert printed.returncode == 0, printed.stderr
    lines = printed.stdout.splitlines()
    assert len(lines) >= 3
    for line in lines:
        assert re.fullmatch(r"shift \d+: (\d+ with -?\d+ points|nobody may take it)", line), line
