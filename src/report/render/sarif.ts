import type {FindingSeverity} from '../../model/finding.js';
import {visible} from '../../text/visible.js';

/** A result for SARIF, from whatever found it. All text is raw. */
export interface SarifResult {
  readonly ruleId: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  /** Tells the same result from another in later runs; absent: its place does. */
  readonly fingerprint?: string;
  readonly file: string | undefined;
  readonly region: SarifRegion | undefined;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Lines and columns from 1; bytes of the decompressed file from 0. */
export interface SarifRegion {
  readonly startLine?: number;
  readonly startColumn?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly byteOffset?: number;
  readonly byteLength?: number;
}

export interface SarifRule {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly severity: FindingSeverity;
}

export interface SarifInput {
  readonly toolVersion: string;
  readonly rules: readonly SarifRule[];
  readonly results: readonly SarifResult[];
  /** What the message of the whole run says; absent = none. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

const LEVEL = {critical: 'error', warning: 'warning', info: 'note'} as const satisfies Readonly<
  Record<FindingSeverity, string>
>;
/** Where the published schema stands (OASIS, SARIF 2.1.0, errata 01). */
const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A SARIF 2.1.0 log. Rules without a result are listed too: they ran, and found nothing. */
export function buildSarif({toolVersion, rules, results, properties}: SarifInput): object {
  const indexes = new Map(rules.map(({id}, index) => [id, index]));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'whatbroke',
            version: toolVersion,
            rules: rules.map(({id, title, help, severity}) => ({
              id,
              shortDescription: {text: sarifText(title)},
              help: {text: sarifText(help)},
              defaultConfiguration: {level: LEVEL[severity]},
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: results.map((result) => toResult(result, indexes)),
        ...(properties === undefined ? {} : {properties}),
      },
    ],
  };
}

function toResult(result: SarifResult, indexes: ReadonlyMap<string, number>): object {
  const {ruleId, severity, message, fingerprint, file, region, properties} = result;
  const ruleIndex = indexes.get(ruleId);
  return {
    ruleId,
    ...(ruleIndex === undefined ? {} : {ruleIndex}),
    level: LEVEL[severity],
    message: {text: sarifText(message)},
    ...(file === undefined
      ? {}
      : {
          locations: [
            {
              physicalLocation: {
                artifactLocation: {uri: toUri(file)},
                ...(region === undefined || Object.keys(region).length === 0 ? {} : {region}),
              },
            },
          ],
        }),
    ...(fingerprint === undefined
      ? {}
      : {partialFingerprints: {'whatbrokeFindingId/v1': fingerprint}}),
    ...(properties === undefined ? {} : {properties}),
  };
}

/**
 * Text for a SARIF message: brackets would be links (SARIF 3.11.6), braces placeholders (3.11.5). An empty
 * text is not allowed.
 */
export function sarifText(text: string): string {
  const safe = visible(text)
    .replace(/[\\[\]]/g, '\\$&')
    .replace(/[{}]/g, '$&$&');
  return safe === '' ? ' ' : safe;
}

/** A relative reference or a file URI: a path may hold spaces, signs and letters of any language. */
function toUri(path: string): string {
  const shown: string = visible(path);
  const escaped = shown.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return shown.startsWith('/') ? `file://${escaped}` : escaped;
}
