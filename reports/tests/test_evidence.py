"""The evidence programs: each says how it is built and how it ends, and quotes documents as they are."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from listencheck_report import documents, evidence
from support import REPORTS

DIRECTORY = REPORTS / "published" / "evidence"
PROGRAMS = evidence.programs(DIRECTORY)
LAW = documents.read_all(REPORTS.parent / "suite" / "documents")
ISOLATE = REPORTS.parent / "harness" / "conductor" / "isolate.sh"

# Words that no clause of suite/documents quotes, and whose they are. Those of POSIX and of the Linux manual pages were compared with
# the pages of Debian's manpages-posix-dev and manpages-dev.
ELSEWHERE = {
    "returns a new file descriptor": "accept(2)",
    "if no data has been transferred and the timeout has been reached": "socket(7)",
    "then the socket is autobound to an abstract address": "unix(7)",
    "when reading from a channel such as a pipe or a stream socket this event merely": "poll(2)",
    "socket interfaces accept 2 connect 2 recv 2": "signal(7)",
    "exact semantics are implementation specific": "java.net.ServerSocket",
    "don t call tcp abort tcp abandon for listen pcbs": "an assertion of lwIP",
    "the getsockname function shall retrieve the locally bound name": "POSIX, getsockname()",
    "shall retrieve the peer address of the specified socket": "POSIX, getpeername()",
    "tcp connection reset by peer": "prerr.h of NSPR",
    "so error get and clear the pending socket error": "socket(7)",
    "tcp info since linux 2 4 used to collect information about this socket": "tcp(7)",
    "if the connection cannot be established immediately and o nonblock is": "POSIX, connect()",
    "when udt rcvsyn is set to false the connect call will return immediately": "UDT's connect.htm",
    "u is already connected": "UDT's listen.htm",
    "u is not bound": "UDT's listen.htm",
    "u has already been bound to certain address": "UDT's bind.htm",
    "an accept call retrieves the first connection in the queue": "UDT's accept.htm",
    "the connection request was rejected by the peer": "UDT's connect.htm",
    "unimplemented function mswsock dll wspstartup": "Wine's message",
    "the wspstartup function initiates use of a windows sockets service provider": "ws2spi.h, WSPStartup",
}


def name(program: evidence.Program) -> str:
    return program.path.name


@pytest.mark.parametrize("program", PROGRAMS, ids=name)
def test_a_program_says_how_it_is_run_and_how_it_ends(program: evidence.Program) -> None:
    assert program.commands and program.outcome, "its comment names no command, or not how it ends"
    assert program.path.name in program.commands[0]
    assert re.search(r"[0-9]+\.[0-9]+", " ".join(program.comment)), "no version is named"
    assert re.search(r"^ *Observed: ", "\n".join(program.comment), re.M)


@pytest.mark.parametrize("program", PROGRAMS, ids=name)
def test_a_program_quotes_what_a_document_says(program: evidence.Program) -> None:
    quotations = program.quotations()
    for words in quotations:
        known = evidence.clauses_of(words, LAW) or [
            whose for start, whose in ELSEWHERE.items() if words.startswith(start)
        ]
        assert known, f"no clause of suite/documents says: {words}"


def test_the_list_follows_from_the_programs() -> None:
    """But for the clauses named, of which any change of a document may bring more."""
    listed = (DIRECTORY.parent / "evidence.md").read_text(encoding="utf-8")
    texts = [
        re.sub(r"The words are those of .*", "", text) for text in (listed, evidence.write(DIRECTORY, {}))
    ]
    assert re.sub(r"\n{3,}", "\n\n", texts[0]) == re.sub(
        r"\n{3,}", "\n\n", texts[1]
    ), "./run.sh publish draws it anew"


@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler here")
@pytest.mark.skipif(
    subprocess.run(["sh", str(ISOLATE), "--check"], capture_output=True, check=False).returncode != 0,
    reason="network namespaces are not allowed here",
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="they say how Linux answers")
def test_on_this_system_the_plain_ones_show_nothing(tmp_path: Path) -> None:
    """A program that showed its deviation here too would accuse nobody in particular."""
    command = [sys.executable, str(REPORTS / "confirm.py"), "--native"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith("ok ")] == [] and done.stderr == ""
    assert len(lines) == sum(program.plain for program in PROGRAMS) > 15
