// What an answer must be: not our fault, of a status the document has or a problem, and as the document says of that status.
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const PROBLEM = 'application/problem+json';
/** What the server answers before it knows which operation is meant. */
const OF_ANY_OPERATION = new Set([400, 401, 403, 404, 408, 413, 414, 415, 417, 429, 431]);

/** A function that says how a value differs from the schema at a pointer into the document; undefined where it does not. */
export function schemaCheck(document) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'api');
  const validators = new Map();

  return (pointer, value) => {
    let validate = validators.get(pointer);
    if (validate === undefined) {
      validate = ajv.compile({ $ref: `api#${pointer}` });
      validators.set(pointer, validate);
    }
    return validate(value) ? undefined : validate.errors.slice(0, 3).map(({ instancePath, message, params }) => `${instancePath || '(value)'} ${message} ${JSON.stringify(params)}`).join('; ');
  };
}

/** A function that says what is wrong with an answer to an operation; undefined where nothing is. */
export function answerCheck(document) {
  const mismatch = schemaCheck(document);
  return (operation, { status, contentType, body }) => {
    if (status >= 500) return `answered ${status}`;
    const isError = status >= 400;
    const documented = operation.responses?.[status];
    if (documented === undefined && !(isError && OF_ANY_OPERATION.has(status))) return `answered ${status}, which the document does not have`;
    if (isError && !contentType.startsWith(PROBLEM)) return `answered ${status} as ${contentType || 'nothing'}, not as a problem`;
    const type = Object.keys(documented?.content ?? {}).find((each) => contentType.startsWith(each));
    if (!isError && type === undefined) return documented.content === undefined ? undefined : `answered ${status} as ${contentType || 'nothing'}, which the document does not have`;
    if (!/json/.test(contentType)) return undefined;
    const value = parse(body);
    if (value === undefined) return `answered ${status} with a body that is no JSON`;
    if (isError && value.status !== status) return `answered ${status} with a problem that says ${value.status}`;
    const wrong = mismatch(isError ? '/components/schemas/Problem' : `${pointerOf(operation)}/responses/${status}/content/${escape(type)}/schema`, value);
    return wrong === undefined ? undefined : `answered ${status}, not as the document says: ${wrong}`;
  };
}

/** Where an operation is in the document. */
export const pointerOf = ({ path, method }) => `/paths/${escape(path)}/${method}`;

export const escape = (part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
