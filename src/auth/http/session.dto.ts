import { ApiProperty } from '@nestjs/swagger';
import { type ApiKey, type ApiKeyScope, SCOPES } from '../domain/api-key.js';

export class SessionAnswer {
  @ApiProperty({ description: 'Whose collection, watchlist and alert rules are seen', example: 'home' }) account: string;
  @ApiProperty({ description: 'What the key is called', example: 'first admin key' }) key_name: string;
  @ApiProperty({ enum: SCOPES, isArray: true, example: ['read'] }) scopes: readonly ApiKeyScope[];
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'What to send as `X-CSRF-Token` with every call of the session that is no GET. null: the call showed a key, and needs none',
  })
  csrf_token: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null, description: 'When the session, or the key, ends; null: never' }) expires_at: string | null;
}

export class SessionClosedAnswer {
  @ApiProperty({ example: true }) is_closed: boolean;
}

export function toSessionAnswer({ account, name, scopes }: ApiKey, csrfToken: string | null, expiresAt: Date | null): SessionAnswer {
  return { account, key_name: name, scopes, csrf_token: csrfToken, expires_at: expiresAt?.toISOString() ?? null };
}
