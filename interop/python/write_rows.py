"""Writes a row of every class of Prefect's ORM, with values that are easy to spoil.

The only argument is a JSON object, which goes into every document that takes any. Prints
the id of each row.
"""

import asyncio
import json
import sys
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

from interchange import say
from prefect.server.database import orm_models as orm
from prefect.server.database import provide_database_interface
from prefect.server.events.actions import DoNothing
from prefect.server.events.schemas.automations import EventTrigger, Firing
from prefect.server.events.schemas.events import ReceivedEvent
from prefect.server.schemas import core, schedules
from prefect.server.schemas.states import StateDetails, StateType
from sqlalchemy.ext.asyncio import AsyncSession

MOMENT = datetime(2026, 3, 1, 12, 0, 0, 1, tzinfo=timezone.utc)
LONG = timedelta(days=400, microseconds=1)
TEXT = 'naïve ✍\n"quoted" \\'
TAGS = ["b", "ä", "b", ""]
LABELS = {"z": 1, "a": True, "ü": 0.5}
MADE_BY = {"id": uuid4(), "type": "AUTOMATION", "display_value": "ü"}

# what Python writes in a way of its own
SPELLINGS = {
    "10": 1.0,
    "9": -0.0,
    "exponents": [1e22, 1e-7, 1e16, 0.00001],
    "digits": [2**53 + 1, 2**64, -(10**30)],
    "text": "\u2028\t\x7f/é🚀",
    "": None,
}


async def add(session: AsyncSession, row: Any) -> Any:
    session.add(row)
    await session.flush()
    return row


async def runs(session: AsyncSession, document: dict[str, Any]) -> list[Any]:
    common = {
        "expected_start_time": MOMENT,
        "next_scheduled_start_time": MOMENT,
        "start_time": MOMENT,
        "end_time": MOMENT,
        "total_run_time": LONG,
        "run_count": 3,
        "state_type": StateType.RUNNING,
        "state_name": "Läuft",
        "state_timestamp": MOMENT,
        "tags": TAGS,
        "labels": LABELS,
    }
    flow = await add(session, orm.Flow(name=TEXT, tags=TAGS, labels=LABELS))
    flow_run = orm.FlowRun(
        flow_id=flow.id,
        deployment_id=uuid4(),
        work_queue_name=TEXT,
        flow_version="1.0",
        deployment_version="1.00",
        parameters=document,
        idempotency_key=TEXT,
        context=document,
        empirical_policy=core.FlowRunPolicy(retries=3, pause_keys={"k"}),
        created_by=core.CreatedBy(**MADE_BY),
        infrastructure_pid="host:1",
        job_variables=document,
        **common,
    )
    await add(session, flow_run)
    task_run = orm.TaskRun(
        flow_run_id=flow_run.id,
        task_key=TEXT,
        dynamic_key="0",
        cache_key=TEXT,
        cache_expiration=MOMENT,
        task_version="1",
        flow_run_run_count=1,
        empirical_policy=core.TaskRunPolicy(retry_delay=[1.0, 2]),
        task_inputs={"x": [core.Parameter(name="é"), core.Constant(type="int")]},
        **common,
    )
    await add(session, task_run)
    artifact_values = {
        "type": "markdown",
        "data": document,
        "description": TEXT,
        "metadata_": {"b": "1", "a": "2"},
    }
    artifact = orm.Artifact(
        key=TEXT, flow_run_id=flow_run.id, task_run_id=task_run.id, **artifact_values
    )
    await add(session, artifact)
    collection = orm.ArtifactCollection(
        key=TEXT,
        latest_id=artifact.id,
        flow_run_id=flow_run.id,
        task_run_id=task_run.id,
        **artifact_values,
    )
    state = {
        "type": StateType.RUNNING,
        "name": "Läuft",
        "timestamp": MOMENT,
        "message": TEXT,
        "state_details": StateDetails(
            scheduled_time=MOMENT, cache_key="k", run_input_keyset={"b": "1", "a": "2"}
        ),
        "_data": document,
        "result_artifact_id": artifact.id,
    }
    flow_run_state = orm.FlowRunState(flow_run_id=flow_run.id, **state)
    task_run_state = orm.TaskRunState(task_run_id=task_run.id, **state)
    await add(session, flow_run_state)
    await add(session, task_run_state)
    flow_run.set_state(flow_run_state)
    task_run.set_state(task_run_state)
    cache = orm.TaskRunStateCache(
        cache_key=TEXT, cache_expiration=MOMENT, task_run_state_id=task_run_state.id
    )
    run_input = orm.FlowRunInput(
        flow_run_id=flow_run.id, key=TEXT, value=json.dumps(document), sender=TEXT
    )
    log = orm.Log(
        name=TEXT,
        level=20,
        flow_run_id=flow_run.id,
        task_run_id=task_run.id,
        message=TEXT,
        timestamp=MOMENT,
    )
    for row in (collection, cache, run_input, log):
        await add(session, row)
    return [
        *(flow, flow_run, task_run, artifact, collection),
        *(flow_run_state, task_run_state, cache, run_input, log),
    ]


