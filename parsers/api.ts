/** The one doorway: everything a parser may import (DESIGN section 3). */
export * from '../src/model/assert.js';
export * from '../src/model/compact.js';
export * from '../src/model/diagnostic.js';
export * from '../src/model/facts.js';
export * from '../src/model/ids.js';
export * from '../src/model/json.js';
export * from '../src/model/kinds.js';
export * from '../src/model/locator.js';
export * from '../src/model/message.js';
export * from '../src/model/parser.js';
export * from '../src/model/record-source.js';
export * from '../src/model/usage.js';
export * from '../src/model/user-error.js';
