"""Prefect's own models: one query."""

import asyncio

import sqlalchemy as sa
from prefect.server.database import provide_database_interface


async def main():
    db = provide_database_interface()
    async with db.session_context() as session:
        await session.execute(sa.select(db.Flow).where(db.Flow.name == "none"))


asyncio.run(main())
