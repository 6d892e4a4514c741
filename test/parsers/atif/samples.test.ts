import {parser} from '../../../parsers/atif/index.js';
import {describeFuzz, describeSamples} from '../common/parser-checks.js';

describeSamples(parser);
describeFuzz(parser);
