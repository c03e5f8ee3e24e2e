export { OpenToAll, REQUIRED_SCOPE, RequireScope, type Scope } from './access.js';
export { IsDay } from './day.validator.js';
export { configureHttp, createHttpAdapter, describeApi } from './configure-http.js';
export { Endpoint, type EndpointOptions } from './endpoint.js';
export { LAST_INSTANT } from './last-instant.js';
export { FieldProblem, Problem, PROBLEM_MEDIA_TYPE, type ProblemMembers, toProblem } from './problem.js';
export { InvalidRequest } from './request-validation.js';
export { logRequests } from './request-log.js';
export { type ServerState, serverStateOf } from './server-state.js';
