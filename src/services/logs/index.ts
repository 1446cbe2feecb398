export { createLogs, type NewLog } from './create-logs.ts';
