import {parser} from '../../../parsers/opencode/index.js';
import {describeFuzz, describeSamples} from '../common/parser-checks.js';

describeSamples(parser);
describeFuzz(parser);
