import type { Database, Dialect } from '../../test/support/databases/index.ts';
import type { Access } from '../jobs/job.ts';
import type { FaultContext, Place } from '../support/fault.ts';

/** A way in which a database may not be written. */
export interface ReasonToRefuse {
  /** `a file system that may only be read`, for instance. */
  readonly title: string;
  readonly dialect: Dialect;
  /** What the one who uses the package is told: a command by a code, an application by a code or an exception of MikroORM. */
  readonly told: readonly string[];
  /** Where such databases are; undefined where the machine does not permit it, which the context is told. */
  place(context: FaultContext): Promise<Place | undefined>;
  /** Lets a database refuse from now on. */
  refuse(database: Database, place: Place): Promise<Refusing>;
}

/** A database that refuses. */
export interface Refusing {
  /** How processes get at it, where that is another way than the usual one. */
  readonly access?: Access;
  /** Lets them write again. */
  allow(): Promise<void>;
  /** Removes what was made for it, when the database is gone. */
  forget?(): Promise<void>;
}
