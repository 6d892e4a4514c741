import {RE2JS} from 're2js';

export type CompiledPattern = (text: string) => boolean;

/**
 * A pattern of a user's file, in linear time whatever it says, without regard to case.
 *
 * @throws what RE2 says of a bad pattern; the reader of user files has tried each before
 */
export function compilePattern(pattern: string): CompiledPattern {
  const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  return (text) => compiled.matcher(text).find();
}
