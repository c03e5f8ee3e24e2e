export { OpenToAll, REQUIRED_SCOPE, RequireScope, type Scope } from './access.js';
export { IsDay } from './day.validator.js';
export { configureHttp, createHttpAdapter, describeApi } from './configure-http.js';
export { Endpoint, type EndpointOptions } from './endpoint.js';
export { FieldProblem, Problem, PROBLEM_MEDIA_TYPE, type ProblemMembers, toProblem } from './problem.js';
export { InvalidRequest } from './request-validation.js';
export type { RawRequest, RawResponse, RequestHeaders } from './raw.js';
export { requestIdOf } from './request-id.js';
export { openShortWay, type ShortWay, TurnEnd } from './short-way.js';
