import {parser} from '../../../parsers/otel-span-dumps/index.js';
import {describeRealLogs} from '../common/check-real-logs.js';

describeRealLogs(parser, 'otel-span-dumps');
describeRealLogs(parser, 'vercel-ai-sdk');
