export { createClient, type ClientOptions, type PokewatchClient } from './client.js';
export { PokewatchNoAnswer, PokewatchProblem, type FieldProblem, type NoAnswerReason } from './errors.js';
export type { paths } from './schema.js';
export type { Answer, Ask, CallOptions, Item, Line, LinesPath, PagedPath, PathOf, Schemas } from './call-shapes.js';
