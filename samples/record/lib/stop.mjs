/** A reply that never comes: the operator ends the run while the model is asked. */
export function* stopped(stop, why) {
  yield stop(why).then(() => ({text: 'Stopped.'}));
}
