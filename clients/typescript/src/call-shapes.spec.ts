import { describe, expectTypeOf, it } from 'vitest';
import { createClient, type Answer, type Ask, type Item, type Line, type LinesPath, type PagedPath, type PathOf, type Schemas } from './index.js';

// Held by the compiler: `npm run types`, and test/scenarios/client-package.int-spec.ts.
const client = createClient({ baseUrl: 'http://pokewatch.test', apiKey: 'pw_test' });

describe('types of the client', () => {
  it('are those of path and method', () => {
    expectTypeOf<Answer<'/v1/cards/{card_id}/prediction', 'get'>>().toEqualTypeOf<Schemas['PredictionAnswer']>();
    expectTypeOf<Answer<'/v1/admin/api-keys', 'post'>>().toEqualTypeOf<Schemas['NewKeyAnswer']>();
    expectTypeOf<Ask<'/v1/predictions', 'post'>['body']>().toEqualTypeOf<Schemas['PredictionRequest']>();
    expectTypeOf<Item<'/v1/signals'>>().toEqualTypeOf<Schemas['PredictionAnswer']>();
    expectTypeOf<Line<'/v1/predictions/batch'>>().toEqualTypeOf<Schemas['PredictionBatchItem']>();
    expectTypeOf<LinesPath>().toEqualTypeOf<'/v1/predictions/batch'>();
    expectTypeOf<'/v1/cards' | '/v1/signals' | '/v1/admin/audit'>().toExtend<PagedPath>();
    expectTypeOf<'/v1/games'>().not.toExtend<PagedPath>();
    expectTypeOf<'/v1/predictions/batch'>().not.toExtend<PathOf<'get'>>();
  });

  it('let a call be made without arguments only where none are required', () => {
    expectTypeOf(client.get<'/v1/games'>).parameters.toExtend<[path: '/v1/games', ask?: object]>();
    expectTypeOf<{ limit: 2; signal: 'BUY' }>().toExtend<NonNullable<Ask<'/v1/signals', 'get'>['query']>>();
  });
});

/** Never called: each of these is an error, or the compiler says that one is missing. */
export async function doesNotCompile(): Promise<void> {
  // @ts-expect-error there is no such path
  await client.get('/v1/card');
  // @ts-expect-error the path knows no such method
  await client.post('/v1/games');
  // @ts-expect-error card_id is missing
  await client.get('/v1/cards/{card_id}/prediction');
  // @ts-expect-error card_id has another name
  await client.get('/v1/cards/{card_id}/prediction', { path: { id: 'a' } });
  // @ts-expect-error no such parameter
  await client.get('/v1/cards', { query: { page: 2 } });
  // @ts-expect-error a parameter of another type
  await client.get('/v1/cards', { query: { limit: 'two' } });
  // @ts-expect-error this takes no query
  await client.get('/v1/games', { query: { limit: 1 } });
  // @ts-expect-error the body is missing
  await client.post('/v1/predictions');
  // @ts-expect-error a field of another name
  await client.post('/v1/predictions', { body: { card: 'a' } });
  // @ts-expect-error this does nothing that could be done twice
  await client.post('/v1/predictions', { body: { card_id: 'a' }, idempotencyKey: 'k' });
  // @ts-expect-error the answer has no such field
  (await client.get('/v1/cards/{card_id}/prediction', { path: { card_id: 'a' } })).price;
  // @ts-expect-error not an answer of pages
  client.pages('/v1/games');
  // @ts-expect-error not an answer of lines
  client.lines('/v1/predictions', { body: { card_id: 'a' } });
}
