import type {AppStore} from './app-store.js';
import {composeFrame, type FrameStyle} from './compose-frame.js';
import {buildFrame} from './frame.js';
import type {ScreenWriter} from './screen-writer.js';
import {symbolsFor} from './symbols.js';
import {cacheStrip} from './views/strip.js';

/** Draws a frame whenever one is due, and the first at once. Returns how to stop. */
export function drawFrames(
  store: AppStore,
  writer: Pick<ScreenWriter, 'show'>,
  options: FrameStyle & {readonly onFrame?: ((frameMs: number) => void) | undefined},
): () => void {
  const symbols = symbolsFor(options.ascii);
  const stripOf = cacheStrip();
  const draw = (): void => {
    const startMs = performance.now();
    const {replay, screen, columns} = store.getFrame();
    const shape = {screen, symbols, strip: (width: number) => stripOf(replay, width)};
    writer.show(composeFrame(buildFrame(replay, shape), columns, options));
    options.onFrame?.(performance.now() - startMs);
  };
  const stop = store.onFrame(draw);
  draw();
  return stop;
}
