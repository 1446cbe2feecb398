import type { Dialect } from '../../test/support/databases/index.ts';
import type { FaultContext, Place } from '../support/fault.ts';
import { PostgresqlOnDisk } from './postgresql-on-disk.ts';
import { NotPermittedError, type SmallDisk } from './small-disk.ts';
import { SqliteOnDisk } from './sqlite-on-disk.ts';

/** A place on a disk that a fault may do with as it likes. */
export interface PlaceOnDisk extends Place {
  readonly disk: SmallDisk;
}

const made = new Map<Dialect, Promise<PlaceOnDisk>>();

/** The one of a dialect, made at the first demand; undefined where the machine does not permit one, which the context is told. */
export async function placeOnDisk(context: FaultContext): Promise<PlaceOnDisk | undefined> {
  const { dialect } = context;
  const place = made.get(dialect) ?? (dialect === 'sqlite' ? SqliteOnDisk : PostgresqlOnDisk).make();
  made.set(dialect, place);
  try {
    return await place;
  } catch (error) {
    if (!(error instanceof NotPermittedError)) {
      throw error;
    }
    context.notRun(error.message);
    return undefined;
  }
}
