import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint, Idempotent } from '../../http/index.js';
import { ApiKeyIssuer } from '../api-key-issuer.js';
import { ApiKeyVerifier } from '../api-key-verifier.js';
import { CreateKeyRequest, KeyAnswer, KeyListAnswer, KeyPath, NewKeyAnswer, toKeyAnswer } from './api-key.dto.js';

@ApiTags('admin')
@Controller('v1/admin/keys')
export class ApiKeyController {
  constructor(
    private readonly issuer: ApiKeyIssuer,
    private readonly verifier: ApiKeyVerifier,
  ) {}

  @Get()
  @Endpoint({ summary: 'All keys, without their secrets', scope: 'admin', response: KeyListAnswer })
  async listKeys(): Promise<KeyListAnswer> {
    return { items: (await this.issuer.list()).map(toKeyAnswer) };
  }

  @Post()
  @Idempotent()
  @Endpoint({ summary: 'Makes a key; its text is shown this once', scope: 'admin', response: NewKeyAnswer, status: 201, problems: { 422: 'The key would have expired already' } })
  async createKey(@Body() body: CreateKeyRequest): Promise<NewKeyAnswer> {
    const { key, text } = await this.issuer.issue({ name: body.name, scopes: body.scopes, expiresAt: body.expires_at ?? null });
    return { ...toKeyAnswer(key), key: text };
  }

  @Delete(':id')
  @Endpoint({ summary: 'Revokes a key: it stops working within a second', scope: 'admin', response: KeyAnswer, problems: { 404: 'There is no such key' } })
  async revokeKey(@Param() path: KeyPath): Promise<KeyAnswer> {
    const key = await this.issuer.revoke(path.id);
    this.verifier.forget();
    return toKeyAnswer(key);
  }
}
