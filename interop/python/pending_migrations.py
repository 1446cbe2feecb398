"""Prints the revision of Prefect's database and which migrations it still lacks."""

import asyncio

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from interchange import say
from prefect.server.database import provide_database_interface
from prefect.server.database.alembic_commands import alembic_config


async def main() -> None:
    db = provide_database_interface()
    async with db.session_context() as session:
        statement = sa.text("SELECT version_num FROM alembic_version")
        revision = (await session.scalars(statement)).one()
    scripts = ScriptDirectory.from_config(alembic_config())
    scripts.version_locations = [str(db.orm.versions_dir)]
    pending = [
        script.revision for script in scripts.iterate_revisions("heads", revision)
    ]
    say(revision=revision, pending=pending)


if __name__ == "__main__":
    asyncio.run(main())
