// Loaded before the command line (--import): kills its process at one point of one step of a run, as a power cut would. DIE_AT is
// `<step>:<moment>`: before it, midway (its first write has just come back), or done (its work is over and not noted yet).
import { isMainThread } from 'node:worker_threads';
import pg from 'pg';
import { DurableEngine } from '../../dist/src/pipeline/durable-engine.js';

const [diesAt, moment] = (process.env.DIE_AT ?? '').split(':');
const BOOKKEEPING = /stage_run|pipeline_run|"durable"/;
let isArmed = false;

const die = () => process.kill(process.pid, 'SIGKILL');

const step = DurableEngine.prototype.step;
DurableEngine.prototype.step = async function dyingStep(name, policy, body) {
  if (!isMainThread || name !== diesAt) return step.call(this, name, policy, body);
  if (moment === 'before') die();
  return step.call(this, name, policy, async (attempt) => {
    isArmed = moment === 'midway';
    await body(attempt);
    die();
    // A process lives on for a moment: nothing may come after the step.
    return new Promise(() => undefined);
  });
};

const query = pg.Client.prototype.query;
pg.Client.prototype.query = function dyingQuery(...given) {
  const text = typeof given[0] === 'string' ? given[0] : (given[0]?.text ?? '');
  const answer = query.apply(this, given);
  if (isArmed && /^\s*(INSERT|UPDATE|COPY|DELETE|WITH)/i.test(text) && !BOOKKEEPING.test(text)) setTimeout(die, 3);
  return answer;
};
