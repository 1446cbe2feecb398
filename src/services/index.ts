/** What a server does to the model, each in one transaction: `await createFlow(em, { name })`. */
export * from './artifacts/index.ts';
export * from './blocks/index.ts';
export * from './concurrency/index.ts';
export * from './csrf/index.ts';
export * from './deployments/index.ts';
export * from './events/index.ts';
export * from './flow-runs/index.ts';
export * from './flows/index.ts';
export * from './inputs/index.ts';
export * from './logs/index.ts';
export * from './searches/index.ts';
export * from './task-runs/index.ts';
export * from './transitions/index.ts';
export * from './variables/index.ts';
export * from './work/index.ts';
export { inTransaction } from './transaction.ts';
