import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

export interface Source {
  readonly id: number;
  readonly slug: string;
}

/** Of a live source that is not asked any more. */
const LAST_RANK = 1_000;

@Injectable()
export class SourceRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async find(slug: string): Promise<Source | undefined> {
    const [row] = await this.dataSource.query('SELECT id, slug FROM source WHERE slug = $1', [slug]);
    return row;
  }

  async ensure(slug: string, isSimulated: boolean): Promise<Source> {
    const there = await this.find(slug);
    if (there) return there;
    await this.dataSource.query('INSERT INTO source (slug, is_simulated) VALUES ($1, $2) ON CONFLICT (slug) DO NOTHING', [slug, isSimulated]);
    return (await this.find(slug)) as Source;
  }

  /** The sources that have products of a game, by name. */
  async slugsOf(gameId: number): Promise<string[]> {
    const rows = (await this.dataSource.query(
      'SELECT slug FROM source WHERE EXISTS (SELECT FROM source_crosswalk WHERE source_id = source.id AND game_id = $1) ORDER BY slug',
      [gameId],
    )) as { slug: string }[];
    return rows.map((row) => row.slug);
  }

  /**
   * Writes the order of trust down: these sources by their place, and behind them those of `others` that are here already. Every other source
   * (files, the simulated market) keeps rank 0 and speaks before them.
   */
  async rank(trusted: readonly string[], others: readonly string[]): Promise<void> {
    for (const slug of trusted) await this.ensure(slug, false);
    await this.dataSource.query(
      `UPDATE source SET rank = said.rank FROM unnest($1::text[]) WITH ORDINALITY AS said (slug, rank) WHERE source.slug = said.slug AND source.rank <> said.rank`,
      [trusted],
    );
    await this.dataSource.query('UPDATE source SET rank = $2 WHERE slug = ANY($1) AND rank <> $2', [others, LAST_RANK]);
  }

  /** The place of each source in the order of trust, by source id. */
  async places(): Promise<Int16Array> {
    const rows = (await this.dataSource.query('SELECT id FROM source ORDER BY rank, id')) as { id: number }[];
    const places = new Int16Array(1 + Math.max(0, ...rows.map((row) => row.id)));
    rows.forEach((row, place) => (places[row.id] = place));
    return places;
  }

  /** An instant for what is recorded next: now, or just after the last one where the clock has not moved on. */
  async nextInstant(sourceId: number, now: Date): Promise<Date> {
    const [[row]] = (await this.dataSource.query(
      `UPDATE source SET last_recorded_at = greatest($2::timestamptz, last_recorded_at + interval '1 millisecond') WHERE id = $1 RETURNING last_recorded_at AS at`,
      [sourceId, now],
    )) as [[{ at: Date }], number];
    return row.at;
  }
}
