import {EventEmitter} from 'node:events';

/** A terminal for Ink to draw nothing on: it keeps the input and the lifecycle, the frames are ours. */
export function createSilentStream(size: {
  readonly columns: number;
  readonly rows: number;
}): NodeJS.WriteStream {
  const stream = Object.assign(new EventEmitter(), {
    ...size,
    isTTY: true,
    writable: true,
    write: (): boolean => true,
  });
  // Ink uses of a stream what stands above, and says so in no type of its own.
  return stream as unknown as NodeJS.WriteStream;
}
