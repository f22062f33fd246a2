"""What every writer is given: a document with its cover, laid out by the Word template of its pack."""

from __future__ import annotations

from generator.base.frozen import frozen
from generator.document.blocks import Document
from generator.typeset.faces import FaceSet
from generator.typeset.pages import Pages
from generator.word.frame import Frame
from generator.word.template import WordTemplate


@frozen
class Attachment:
    """A file that the PDF carries."""

    name: str
    media_type: str
    data: bytes


@frozen
class Laid:
    """A document with its cover, laid out: all that a writer may ask for."""

    document: Document
    template: WordTemplate
    frame: Frame  # the template's, filled with `document.names`
    pages: Pages
    faces: FaceSet
    attachments: tuple[Attachment, ...] = ()
