import {cause as answerIgnored} from './causes/answer-ignored.js';
import {cause as answerLost} from './causes/answer-lost.js';
import {cause as contextLost} from './causes/context-lost.js';
import {cause as dependencyFails} from './causes/dependency-fails.js';
import {cause as fixWithoutEffect} from './causes/fix-without-effect.js';
import {cause as instructed} from './causes/instructed.js';
import {cause as missingTool} from './causes/missing-tool.js';
import {cause as noStop} from './causes/no-stop.js';
import {cause as nobodyResponsible} from './causes/nobody-responsible.js';
import {cause as pushedOn} from './causes/pushed-on.js';
import {cause as replyDegenerates} from './causes/reply-degenerates.js';
import {cause as requestWrong} from './causes/request-wrong.js';
import {cause as waitsInVain} from './causes/waits-in-vain.js';
import type {Cause} from './hypothesis.js';

/** All causes that are looked for. One line each. */
export const causes: readonly Cause[] = [
  answerIgnored,
  answerLost,
  contextLost,
  dependencyFails,
  fixWithoutEffect,
  instructed,
  missingTool,
  noStop,
  nobodyResponsible,
  pushedOn,
  replyDegenerates,
  requestWrong,
  waitsInVain,
];
