import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {splitFolder, type WholeFolder} from '../../src/ingest/split-folder.js';

/** A folder that holds a file called `state` right in it is one log. */
const claims = ({files}: WholeFolder): boolean => files.includes('state');

test('a log that is a folder is found at any depth, and takes all that is in it', () => {
  const files = [
    'a-b/x',
    'a/notes',
    'a/one/events/1',
    'a/one/events/2',
    'a/one/state',
    'a/two/state',
    'a/two/state.d/x',
    'readme',
  ];
  expect(splitFolder({path: '/logs', files}, claims)).toEqual({
    wholes: [
      {path: '/logs/a/one', files: ['events/1', 'events/2', 'state']},
      {path: '/logs/a/two', files: ['state', 'state.d/x']},
    ],
    files: ['a-b/x', 'a/notes', 'readme'],
  });
  expect(splitFolder({path: '/logs', files: ['events/1', 'state']}, claims)).toEqual({
    wholes: [{path: '/logs', files: ['events/1', 'state']}],
    files: [],
  });
});

test('every file is in exactly one place, whatever the tree', () => {
  const name = fc.constantFrom('a', 'b', 'a-b', 'state', 'z');
  const path = fc.array(name, {minLength: 1, maxLength: 4}).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(fc.uniqueArray(path, {maxLength: 30}), (paths) => {
      const files = [...paths].sort();
      const split = splitFolder({path: '/logs', files}, claims);
      const inside = split.wholes.flatMap((whole) =>
        whole.files.map((file) => `${whole.path.slice('/logs'.length)}/${file}`.slice(1)),
      );
      expect([...inside, ...split.files].sort()).toEqual(files);
      // What is left lies in no folder that would be claimed by itself.
      for (const {files: own} of split.wholes) expect(own).toContain('state');
    }),
  );
});
