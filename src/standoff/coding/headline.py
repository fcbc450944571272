"""Where a report's headline ends; what it claims the report itself tells in full."""

from __future__ import annotations

from standoff.coding.document import Document

_STOPS = ".!?"
_MARKS = "\"'\u2019\u201d)"
# So many sentences must follow for the first line to be the headline of a report.
_BODY_SENTENCES = 2
_LONGEST = 200


def headline_end(document: Document) -> int:
    """The place where the headline ends; 0 where the report has none.

    A headline is a first line that no full stop closes, with a report below it.

    Args:
        document: the report as read.
    """
    sentences = document.sentences
    first = [one for one in sentences if one.paragraph == 0]
    if len(first) != 1 or len(sentences) <= _BODY_SENTENCES:
        return 0
    line = document.text[first[0].start : first[0].end].rstrip().rstrip(_MARKS)
    return 0 if line[-1:] in _STOPS or len(line) > _LONGEST else first[0].end
