"""Any bytes as a catalogue file: read, checked, and compiled where nothing is wrong with it."""

import re
import sys

import atheris

with atheris.instrument_imports(include=["dicli"]):
    from dicli.core.catalogue import Catalogue
    from dicli.core.safe import clean
    from dicli.files import checking, merging, reader
    from dicli.search.compilation import compiled

UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def one_input(data: bytes) -> None:
    document = reader.parsed("fuzz.yaml", data)
    found = checking.findings([document], [])
    for fault in found:
        assert not UNSAFE.search(clean(fault.message)), fault.message
        assert min(fault.place) >= 1
    if not any(not fault.warning for fault in found):
        sections = compiled(merging.merge([("fuzz.yaml", document.data)], []))
        here = Catalogue(sections)
        for place in range(len(here)):
            assert place in here.named(here.resource(place).name)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
