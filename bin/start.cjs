'use strict';

// Half of a short command is reading the code: what was compiled once is kept for the next.
require('node:module').enableCompileCache();

// A file of its own, because `import()` is a syntax error to an old engine.
void import('../dist/cli/main.js');
