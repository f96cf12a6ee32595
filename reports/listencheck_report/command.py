"""What the programs of reports/ share on the command line: their exit codes (suite/VOCABULARY.md) and how misuse ends."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

OK, DIFFERENT, NOTHING, USAGE = 0, 1, 3, 64


class Parser(argparse.ArgumentParser):
    """argparse, with one line and exit 64 for misuse."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(USAGE)
