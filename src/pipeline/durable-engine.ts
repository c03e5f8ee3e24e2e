import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { messageOf } from '../shared/errors.js';
import type { StepPolicy } from './domain/step-policy.js';
import { type Attempt, tryStep } from './step-attempts.js';

/**
 * Workflows are pinned to this name: a process of another version leaves them alone for ever. Bump it only when a running
 * workflow of the old code cannot be finished by the new code.
 */
const APPLICATION_VERSION = 'pipeline-1';
const APPLICATION_NAME = 'pokewatch';
const SCHEMA = 'durable';
const QUEUE = 'pipeline';

/** Where the engine keeps its tables; given by the composition root. */
export const DATABASE_URL = Symbol('DatabaseUrl');

export type Workflow<Input, Output> = (input: Input) => Promise<Output>;

/** Creates or updates the engine's own tables. Call it under the migration lock: two processes at once deadlock in it. */
export async function migrateEngine(url: string): Promise<void> {
  await DBOS.migrate(url, { schemaName: SCHEMA });
}

/** The library's messages, among ours. What it calls an error has been told by the run that met it: here it is a warning. */
function engineLogger() {
  const logger = new Logger('DurableEngine');
  return {
    info: (entry: unknown) => logger.debug(entry),
    debug: (entry: unknown) => logger.verbose(entry),
    warn: (entry: unknown) => logger.warn(entry),
    error: (entry: unknown) => logger.warn(messageOf(entry)),
  };
}

/**
 * The durable-workflow library behind one door: workflows with checkpointed steps on Postgres. The rest of the project does
 * not know which library it is.
 */
@Injectable()
export class DurableEngine implements OnApplicationShutdown {
  readonly executorId = `executor-${randomUUID()}`;
  private isLaunched = false;
  private hasWorkflows = false;
  private client: Promise<DBOSClient> | undefined;

  constructor(@Inject(DATABASE_URL) private readonly databaseUrl: string) {}

  /** Names a workflow. Every workflow is registered before {@link launch}. */
  register<Input, Output>(name: string, body: Workflow<Input, Output>): Workflow<Input, Output> {
    this.hasWorkflows = true;
    return DBOS.registerWorkflow(body, { name, maxRecoveryAttempts: 50 });
  }

  /** Begins to execute workflows in this process. */
  async launch(): Promise<void> {
    if (this.isLaunched) return;
    DBOS.setConfig({
      name: APPLICATION_NAME,
      systemDatabaseUrl: this.databaseUrl,
      systemDatabaseSchemaName: SCHEMA,
      systemDatabasePoolSize: 6,
      executorID: this.executorId,
      applicationVersion: APPLICATION_VERSION,
      logger: engineLogger(),
    });
    await DBOS.launch();
    await DBOS.registerQueue(QUEUE, { workerConcurrency: 2 });
    this.isLaunched = true;
  }

  /** Frees the names too, launched or not: another application in this process may use them. */
  async onApplicationShutdown(): Promise<void> {
    if (this.isLaunched || this.hasWorkflows) await DBOS.shutdown({ workflowCompletionTimeoutMS: 0, deregister: true });
    this.isLaunched = false;
    this.hasWorkflows = false;
    await (await this.client)?.destroy();
  }

  /** Runs a workflow here and now, and waits. The same id runs once, in whichever process was first; others get its result. */
  async run<Input, Output>(workflow: Workflow<Input, Output>, id: string, input: Input): Promise<Output> {
    const handle = await DBOS.startWorkflow(workflow, { workflowID: id })(input);
    return handle.getResult();
  }

  /** Leaves a workflow for any worker. Works in a process that executes none. */
  async enqueue<Input>(workflowName: string, id: string, input: Input): Promise<void> {
    const client = await this.outside();
    await client.enqueue({ workflowName, workflowID: id, queueName: QUEUE, appVersion: APPLICATION_VERSION }, input);
  }

  /** Ends a workflow that has not ended: none of its further steps begins, in whichever process. Works everywhere. */
  async cancel(id: string): Promise<void> {
    await (await this.outside()).cancelWorkflow(id);
  }

  /**
   * Whether any of these workflows will go on by itself: somebody executes it, or takes it over from one who died. One that
   * waits in the queue will not while all places of the queue wait for it.
   */
  async goesOn(ids: readonly string[]): Promise<boolean> {
    if (ids.length === 0) return false;
    const client = await this.outside();
    const found = await client.listWorkflows({ workflowIDs: [...ids], status: ['PENDING', 'ENQUEUED'], loadInput: false, loadOutput: false });
    return found.some((each) => each.applicationVersion === APPLICATION_VERSION && (each.status === 'PENDING' || each.queueName !== QUEUE));
  }

  /** One checkpointed step: a run that is resumed does not repeat a step that finished. */
  async step<Output>(name: string, policy: StepPolicy, body: (attempt: Attempt) => Promise<Output>): Promise<Output> {
    const runId = DBOS.workflowID ?? '';
    const tryAll = (): Promise<Output> => {
      const cancelled = DBOS.stepStatus?.cancelSignal ?? new AbortController().signal;
      return tryStep({ runId, name, policy, cancelled }, body);
    };
    return DBOS.runStep(tryAll, { name, retriesAllowed: false });
  }

  /** The executors that hold unfinished workflows, with those workflows. */
  async pendingByExecutor(): Promise<Map<string, string[]>> {
    const pending = await DBOS.listWorkflows({ status: 'PENDING' });
    const byExecutor = new Map<string, string[]>();
    for (const { executorId, workflowID } of pending) {
      if (executorId) byExecutor.set(executorId, [...(byExecutor.get(executorId) ?? []), workflowID]);
    }
    return byExecutor;
  }

  /** Takes over a workflow whose executor is gone; it goes on behind its last finished step. */
  async resume(id: string): Promise<void> {
    await DBOS.resumeWorkflow(id);
  }

  /** A view from outside of any workflow: asking does not become a step of the one that asks. */
  private outside(): Promise<DBOSClient> {
    this.client ??= DBOSClient.create({
      systemDatabaseUrl: this.databaseUrl,
      systemDatabaseSchemaName: SCHEMA,
      systemDatabasePoolSize: 2,
      applicationName: APPLICATION_NAME,
      logger: engineLogger(),
    }).catch((error: unknown) => {
      this.client = undefined;
      throw error;
    });
    return this.client;
  }
}
