import {parser} from '../../../parsers/cline/index.js';
import {describeFuzz, describeSamples} from '../common/parser-checks.js';

describeSamples(parser);
describeFuzz(parser);