async def work(session: AsyncSession, document: dict[str, Any]) -> list[Any]:
    pool = orm.WorkPool(
        name=TEXT,
        description=TEXT,
        type="process",
        base_job_template=document,
        concurrency_limit=3,
        last_transitioned_status_at=MOMENT,
        last_status_event_id=uuid4(),
        storage_configuration=core.WorkPoolStorageConfiguration(),
    )
    await add(session, pool)
    queue = orm.WorkQueue(
        name=TEXT,
        work_pool_id=pool.id,
        filter=core.QueueFilter(tags=TAGS),
        description=TEXT,
        concurrency_limit=2,
        priority=1,
        last_polled=MOMENT,
    )
    await add(session, queue)
    worker = orm.Worker(
        name=TEXT,
        work_pool_id=pool.id,
        last_heartbeat_time=MOMENT,
        heartbeat_interval_seconds=30,
    )
    agent = orm.Agent(name=TEXT, work_queue_id=queue.id, last_activity_time=MOMENT)
    limit = orm.ConcurrencyLimitV2(name=TEXT, limit=3, slot_decay_per_second=0.1)
    tag_limit = orm.ConcurrencyLimit(tag=TEXT, concurrency_limit=2, active_slots=TAGS)
    flow = orm.Flow(name="of the deployment")
    for row in (worker, agent, limit, tag_limit, flow):
        await add(session, row)
    deployment = orm.Deployment(
        name=TEXT,
        version="1.0",
        description=TEXT,
        work_queue_name=TEXT,
        infra_overrides=document,
        path=TEXT,
        entrypoint=TEXT,
        last_polled=MOMENT,
        flow_id=flow.id,
        work_queue_id=queue.id,
        _concurrency_limit=4,
        concurrency_limit_id=limit.id,
        concurrency_options=core.ConcurrencyOptions(collision_strategy="ENQUEUE"),
        tags=TAGS,
        labels=LABELS,
        parameters=document,
        pull_steps=[document],
        parameter_openapi_schema=document,
        created_by=core.CreatedBy(**MADE_BY),
        updated_by=core.UpdatedBy(**MADE_BY),
    )
    await add(session, deployment)
    schedule = orm.DeploymentSchedule(
        deployment_id=deployment.id,
        schedule=schedules.IntervalSchedule(
            interval=timedelta(hours=1, microseconds=1), anchor_date=MOMENT
        ),
        max_scheduled_runs=3,
        parameters=document,
        slug=TEXT,
    )
    await add(session, schedule)
    return [pool, queue, worker, agent, limit, tag_limit, deployment, schedule]


