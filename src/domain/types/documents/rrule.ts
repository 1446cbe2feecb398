/** About a year of daily dates, as in the reference. */
const MOST_LETTERS = 6500;

const FREQUENCIES = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'];
const NUMBERS = /^[+-]?\d+(?:,[+-]?\d+)*$/;
const WEEKDAY = /^(?:[+-]?\d+)?(?:MO|TU|WE|TH|FR|SA|SU)(?:\([+-]?\d+\))?$/;
const MOMENT = /^\d{8}(?:T\d{4}(?:\d\d)?Z?)?$/;

const PARTS: Record<string, (value: string) => boolean> = {
  FREQ: (value) => FREQUENCIES.includes(value),
  INTERVAL: (value) => /^[+-]?\d+$/.test(value),
  COUNT: (value) => /^[+-]?\d+$/.test(value),
  UNTIL: (value) => MOMENT.test(value),
  WKST: (value) => /^(?:MO|TU|WE|TH|FR|SA|SU)$/.test(value),
  BYDAY: (value) => value.split(',').every((day) => WEEKDAY.test(day)),
  BYWEEKDAY: (value) => value.split(',').every((day) => WEEKDAY.test(day)),
  ...Object.fromEntries(
    ['BYSETPOS', 'BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'BYEASTER', 'BYWEEKNO', 'BYHOUR', 'BYMINUTE', 'BYSECOND'].map(
      (part) => [part, (value: string) => NUMBERS.test(value)],
    ),
  ),
};

/** Whether the text is a rule, or a set of rules and dates, that the reference's recurrence parser takes. */
export function isRecurrenceRule(text: string): boolean {
  const lines = text.trim().toUpperCase().split(/\s+/);
  return text.length <= MOST_LETTERS && text.trim() !== '' && lines.every(isLine);
}

function isLine(line: string): boolean {
  const colon = line.indexOf(':');
  if (colon === -1) {
    return isRule(line);
  }
  const [name] = line.slice(0, colon).split(';');
  const value = line.slice(colon + 1);
  switch (name) {
    case 'RRULE':
    case 'EXRULE':
      return isRule(value);
    case 'DTSTART':
      return MOMENT.test(value);
    case 'RDATE':
    case 'EXDATE':
      return value.split(',').every((moment) => MOMENT.test(moment));
    default:
      return false;
  }
}

function isRule(rule: string): boolean {
  const parts = rule.split(';').map((part) => part.split('='));
  return (
    parts.some(([name]) => name === 'FREQ') &&
    parts.every(([name = '', value = '', ...more]) => more.length === 0 && PARTS[name]?.(value) === true)
  );
}
