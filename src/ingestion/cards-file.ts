import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigError, messageOf } from '../shared/errors.js';

export const CATEGORIES = ['grail', 'chase', 'meta', 'personal'] as const;

const trackedCard = z.strictObject({
  name: z.string().min(1),
  set: z.string().min(1),
  number: z.string(),
  variant: z.string().optional(),
  language: z.string().length(2).default('en'),
  category: z.enum(CATEGORIES),
  priority: z.number().int().min(1).max(5),
  card_ids: z.array(z.string().min(1)).default([]),
  tcgplayer_id: z.number().int().positive().nullable(),
});

const cardsFile = z.strictObject({ game: z.string().min(1), cards: z.array(trackedCard) });

/** A card somebody follows: what it is, why, and how sources call it. */
export interface TrackedCard {
  readonly name: string;
  readonly set: string;
  readonly language: string;
  readonly category: (typeof CATEGORIES)[number];
  readonly priority: number;
  /** Public ids, whole (`base1-4|Holofoil`) or without the variant (`base1-4`: all of them). */
  readonly cardIds: readonly string[];
  readonly tcgplayerId: string | null;
}

/** The tracked universe of one game. */
export interface CardsFile {
  readonly gameSlug: string;
  readonly cards: readonly TrackedCard[];
}

/** Reads config/cards.yaml; undefined where there is no such file. Throws ConfigError that names every problem in it. */
export async function readCardsFile(path: string): Promise<CardsFile | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new ConfigError(`CARDS_FILE=${path} cannot be read: ${messageOf(error)}.`);
  });
  return text === undefined ? undefined : parseCardsFile(path, text);
}

export function parseCardsFile(path: string, text: string): CardsFile {
  const parsed = cardsFile.safeParse(parsedYaml(path, text));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`${path} has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${problems.join('\n')}`);
  }
  const { game, cards } = parsed.data;
  return {
    gameSlug: game,
    cards: cards.map((card) => ({
      name: card.name,
      set: card.set,
      language: card.language,
      category: card.category,
      priority: card.priority,
      cardIds: card.card_ids.flatMap((id) => (card.variant === undefined || id.includes('|') ? [id] : [`${id}|${card.variant}`])),
      tcgplayerId: card.tcgplayer_id === null ? null : String(card.tcgplayer_id),
    })),
  };
}

function parsedYaml(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new ConfigError(`${path} is no YAML: ${messageOf(error)}`);
  }
}
