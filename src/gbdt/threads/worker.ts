import { receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { openJob, type Job } from '../job.js';
import { performTask } from '../tasks.js';
import { CONTROL, endTask, takeTask, type TrainingMessage } from './control.js';

const { control, port } = workerData as { control: Int32Array; port: MessagePort };
let training = 0;
let job: Job | undefined;

for (;;) {
  const wake = Atomics.load(control, CONTROL.WAKE);
  if (Atomics.load(control, CONTROL.CLOSED) === 1) break;
  if (training !== Atomics.load(control, CONTROL.TRAINING)) openNewest();
  work();
  Atomics.wait(control, CONTROL.WAKE, wake);
}
port.close();

function work(): void {
  for (let task = takeTask(control); task >= 0; task = takeTask(control)) {
    try {
      if (training !== Atomics.load(control, CONTROL.TRAINING)) openNewest();
      if (job === undefined) throw new Error('a task without a training');
      performTask(job, Atomics.load(control, CONTROL.PHASE), task);
    } catch (error) {
      port.postMessage(error instanceof Error ? error.message : String(error));
      Atomics.store(control, CONTROL.FAILED, 1);
    }
    endTask(control);
  }
}

function openNewest(): void {
  for (let received = receiveMessageOnPort(port); received !== undefined; received = receiveMessageOnPort(port)) {
    const message = received.message as TrainingMessage;
    training = message.training;
    job = message.shape === null ? undefined : openJob(message.shape);
  }
}
