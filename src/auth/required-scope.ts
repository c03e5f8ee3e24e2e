import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { REQUIRED_SCOPE, type Scope } from '../http/index.js';

/** What a route asks of its caller. One that says nothing asks for `admin`. */
export function requiredScope(reflector: Reflector, context: ExecutionContext): Scope | 'none' {
  return reflector.getAllAndOverride<Scope | 'none' | undefined>(REQUIRED_SCOPE, [context.getHandler(), context.getClass()]) ?? 'admin';
}
