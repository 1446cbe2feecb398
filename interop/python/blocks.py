"""Encrypts and decrypts block documents with Prefect's ORM.

The only argument is a JSON list, done in order in one transaction, with a line printed
for each item:

    {"write": NAME, "content": CONTENT}     stores a document and prints its id
    {"read": ID}                            prints the content of a document
"""

import asyncio
import json
import sys
from typing import Any
from uuid import UUID

from interchange import say
from prefect.server.database import orm_models, provide_database_interface
from sqlalchemy.ext.asyncio import AsyncSession


async def write(session: AsyncSession, name: str, content: dict[str, Any]) -> None:
    block_type = orm_models.BlockType(name=name, slug=name)
    session.add(block_type)
    await session.flush()
    schema = orm_models.BlockSchema(block_type_id=block_type.id, checksum=name)
    session.add(schema)
    await session.flush()
    document = orm_models.BlockDocument(
        name=name,
        block_type_id=block_type.id,
        block_schema_id=schema.id,
    )
    await document.encrypt_data(session, content)
    session.add(document)
    await session.flush()
    say(id=str(document.id))


async def read(session: AsyncSession, document_id: str) -> None:
    document = await session.get_one(orm_models.BlockDocument, UUID(document_id))
    say(content=await document.decrypt_data(session))


async def main(items: list[dict[str, Any]]) -> None:
    db = provide_database_interface()
    async with db.session_context(begin_transaction=True) as session:
        for item in items:
            match item:
                case {"write": name, "content": content}:
                    await write(session, name, content)
                case {"read": document_id}:
                    await read(session, document_id)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
