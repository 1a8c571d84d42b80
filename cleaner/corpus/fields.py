"""From a record of JSONL, CSV or Parquet to an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from hashlib import blake2b
from typing import Any

from cleaner.corpus.encode import encode
from cleaner.corpus.places import Placed, Spot


@dataclass(frozen=True, slots=True)
class Fields:
    """The input's names of the fields that we know; all others are carried through unchanged.

    Two of them may share a name: ``Fields(id="url")`` takes the address as the id, too.
    """

    id: str = "id"
    text: str = "text"
    title: str = "title"
    url: str = "url"
    date: str = "date"
    outlet: str = "outlet"


DEFAULT_FIELDS = Fields()


class RecordError(ValueError):
    """A record that makes no article. The message is the reason, without the place."""


class RecordReader:
    """Makes articles of records, all of which name their fields alike."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.names = tuple(dict.fromkeys(astuple(fields)))

    def article(
        self, record: Mapping[str, Any], source: int, row: int, spot: Spot | None = None
    ) -> Placed:
        """Make an article of a record, or raise a :class:`RecordError`."""
        fields = self.fields
        text = record.get(fields.text)
        if type(text) is not str or (_says_nothing(text) and not _was_cleaned(record)):
            raise RecordError(_text_problem(record, fields.text))
        extra = {key: value for key, value in record.items() if key not in self.names}
        given = _scalar(record, fields.id, extra)
        return Placed(
            id=made_id(record) if given is None else given,
            text=text,
            title=_scalar(record, fields.title, extra),
            url=_scalar(record, fields.url, extra),
            date=_scalar(record, fields.date, extra),
            outlet=_scalar(record, fields.outlet, extra),
            extra=extra,
            source=source,
            row=row,
            made_id=given is None,
            spot=spot,
        )


def _says_nothing(text: str) -> bool:
    return not text or text.isspace()


def _was_cleaned(record: Mapping[str, Any]) -> bool:
    """Tell whether a record is one that we wrote: cleaning may have left nothing of its text."""
    return "copy_of" in record


def _scalar(record: Mapping[str, Any], name: str, extra: dict[str, Any]) -> str | None:
    """Give a known field as text; a list or an object is carried through as an unknown one."""
    value = record.get(name)
    if value is None or type(value) is str:
        return value or None
    if type(value) in (int, float):
        return str(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    extra[name] = value
    return None


def _text_problem(record: Mapping[str, Any], name: str) -> str:
    if name not in record:
        known = ", ".join(list(record)[:12])
        return f"no field {name!r} (it has: {known}); name the right one: --field {name}=NAME"
    value = record[name]
    if value is None:
        return f"the field {name!r} is null"
    if isinstance(value, str):
        return f"the field {name!r} is empty"
    return f"the field {name!r} is not a string but of type {_JSON_NAMES.get(type(value), 'other')}"


_JSON_NAMES = {bool: "boolean", int: "number", float: "number", list: "array", dict: "object"}


def made_id(record: Mapping[str, Any]) -> str:
    """Make an id from all of a record's content, whatever the order of its fields.

    >>> made_id({"text": "x", "n": 1}) == made_id({"n": 1, "text": "x"})
    True
    """
    return blake2b(encode(record, sort=True), digest_size=10).hexdigest()
