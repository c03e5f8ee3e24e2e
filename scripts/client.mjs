// Writes the types of the TypeScript client from openapi.json. `--check` writes nothing, and fails where they are not what openapi.json says.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const DOCUMENT = fileURLToPath(new URL('../openapi.json', import.meta.url));
const SCHEMA = fileURLToPath(new URL('../clients/typescript/src/schema.ts', import.meta.url));
const HEADER = '// Made from openapi.json by `npm run client`: change the service, not this file.\n\n';

/** An OpenAPI document -> the text of schema.ts. */
export async function renderSchema(document) {
  return HEADER + astToString(await openapiTS(JSON.stringify(withoutRefusals(document)), { silent: true, defaultNonNullable: false }));
}

/**
 * Every answer has the same headers and the same refusals (a problem), which the client knows without their being repeated
 * for each call: without them the file is a fraction as long, and its changes can be read.
 */
function withoutRefusals(document) {
  const answers = ([status, answer]) => [status, { ...answer, headers: undefined }];
  const operation = (one) => ({ ...one, responses: Object.fromEntries(Object.entries(one.responses).filter(([status]) => status.startsWith('2')).map(answers)) });
  const path = (one) => Object.fromEntries(Object.entries(one).map(([name, value]) => [name, value?.responses === undefined ? value : operation(value)]));
  const { headers: _headers, responses: _responses, ...components } = document.components;
  return { ...document, components, paths: Object.fromEntries(Object.entries(document.paths).map(([name, value]) => [name, path(value)])) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = await renderSchema(JSON.parse(readFileSync(DOCUMENT, 'utf8')));
  if (!process.argv.includes('--check')) writeFileSync(SCHEMA, made);
  else if (made !== readFileSync(SCHEMA, 'utf8')) {
    process.stderr.write('clients/typescript/src/schema.ts is not what openapi.json says: run `npm run client` and commit it.\n');
    process.exit(1);
  }
}
