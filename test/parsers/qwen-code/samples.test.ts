import {parser} from '../../../parsers/qwen-code/index.js';
import {describeFuzz, describeSamples} from '../common/parser-checks.js';

describeSamples(parser);
describeFuzz(parser);
