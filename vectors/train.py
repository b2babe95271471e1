"""Teaches the word vectors which services people need: `PYTHONPATH=src
made/bin/python vectors/train.py START FOLDER`.

START is start.bin, and FOLDER has stems.txt, both made by make.py, which also says what
`made` is.

needs.jsonl has services of all kinds, each with what people say who need it, mostly in
other words: "Streetlight Repair", "the whole block is dark". The vectors move to where
the sum of the words of a need is nearer to its service than to the services of other
needs. They go only a SHARE of the way: words of which the needs say nothing stay where
the sentence model put them, so all of it would serve lists of other kinds less.

It says whether the result is the one that is shipped; it takes a minute. On another
processor single bytes can differ.

Methods: contrastive learning with the other services of a batch as wrong answers (A.
van den Oord, Y. Li and O. Vinyals, "Representation learning with contrastive predictive
coding", 2018), by Adam (D. P. Kingma and J. Ba, ICLR 2015); a share of the way after M.
Wortsman et al., "Robust fine-tuning of zero-shot models" (CVPR 2022).
Choices and licenses: docs/decisions/0015-word-vectors.md.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from dicli.core.text import stem, tokens
from dicli.search.asking import AROUND, needs_in, telling
from dicli.search.nearness import DIMENSIONS

NEEDS = Path(__file__).parent / "needs.jsonl"
SHIPPED = {  # SHA-256 of what this made on x86-64
    "vectors.bin": "e85728766df6c4b23ef98689ac716ef3209db3939e1c52c7284a670784a6599a"
}
SHARE = 0.7  # of the way from the vectors at the start to the learned ones
EPOCHS = 5
BATCH = 512  # needs
TEMPERATURE = 0.1  # of the softmax over the services of a batch
RATE = 0.003  # of learning, for vectors of length 1 on average
HOLD = 0.001  # how firmly the vectors are held where they start from
MOMENTUM, MOMENTUM_OF_SQUARES = 0.9, 0.999
SEED = 0  # of the order in which needs are read
LARGEST = 127.0  # what a component that is as large as the largest one becomes


class Pairs(NamedTuple):
    """Needs and services: the stems of each as sparse rows, and the row of the service
    of each need.
    """

    needs: Any
    services: Any
    service_of: Any


def pairs_of(file: Path, stems: list[str]) -> Pairs:
    """What a file of JSON lines says; needs without a stem that is known are left
    out.
    """
    row_of = {stem: row for row, stem in enumerate(stems)}

    def known(words: list[str]) -> list[int]:
        rows = (row_of.get(stem(word)) for word in words)
        return sorted({row for row in rows if row is not None})

    needs: list[list[int]] = []
    services: list[list[int]] = []
    service_of: list[int] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        for need in pair["needs"]:
            rows = known(searched(need))
            if rows:
                needs.append(rows)
                service_of.append(len(services))
        services.append(known(tokens(pair["service"])))
    return Pairs(
        matrix(needs, len(stems)), matrix(services, len(stems)), np.array(service_of)
    )


def searched(need: str) -> list[str]:
    """The words of a need that a search for guesses looks at."""
    words = telling(". ".join(needs_in(need)))
    return [word for word in words if word not in AROUND] or words


def matrix(rows: list[list[int]], width: int) -> Any:
    """A sparse matrix with a 1 in each row for each of its stems."""
    row_numbers = np.repeat(np.arange(len(rows)), list(map(len, rows)))
    columns = list(chain.from_iterable(rows))
    ones = np.ones(len(columns))
    return sparse.csr_matrix((ones, (row_numbers, columns)), (len(rows), width))


def gradient(vectors: Any, needs: Any, services: Any, right: Any) -> Any:
    """How the loss of a batch changes with the vectors: the cross entropy of the right
    service of each need, by the cosines to all services of the batch.
    """
    need_units, need_lengths = directions(needs @ vectors)
    service_units, service_lengths = directions(services @ vectors)
    cosines = need_units @ service_units.T
    # softmax: how much of each need each service gets
    shares = np.exp((cosines - cosines.max(axis=1, keepdims=True)) / TEMPERATURE)
    shares /= shares.sum(axis=1, keepdims=True)
    # all of it should be the right one's
    shares[np.arange(len(right)), right] -= 1
    shares /= len(right) * TEMPERATURE
    of_needs = across(shares @ service_units, need_units) / need_lengths
    of_services = across(shares.T @ need_units, service_units) / service_lengths
    return needs.T @ of_needs + services.T @ of_services


def directions(sums: Any) -> tuple[Any, Any]:
    """Some vectors with the length 1, and how long they were."""
    lengths = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
    return sums / lengths, lengths


def across(changes: Any, units: Any) -> Any:
    """The part of each change that turns its unit vector, which it does not stretch."""
    return changes - (changes * units).sum(axis=1, keepdims=True) * units


def learned(start: Any, pairs: Pairs) -> Any:
    """The vectors that bring needs to their services, by Adam."""
    random = np.random.default_rng(SEED)
    vectors = start.copy()
    mean, mean_of_squares = np.zeros_like(start), np.zeros_like(start)
    step = 0
    for _ in range(EPOCHS):
        order = random.permutation(pairs.needs.shape[0])
        for first in range(0, len(order) - BATCH // 2, BATCH):
            batch = order[first : first + BATCH]
            services, right = np.unique(pairs.service_of[batch], return_inverse=True)
            change = gradient(
                vectors, pairs.needs[batch], pairs.services[services], right
            )
            change += HOLD * (vectors - start)
            step += 1
            mean += (1 - MOMENTUM) * (change - mean)
            mean_of_squares += (1 - MOMENTUM_OF_SQUARES) * (change**2 - mean_of_squares)
            unbiased = mean / (1 - MOMENTUM**step)
            unbiased_squares = mean_of_squares / (1 - MOMENTUM_OF_SQUARES**step)
            vectors -= RATE * unbiased / (np.sqrt(unbiased_squares) + 1e-8)
    return vectors


def main(start_file: str, folder: str) -> None:
    stems = (Path(folder) / "stems.txt").read_text(encoding="ascii").split()
    rows = np.fromfile(start_file, dtype=np.int8).reshape(len(stems), DIMENSIONS)
    start = rows / np.linalg.norm(rows, axis=1).mean()
    vectors = start + SHARE * (learned(start, pairs_of(NEEDS, stems)) - start)
    scaled = np.rint(vectors * (LARGEST / np.abs(vectors).max())).astype(np.int8)
    data = scaled.tobytes()
    (Path(folder) / "vectors.bin").write_bytes(data)
    checksum = sha256(data).hexdigest()
    verdict = "as shipped" if checksum == SHIPPED["vectors.bin"] else "not as shipped"
    print(f"vectors.bin: {len(data)} bytes, sha256 {checksum}, {verdict}")


main(*sys.argv[1:])
