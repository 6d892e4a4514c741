import type {Unpack} from './encoding.js';

/** UTF-16 text, told by its byte order mark, as UTF-8 without one. */
export function fromUtf16(order: 'utf-16le' | 'utf-16be'): Unpack {
  return async function* (packed, onProblem) {
    const decoder = new TextDecoder(order);
    let replaced = 0;
    for await (const chunk of packed) {
      const text = decoder.decode(chunk, {stream: true});
      if (text.includes('\uFFFD')) replaced++;
      yield Buffer.from(text);
    }
    const last = decoder.decode();
    if (last !== '') replaced++;
    yield Buffer.from(last);
    if (replaced > 0) onProblem('bytes that are not UTF-16 were replaced');
  };
}
