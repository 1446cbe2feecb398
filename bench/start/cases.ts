import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** A process that is started again and again. */
export interface Case {
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What others are compared with. */
export const floor = 'MikroORM, one entity';

/**
 * The processes to start.
 *
 * @param file the SQLite database that they query
 * @param cache a folder for what Node has compiled
 * @param bundled the program of the built package, as an application that bundles what it imports has it
 */
export function startCases(file: string, cache: string, bundled: string): Case[] {
  const cold = { NODE_DISABLE_COMPILE_CACHE: '1' };
  const cached = { NODE_COMPILE_CACHE: cache };
  const launcher = join(import.meta.dirname, '../../bin/prefect-orm.cjs');
  return [
    node('Node alone', cold, '--eval', ''),
    node(floor, cold, program('mikro-orm.mjs'), file),
    node(`${floor}, compile cache`, cached, program('mikro-orm.mjs'), file),
    node('prefect-orm, all entities', cold, program('prefect-orm.mjs'), file),
    node('prefect-orm, all entities, compile cache', cached, program('prefect-orm.mjs'), file),
    node('prefect-orm in one bundle, compile cache', cached, bundled, file),
    // it switches the cache on by itself
    node('the command prefect-orm show, its whole page', cached, launcher, 'show', file),
    ...prefectCases(file),
  ];
}

/** Prefect's own, from the virtual environment that PREFECT_VENV names, or where `prefect` is on the PATH. */
function prefectCases(file: string): Case[] {
  const python = prefectPython();
  return python === undefined
    ? []
    : [
        {
          title: 'Prefect (Python), all models',
          command: python,
          args: [program('python_server.py')],
          env: { PREFECT_SERVER_DATABASE_CONNECTION_URL: `sqlite+aiosqlite:///${file}` },
        },
      ];
}

function prefectPython(): string | undefined {
  const named = process.env['PREFECT_VENV'];
  if (named) {
    return join(named, 'bin/python');
  }
  const command = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'prefect'))
    .find((path) => isExecutable(path));
  const python = command === undefined ? undefined : join(dirname(realpathSync(command)), 'python');
  return python !== undefined && existsSync(python) ? python : undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function node(title: string, env: Case['env'], ...args: string[]): Case {
  return { title, command: process.execPath, args, env };
}

function program(name: string): string {
  return join(import.meta.dirname, 'programs', name);
}
