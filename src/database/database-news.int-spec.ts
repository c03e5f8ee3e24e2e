import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { DatabaseNews } from './database-news.js';

let database: TestDatabase;
let other: pg.Client;
let news: DatabaseNews;
beforeAll(async () => {
  database = await createTestDatabase();
  other = new pg.Client(database.url);
  await other.connect();
});
afterEach(() => news?.onApplicationShutdown());
afterAll(async () => {
  await other?.end();
  await database?.drop();
});

const subscribed = async (channel: string): Promise<(string | undefined)[]> => {
  const heard: (string | undefined)[] = [];
  await news.subscribe(channel, (payload) => heard.push(payload));
  return heard;
};
const say = (channel: string, payload: string) => other.query('SELECT pg_notify($1, $2)', [channel, payload]);
const connections = async () => (await other.query(`SELECT pid FROM pg_stat_activity WHERE application_name = 'pokewatch:test-news'`)).rows as { pid: number }[];

describe('news of the database', () => {
  it('reaches those who subscribed to it, on one connection', async () => {
    news = new DatabaseNews({ url: database.url, applicationName: 'pokewatch:test-news' });
    const [one, two] = [await subscribed('one'), await subscribed('two')];
    await say('one', '17');
    await say('three', 'nobody');
    await say('two', '18');
    await vi.waitFor(() => expect([one.at(-1), two.at(-1)]).toEqual(['17', '18']));
    expect(await connections()).toHaveLength(1);
  });

  it('is heard again after the connection was cut, and subscribers are told to look for themselves', async () => {
    news = new DatabaseNews({ url: database.url, applicationName: 'pokewatch:test-news' });
    const heard = await subscribed('one');
    const before = heard.length;
    const [connection] = await connections();
    await other.query('SELECT pg_terminate_backend($1)', [connection?.pid]);
    await vi.waitFor(() => expect(heard.slice(before)).toEqual([undefined]), 5_000);
    await say('one', 'again');
    await vi.waitFor(() => expect(heard.at(-1)).toBe('again'));
  });

  it('closes its connection, and one that was never there', async () => {
    news = new DatabaseNews({ url: database.url, applicationName: 'pokewatch:test-news' });
    await subscribed('one');
    await news.onApplicationShutdown();
    await vi.waitFor(async () => expect(await connections()).toEqual([]));
    await new DatabaseNews({ url: 'postgres://127.0.0.1:1/none', applicationName: 'none' }).onApplicationShutdown();
  });

  it('does not keep the process from starting where the database is away', async () => {
    news = new DatabaseNews({ url: 'postgres://127.0.0.1:1/none', applicationName: 'none' });
    expect(await subscribed('one')).toEqual([]);
  });
});
