'use strict';

// A file of its own, because `import()` is a syntax error to an old engine.
void import('../dist/cli/main.js');
