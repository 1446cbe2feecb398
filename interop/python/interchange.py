"""What the programs of this folder share.

They print lines of JSON, in which every value has one form.
"""

import json
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel


def say(**message: Any) -> None:
    print(json.dumps(message), flush=True)


def wire(value: Any) -> Any:
    """Moments with six digits, durations in microseconds, the rest as JSON has it."""
    match value:
        case datetime():
            moment = value.astimezone(timezone.utc).replace(tzinfo=None)
            return f"{moment.isoformat(timespec='microseconds')}Z"
        case timedelta():
            return value // timedelta(microseconds=1)
        case UUID():
            return str(value)
        case Enum():
            return value.name
        case BaseModel():
            return value.model_dump(mode="json")
        case dict():
            return {key: wire(item) for key, item in value.items()}
        case list():
            return [wire(item) for item in value]
        case _:
            return value


def columns(row: Any) -> dict[str, Any]:
    """The attributes of an ORM object by the names of their columns."""
    attributes = sa.inspect(type(row)).column_attrs
    return {
        attribute.columns[0].name: wire(getattr(row, attribute.key))
        for attribute in attributes
    }