async def blocks(session: AsyncSession, document: dict[str, Any]) -> list[Any]:
    block_type = orm.BlockType(
        name=TEXT,
        slug=TEXT,
        logo_url=TEXT,
        documentation_url=TEXT,
        description=TEXT,
        code_example=TEXT,
    )
    await add(session, block_type)
    schemas = [
        orm.BlockSchema(
            block_type_id=block_type.id,
            checksum=f"sha256:{number}",
            fields=document,
            capabilities=TAGS,
            version="1.0",
        )
        for number in range(2)
    ]
    for row in schemas:
        await add(session, row)
    documents = [
        orm.BlockDocument(
            name=f"{TEXT}{number}",
            block_type_id=block_type.id,
            block_schema_id=schema.id,
            block_type_name=TEXT,
        )
        for number, schema in enumerate(schemas)
    ]
    for row in documents:
        await row.encrypt_data(session, document)
        await add(session, row)
    schema_reference = orm.BlockSchemaReference(
        name=TEXT,
        parent_block_schema_id=schemas[0].id,
        reference_block_schema_id=schemas[1].id,
    )
    document_reference = orm.BlockDocumentReference(
        name=TEXT,
        parent_block_document_id=documents[0].id,
        reference_block_document_id=documents[1].id,
    )
    await add(session, schema_reference)
    await add(session, document_reference)
    return [
        *(block_type, schemas[0], documents[0]),
        *(schema_reference, document_reference),
    ]


async def events(session: AsyncSession, document: dict[str, Any]) -> list[Any]:
    received = ReceivedEvent(
        occurred=MOMENT,
        event="interop.happened",
        resource={"prefect.resource.id": "interop.ü"},
        payload=document,
        id=uuid4(),
        follows=uuid4(),
        received=MOMENT,
    )
    trigger = EventTrigger(
        match={"prefect.resource.id": ["b", "a"]},
        expect={"interop.happened"},
        posture="Reactive",
        threshold=1,
        within=timedelta(seconds=1.5),
    )
    automation = orm.Automation(
        name=TEXT,
        description=TEXT,
        tags=TAGS,
        trigger=trigger,
        actions=[DoNothing()],
        actions_on_trigger=[DoNothing()],
        actions_on_resolve=[DoNothing()],
    )
    await add(session, automation)
    firing = Firing(trigger=trigger, trigger_states={"Triggered"}, triggered=MOMENT)
    rows = [
        orm.AutomationBucket(
            automation_id=automation.id,
            trigger_id=trigger.id,
            bucketing_key=TAGS,
            last_event=received,
            start=MOMENT,
            end=MOMENT + LONG,
            count=1,
            last_operation=TEXT,
            triggered_at=MOMENT,
        ),
        orm.AutomationRelatedResource(automation_id=automation.id, resource_id=TEXT),
        orm.CompositeTriggerChildFiring(
            automation_id=automation.id,
            parent_trigger_id=uuid4(),
            child_trigger_id=trigger.id,
            child_firing_id=firing.id,
            child_fired_at=MOMENT,
            child_firing=firing,
        ),
        orm.AutomationEventFollower(
            scope=TEXT,
            leader_event_id=received.follows,
            follower_event_id=received.id,
            received=MOMENT,
            follower=received,
        ),
        orm.Event(
            occurred=MOMENT,
            event=TEXT,
            resource_id=TEXT,
            resource=document,
            related_resource_ids=TAGS,
            related=[document],
            payload=document,
            received=MOMENT,
            recorded=MOMENT,
            follows=uuid4(),
        ),
        orm.EventResource(
            occurred=MOMENT,
            resource_id=TEXT,
            resource_role=TEXT,
            resource=document,
            event_id=uuid4(),
        ),
    ]
    for row in rows:
        await add(session, row)
    return [automation, *rows]


async def settings(session: AsyncSession, document: dict[str, Any]) -> list[Any]:
    rows = [
        orm.Variable(name=TEXT, value=document, tags=TAGS),
        orm.Configuration(key=TEXT, value=document),
        orm.SavedSearch(name=TEXT, filters=[document]),
        orm.CsrfToken(token=TEXT, client=TEXT, expiration=MOMENT),
    ]
    for row in rows:
        await add(session, row)
    return rows


async def main(given: dict[str, Any]) -> None:
    document = {**SPELLINGS, **given}
    db = provide_database_interface()
    async with db.session_context(begin_transaction=True) as session:
        for write in (runs, work, blocks, events, settings):
            for row in await write(session, document):
                say(class_name=type(row).__name__, id=str(row.id))


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
