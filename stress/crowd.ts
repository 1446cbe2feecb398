import { builtProgram } from '../test/support/built-program.ts';
import { type ProcessResult, runProgram } from '../test/support/processes.ts';
import type { Member, Report } from './members/member.ts';

/** What hangs does not come back; a busy machine takes its time. */
const patienceMilliseconds = 300_000;

/**
 * Lets processes do what their members have to, all from the same moment on. Those without a client stop when the clients are done.
 *
 * @param crews the members of each process
 * @returns how many states each member has set
 * @throws where a process ends in any other way than well, with what it said
 */
export async function runCrowd(url: string, crews: readonly (readonly Member[])[]): Promise<Map<string, number>> {
  const program = await builtProgram('stress/members/process.ts');
  const ready: Signal[] = [];
  const [atWork, others] = [crews.filter(hasClient), crews.filter((crew) => !hasClient(crew))];
  const stops: Signal[] = [];
  const start = (crew: readonly Member[], stop?: Signal[]): Promise<ProcessResult> =>
    runProgram(process.execPath, [program, url, JSON.stringify(crew)], {
      timeoutMilliseconds: patienceMilliseconds,
      onOutput(text, kill) {
        if (text === 'ready\n') {
          stop?.push(() => kill('SIGUSR2'));
          if (ready.push(() => kill('SIGUSR2')) === crews.length) {
            ready.forEach((begin) => begin());
          }
        }
      },
    });
  const running = others.map((crew) => start(crew, stops));
  const done = await Promise.all(atWork.map((crew) => start(crew)));
  stops.forEach((stop) => stop());
  return reportsOf([...done, ...(await Promise.all(running))]);
}

type Signal = () => void;

function hasClient(crew: readonly Member[]): boolean {
  return crew.some(({ role }) => role === 'client');
}

function reportsOf(results: readonly ProcessResult[]): Map<string, number> {
  const failures = results.filter(({ stderr, code }) => stderr !== '' || code !== 0);
  if (failures.length > 0) {
    throw new Error(
      failures.map(({ stderr, code, signal }) => `A process ended with ${code ?? signal}: ${stderr}`).join('\n'),
    );
  }
  const lines = results.flatMap(({ stdout }) => stdout.trimEnd().split('\n').slice(1));
  return new Map(lines.map((line) => JSON.parse(line) as Report).map(({ name, states }) => [name, states]));
}
