"""Any bytes as a catalogue file: read, checked, and compiled if nothing is wrong with
it.
"""

from __future__ import annotations

import re
import sys

import atheris

with atheris.instrument_imports(include=["dicli"]):
    from dicli.core.catalogue import Catalogue
    from dicli.core.safe import clean
    from dicli.files.checking import findings
    from dicli.files.merging import merge
    from dicli.files.reader import parsed
    from dicli.search.compilation import compiled

UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def one_input(data: bytes) -> None:
    document = parsed("fuzz.yaml", data)
    found = findings([document], [])
    for finding in found:
        assert not UNSAFE.search(clean(finding.message)), finding.message
        assert min(finding.place) >= 1
    if all(finding.warning for finding in found):
        catalogue = Catalogue(compiled(merge([document])))
        for number in range(len(catalogue)):
            assert number in catalogue.named(catalogue.resource(number).name)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
