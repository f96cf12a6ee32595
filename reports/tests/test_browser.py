"""The page in a real browser: no script error, and its controls do what they say. Skipped where there is none."""

from __future__ import annotations

import html as markup
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import synthetic
from listencheck_report import html
from support import results_of

BROWSER = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)

PROBE = """
<script>
var said = [];
var say = function (name, value) { said.push(name + "=" + value); };
var visible = function (query) { return Array.prototype.filter.call(document.querySelectorAll(query), function (one) { return one.offsetParent; }).length; };
var until = function (fits) {
  return new Promise(function (done) {
    (function again(left) { if (fits() || !left) done(); else setTimeout(again, 5, left - 1); })(400);
  });
};
window.addEventListener("error", function (event) { say("error", event.message); });
window.addEventListener("unhandledrejection", function (event) { say("error", event.reason); });
window.addEventListener("load", async function () {
  await until(function () { return document.documentElement.dataset.drawn; });
  var rows = document.querySelectorAll(".rows tbody tr:not(.k)");
  rows[3].click();
  await until(function () { return document.querySelector("tr.more"); });
  say("opened", document.querySelectorAll("tr.more .vs").length);
  say("trace", document.querySelector("tr.more .trace").firstChild.textContent);
  rows[3].click();
  say("closed", document.querySelectorAll("tr.more").length);
  document.querySelector(".chip").click();
  say("chip", document.getElementById("shown").textContent);
  document.querySelector(".chip").click();
  document.querySelector('.doc[data-d="winsock"]').click();
  await until(function () { return document.querySelector("#pick .chip"); });
  say("document", document.getElementById("document").value);
  say("others", Boolean(document.querySelector(".card:not(.hide)[data-d~=posix]:not([data-d~=winsock])")));
  say("narrowed", document.getElementById("shown").textContent);
  document.querySelector("#pick .chip").click();
  say("released", document.getElementById("document").value);
  var search = document.getElementById("search");
  search.value = "no such thing";
  search.oninput();
  say("searched", document.getElementById("shown").textContent.split(" ")[0]);
  say("areas", visible(".area"));
  search.value = "";
  search.oninput();
  location.hash = "c-errors.topic-004";
  window.dispatchEvent(new HashChangeEvent("hashchange"));
  say("revealed", document.getElementById("c-errors.topic-004").closest("details").open);
  say("copy", document.querySelectorAll(".copy").length === document.querySelectorAll(".run").length);
  var box = document.createElement("pre");
  box.id = "probe";
  box.textContent = said.join("\\n");
  document.body.append(box);
});
</script>
"""


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
def test_the_page_works(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    drawn = html.write(results_of(synthetic.generate(300)), {})
    page.write_text(drawn.replace("</body>", PROBE + "</body>"), encoding="utf-8")
    flags = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
    flags += " --disable-sync --no-first-run --enable-logging=stderr --virtual-time-budget=20000 --dump-dom"
    command = [str(BROWSER), *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    assert console == []
    found = re.search(r'<pre id="probe">(.*?)</pre>', done.stdout, re.S)
    assert found is not None, done.stderr
    said = dict(line.split("=", 1) for line in markup.unescape(found.group(1)).splitlines())
    assert "error" not in said
    assert re.fullmatch(r"\d+ of \d+ rows", said.pop("chip"))
    assert re.fullmatch(r"[1-9]\d* of \d+ rows", said.pop("narrowed"))
    assert said.pop("trace").startswith("socket s ")
    assert said == {
        "opened": "1",
        "closed": "0",
        "document": "winsock",
        "others": "false",
        "released": "",
        "searched": "0",
        "areas": "0",
        "revealed": "true",
        "copy": "true",
    }
