export { runsByStateAsOf, type RunsInState, type RunsOf } from './runs-by-state-as-of.ts';
export { stateAsOf } from './state-as-of.ts';
