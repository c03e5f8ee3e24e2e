import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../shared/errors.js';
import { readConfig } from './config.js';
import { environmentSchema } from './schema.js';

describe('config', () => {
  it('starts from nothing with the documented defaults', () => {
    const config = readConfig({});
    expect(config.http.port).toBe(3000);
    expect(config.policy).toMatchObject({ buyRatio: 0.1, sellRatio: 0.15 });
    expect(config.database.url).toBeUndefined();
  });

  it('reports all problems at once, naming key, value and what is accepted', () => {
    const problems = () => readConfig({ PORT: 'eighty', ROLE: 'boss', SIGNAL_BUY_RATIO: '10' });
    expect(problems).toThrow(ConfigError);
    expect(problems).toThrow(/3 problems[\s\S]*ROLE="boss"[\s\S]*PORT="eighty"[\s\S]*SIGNAL_BUY_RATIO="10"/);
  });

  it('says which bound is missed', () => {
    expect(() => readConfig({ PORT: '70000' })).toThrow(/PORT="70000": must be at most 65535/);
    expect(() => readConfig({ RATE_LIMIT_PER_MINUTE: '0' })).toThrow(/must be at least 1/);
    expect(() => readConfig({ PORT: '3.5' })).toThrow(/must be a whole number/);
  });

  it('never prints a secret that does not fit', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://me:secret@host/x', ADMIN_API_KEY: 'letmein' })).toThrow(/^(?!.*(secret|letmein))/s);
  });

  it('keeps credentials out of addresses, which are seen in messages', () => {
    for (const key of ['MLFLOW_TRACKING_URI', 'DVC_REMOTE_URL']) {
      expect(() => readConfig({ [key]: 'https://me:secret@dagshub.com/me/cards' })).toThrow(new RegExp(`^(?!.*secret).*${key}=\\(hidden\\): must`, 's'));
    }
    expect(() => readConfig({ MLFLOW_TRACKING_URI: 'dagshub.com' })).toThrow(/must be http/);
    expect(() => readConfig({ DVC_REMOTE_URL: 'somewhere' })).toThrow(/absolute path/);
    for (const url of ['/data/dvc', 'file:///data/dvc', 'https://dagshub.com/me/cards.dvc']) expect(readConfig({ DVC_REMOTE_URL: url }).tracking.dvc.remoteUrl).toBe(url);
  });

  it('treats an empty value as not set', () => {
    expect(readConfig({ DATABASE_URL: '', PORT: '' }).http.port).toBe(3000);
  });

  it('takes price sources in their order, with where and how they are asked', () => {
    const { priceSources } = readConfig({
      PRICE_SOURCES: ' pokemonpricetracker, tcgcsv', POKEMONPRICETRACKER_API_KEY: 'pokeprice_free_x', TCGCSV_BASE_URL: 'http://127.0.0.1:4010/tcgcsv',
    });
    expect(priceSources).toEqual([
      { slug: 'pokemonpricetracker', baseUrl: undefined, apiKey: 'pokeprice_free_x', creditsPerDay: 100 },
      { slug: 'tcgcsv', baseUrl: 'http://127.0.0.1:4010/tcgcsv', apiKey: undefined, creditsPerDay: undefined },
    ]);
    expect(readConfig({}).priceSources).toEqual([]);
  });

  it('refuses a price source that is none, is named twice, or wants a key that is not set', () => {
    expect(() => readConfig({ PRICE_SOURCES: 'tcgcsv,ebay' })).toThrow(/PRICE_SOURCES="tcgcsv,ebay": "ebay" is no source; expected a comma-separated list of tcgcsv, cardmarket/);
    expect(() => readConfig({ PRICE_SOURCES: 'tcgcsv,tcgcsv' })).toThrow(/names a source twice/);
    expect(() => readConfig({ PRICE_SOURCES: 'pokemonpricetracker' })).toThrow(/POKEMONPRICETRACKER_API_KEY=\(not set\): must be set, because PRICE_SOURCES names pokemonpricetracker/);
    expect(() => readConfig({ TCGCSV_BASE_URL: 'ftp://x' })).toThrow(/TCGCSV_BASE_URL=\(hidden\): must be an http or https address/);
  });

  it('lists exactly its keys in .env.example, with the defaults it uses', () => {
    const lines = readFileSync('.env.example', 'utf8').split('\n').filter((line) => /^[A-Z]/.test(line));
    expect(lines.map((line) => line.split('=')[0])).toEqual(Object.keys(environmentSchema.shape));
    const fromFile = readConfig(Object.fromEntries(lines.map((line) => [line.split('=')[0] as string, line.slice(line.indexOf('=') + 1)])));
    expect(fromFile).toEqual(readConfig({}));
  });
});
