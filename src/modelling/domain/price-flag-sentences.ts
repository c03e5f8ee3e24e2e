/** A flag that the checks put on a price, with the figures it rests on. */
export interface FlaggedPrice {
  readonly flag: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const percent = (value: unknown): string => (typeof value === 'number' ? `${Math.round(100 * value)} %` : 'much');
const counted = (value: unknown, name: string): string[] => (typeof value === 'number' ? [`${value} ${name}${value === 1 ? '' : 's'}`] : []);

const SENTENCES = {
  QUARANTINED: () => 'Later prices cannot be true for all we know: the last verified one is shown.',
  SPIKE: ({ return_ratio: ratio, robust_z: z }: FlaggedPrice['detail']) =>
    `The price moved ${percent(ratio)} at once${typeof z === 'number' ? `, ${Math.round(Math.abs(z))} times its usual move` : ''}: it may not last.`,
  SOLO: ({ return_ratio: ratio }: FlaggedPrice['detail']) => `The price moved ${percent(ratio)} while its set stood still.`,
  THIN: ({ listings, sellers }: FlaggedPrice['detail']) => {
    const few = [...counted(listings, 'listing'), ...counted(sellers, 'seller')].join(' and ');
    return `Only ${few === '' ? 'few offers' : few} stand behind the price.`;
  },
  LISTING_PULLED: () => 'The cheapest offer asks at least twice the price: the offers it rested on are gone.',
} as const;

const NAMES = { QUARANTINED: 'quarantined', SPIKE: 'spike', SOLO: 'solo', THIN: 'few_offers', LISTING_PULLED: 'listing_pulled' } as const;

export const PRICE_QUALITY_FLAGS = Object.values(NAMES);

/** What the flags of a price mean for trust in a signal; a flag of another name says nothing here. */
export function priceQualityFlags(flagged: readonly FlaggedPrice[]): { flag: (typeof PRICE_QUALITY_FLAGS)[number]; sentence: string }[] {
  return flagged.flatMap(({ flag, detail }) => (isKnown(flag) ? [{ flag: NAMES[flag], sentence: SENTENCES[flag](detail) }] : []));
}

function isKnown(flag: string): flag is keyof typeof NAMES {
  return Object.hasOwn(NAMES, flag);
}
