/**
 * Threads for `trainBooster`. A training blocks its caller, who does his share of the work; run it in a worker where the event loop matters.
 *
 *   const team = startThreadTeam(2);                       // the caller and one more
 *   trainBooster(dataset, target, params, { team });       // any number of them, one after the other
 *   team.close();
 */
export { startThreadTeam, ThreadTeam } from './team.js';
