/** Something a person can put right: one line (what, where, expected, next step), exit code 2. */
export class UserError extends Error {
  readonly next: string | undefined;
  constructor(message: string, options: {readonly next?: string; readonly cause?: unknown} = {}) {
    super(message, {cause: options.cause});
    this.name = 'UserError';
    this.next = options.next;
  }
}
