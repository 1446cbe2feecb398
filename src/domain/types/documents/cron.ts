/** The fields of a cron expression: least and most, and the names that stand for numbers. A sixth is seconds, a seventh years. */
const FIELDS: readonly { least: number; most: number; names?: readonly string[] }[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { least: 0, most: 7, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
  { least: 0, most: 59 },
  { least: 1970, most: 2099 },
];

const ALIASES = new Set(['@midnight', '@hourly', '@daily', '@weekly', '@monthly', '@yearly', '@annually']);

const DAY_OF_MONTH = 2;
const DAY_OF_WEEK = 4;

/** Whether the reference's cron parser takes the expression: five to seven fields, or an alias such as `@daily`. */
export function isCronExpression(text: string): boolean {
  const expression = text.trim().toLowerCase();
  if (expression.startsWith('@')) {
    return ALIASES.has(expression);
  }
  const fields = expression.split(/\s+/);
  return fields.length >= 5 && fields.length <= FIELDS.length && fields.every(isField);
}

function isField(field: string, index: number): boolean {
  return field.split(',').every((item) => isItem(item, index));
}

function isItem(item: string, index: number): boolean {
  if (index === DAY_OF_MONTH && item === 'l') {
    return true;
  }
  if (
    index === DAY_OF_WEEK &&
    /^(?:l[0-7]|[0-7]#[1-5l]|(?:sun|mon|tue|wed|thu|fri|sat)#[1-5l]|l(?:sun|mon|tue|wed|thu|fri|sat))$/.test(item)
  ) {
    return true;
  }
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) {
    return false;
  }
  if (range === '*' || (range === '?' && (index === DAY_OF_MONTH || index === DAY_OF_WEEK))) {
    return true;
  }
  const ends = range.split('-');
  return ends.length <= 2 && ends.every((end) => isNumber(end, index));
}

function isNumber(text: string, index: number): boolean {
  const field = FIELDS[index]!;
  return (
    field.names?.includes(text) || (/^\d+$/.test(text) && Number(text) >= field.least && Number(text) <= field.most)
  );
}
