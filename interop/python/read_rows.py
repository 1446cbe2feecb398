"""Reads rows through Prefect's ORM.

The only argument is a JSON object: lists of ids by the name of their class. Prints a
line for each row, in that order.
"""

import asyncio
import json
import sys
from uuid import UUID

from interchange import columns, say
from prefect.server.database import orm_models, provide_database_interface


async def main(wanted: dict[str, list[str]]) -> None:
    db = provide_database_interface()
    async with db.session_context() as session:
        for name, ids in wanted.items():
            for row_id in ids:
                row = await session.get_one(getattr(orm_models, name), UUID(row_id))
                say(class_name=name, columns=columns(row))


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
