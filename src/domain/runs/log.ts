import { Entity, Index, Property } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import { InstantType, UuidType } from '../types/index.ts';

/** One line that a run logged. It may outlive its run, or come before it: no foreign key ties them. */
@Entity()
@Index({ properties: ['flowRunId', 'timestamp'] })
export class Log extends Base {
  /** Of the logger. */
  @Property()
  name!: string;

  /** The level as in Python's logging: 10 debug, 20 info, 30 warning, 40 error, 50 critical. */
  @Index()
  @Property({ type: 'smallint' })
  level!: number;

  @Index()
  @Property({ type: UuidType })
  flowRunId: string | null = null;

  @Index()
  @Property({ type: UuidType })
  taskRunId: string | null = null;

  @Property({ type: 'text' })
  message!: string;

  /** When the line was written, by the clock of the run. */
  @Index()
  @Property({ type: InstantType })
  timestamp!: Temporal.Instant;

  constructor(values: Init<Log>) {
    super();
    fill(this, values);
  }
}
