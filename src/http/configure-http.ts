import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { CONFIG, type Config } from '../config/index.js';
import { acceptJsonOnly } from './body-parser.js';
import { allowOrigins } from './cross-origin.js';
import { answerConditionally, describeConditional } from './conditional.js';
import { answerClientError, answerRouterError, problemText } from './client-errors.js';
import { completeDocument } from './complete-document.js';
import { announceDeprecations } from './deprecation-headers.js';
import { serveDashboard } from './dashboard.js';
import { describeIdempotency } from './idempotency-document.js';
import { ProblemFilter } from './problem.filter.js';
import type { RequestHeaders } from './raw.js';
import { guardRequests } from './request-edge.js';
import { requestIdOf } from './request-id.js';
import { logRequests, standardOutput } from './request-log.js';
import { RequestValidation } from './request-validation.js';
import { limitServer, serverLimits } from './server-limits.js';

/** Nest would bring its own body parsers. */
class JsonAdapter extends FastifyAdapter {
  override registerParserMiddleware(): void {
    acceptJsonOnly(this.getInstance());
  }
}

/** The HTTP server as this project runs it. A request keeps the id its caller gave it, if that is a plain one. */
export function createHttpAdapter(config: Config): FastifyAdapter {
  const { trustProxy } = config.http;
  const adapter = new JsonAdapter({
    ...serverLimits(config.http),
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    requestIdHeader: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: answerRouterError,
    genReqId: (request: { headers: RequestHeaders }) => requestIdOf(request.headers),
  });
  limitServer(adapter.getInstance(), config.http, problemText);
  return adapter;
}

/** What the running service and the tests share: validation, problems, request ids, the documentation at /docs. */
export function configureHttp(app: NestFastifyApplication): OpenAPIObject {
  app.useGlobalPipes(new RequestValidation());
  app.useGlobalFilters(new ProblemFilter());
  const { http, log } = app.get<Config>(CONFIG);
  const server = app.getHttpAdapter().getInstance();
  if (log.format === 'json') logRequests(server, log, standardOutput());
  guardRequests(server, http);
  answerConditionally(server);
  announceDeprecations(server);
  serveDashboard(server);
  allowOrigins(app, http.corsOrigins);
  const document = describeApi(app);
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'docs-json', customSiteTitle: 'PokeWatch API' });
  return document;
}

/** The OpenAPI document of an application: what /docs-json answers and `openapi.json` holds. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('PokeWatch')
    .setDescription('Daily trading-card prices, fair values and BUY / SELL / HOLD signals with the record of how past signals did.')
    .setVersion('1')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'api_key')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'bearer')
    .build();
  const document = SwaggerModule.createDocument(app, builder, { operationIdFactory: (_controller, method) => method });
  describeIdempotency(document);
  describeConditional(document);
  return completeDocument(document);
}
