/** A pattern that was not understood, with the UTF-16 offset of what was found there. */
export class MatchError extends Error {
  readonly offset: number;
  readonly nearest: string | undefined;

  constructor(message: string, offset: number, nearest?: string) {
    super(message);
    this.offset = offset;
    this.nearest = nearest;
  }
}
