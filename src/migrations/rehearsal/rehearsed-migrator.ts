import type { SqlEntityManager } from '@mikro-orm/sql';
import { PrefectMigrator } from '../prefect-migrator.ts';
import { recording } from './recording.ts';
import { RehearsedStorage } from './rehearsed-storage.ts';
import type { Script } from './script.ts';

/** Goes through all that a migrator does, and sends nothing but questions. It has nobody to tell. */
export class RehearsedMigrator extends PrefectMigrator {
  constructor(em: SqlEntityManager, script: Script) {
    super(recording(em, script));
  }

  override on(): this {
    return this;
  }

  protected override createStorage(): RehearsedStorage {
    return new RehearsedStorage(this.driver, this.options);
  }

  protected override tell(): void {}
}
