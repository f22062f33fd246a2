"""Finished documents, made once: the sample, the sample at the rounding boundary, the synthetic budget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.acceptance import docx_reader, pdf_reader
from tests.acceptance.boundary import write_boundary_budget
from tests.acceptance.command import SAMPLE, SYNTHETIC, generated
from tests.acceptance.finished import Finished


@dataclass(frozen=True)
class Case:
    """One generated budget: its files and what the readers found in them."""

    name: str
    word_file: Path
    pdf_file: Path
    docx: Finished
    pdf: Finished
    pages: list[pdf_reader.Page]

    def read(self, kind: str) -> Finished:
        """What was read back from one of the formats."""
        return self.docx if kind == "docx" else self.pdf


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Case]:
    """Give a generated budget by name: sample, boundary or synthetic."""

    @cache
    def make(name: str) -> Case:
        folder = {"sample": SAMPLE, "synthetic": SYNTHETIC}.get(name)
        if folder is None:
            folder = write_boundary_budget(tmp_path_factory.mktemp(name))
        word, pdf = generated(folder, tmp_path_factory.mktemp(f"{name}-out"))
        pages = pdf_reader.pages(pdf)
        return Case(name, word, pdf, docx_reader.read(word), pdf_reader.read(pages), pages)

    return make


@pytest.fixture(scope="session")
def sample(case: Callable[[str], Case]) -> Case:
    """The sample of department 350."""
    return case("sample")


@pytest.fixture(scope="session")
def synthetic(case: Callable[[str], Case]) -> Case:
    """The synthetic budget that fills what the sample leaves empty."""
    return case("synthetic")
