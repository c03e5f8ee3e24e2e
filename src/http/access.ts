import { SetMetadata } from '@nestjs/common';

/** `admin` implies `read`. */
export type Scope = 'read' | 'admin';

/** Metadata key of what a route asks of its caller; a route that says nothing asks for `admin`. */
export const REQUIRED_SCOPE = 'pokewatch:required-scope';

/** The route answers keys that have this scope. */
export const RequireScope = (scope: Scope) => SetMetadata(REQUIRED_SCOPE, scope);

/** The route answers everybody: probes and metrics, never data. */
export const OpenToAll = () => SetMetadata(REQUIRED_SCOPE, 'none');
