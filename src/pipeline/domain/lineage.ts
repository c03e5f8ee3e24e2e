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

/** A lineage as a tree for people: a line per link, one more per problem. What has been told is not told again. */
export function lineageLines(root: LineageLink): string[] {
  return linesOf(root, new Set());
}

function linesOf(each: LineageLink, told: Set<string>): string[] {
  const key = `${each.link} ${each.id}`;
  const title = each.link.replaceAll('_', ' ');
  if (each.id !== null && told.has(key)) return [`${title}: ${each.id}, as above`];
  told.add(key);
  const recorded = each.recordedAt ? `  [recorded ${each.recordedAt.toISOString()}]` : '';
  const indent = each.madeFrom.length > 0 ? '│  ' : '   ';
  const problem = each.problem === null ? [] : [`${indent}! ${each.problem}`];
  const branches = each.madeFrom.flatMap((child, i) => {
    const isLast = i === each.madeFrom.length - 1;
    const [first = '', ...rest] = linesOf(child, told);
    return [`${isLast ? '└─ ' : '├─ '}${first}`, ...rest.map((line) => `${isLast ? '   ' : '│  '}${line}`)];
  });
  return [`${title}: ${each.sentence}${recorded}`, ...problem, ...branches];
}
