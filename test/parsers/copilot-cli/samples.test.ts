import {parser} from '../../../parsers/copilot-cli/index.js';
import {testSamples} from '../common/sample-tests.js';

testSamples(parser);
