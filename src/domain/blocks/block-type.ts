import type { Opt, RequiredEntityData } from '@mikro-orm/core';
import { Entity, Property, Unique } from '@mikro-orm/decorators/es';
import { Base, fill } from '../shared/base.ts';

/** A class of blocks, known by its slug. */
@Entity()
@Unique({ properties: ['slug'] })
export class BlockType extends Base {
  @Property()
  name!: string;

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

  @Property({ onCreate: () => false })
  isProtected: Opt<boolean> = false;

  constructor(values: RequiredEntityData<BlockType>) {
    super();
    fill(this, values);
  }
}
