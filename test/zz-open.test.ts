import { describeEachDialect, TestDatabase } from './support/dialects.ts';
for (let i = 0; i < 5; i++) {
  describeEachDialect(`s${i}`, (db) => {
    it('x', async () => {
      const t = performance.now();
      const d = new TestDatabase(db.dialect);
      await d.open();
      const t2 = performance.now();
      await d.close();
      console.log(db.dialect, Math.round(t2 - t), Math.round(performance.now() - t2));
    });
  });
}
