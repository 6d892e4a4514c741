/** Letters, digits and few signs, as ids are made of: nothing a shell, a terminal or an editor acts on. */
const SAFE_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}$/;

export function isSafeToCopy(id: string): boolean {
  return SAFE_ID.test(id);
}
