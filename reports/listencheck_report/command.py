"""What the programs of reports/ share on the command line: their exit codes (suite/VOCABULARY.md) and how misuse ends."""

from __future__ import annotations

import argparse
import functools
import os
import sys
from typing import Callable, NoReturn

from .load import Malformed, NothingRun

OK, DIFFERENT, NOTHING, USAGE = 0, 1, 3, 64


class Parser(argparse.ArgumentParser):
    """argparse, with one line and exit 64 for misuse."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(USAGE)


def ends_in_one_line(main: Callable[[list[str]], int]) -> Callable[[list[str]], int]:
    """A program whose bad input, missing results and unwritable output end in one line and the exit code for it."""

    @functools.wraps(main)
    def wrapped(arguments: list[str]) -> int:
        try:
            return main(arguments)
        except Malformed as error:
            print(error, file=sys.stderr)
            return USAGE
        except NothingRun as error:
            print(error, file=sys.stderr)
            return NOTHING
        except BrokenPipeError:
            # Who read it has seen enough, as head does. What is left in the buffer is not to be tried again at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return NOTHING
        except OSError as error:
            print(f"{error.filename}: {error.strerror}", file=sys.stderr)
            return USAGE

    return wrapped
