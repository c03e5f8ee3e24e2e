import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handClock } from '../../test/builders/http-app.builder.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { ApiKeyIssuer } from './api-key-issuer.js';
import { ApiKeyVerifier } from './api-key-verifier.js';
import { ApiKeyRepository } from './api-key.repository.js';

let database: TestDatabase;
let dataSource: DataSource;
const clock = handClock('2025-07-01T12:00:00Z');
const configuredKey = `pw_Own4Key8_${'k'.repeat(40)}`;

beforeAll(async () => {
  database = await createTestDatabase();
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  dataSource = await new DataSource({ type: 'postgres', url: database.url }).initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
});
beforeEach(async () => {
  clock.set('2025-07-01T12:00:00Z');
  await dataSource.query('TRUNCATE api_key CASCADE');
});

const issuer = () => new ApiKeyIssuer(new ApiKeyRepository(dataSource), clock);
const verifier = () => new ApiKeyVerifier(new ApiKeyRepository(dataSource), clock);

describe('api keys', () => {
  it('recognises the key it issued, and no other with the same prefix', async () => {
    const { text, key } = await issuer().issue({ name: 'shop', scopes: ['read'] });
    expect(text).toMatch(/^pw_[A-Za-z0-9]{8}_[A-Za-z0-9_-]{43}$/);
    expect((await verifier().verify(text))?.id).toBe(key.id);
    const last = text.at(-1) === 'A' ? 'B' : 'A';
    expect(await verifier().verify(`${text.slice(0, -1)}${last}`)).toBeUndefined();
  });

  it('keeps no secret: what is stored does not contain the key', async () => {
    const { text } = await issuer().issue({ name: 'shop', scopes: ['read'] });
    const [row] = (await dataSource.query('SELECT api_key::text AS row, secret_hash FROM api_key')) as { row: string; secret_hash: Buffer }[];
    expect(row?.row).not.toContain(text.slice(12));
    expect(row?.secret_hash).toHaveLength(32);
  });

  it('stops working within 1 s of being revoked by another process, at once in the same one', async () => {
    const { text, key } = await issuer().issue({ name: 'shop', scopes: ['read'] });
    const elsewhere = verifier();
    expect(await elsewhere.verify(text)).toBeDefined();
    await issuer().revoke(key.id);
    clock.advance(1_000);
    expect(await elsewhere.verify(text)).toBeUndefined();
  });

  it('stops at the instant it expires although it was just looked up', async () => {
    const { text } = await issuer().issue({ name: 'shop', scopes: ['read'], expiresAt: new Date('2025-07-01T12:00:00.500Z') });
    const one = verifier();
    expect(await one.verify(text)).toBeDefined();
    clock.advance(500);
    expect(await one.verify(text)).toBeUndefined();
  });

  it('hands out no more than who asks for it has', async () => {
    const reader = { scopes: ['read'] } as const;
    const { key } = await issuer().issue({ name: 'shop', scopes: ['write'] });
    await expect(issuer().issue({ name: 'more', scopes: ['write'] }, reader)).rejects.toThrow(/cannot hand out write/);
    await expect(issuer().rotate(key.id, 24, reader)).rejects.toThrow(/cannot hand out write/);
    expect((await issuer().issue({ name: 'same', scopes: ['read'] }, reader)).key.scopes).toEqual(['read']);
    expect(await issuer().list()).toHaveLength(2);
    expect((await issuer().find(key.id)).expiresAt).toBeNull();
  });

  it('refuses to issue a key that would have expired', async () => {
    await expect(issuer().issue({ name: 'late', scopes: ['read'], expiresAt: new Date('2025-07-01T12:00:00Z') })).rejects.toThrow(/expires_at is .* past/);
  });

  it('notes its last use once a minute, not at every request', async () => {
    const { text } = await issuer().issue({ name: 'shop', scopes: ['read'] });
    const one = verifier();
    const lastUsed = async () => (await issuer().list())[0]?.lastUsedAt?.toISOString();
    await one.verify(text);
    expect(await lastUsed()).toBe('2025-07-01T12:00:00.000Z');
    clock.advance(59_000);
    await one.verify(text);
    expect(await lastUsed()).toBe('2025-07-01T12:00:00.000Z');
    clock.advance(1_000);
    await one.verify(text);
    expect(await lastUsed()).toBe('2025-07-01T12:01:00.000Z');
  });

  it('keeps the first instant of revocation', async () => {
    const { key } = await issuer().issue({ name: 'shop', scopes: ['read'] });
    await issuer().revoke(key.id);
    clock.advance(60_000);
    expect((await issuer().revoke(key.id)).revokedAt?.toISOString()).toBe('2025-07-01T12:00:00.000Z');
    await expect(issuer().revoke(key.id + 1)).rejects.toThrow(/no API key/);
  });
});

describe('first keys', () => {
  it('makes a read and an admin key on an empty table, once', async () => {
    const keys = await issuer().ensureBootstrapKeys({});
    expect((await verifier().verify(keys.readKey ?? ''))?.scopes).toEqual(['read']);
    expect((await verifier().verify(keys.adminKey ?? ''))?.scopes).toEqual(['admin']);
    expect(await issuer().ensureBootstrapKeys({})).toEqual({});
  });

  it('makes one set of keys when 4 processes start together', async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => issuer().ensureBootstrapKeys({})));
    expect(made.filter((each) => each.readKey !== undefined)).toHaveLength(1);
    expect(await issuer().list()).toHaveLength(2);
  });

  it('accepts a configured admin key and does not show it', async () => {
    const keys = await issuer().ensureBootstrapKeys({ adminKey: configuredKey });
    expect(Object.keys(keys)).toEqual(['readKey']);
    expect((await verifier().verify(configuredKey))?.scopes).toEqual(['admin']);
  });

  it('accepts an admin key configured later, any number of times', async () => {
    await issuer().ensureBootstrapKeys({});
    await issuer().ensureBootstrapKeys({ adminKey: configuredKey });
    await issuer().ensureBootstrapKeys({ adminKey: configuredKey });
    expect(await verifier().verify(configuredKey)).toBeDefined();
    expect(await issuer().list()).toHaveLength(3);
  });

  it('does not bring a configured key back that was revoked', async () => {
    await issuer().ensureBootstrapKeys({ adminKey: configuredKey });
    const own = (await issuer().list()).find(({ prefix }) => prefix === 'Own4Key8');
    await issuer().revoke(own?.id ?? 0);
    await issuer().ensureBootstrapKeys({ adminKey: configuredKey });
    expect(await verifier().verify(configuredKey)).toBeUndefined();
  });

  it('refuses a configured key whose prefix belongs to another', async () => {
    await issuer().ensureBootstrapKeys({ adminKey: configuredKey });
    await expect(issuer().ensureBootstrapKeys({ adminKey: configuredKey.replaceAll('k', 'j') })).rejects.toThrow(/prefix of another key/);
  });
});
