export interface KillOptions {
  /** Kills that must hit. */
  readonly kills: number;
  readonly runs: number;
  readonly seed: number;
}
/** Kills that hit, by kind. @throws at the first difference */
export function killAndCompare(
  folder: string,
  options: KillOptions,
): Promise<Readonly<Record<string, number>>>;
