#!/usr/bin/env node
// In the syntax of old engines, and importing nothing: on an old Node this file is all that runs.
'use strict';

var wanted = 26;
var found = parseInt(process.versions.node, 10);

if (found < wanted) {
  var need = 'prefect-orm needs Node ' + wanted + ' or newer, but this is Node ' + process.versions.node;
  console.error(need + ': install a newer one from https://nodejs.org and run the command again.');
  process.exitCode = 1;
} else {
  require('./start.cjs');
}
