/** A member of a structured list: a name and its parameters, as text. */
export interface ListMember {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const STRING = String.raw`"(?:[^"\\]|\\["\\])*"`;
const TOKEN = String.raw`[A-Za-z*][A-Za-z0-9!#$%&'*+\-.^_|~:/\x60]*`;
const PARAMETER = String.raw`\s*;\s*([a-z*][a-z0-9_\-.*]*)(?:=(${STRING}|:[A-Za-z0-9+/=]*:|[^\s,;"]+))?`;

/**
 * Reads a list of names with parameters (RFC 9651, section 3.1), such as `"burst";q=60;w=60, "daily";q=5000;w=86400`. One member that
 * cannot be read spoils the whole field, as the standard asks: undefined.
 */
export function parseStructuredList(text: string): ListMember[] | undefined {
  const members: ListMember[] = [];
  let at = 0;
  while (at < text.length) {
    const name = match(`\\s*(${STRING}|${TOKEN})`, text, at);
    if (!name) return undefined;
    at += name[0].length;
    const parameters = new Map<string, string>();
    for (let next = match(PARAMETER, text, at); next; next = match(PARAMETER, text, at)) {
      parameters.set(next[1] as string, unquote(next[2] ?? '?1'));
      at += next[0].length;
    }
    members.push({ name: unquote(name[1] as string), parameters });
    const end = match(String.raw`\s*(,|$)`, text, at);
    if (!end) return undefined;
    at += end[0].length;
    if (end[1] === ',' && at === text.length) return undefined;
  }
  return members;
}

function match(pattern: string, text: string, at: number): RegExpExecArray | null {
  const expression = new RegExp(pattern, 'y');
  expression.lastIndex = at;
  return expression.exec(text);
}

function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text;
}
