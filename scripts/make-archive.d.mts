export interface ArchiveOptions {
  readonly runs: number;
  readonly seed: number;
  /** Instances of each planted pattern. */
  readonly planted: number;
}
export function writeArchive(
  folder: string,
  options: ArchiveOptions,
): Promise<Readonly<Record<string, readonly string[]>>>;
