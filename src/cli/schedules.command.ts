import { Command, InvalidArgumentError, Option } from 'commander';
import { type Fire, type MissedPolicy, PipelineWorker, SCHEDULE_PIPELINES, type ScheduleAnswer, ScheduleBook, ScheduleDesk } from '../pipeline/index.js';
import { print, table } from './print.js';
import { type Session, withSession } from './session.js';

interface Settings {
  name?: string;
  pipeline?: string;
  game?: string;
  cron?: string;
  timeZone?: string;
  missed?: MissedPolicy;
  maxCatchUp?: number;
  jitter?: number;
  json: boolean;
}

export function schedulesCommand(): Command {
  const schedules = new Command('schedules').description('When pipelines run by themselves: list, make, change, pause and fire schedules.');
  schedules
    .command('list')
    .description('Show all schedules, how they do and when they fire next.')
    .option('--json', 'print as JSON', false)
    .action((options: { json: boolean }) =>
      withSession(async ({ app }) => {
        const all = await app.get(ScheduleBook).list();
        print(options.json ? JSON.stringify(all, null, 2) : all.length === 0 ? 'No schedule yet; a server makes the first ones when it starts.' : tableOf(all));
      }),
    );
  schedules.addCommand(createCommand()).addCommand(editCommand());
  for (const isPaused of [true, false]) {
    named(schedules, isPaused ? 'pause' : 'resume', isPaused ? 'Let a schedule rest.' : 'Let a schedule fire again; --missed says what becomes of the times since the pause.', async ({ app }, id) =>
      app.get(ScheduleBook).setPaused(id, isPaused),
    );
  }
  named(schedules, 'delete', 'Delete a schedule; its fires stay to be read.', async ({ app }, id) => app.get(ScheduleBook).delete(id));
  schedules.addCommand(runNowCommand()).addCommand(firesCommand());
  return schedules;
}

/** What create and edit have in common. */
function withSettings(command: Command): Command {
  return command
    .option('--game <slug>', 'one game (default: every game that is due)')
    .option('--time-zone <zone>', 'a name of the IANA list, such as Europe/Berlin')
    .addOption(new Option('--missed <policy>', 'what becomes of times no worker was there for').choices(['skip', 'once', 'catch_up']))
    .option('--max-catch-up <n>', 'catch_up: at most so many, the latest (0 to 100)', (text) => whole(text, 100))
    .option('--jitter <seconds>', 'begin up to so many seconds late (0 to 3600)', (text) => whole(text, 3_600))
    .option('--json', 'print as JSON', false);
}

function createCommand(): Command {
  return withSettings(
    new Command('create')
      .description('Make a schedule.')
      .argument('<name>', 'a to z, 0 to 9 and -')
      .addOption(new Option('--pipeline <pipeline>', 'what it runs').choices(SCHEDULE_PIPELINES).makeOptionMandatory())
      .requiredOption('--cron <expression>', 'minute hour day month weekday'),
  )
    .addHelpText('after', '\nExample:\n  npm run -s pokewatch -- schedules create evening --pipeline daily --cron "0 20 * * 1-5" --time-zone Europe/Berlin')
    .action((name: string, options: Settings) => change(options, ({ app }) => app.get(ScheduleBook).create({ ...toRequest(options), name, pipeline: options.pipeline ?? '', cron: options.cron ?? '' }, 'command line')));
}

function editCommand(): Command {
  return withSettings(
    new Command('edit')
      .description('Change a schedule; what is not named stays.')
      .argument('<name>', 'its name in the list')
      .option('--name <name>', 'a new name')
      .addOption(new Option('--pipeline <pipeline>', 'what it runs').choices(SCHEDULE_PIPELINES))
      .option('--cron <expression>', 'minute hour day month weekday'),
  )
    .option('--every-game', 'no longer one game, but every one that is due', false)
    .addHelpText('after', '\nExample:\n  npm run -s pokewatch -- schedules edit retrain-weekly --cron "0 4 * * 1" --missed once')
    .action((name: string, options: Settings & { everyGame: boolean }) =>
      change(options, async ({ app }) => {
        const request = { ...toRequest(options), ...(options.everyGame ? { game: null } : {}) };
        return app.get(ScheduleBook).edit(await app.get(ScheduleBook).idOf(name), request);
      }),
    );
}

