/** A random UUID of version 4, put together from SQLite's own random bytes. */
const randomUuid =
  "(lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))), 2)" +
  " || '-' || substr('89ab', abs(random()) % 4 + 1, 1) || substr(lower(hex(randomblob(2))), 2)" +
  " || '-' || lower(hex(randomblob(6))))";

/** The wall clock in milliseconds, written with the six digits of every stored timestamp. */
export const now = "(strftime('%Y-%m-%d %H:%M:%f000', 'now'))";

/** The columns that every table has. */
export const base = `id CHAR(36) NOT NULL DEFAULT ${randomUuid},
  created DATETIME NOT NULL DEFAULT ${now},
  updated DATETIME NOT NULL DEFAULT ${now}`;
