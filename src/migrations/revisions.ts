/** The dialects that have migrations: the same names on both sides. */
export type Dialect = 'sqlite' | 'postgresql';

/** A state of the schema that Prefect knows too. */
export interface Revision {
  /** The migration of ours that leads to it. */
  readonly migration: string;
  /** The version of Prefect whose newest schema it is. */
  readonly prefect: string;
  /** What `alembic_version` holds then. */
  readonly alembicHeads: Readonly<Record<Dialect, string>>;
}

/** Every such state, oldest first. */
export const revisions: readonly Revision[] = [
  {
    migration: 'Migration20261123120000_prefect_3_8_8',
    prefect: '3.8.8',
    alembicHeads: { sqlite: 'a3b9c7d2e5f1', postgresql: 'd4a7e1c93f52' },
  },
];

/** The revision that this version of the package works with. */
export const supportedRevision = revisions.at(-1) as Revision;

/** What `alembic_version` must hold for this version of the package, by dialect. */
export const supportedAlembicHeads = supportedRevision.alembicHeads;
