/** Hands out one turn at a time, in the order in which they are asked for. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is our turn, with what ends it. */
  async take(): Promise<() => void> {
    const before = this.#last;
    let end = (): void => undefined;
    this.#last = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    return end;
  }
}
