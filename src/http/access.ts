import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';

/** `read` asks, `write` changes data, `admin` operates the service. `admin` implies `write`, `write` implies `read`. */
export type Scope = 'read' | 'write' | 'admin';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route asks of its caller, as its metadata says to Nest: hooks of the server know no metadata. */
    scope?: Scope | 'none';
    /** The field of the body that holds the items of a batch. */
    batchField?: string;
    /** The operationId of the call. */
    operation?: string;
    /** Headers that say that the call will go away. */
    deprecation?: Readonly<Record<string, string>>;
  }
}

/** Metadata key of what a route asks of its caller; a route that says nothing asks for `admin`. */
export const REQUIRED_SCOPE = 'pokewatch:required-scope';

/** What else is known of a route, beside the scope it asks for. */
interface RouteFacts {
  batchField?: string | undefined;
  deprecation?: Readonly<Record<string, string>> | undefined;
}

/** The route answers keys that have this scope. `batchField`: the field of the body that holds the items of a batch. */
export const RequireScope =
  (scope: Scope, { batchField, deprecation }: RouteFacts = {}): MethodDecorator =>
  (target, method, descriptor) => {
    const config = { scope, operation: String(method), ...(batchField === undefined ? {} : { batchField }), ...(deprecation === undefined ? {} : { deprecation }) };
    applyDecorators(SetMetadata(REQUIRED_SCOPE, scope), RouteConfig(config))(target, method, descriptor);
  };

/** The route answers everybody: probes and metrics, never data. */
export const OpenToAll = () => SetMetadata(REQUIRED_SCOPE, 'none');
