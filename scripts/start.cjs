/**
 * Becomes dist/stsx.js: runs the bundle beside it. The build leaves V8's compiled code in stsx-main.cache; V8 itself refuses one of another
 * version of Node or of another bundle, and then compiles as usual.
 */
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { Module } = require('node:module');
const { Script } = require('node:vm');

const file = `${__dirname}/stsx-main.js`;
const cache = `${__dirname}/stsx-main.cache`;

function cachedCode() {
  try {
    return readFileSync(cache);
  } catch {
    return undefined;
  }
}

// esbuild writes ASCII only, which is read fastest as latin1.
const script = new Script(Module.wrap(readFileSync(file, 'latin1')), {
  filename: file,
  cachedData: cachedCode(),
});
const bundle = { exports: {} };
script.runInThisContext()(bundle.exports, Module.createRequire(file), bundle, file, __dirname);

if (process.env.STSX_WRITE_CODE_CACHE === '1') {
  process.on('exit', () => writeFileSync(cache, script.createCachedData()));
}
