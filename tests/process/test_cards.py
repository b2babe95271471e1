"""The page of cards in docs/: what a real browser makes of it, and what axe-core finds wrong with it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from shutil import which

import pytest

from conftest import ROOT, Run

BROWSER = which("chromium") or which("chromium-browser") or which("google-chrome")
AXE = ROOT / ".cache" / "axe-core" / "package" / "axe.min.js"  # .ci/run puts it there
ASK = """<script>%s</script><script>
axe.run().then(found => {
  const told = document.createElement("pre");
  told.id = "axe";
  told.textContent = JSON.stringify({violations: found.violations, passes: found.passes.length});
  document.body.append(told);
});
</script>"""

needs_browser = pytest.mark.skipif(not BROWSER, reason="needs chromium")
needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core")


def page(catalogue: str) -> str:
    """The page for a catalogue in YAML."""
    command = [sys.executable, str(ROOT / "docs" / "cards.py")]
    done = subprocess.run(command, input=catalogue.encode(), capture_output=True, timeout=60, check=True)
    assert done.stderr == b""
    return done.stdout.decode()


def seen(html: str, place: Path) -> str:
    """The page as the browser has it once its scripts have run."""
    (place / "cards.html").write_text(html, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000", "--dump-dom"]
    profile = f"--user-data-dir={place / 'profile'}"
    command = [str(BROWSER), *options, profile, (place / "cards.html").as_uri()]
    return subprocess.run(command, capture_output=True, timeout=300, check=True).stdout.decode()


OWN = """
catalogue: {name: Own}
notices:
  - {id: danger, text: 'In danger? Call <911>.', words: [help, awful words]}
  - {id: threat, text: 'In danger? Call <911>.', words: [threat], resources: [a]}
resources:
  - id: a
    name: <b>A</b> & co
    url: https://a.example/?x=1&y=2
    summary: '"Yes"'
    hidden: [awful drumming]
    contact: {phone: 314-555-0100, location: Main Hall}
    facts: [{label: Hours, text: 9 < 10}]
    as_of: '2014-05'
    confidence: medium
    note: Ask twice.
  - {id: b, name: B, url: https://b.example, as_of: '2999', contact: {phone: 314-555-0101}}
  - {id: c, name: C, url: https://c.example}
"""


def test_a_card_has_its_facts_doubts_and_date_and_nothing_in_it_is_markup() -> None:
    html = page(OWN)
    assert '<a href="https://a.example/?x=1&amp;y=2">&lt;b&gt;A&lt;/b&gt; &amp; co</a>' in html
    facts = {"Phone": "314-555-0100 (2014)", "Where": "Main Hall", "Hours": "9 &lt; 10", "Note": "Ask twice."}
    facts |= {"Caution": "The link is not its own page.", "Last confirmed": "2014-05"}
    for label, text in facts.items():
        assert f"<dt>{label}</dt><dd>{text}</dd>" in html
    assert "<dd>314-555-0101</dd>" in html
    assert html.count("No phone or email known; start at the link.") == 1
    assert "awful" not in html


def test_notices_are_on_top() -> None:
    html = page(OWN)
    assert 0 < html.index("In danger? Call &lt;911&gt;.") < html.index("<h2>")
    assert html.count("In danger?") == 1


def test_every_resource_has_a_card(run: Run) -> None:
    everything = run("list", "-f", "yaml").stdout
    assert page(everything).count("<h2>") == len(run("list").stdout.splitlines())


def test_the_program_is_short_enough_to_read() -> None:
    assert len((ROOT / "docs" / "cards.py").read_text().splitlines()) <= 80


@needs_browser
@needs_axe
@pytest.mark.usefixtures("unmeasured")
def test_a_browser_shows_all_cards_and_axe_finds_no_violation(run: Run, tmp_path: Path) -> None:
    everything = run("list", "-f", "yaml").stdout
    html = page(everything).replace("</body>", ASK % AXE.read_text(encoding="utf-8") + "</body>")
    dom = seen(html, tmp_path)
    assert dom.count("<h2>") >= len(run("list").stdout.splitlines())
    told = re.search(r'<pre id="axe">(.*?)</pre>', dom, re.S)
    assert told, "axe did not end"
    found = json.loads(unescape(told[1]))
    assert found["violations"] == []
    assert found["passes"] > 10
