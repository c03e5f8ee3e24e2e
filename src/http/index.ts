export { OpenToAll, REQUIRED_SCOPE, RequireScope, type Scope } from './access.js';
export { IsDay } from './day.validator.js';
export { configureHttp, createHttpAdapter, describeApi } from './configure-http.js';
export { Endpoint, type EndpointOptions } from './endpoint.js';
export { Idempotent } from './idempotency.interceptor.js';
export { IdempotencyModule } from './idempotency.module.js';
export { FieldProblem, Problem, PROBLEM_MEDIA_TYPE, type ProblemMembers, toProblem } from './problem.js';
export { InvalidRequest } from './request-validation.js';
