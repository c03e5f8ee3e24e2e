import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, PokewatchError } from '../shared/errors.js';
import { runTrainingJob, type TrainingJob } from './training-job.js';

/** The thread a training runs in: the server goes on answering while it lasts. */
const port = parentPort;
if (!port) throw new Error('training.worker is started by training-thread.ts');
try {
  const outcomes = runTrainingJob(workerData as TrainingJob, (progress) => port.postMessage({ kind: 'progress', progress }));
  port.postMessage({ kind: 'done', outcomes });
} catch (error) {
  port.postMessage({ kind: 'failed', message: messageOf(error), code: error instanceof PokewatchError ? error.code : null, stack: error instanceof Error ? error.stack : undefined });
}
