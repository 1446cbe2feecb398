import type { Opt } from '@mikro-orm/core';
import { Entity, Property, Unique } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';

/** A class of blocks, known by its slug. */
@Entity()
@Unique({ properties: ['slug'] })
export class BlockType extends Base {
  @Property()
  name!: string;

  /** By which code refers to the type; unique. */
  @Property()
  slug!: string;

  @Property()
  logoUrl: string | null = null;

  @Property()
  documentationUrl: string | null = null;

  @Property()
  description: string | null = null;

  @Property()
  codeExample: string | null = null;

  /** Whether the server refuses to change or delete it: the types that Prefect brings itself. */
  @Property({ onCreate: () => false })
  isProtected: Opt<boolean> = false;

  constructor(values: Init<BlockType>) {
    super();
    fill(this, values);
  }
}
