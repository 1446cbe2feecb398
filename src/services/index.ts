/** What a server does to the model, each in one transaction: `await createFlow(em, { name })`. */
export { inTransaction } from './transaction.ts';
