import { Injectable } from '@nestjs/common';
import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { BadData, Bug } from '../shared/errors.js';
import { runTrainingJob, type TrainingJob, type TrainingOutcome, type TrainingProgress } from './training-job.js';

type Message =
  | { kind: 'progress'; progress: TrainingProgress }
  | { kind: 'done'; outcomes: TrainingOutcome[] }
  | { kind: 'failed'; message: string; code: string | null; stack?: string };

/** More threads than this wait for each other. */
const MOST_THREADS = 4;
const COMPILED = import.meta.url.endsWith('.js');

/** Runs trainings beside the event loop. */
@Injectable()
export class TrainingThread {
  /** @throws BadData as the models do. From sources that are not compiled (tests) the job runs in this thread, with the same result. */
  async run(job: Omit<TrainingJob, 'threads'>, onProgress: (progress: TrainingProgress) => void): Promise<TrainingOutcome[]> {
    if (!COMPILED) {
      await nextTurn();
      return runTrainingJob({ ...job, threads: 1 }, onProgress);
    }
    const threads = Math.min(MOST_THREADS, availableParallelism());
    const worker = new Worker(new URL('./training.worker.js', import.meta.url), { workerData: { ...job, threads } });
    try {
      return await outcomesOf(worker, onProgress);
    } finally {
      await worker.terminate();
    }
  }
}

function outcomesOf(worker: Worker, onProgress: (progress: TrainingProgress) => void): Promise<TrainingOutcome[]> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: Message) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else if (message.kind === 'done') resolve(message.outcomes);
      else reject(message.code === 'bad_data' ? new BadData(message.message) : new Bug(`a training failed: ${message.stack ?? message.message}`));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Bug(`the thread of a training ended with code ${code} before it was done`)));
  });
}
