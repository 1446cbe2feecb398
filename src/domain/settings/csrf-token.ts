import { Entity, Property, Unique } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import { InstantType } from '../types/index.ts';

/** The token that protects one client against forged requests. */
@Entity()
export class CsrfToken extends Base {
  /** A secret: never shown by `toJSON`. */
  @Property({ hidden: true })
  token!: string;

  /** Who it was given to, by a name that the client made up. */
  @Unique()
  @Property()
  client!: string;

  /** Until when it is good. */
  @Property({ type: InstantType })
  expiration!: Temporal.Instant;

  constructor(values: Init<CsrfToken>) {
    super();
    fill(this, values);
  }
}
