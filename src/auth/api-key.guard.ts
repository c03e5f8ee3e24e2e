import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Callers } from './caller.js';
import { grants } from './domain/api-key.js';
import { requiredScope } from './required-scope.js';

/** Lets a request in if its key has the scope the route asks for. A route that asks for nothing asks for `admin`. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly callers: Callers,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const required = requiredScope(this.reflector, context);
    if (required === 'none') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const key = await this.callers.keyOf(request);
    if (!key) {
      if (await this.callers.isElsewhere(request)) {
        throw new ForbiddenException({ code: 'address_not_allowed', message: `This API key may not be used from ${request.ip}; its networks are set by who operates this service.` });
      }
      const isPresented = this.callers.presented(request) !== undefined;
      const challenge = isPresented ? 'Bearer realm="pokewatch", error="invalid_token"' : 'Bearer realm="pokewatch"';
      void http.getResponse<FastifyReply>().header('www-authenticate', challenge);
      throw new UnauthorizedException(
        isPresented ? 'The API key is unknown, expired or revoked.' : 'This needs an API key: send it as X-API-Key, or as Authorization: Bearer.',
      );
    }
    if (this.callers.isForged(request)) {
      throw new ForbiddenException({ code: 'csrf_token_missing', message: 'A session sends X-CSRF-Token with what changes something; GET /v1/session tells it to the page that the session is of.' });
    }
    if (!grants(key.scopes, required)) {
      throw new ForbiddenException(`This needs a key with the scope "${required}"; the one sent has: ${key.scopes.join(', ')}.`);
    }
    return true;
  }
}
