import {parser} from '../../../parsers/codex/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
