import Database from 'better-sqlite3';

/** The functions of SQLite that know the time, and how many arguments stand before the one that says when. */
const timeFunctions: Readonly<Record<string, number>> = {
  date: 0,
  datetime: 0,
  julianday: 0,
  strftime: 1,
  time: 0,
  unixepoch: 0,
};

/** What `now` stands for, in the form that SQLite reads; undefined while the time runs. */
const frozen: { text?: string | undefined } = {};

/** Keeps the functions as they were. */
const genuine = new Database(':memory:');

/** Stops the time of every SQLite connection that has been opened since {@link holdSqliteTime}. */
export function freezeSqlite(moment: Temporal.Instant | undefined): void {
  frozen.text = moment?.toString().replace('T', ' ').replace('Z', '');
}

/** Puts itself in the place of SQLite's time functions, in every connection that is opened from now on. */
export function holdSqliteTime(): void {
  const { prototype } = Database;
  const { defaultSafeIntegers } = prototype;
  // every connection of the package calls this once; the configurations have no hook for new connections
  prototype.defaultSafeIntegers = function (this: Database.Database, ...toggle) {
    for (const name of Object.keys(timeFunctions)) {
      this.function(name, { varargs: true }, (...given: unknown[]) => answer(name, given));
    }
    return defaultSafeIntegers.apply(this, toggle);
  };
}

/** What the function itself says, for the moment at which the time stands. */
function answer(name: string, given: readonly unknown[]): unknown {
  const before = timeFunctions[name] ?? 0;
  const asked = given.length === before ? [...given, 'now'] : given;
  const values = asked.map((value) => (value === 'now' && frozen.text !== undefined ? frozen.text : value));
  return genuine
    .prepare(`select ${name}(${values.map(() => '?').join(', ')})`)
    .pluck()
    .get(...values);
}
