import { Migration } from '@mikro-orm/migrations';

/** Adds a table, then fails. */
export class BreakOnTheWay extends Migration {
  override name = 'BreakOnTheWay';

  override up(): void {
    this.addSql('CREATE TABLE left_over (id integer)');
    this.addSql('INSERT INTO no_such_table VALUES (1)');
  }
}

/** Makes `flow` anew, the way SQLite wants a constraint to be changed. */
export class RebuildFlow extends Migration {
  override name = 'RebuildFlow';

  override up(): void {
    this.addSql('CREATE TABLE flow_anew AS SELECT * FROM flow');
    this.addSql('DROP TABLE flow');
    this
      .addSql(`CREATE TABLE flow (id CHAR(36) NOT NULL, created DATETIME, updated DATETIME, name VARCHAR, tags JSON, labels JSON,
      CONSTRAINT pk_flow PRIMARY KEY (id))`);
    this.addSql('INSERT INTO flow SELECT * FROM flow_anew');
    this.addSql('DROP TABLE flow_anew');
  }
}

/** Takes the parents away from under their children. */
export class LoseFlows extends Migration {
  override name = 'LoseFlows';

  override up(): void {
    this.addSql('DELETE FROM flow');
  }
}
