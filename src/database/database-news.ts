import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { messageOf } from '../shared/errors.js';
import type { ConnectionOptions } from './data-source.js';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;

type OnNews = (payload: string | undefined) => void;

/**
 * What other processes tell through the database (NOTIFY), on one connection of its own that is opened when somebody subscribes. While it is
 * lost nothing is heard: every subscriber is told without a payload once it is back, and should look for itself. Whoever must not
 * miss anything looks now and then all the same.
 */
export class DatabaseNews implements OnApplicationShutdown {
  private readonly logger = new Logger(DatabaseNews.name);
  private readonly subscribers = new Map<string, OnNews[]>();
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private delayMs = FIRST_DELAY_MS;
  private isClosed = false;

  constructor(private readonly options: Pick<ConnectionOptions, 'url' | 'applicationName'>) {}

  /** Channels are names of this project, never input. Resolves once news is heard, or the first attempt has failed and another will follow. */
  async subscribe(channel: string, onNews: OnNews): Promise<void> {
    this.subscribers.set(channel, [...(this.subscribers.get(channel) ?? []), onNews]);
    if (this.client === undefined && this.timer === undefined) await this.connect();
    else await this.client?.query(`LISTEN ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    this.timer = undefined;
    const { url, applicationName } = this.options;
    const client = new pg.Client({ connectionString: url, application_name: applicationName, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true });
    this.client = client;
    client.on('error', (error) => this.lose(client, error));
    client.on('end', () => this.lose(client, undefined));
    client.on('notification', ({ channel, payload }) => this.tell(channel, payload));
    try {
      await client.connect();
      for (const channel of this.subscribers.keys()) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      this.delayMs = FIRST_DELAY_MS;
      for (const channel of this.subscribers.keys()) this.tell(channel, undefined);
    } catch (error) {
      this.lose(client, error);
    }
  }

  /** Once for each connection, however many ways it has to end. */
  private lose(client: pg.Client, error: unknown): void {
    if (this.client !== client) return;
    this.client = undefined;
    void client.end().catch(() => undefined);
    if (this.isClosed) return;
    this.logger.warn(`Hears nothing from the database${error === undefined ? '' : `: ${messageOf(error)}`}; tries again in ${this.delayMs} ms.`);
    this.timer = setTimeout(() => void this.connect(), this.delayMs);
    this.delayMs = Math.min(LONGEST_DELAY_MS, 2 * this.delayMs);
  }

  private tell(channel: string, payload: string | undefined): void {
    for (const onNews of this.subscribers.get(channel) ?? []) onNews(payload);
  }
}
