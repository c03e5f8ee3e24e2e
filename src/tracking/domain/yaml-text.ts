const PLAIN = /^[A-Za-z0-9_./][A-Za-z0-9_./@-]*$/;
/** Plain scalars that YAML 1.1 reads as something else than text: words, numbers (also 1_000, 1e5, 0x1f, 1.5), dates. */
const NOT_TEXT = /^(true|false|yes|no|on|off|y|n|null|~|[-+]?[\d._]+(e[-+]?\d+)?|[-+]?0[xo][\da-f_]+|\.inf|\.nan|\d{4}-\d\d?-\d\d?.*)$/i;

/** Text as one YAML scalar: plain where every reader takes it for that text, quoted where not. */
export function yamlText(text: string): string {
  return PLAIN.test(text) && !NOT_TEXT.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}
