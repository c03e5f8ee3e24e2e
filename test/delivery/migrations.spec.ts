import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Up to this one nothing was released: nobody ran an older pod beside it. */
const LAST_UNRELEASED = 1793491260000;
const TAKES_AWAY = /\b(DROP (TABLE|COLUMN|VIEW|FUNCTION|TYPE)|RENAME (TO|COLUMN)|SET NOT NULL|ALTER COLUMN \w+ (SET DATA )?TYPE)\b|ADD COLUMN (?:IF NOT EXISTS )?\w+ [^,;]*NOT NULL(?![^,;]*DEFAULT)/gi;
const EXPLAINED = /no longer used since \d+\.\d+/;

/** What the `up` of a migration takes from the release before. */
export function takenAway(source: string): string[] {
  const up = source.slice(source.indexOf('async up('), source.indexOf('async down('));
  return EXPLAINED.test(source) ? [] : [...up.matchAll(TAKES_AWAY)].map(([text]) => text);
}

describe('migrations', () => {
  const later = readdirSync('migrations').filter((file) => /^\d+-/.test(file) && Number.parseInt(file, 10) > LAST_UNRELEASED);

  it('only add, so that the release before lives with them', () => {
    expect(later.map((file) => [file, takenAway(readFileSync(`migrations/${file}`, 'utf8'))]).filter(([, taken]) => (taken as string[]).length > 0)).toEqual([]);
  });

  it.each([
    ['ALTER TABLE game DROP COLUMN slug', 1],
    ['ALTER TABLE game RENAME COLUMN slug TO name', 1],
    ['ALTER TABLE game ADD COLUMN kind text NOT NULL', 1],
    ['ALTER TABLE game ADD COLUMN kind text NOT NULL DEFAULT \'x\'', 0],
    ['ALTER TABLE game ADD COLUMN kind text; CREATE TABLE kind (id integer NOT NULL)', 0],
    ['DROP TABLE kind; -- no longer used since 0.3', 0],
  ])('are looked at: %s', (sql, count) => {
    expect(takenAway(`async up(runner) { await runner.query(\`${sql}\`); } async down() { DROP TABLE game }`).length).toBe(count);
  });
});
