/**
 * The `onCreate` of a column whose default only the database knows: it leaves the column out of the INSERT, where null was given too,
 * and MikroORM reads back what the database put there.
 */
export function leftToDatabase(): undefined {
  return undefined;
}
