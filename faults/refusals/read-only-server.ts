import { execute } from '../support/execute.ts';
import type { ReasonToRefuse } from './refusal.ts';

/** As on a standby. */
export const readOnlyServer: ReasonToRefuse = {
  title: 'a server that may only be read',
  dialect: 'postgresql',
  told: ['READ_ONLY_DATABASE', 'ReadOnlyException'],
  place: async (context) => context,

  async refuse({ url }) {
    const name = new URL(url).pathname.slice(1);
    await execute(url, `alter database ${name} set default_transaction_read_only = on`);
    // the connection that takes it back is under it, too
    return {
      allow: () =>
        execute(url, 'set transaction read write', `alter database ${name} reset default_transaction_read_only`),
    };
  },
};
