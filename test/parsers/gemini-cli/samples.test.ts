import {parser} from '../../../parsers/gemini-cli/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
