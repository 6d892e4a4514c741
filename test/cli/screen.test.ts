import {expect, test} from '@jest/globals';
import {isUnicodeLocale} from '../../src/cli/screen.js';

test.each([
  [{}, true],
  [{LANG: ''}, true],
  [{LANG: 'C'}, false],
  [{LANG: 'POSIX'}, false],
  [{LANG: 'C.UTF-8'}, true],
  [{LANG: 'de_DE.utf8@euro'}, true],
  [{LANG: 'de_DE@euro'}, true],
  [{LANG: 'ja_JP.eucJP'}, false],
  [{LANG: 'en_US.UTF-8', LC_ALL: 'C'}, false],
  [{LANG: 'C', LC_CTYPE: 'en_US.UTF-8'}, true],
  [{LANG: 'C', LC_CTYPE: 'en_US.UTF-8', LC_ALL: ''}, true],
])('%j: signs beyond ASCII %s', (env, expected) => {
  expect(isUnicodeLocale(env)).toBe(expected);
});
