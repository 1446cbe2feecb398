// Preloaded: fails the process as soon as it loads what only the development of the package may use.
import { registerHooks } from 'node:module';

const forbidden = /\/node_modules\/(typescript|ts-morph|@ts-morph|tsx|esbuild|@mikro-orm\/(reflection|cli))\//;

registerHooks({
  load(url, context, nextLoad) {
    if (forbidden.test(url)) {
      throw new Error(`The package loads ${forbidden.exec(url)[1]} at run time`);
    }
    return nextLoad(url, context);
  },
});
