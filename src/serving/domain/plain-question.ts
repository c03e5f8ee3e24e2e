/** A card, and the day asked for or none. */
export interface PlainQuestion {
  readonly cardId: string;
  readonly day: string | undefined;
}

const TEXT = String.raw`"([^"\\\u0000-\u001f]{1,200})"`;
/** The white space of JSON, which is less than that of regular expressions. */
const S = String.raw`[ \t\r\n]*`;
const QUESTION = String.raw`${S}\{${S}"card_id"${S}:${S}${TEXT}${S}(?:,${S}"date"${S}:${S}"(\d{4}-\d\d-\d\d)"${S})?\}${S}`;
const ALONE = new RegExp(`^${QUESTION}$`);
const IN_A_ROW = new RegExp(`${QUESTION}([,\\]])`, 'y');
const BATCH_ENDS = new RegExp(String.raw`${S}\}${S}$`, 'y');

/**
 * The question that a JSON text asks, read without making an object of it: `{"card_id": text, "date": day}` with or without the day, no
 * escapes, nothing else. Undefined for any other text, which is for a parser and its checks: a question may be asked in other words.
 */
export function plainQuestion(text: string): PlainQuestion | undefined {
  const found = ALONE.exec(text);
  return found === null ? undefined : { cardId: found[1] as string, day: found[2] };
}

/** Reads the same of `{"<field>": [question, ...]}` with 1 to `maxQuestions` of them. */
export function plainBatchReader(field: string, maxQuestions: number): (text: string) => readonly PlainQuestion[] | undefined {
  const begins = new RegExp(String.raw`${S}\{${S}"${field}"${S}:${S}\[`, 'y');
  return (text) => {
    begins.lastIndex = 0;
    if (!begins.test(text)) return undefined;
    const questions: PlainQuestion[] = [];
    IN_A_ROW.lastIndex = begins.lastIndex;
    for (let isLast = false; !isLast; ) {
      const found = IN_A_ROW.exec(text);
      if (found === null || questions.length === maxQuestions) return undefined;
      questions.push({ cardId: found[1] as string, day: found[2] });
      isLast = found[3] === ']';
    }
    BATCH_ENDS.lastIndex = IN_A_ROW.lastIndex;
    return BATCH_ENDS.test(text) ? questions : undefined;
  };
}

const PATH = /^\/v1\/cards\/([^/?#]+)\/prediction$/;
const ESCAPE = /%/;

/** The card that a path of `GET /v1/cards/{card_id}/prediction` names; undefined where it is another path, or not well formed. */
export function cardOfPath(path: string): string | undefined {
  const part = PATH.exec(path)?.[1];
  if (part === undefined || !ESCAPE.test(part)) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
