"""What every section is written with: the material, its names, its evidence, the wording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from standoff.brief.document import Paragraph, Sentence
from standoff.brief.evidence import Evidence
from standoff.brief.material import Material
from standoff.brief.names import Names
from standoff.brief.shelf import Shelf
from standoff.brief.wording import Phrases
from standoff.reports.plain import outlet_from

NO_OUTLET = "no_outlet"


class Desk:
    """The writing desk of one brief."""

    def __init__(self, material: Material, phrases: Phrases) -> None:
        self.material, self.phrases = material, phrases
        self.names = Names(material.pack, phrases, dict(_unnamed(material, phrases)))
        self.shelf = Shelf(material)

    def say(self, key: str, evidence: Sequence[Evidence], **values: Any) -> Sentence:
        """The phrase as a sentence that rests on the evidence.

        Raises:
            InputError: there is no evidence.
        """
        text = self.phrases(key, **values)
        return Sentence(text=text[:1].upper() + text[1:], evidence=tuple(evidence))

    def note(self, key: str, **values: Any) -> Sentence:
        """A sentence about the run itself: what it found, did not find, or was made with."""
        return self.say(key, [self.shelf.run()], **values)

    def none(self, key: str) -> Paragraph:
        """One short line that says that nothing of a sort was found."""
        return Paragraph(sentences=(self.note(key),))


def _unnamed(material: Material, phrases: Phrases) -> Iterator[tuple[str, str]]:
    """What to call reports that name no outlet: a file's name is none."""
    nameless = {outlet_from(one.locator) for one in material.issues if one.code == NO_OUTLET}
    several = len(material.reports) > 1
    for number, report in enumerate(material.reports, 1):
        if report.source in nameless:
            yield report.source, phrases("outlet.none" if several else "outlet.none_sole", n=number)
