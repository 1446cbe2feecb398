"""Runs flows through Prefect's client: tasks, a sub-flow, retries and a failure.

The only argument is a JSON document: the parameters of the first flow. Prints a line for
each flow run, with what the client knows about it at the end.
"""

import json
import sys

from interchange import say, wire
from prefect import flow, get_run_logger, runtime, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.states import State


@task
def double(number: int) -> int:
    get_run_logger().info("doubling %s", number)
    return number * 2


@task(retries=1, retry_delay_seconds=0)
def stumble() -> int:
    if runtime.task_run.run_count == 1:
        raise RuntimeError("the first attempt of a task")
    return runtime.task_run.run_count


@flow(name="interop-inner", persist_result=True)
def inner(number: int) -> int:
    return double(number) + double(number + 1)


@flow(name="interop-outer")
def outer(values: dict) -> int:
    get_run_logger().warning("Grüße aus Köln 🚀: %s", sorted(values))
    report_key = "interop-report"
    create_markdown_artifact("# Erst\n\n🚀", key=report_key, description="the first")
    create_markdown_artifact("# Dann", key=report_key, description="the second")
    table = [{"ä": 1, "b": None}, {"ä": 2.5, "b": "é"}]
    create_table_artifact(table, key="interop-table")
    return inner(20) + stumble()


@flow(name="interop-second-try", retries=1, retry_delay_seconds=0)
def second_try() -> int:
    if runtime.flow_run.run_count == 1:
        raise RuntimeError("the first attempt of a flow")
    return runtime.flow_run.run_count


@flow(name="interop-failure")
def failure() -> None:
    raise ValueError("meant to fail: ünïcode")


def report(flow_name: str, state: State) -> None:
    run_id = state.state_details.flow_run_id
    with get_client(sync_client=True) as client:
        run = client.read_flow_run(run_id)
    say(
        flow=flow_name,
        id=str(run_id),
        name=run.name,
        parameters=run.parameters,
        state_type=state.type.value,
        state_name=state.name,
        state_message=state.message,
        run_count=run.run_count,
        total_run_time=wire(run.total_run_time),
    )


if __name__ == "__main__":
    report("interop-outer", outer(json.loads(sys.argv[1]), return_state=True))
    report("interop-second-try", second_try(return_state=True))
    report("interop-failure", failure(return_state=True))
