'use strict';

// A file of its own, because `import()` is a syntax error to an old engine.
import('../dist/cli/main.js');
