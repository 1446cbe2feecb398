import { removeRow } from '../support/remove-row.ts';
import type { Play } from './group.ts';

export const poolCascade: Play = async (world, { table, id }) => removeRow(world, table as string, id as string);
