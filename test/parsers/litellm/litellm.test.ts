import {parser} from '../../../parsers/litellm/index.js';
import {describeCounts, describeFuzz, describeSamples} from '../common/parser-checks.js';

describeSamples(parser);
describeFuzz(parser);
describeCounts(parser);
