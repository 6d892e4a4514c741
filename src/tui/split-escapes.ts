const ESCAPE = '\u001b';
/** Escape as the kitty protocol writes it: a sequence that Ink never joins with the key after it. */
const ESCAPE_KEY = '\u001b[27u';
/** What follows an Escape that begins a sequence of the terminal (arrows and the like), or another Escape. */
const LONE_ESCAPE = /\u001b(?![[O\u001b]|$)/g;
/** A slow link may cut a sequence behind its first byte; the rest of it comes within this. */
const WAIT_MS = 25;

/**
 * Keys for Ink in which Escape stands alone. Ink takes Escape and a sign that come at once, from a fast hand or a slow
 * link, for Alt with that sign, and drops the Alt where the sign is no letter: `Esc :` became `:`.
 */
export function splitEscapes(stdin: NodeJS.ReadStream): NodeJS.ReadStream {
  let timer: NodeJS.Timeout | undefined;
  let isHeld = false;
  const release = (): void => {
    isHeld = false;
    if (!stdin.readableEnded && !stdin.destroyed) stdin.unshift(ESCAPE_KEY);
  };
  const read = (size?: number): unknown => {
    const chunk: unknown = stdin.read(size);
    if (typeof chunk !== 'string') return chunk;
    clearTimeout(timer);
    let text = isHeld ? ESCAPE + chunk : chunk;
    isHeld = text.endsWith(ESCAPE);
    if (isHeld) {
      text = text.slice(0, -1);
      timer = setTimeout(release, WAIT_MS);
      timer.unref();
    }
    return text.replace(LONE_ESCAPE, ESCAPE_KEY);
  };
  return new Proxy(stdin, {
    get: (target, name) => {
      if (name === 'read') return read;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