function runNowCommand(): Command {
  return new Command('run-now')
    .description('Fire a schedule here and now, a paused one too, and wait for its end.')
    .argument('<name>', 'its name in the list')
    .option('--json', 'print as JSON', false)
    .addHelpText('after', '\nExample:\n  npm run -s pokewatch -- schedules run-now collect-daily')
    .action((name: string, options: { json: boolean }) =>
      withSession(async ({ app }) => {
        const id = await app.get(ScheduleBook).idOf(name);
        await app.get(PipelineWorker).start();
        const fire = await app.get(ScheduleDesk).runHere(id);
        print(options.json ? JSON.stringify(fire, null, 2) : firesTable([fire]));
        if (fire.state === 'failed') process.exitCode = 1;
      }),
    );
}

function firesCommand(): Command {
  return new Command('fires')
    .description('Show when a schedule fired and what became of it, newest first.')
    .argument('<name or id>', 'its name in the list; of a deleted one its id')
    .option('--limit <n>', 'how many (1 to 500)', (text) => whole(text, 500), 20)
    .option('--json', 'print as JSON', false)
    .addHelpText('after', '\nExamples:\n  npm run -s pokewatch -- schedules fires collect-daily\n  npm run -s pokewatch -- schedules fires 7 --limit 100 --json')
    .action((which: string, options: { limit: number; json: boolean }) =>
      withSession(async ({ app }) => {
        const id = /^\d+$/.test(which) ? Number(which) : await app.get(ScheduleBook).idOf(which);
        const fires = await app.get(ScheduleDesk).history(id, options.limit);
        print(options.json ? JSON.stringify(fires, null, 2) : fires.length === 0 ? 'It has not fired yet.' : firesTable(fires));
      }),
    );
}

/** A command that takes nothing but the name of a schedule. */
function named(schedules: Command, name: string, description: string, act: (session: Session, id: number) => Promise<ScheduleAnswer>): void {
  schedules
    .command(name)
    .description(description)
    .argument('<name>', 'its name in the list')
    .option('--json', 'print as JSON', false)
    .addHelpText('after', `\nExample:\n  npm run -s pokewatch -- schedules ${name} score-nightly`)
    .action((which: string, options: { json: boolean }) => change(options, async (session) => act(session, await session.app.get(ScheduleBook).idOf(which))));
}

async function change(options: { json: boolean }, act: (session: Session) => Promise<ScheduleAnswer>): Promise<void> {
  await withSession(async (session) => {
    const answer = await act(session);
    print(options.json ? JSON.stringify(answer, null, 2) : tableOf([answer]));
  });
}

function toRequest(options: Settings): Record<string, never> {
  const { name, pipeline, game, cron, timeZone, missed, maxCatchUp, jitter } = options;
  const all = { name, pipeline, game, cron, time_zone: timeZone, missed_policy: missed, max_catch_up: maxCatchUp, jitter_seconds: jitter };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<string, never>;
}

function tableOf(all: readonly ScheduleAnswer[]): string {
  return table(
    ['id', 'name', 'pipeline', 'game', 'cron', 'time zone', 'health', 'last fire', 'next fire'],
    all.map((each) => [
      String(each.id), each.name, each.pipeline, each.game ?? '(every)', each.cron, each.time_zone, each.deleted_at === null ? each.health.state : 'deleted',
      each.last_fire ? `${each.last_fire.planned_at.slice(0, 16)} ${each.last_fire.state}` : '', each.next_fires[0]?.slice(0, 16) ?? '',
    ]),
  ).concat(all.flatMap(({ name, health }) => (health.reason === null || health.state === 'paused' ? [] : [`${name}: ${health.reason}\n`])).join(''));
}

function firesTable(fires: readonly Fire[]): string {
  return table(
    ['planned', 'trigger', 'state', 'finished', 'runs'],
    fires.map((fire) => [fire.planned_at, fire.trigger, fire.state, fire.finished_at ?? '', fire.error ?? fire.run_ids.join(', ')]),
  );
}

function whole(text: string, max: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > max) throw new InvalidArgumentError(`"${text}" cannot be used; expected a whole number from 0 to ${max}.`);
  return number;
}
