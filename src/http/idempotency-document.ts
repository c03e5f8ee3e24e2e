import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from './problem.js';

const CONFLICTS = {
  409: 'The first request with this Idempotency-Key is still under way (`idempotency_in_progress`)',
  422: 'Another request was sent with this Idempotency-Key (`idempotency_key_reused`)',
} as const;

/** Declares the problems of calls that take an `Idempotency-Key`, where they have none of their own by that status. Changes the document it is given. */
export function describeIdempotency(document: OpenAPIObject): void {
  for (const { post } of Object.values(document.paths)) {
    if (!post?.parameters?.some((each) => 'name' in each && each.name === 'Idempotency-Key')) continue;
    for (const [status, description] of Object.entries(CONFLICTS)) {
      const own = post.responses[status];
      if (own === undefined) post.responses[status] = { description, content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } } };
      else if ('description' in own) own.description = `${own.description}. ${description}`;
    }
  }
}
