import { randomBytes } from 'node:crypto';
import { execute } from '../support/execute.ts';
import type { ReasonToRefuse } from './refusal.ts';

/** A role that may read, and nothing else. */
export const readOnlyRole: ReasonToRefuse = {
  title: 'a role that may only read',
  dialect: 'postgresql',
  told: ['PERMISSION_DENIED', 'DriverException'],
  place: async (context) => context,

  async refuse({ url }, place) {
    const role = `prefect_orm_role_${process.pid}_${randomBytes(4).toString('hex')}`;
    const password = randomBytes(18).toString('base64url');
    // the extension has an error of its own, and older servers let everybody make tables
    await execute(
      url,
      'create extension if not exists pg_trgm',
      `create role ${role} login password '${password}'`,
      'revoke create on schema public from public',
      `grant select on all tables in schema public to ${role}`,
    );
    const access = new URL(url);
    [access.username, access.password] = [role, password];
    const name = access.pathname.slice(1);
    return {
      access: { url: access.href },
      allow: () =>
        execute(
          url,
          `alter database ${name} owner to ${role}`,
          `grant all on schema public to ${role}`,
          `grant all on all tables in schema public to ${role}`,
        ),
      async forget() {
        const elsewhere = await place.emptyDatabase();
        await execute(elsewhere.url, `drop role ${role}`);
        await elsewhere.drop();
      },
    };
  },
};
