/** The two databases that everything stored is tested on. */
export const dialects = ['sqlite', 'postgresql'] as const;

export type Dialect = (typeof dialects)[number];

/** What a reader of the tests' output calls them. */
export const dialectTitles: Readonly<Record<Dialect, string>> = { sqlite: 'SQLite', postgresql: 'PostgreSQL' };

/** A database of a test's own. */
export interface Database {
  /** In a form that the configurations accept. */
  readonly url: string;
  /** Removes it, also under open connections. Once is enough; twice does no harm. */
  drop(): Promise<void>;
}

/** Makes databases of one kind on what is started for the tests at the first demand. */
export interface DatabaseMaker {
  /** An empty database. */
  empty(): Promise<Database>;
  /** A copy of a database that no one is connected to. */
  copy(original: Database): Promise<Database>;
}
