import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { GbdtInputError } from '../errors.js';
import { openJob, type Job, type JobShape } from '../job.js';
import { performTask, type RunningJob, type Team } from '../tasks.js';
import { CONTROL, endTask, takeTask, type TrainingMessage } from './control.js';

const MAX_THREADS = 256;
/** A task takes milliseconds. A thread that has said nothing for so long is gone. */
const LOST_AFTER_MS = 120_000;
const SPINS = 2_000;

/**
 * The calling thread and `threadCount - 1` others. They start at once but nobody waits for them. They keep no process alive.
 *
 * @throws GbdtInputError for a count that is no whole number in 1..256.
 */
export function startThreadTeam(threadCount: number): ThreadTeam {
  if (!Number.isInteger(threadCount) || threadCount < 1 || threadCount > MAX_THREADS) throw new GbdtInputError('threadCount', threadCount, `a whole number in 1..${MAX_THREADS}`);
  return new ThreadTeam(threadCount);
}

export class ThreadTeam implements Team {
  private readonly control = new Int32Array(new SharedArrayBuffer(CONTROL.SIZE * 4));
  private readonly members: { worker: Worker; port: MessagePort }[];
  private isTraining = false;

  constructor(readonly threadCount: number) {
    this.members = Array.from({ length: threadCount - 1 }, () => this.startMember());
  }

  start(shape: JobShape): RunningJob {
    if (this.isTraining) throw new GbdtInputError('team', 'busy with a training', 'a team that has finished its last one');
    if (Atomics.load(this.control, CONTROL.CLOSED) === 1) throw new GbdtInputError('team', 'closed', 'a team that is open');
    this.isTraining = true;
    this.announce(shape);
    const job = openJob(shape);
    return {
      shape,
      run: (phase, count) => this.run(job, phase, count),
      finish: () => {
        this.isTraining = false;
        this.announce(null);
      },
    };
  }

  /** Lets the threads end. */
  close(): void {
    Atomics.store(this.control, CONTROL.CLOSED, 1);
    this.wake();
    for (const { port } of this.members) port.close();
  }

  private run(job: Job, phase: number, count: number): void {
    const { control } = this;
    if (count <= 0) return;
    const start = Atomics.load(control, CONTROL.END);
    Atomics.store(control, CONTROL.PHASE, phase);
    Atomics.store(control, CONTROL.START, start);
    Atomics.store(control, CONTROL.END, (start + count) | 0);
    if (count > 1) this.wake();
    let failure: { error: unknown } | undefined;
    for (let task = takeTask(control); task >= 0; task = takeTask(control)) {
      try {
        if (failure === undefined) performTask(job, phase, task);
      } catch (error) {
        failure = { error };
      }
      endTask(control);
    }
    this.waitForOthers();
    if (failure !== undefined) throw failure.error;
  }

  private waitForOthers(): void {
    const { control } = this;
    const end = Atomics.load(control, CONTROL.END);
    for (let spin = 0; spin < SPINS && Atomics.load(control, CONTROL.DONE) !== end; spin++);
    for (let done = Atomics.load(control, CONTROL.DONE); done !== end; done = Atomics.load(control, CONTROL.DONE)) {
      if (Atomics.wait(control, CONTROL.DONE, done, LOST_AFTER_MS) === 'timed-out') throw new Error(`A training thread has not answered for ${LOST_AFTER_MS / 1000} s`);
    }
    if (Atomics.exchange(control, CONTROL.FAILED, 0) === 1) throw new Error(`A training thread failed: ${this.whatFailed()}`);
  }

  private whatFailed(): string {
    for (const { port } of this.members) {
      const received = receiveMessageOnPort(port);
      if (received !== undefined) return String(received.message);
    }
    return 'it did not say why';
  }

  private announce(shape: JobShape | null): void {
    const training = (Atomics.load(this.control, CONTROL.TRAINING) + 1) | 0;
    for (const { port } of this.members) port.postMessage({ training, shape } satisfies TrainingMessage);
    Atomics.store(this.control, CONTROL.TRAINING, training);
    this.wake();
  }

  private wake(): void {
    Atomics.add(this.control, CONTROL.WAKE, 1);
    Atomics.notify(this.control, CONTROL.WAKE);
  }

  private startMember(): { worker: Worker; port: MessagePort } {
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(workerScript(), { workerData: { control: this.control, port: port2 }, transferList: [port2] });
    worker.unref();
    port1.unref();
    return { worker, port: port1 };
  }
}

/** The compiled script beside this file; where this file runs as TypeScript (in tests), that of the build. */
function workerScript(): URL {
  const beside = new URL('./worker.js', import.meta.url);
  if (existsSync(beside)) return beside;
  const built = new URL('../../../dist/src/gbdt/threads/worker.js', import.meta.url);
  if (existsSync(built)) return built;
  throw new Error(`${fileURLToPath(built)} is not there: build the project first`);
}
