"""What holds for every output format: a new folder under `writers/` gets these tests by itself."""

from __future__ import annotations

import inspect
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from generator import writers
from generator.base.formats import FORMATS
from generator.writers.laid import Laid
from tests.writer_samples import TAME, laid, odd, real

FOLDERS = {path.name for path in Path(writers.__file__).parent.iterdir() if (path / "writer.py").is_file()}


def test_each_folder_is_a_format_that_can_be_asked_for() -> None:
    assert set(FORMATS) == FOLDERS


def test_a_format_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="rtf"):
        writers.writer("rtf")


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_a_writer_takes_what_is_laid_out_and_gives_bytes(name: str) -> None:
    signature = inspect.signature(writers.writer(name), eval_str=True)
    assert [parameter.annotation for parameter in signature.parameters.values()] == [Laid]
    assert signature.return_annotation is bytes


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_the_same_document_gives_the_same_bytes_and_another_gives_others(name: str) -> None:
    write = writers.writer(name)
    assert write(laid(odd(TAME))) == write(laid(odd(TAME))) != write(real())


@pytest.mark.parametrize("name", sorted(FOLDERS - {"xlsx"}))  # whose library demands a date
def test_a_document_without_a_date_invents_none(name: str) -> None:
    undated = writers.writer(name)(laid(replace(odd(TAME), date="")))
    parts = {undated}
    if undated.startswith(b"PK"):
        archive = zipfile.ZipFile(BytesIO(undated))
        parts = {archive.read(one) for one in archive.namelist() if one.endswith(".xml")}
    invented = re.compile(rb"2000-01-01|D:2|CreateDate|CreationDate|ModDate|ModifyDate|dcterms:created")
    assert [found[0] for part in parts for found in invented.finditer(part)] == []
