import { Injectable } from '@nestjs/common';
import type { Day } from '../shared/day.js';
import { type LineageLink, link } from './domain/lineage.js';
import { type RunProvenance, RunProvenanceRepository } from './run-provenance.repository.js';

/** A run as a link, and what it knew; `knownAt` is undefined where that was not recorded. */
export interface RunLink {
  readonly link: LineageLink;
  readonly knownAt: Date | undefined;
}

/** Follows rows to the runs that wrote them, and runs to their code. */
@Injectable()
export class RunLinks {
  constructor(private readonly provenance: RunProvenanceRepository) {}

  async of(runId: string | null): Promise<RunLink> {
    if (runId === null) return { link: link('run', { sentence: 'not known', problem: 'Which run wrote it was not recorded: it is from before runs were, or was written outside one.' }), knownAt: undefined };
    const facts = await this.provenance.of(runId);
    return { link: facts ? toLink(facts) : unrecorded(runId), knownAt: facts?.knownAt };
  }

  /** The run of a game's day that knew what was known at exactly that instant. */
  async knowing(gameId: number, day: Day, knownAt: Date): Promise<LineageLink> {
    const facts = await this.provenance.knowing(gameId, day, knownAt);
    return facts ? toLink(facts) : link('run', { sentence: 'not known', problem: `No run of ${day} is recorded that knew what was recorded by ${knownAt.toISOString()}, and no more.` });
  }

  /** The run that trained. */
  async trainedBy(gameId: number, day: Day, trainingRunId: number): Promise<LineageLink> {
    return (await this.of((await this.provenance.trainedBy(gameId, day, trainingRunId)) ?? null)).link;
  }
}

function toLink({ runId, codeVersion, nodeVersion, knownAt, recordedAt }: RunProvenance): LineageLink {
  const code = link('code', { id: codeVersion, sentence: `${codeVersion} on Node ${nodeVersion}`, recordedAt, facts: { code_version: codeVersion, node_version: nodeVersion } });
  return link('run', {
    id: runId, recordedAt, sentence: `${runId}, which knew what was recorded by ${knownAt.toISOString()}`, facts: { known_at: knownAt.toISOString() }, madeFrom: [code],
  });
}

function unrecorded(runId: string): LineageLink {
  return link('run', { id: runId, sentence: runId, problem: 'What it knew and with which code it worked was not recorded: it is from before that was.' });
}
