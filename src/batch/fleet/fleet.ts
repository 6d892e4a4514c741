import type {FindingSeverity} from '../../model/finding.js';
import type {RunSummary} from '../../replay/reader.js';
import type {RunSurvey} from '../survey/survey.js';

/** A run as the fleet view is given it. */
export interface FleetRun {
  readonly summary: RunSummary;
  readonly survey: RunSurvey;
}

/** Runs by one of their names. */
export interface FleetRow {
  readonly name: string;
  readonly runs: number;
  /** Runs with a finding of warning or worse, or that failed. */
  readonly incidents: number;
  readonly critical: number;
  /** Those that began in the last seven days of the archive, and in the seven before. */
  readonly lastWeekRuns: number;
  readonly lastWeekIncidents: number;
  readonly weekBeforeRuns: number;
  readonly weekBeforeIncidents: number;
}

export const TRENDS = ['new', 'rising', 'steady', 'falling', 'gone', 'unknown'] as const;
/** Of a group: its runs in the last week of the archive against the week before. */
export type Trend = (typeof TRENDS)[number];

/** Runs that failed the same way. */
export interface FleetGroup {
  readonly id: string;
  readonly rule: string;
  readonly severity: FindingSeverity;
  /** The shared pattern, in order where it is a lap. */
  readonly calls: readonly string[];
  /** In order of time, then id. */
  readonly runs: readonly string[];
  readonly agents: readonly string[];
  readonly formats: readonly string[];
  readonly firstUs: number | undefined;
  readonly lastUs: number | undefined;
  readonly trend: Trend;
  readonly lastWeek: number;
  readonly weekBefore: number;
  /** In the file of known groups. */
  readonly isKnown: boolean;
  /** What that file says of it. */
  readonly why?: string;
}

export const METRICS = ['steps', 'calls', 'tokens', 'depth', 'durationUs'] as const;
export type Metric = (typeof METRICS)[number];

export interface Spread {
  readonly median: number;
  readonly p95: number;
  /** Runs that tell this number. */
  readonly runs: number;
}

/** What a healthy run of an agent is like; a number that fewer than five runs tell is absent. */
export interface FleetBaseline {
  readonly agent: string;
  readonly healthyRuns: number;
  readonly metrics: Readonly<Partial<Record<Metric, Spread>>>;
}

/** A run that went wrong, and how far it is from a healthy one. */
export interface FleetIncident {
  readonly run: string;
  readonly agent: string;
  readonly severity: FindingSeverity;
  readonly groups: readonly string[];
  readonly rules: readonly string[];
  readonly startUs: number | undefined;
  readonly values: Readonly<Partial<Record<Metric, number>>>;
  /** Times the median of the healthy runs of its agent. */
  readonly ratios: Readonly<Partial<Record<Metric, number>>>;
}

export interface Fleet {
  readonly runs: number;
  readonly incidentRuns: number;
  /** Of these, runs that failed without a finding. */
  readonly failedOnly: number;
  readonly healthyRuns: number;
  readonly firstUs: number | undefined;
  readonly lastUs: number | undefined;
  readonly groups: readonly FleetGroup[];
  readonly byRule: readonly FleetRow[];
  readonly byAgent: readonly FleetRow[];
  readonly byModel: readonly FleetRow[];
  readonly byTool: readonly FleetRow[];
  readonly byVersion: readonly FleetRow[];
  /** By UTC week, named by its Monday. */
  readonly byWeek: readonly FleetRow[];
  readonly baselines: readonly FleetBaseline[];
  readonly incidents: readonly FleetIncident[];
}
