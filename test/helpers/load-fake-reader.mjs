// The fake reader for plain Node scripts: compiled here, since tests are not in dist/. Needs a build.
import {transformFile} from '@swc/core';
import {fileURLToPath} from 'node:url';

export async function loadFakeReader() {
  const source = fileURLToPath(new URL('./fake-reader.ts', import.meta.url));
  const {code} = await transformFile(source, {
    jsc: {target: 'es2022', parser: {syntax: 'typescript'}},
    module: {type: 'es6'},
  });
  const dist = new URL('../../dist/src/', import.meta.url);
  const linked = code.replaceAll('../../src/', dist.href);
  const module = await import(`data:text/javascript,${encodeURIComponent(linked)}`);
  return module.createFakeReader;
}
