/** A sum of whole numbers that stays exact beyond 2^53 without paying for bigint below it. */
export class ExactSum {
  #low = 0;
  #high = 0n;
  #isEmpty = true;

  /** NaN ("not told") is left out. */
  add(value: number): void {
    if (Number.isNaN(value)) return;
    this.#isEmpty = false;
    const whole = Math.round(value);
    if (Number.isSafeInteger(this.#low + whole)) this.#low += whole;
    else {
      this.#high += BigInt(this.#low) + BigInt(whole);
      this.#low = 0;
    }
  }

  /** For an INTEGER column; null where nothing was added or 64 bits do not hold it. */
  toSql(): number | bigint | null {
    if (this.#isEmpty) return null;
    if (this.#high === 0n) return this.#low;
    const sum = this.#high + BigInt(this.#low);
    return BigInt.asIntN(64, sum) === sum ? sum : null;
  }
}
