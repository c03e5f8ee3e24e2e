import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Config } from '../config/index.js';
import { ProblemFilter } from './problem.filter.js';
import type { RequestHeaders } from './raw.js';
import { requestIdOf } from './request-id.js';
import { RequestValidation } from './request-validation.js';

const BODY_LIMIT_BYTES = 1_048_576;
const MAX_PARAMETER_CHARACTERS = 400;

/** The HTTP server as this project runs it. A request keeps the id its caller gave it, if that is a plain one. */
export function createHttpAdapter(config: Config): FastifyAdapter {
  const { trustProxy } = config.http;
  return new FastifyAdapter({
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    bodyLimit: BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: MAX_PARAMETER_CHARACTERS },
    requestIdHeader: false,
    genReqId: (request: { headers: RequestHeaders }) => requestIdOf(request.headers),
  });
}

/** What the running service and the tests share: validation, problems, request ids, the documentation at /docs. */
export function configureHttp(app: NestFastifyApplication): OpenAPIObject {
  app.useGlobalPipes(new RequestValidation());
  app.useGlobalFilters(new ProblemFilter());
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      void reply.header('x-request-id', request.id);
      done();
    });
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
  return SwaggerModule.createDocument(app, builder, { operationIdFactory: (_controller, method) => method });
}
