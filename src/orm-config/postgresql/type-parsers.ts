import { types, TypeOverrides } from 'pg';

/** What the value types read themselves: dates, timestamps, intervals, JSON. A parsed document would also be shared with the snapshot. */
const asText = [1082, 1083, 1114, 1184, 1186, 1266, 114, 3802];

/** Arrays of these. */
const asTexts = [1182, 1115, 1185, 1187, 199, 3807];

/** How pg reads an array of texts; its declarations do not list the number of that type. */
const readTexts = (types.getTypeParser as (oid: number) => (text: string) => string[])(1009);

/** How the columns of an answer are read. */
export function typeParsers(): TypeOverrides {
  const parsers = new TypeOverrides();
  for (const oid of asText) {
    parsers.setTypeParser(oid, (text: string) => text);
  }
  for (const oid of asTexts) {
    parsers.setTypeParser(oid, readTexts);
  }
  return parsers;
}
