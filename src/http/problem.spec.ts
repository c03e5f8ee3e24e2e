import { HttpException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { BadData, Bug, NotFound, TemporaryError } from '../shared/errors.js';
import { toProblem } from './problem.js';

const problemOf = (error: unknown) => toProblem(error, 'req-1');

describe('problem', () => {
  it('keeps code, status and sentence of our own errors', () => {
    expect(problemOf(new NotFound('There is no card "x".'))).toEqual({
      type: 'urn:pokewatch:problem:not_found',
      title: 'Not found',
      status: 404,
      detail: 'There is no card "x".',
      instance: 'urn:pokewatch:request:req-1',
      code: 'not_found',
    });
    expect(problemOf(new BadData('from is after to'))).toMatchObject({ status: 422, code: 'bad_data' });
  });

  it.each([new Error('secret'), new Bug('secret'), 'secret', undefined, new TypeError('secret')])('tells nothing of %s', (error) => {
    expect(problemOf(error)).toMatchObject({ status: 500, code: 'internal_error' });
    expect(JSON.stringify(problemOf(error))).not.toContain('secret');
  });

  it('answers 503 while the database is away, without its address', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' });
    for (const error of [refused, new AggregateError([refused]), Object.assign(new Error('shutting down'), { code: '57P01' }), new TemporaryError('10.1.2.3')]) {
      expect(problemOf(error).status).toBe(503);
      expect(JSON.stringify(problemOf(error))).not.toContain('10.1.2.3');
    }
  });

  it('answers 503 for a statement that took too long, and where no connection was free in time', () => {
    for (const error of [Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' }), new Error('timeout exceeded when trying to connect')]) {
      expect(problemOf(error)).toMatchObject({ status: 503, code: 'database_busy' });
    }
  });

  it('takes the status of the server below for what the caller did', () => {
    expect(problemOf(Object.assign(new Error('Request body is too large'), { statusCode: 413 }))).toMatchObject({ status: 413, code: 'body_too_large' });
    expect(problemOf(new HttpException('Unsupported', 415))).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  it('adds the members an error brings', () => {
    const error = Object.assign(new NotFound('no card'), { problemMembers: { suggestions: ['base1-4|Holofoil'] } });
    expect(problemOf(error).suggestions).toEqual(['base1-4|Holofoil']);
  });
});
