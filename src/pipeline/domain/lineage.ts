/** What a link of a lineage is about. */
export const LINEAGE_LINKS = [
  'signal', 'policy', 'fair_value', 'model_version', 'promotion', 'experiment', 'training_run', 'training_snapshot', 'feature_row', 'observation',
  'raw_payload', 'run', 'code',
] as const;
export type LineageLinkName = (typeof LINEAGE_LINKS)[number];

/** One thing that something was made from, with what that was made from itself. */
export interface LineageLink {
  readonly link: LineageLinkName;
  /** What names it: a signal id, a run id, a hash. Null where there is nothing to name. */
  readonly id: string | null;
  /** What it is, in words. */
  readonly sentence: string;
  /** When it was written down; null where it was not. */
  readonly recordedAt: Date | null;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** Why the lineage cannot be followed here, or not as it was; null where it can. */
  readonly problem: string | null;
  readonly madeFrom: readonly LineageLink[];
}

/** A link with what most links leave out filled in. */
export function link(name: LineageLinkName, said: Partial<LineageLink> & Pick<LineageLink, 'sentence'>): LineageLink {
  return { link: name, id: null, recordedAt: null, facts: {}, problem: null, madeFrom: [], ...said };
}

/** Every link of a tree, itself first, each before what it was made from. */
export function linksOf(root: LineageLink): LineageLink[] {
  return [root, ...root.madeFrom.flatMap(linksOf)];
}

/** A lineage as a tree for people, one line per link and one more per problem. */
export function lineageLines(root: LineageLink): string[] {
  return [...told(root), ...branches(root.madeFrom)];
}

function branches(links: readonly LineageLink[]): string[] {
  return links.flatMap((each, i) => {
    const isLast = i === links.length - 1;
    const [first = '', ...rest] = [...told(each), ...branches(each.madeFrom)];
    return [`${isLast ? '└─ ' : '├─ '}${first}`, ...rest.map((line) => `${isLast ? '   ' : '│  '}${line}`)];
  });
}

function told({ link: name, sentence, recordedAt, problem, madeFrom }: LineageLink): string[] {
  const recorded = recordedAt ? `  [recorded ${recordedAt.toISOString()}]` : '';
  const indent = madeFrom.length > 0 ? '│  ' : '   ';
  return [`${name.replaceAll('_', ' ')}: ${sentence}${recorded}`, ...(problem === null ? [] : [`${indent}! ${problem}`])];
}
