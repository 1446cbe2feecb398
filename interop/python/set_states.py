"""Sets states, one transaction each, beside another process that does the same.

The only argument is a JSON object: `own_flow_run`, `own_task_run` and `common_flow_run`
are ids, `count` says how many states. Prints `ready`, waits for a line on standard input,
and prints each state once it is committed.
"""

import asyncio
import json
import sys
from typing import Any
from uuid import UUID

from interchange import say
from prefect.server import models
from prefect.server.database import orm_models as orm
from prefect.server.database import provide_database_interface
from prefect.server.schemas.responses import SetStateStatus
from prefect.server.schemas.states import State, StateType
from sqlalchemy.ext.asyncio import AsyncSession

TYPES = (StateType.PENDING, StateType.RUNNING)


async def point(session: AsyncSession, run: Any, state: Any) -> UUID:
    """Sets a state as Prefect's ORM does, without any rule."""
    run.set_state(state)
    await session.flush()
    return state.id


async def set_on_own_flow_run(session: AsyncSession, run_id: UUID, number: int) -> UUID:
    run = await session.get_one(orm.FlowRun, run_id)
    state = orm.FlowRunState(type=TYPES[number % 2], name=f"python {number}")
    return await point(session, run, state)


async def set_on_own_task_run(session: AsyncSession, run_id: UUID, number: int) -> UUID:
    run = await session.get_one(orm.TaskRun, run_id)
    state = orm.TaskRunState(type=TYPES[number % 2], name=f"python {number}")
    return await point(session, run, state)


async def transition(session: AsyncSession, run_id: UUID, number: int) -> UUID:
    """Sets a state as Prefect's server does, with its bookkeeping."""
    proposed = State(type=TYPES[number % 2], name=f"python {number}")
    result = await models.flow_runs.set_flow_run_state(
        session=session, flow_run_id=run_id, state=proposed, force=True
    )
    if result.status != SetStateStatus.ACCEPT:
        raise RuntimeError(f"State {number} is refused: {result.details}")
    return result.state.id


async def main(orders: dict[str, Any]) -> None:
    db = provide_database_interface()
    own_flow_run, own_task_run, common = (
        UUID(orders[key]) for key in ("own_flow_run", "own_task_run", "common_flow_run")
    )
    turns = [
        (own_flow_run, set_on_own_flow_run),
        (common, transition),
        (own_task_run, set_on_own_task_run),
        (common, transition),
    ]
    say(ready=True)
    sys.stdin.readline()
    for number in range(orders["count"]):
        run_id, set_state = turns[number % len(turns)]
        async with db.session_context(
            begin_transaction=True, with_for_update=True
        ) as session:
            state_id = await set_state(session, run_id, number)
        say(run=str(run_id), state=str(state_id))


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
