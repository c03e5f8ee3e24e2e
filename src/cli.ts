import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { backfillCommand } from './cli/backfill.command.js';
import { alertsCommand } from './cli/alerts.command.js';
import { backupCommand } from './cli/backup.command.js';
import { backtestCommand } from './cli/backtest.command.js';
import { identityCommand } from './cli/identity.command.js';
import { importCommand } from './cli/import.command.js';
import { keysCommand } from './cli/keys.command.js';
import { labCommand } from './cli/lab.command.js';
import { lineageCommand } from './cli/lineage.command.js';
import { migrateCommand } from './cli/migrate.command.js';
import { modelCardCommand } from './cli/model-card.command.js';
import { openapiCommand } from './cli/openapi.command.js';
import { keepStdoutForAnswers, tell } from './cli/print.js';
import { qualityCommand } from './cli/quality.command.js';
import { restoreCommand } from './cli/restore.command.js';
import { runCommand } from './cli/run.command.js';
import { schedulesCommand } from './cli/schedules.command.js';
import { runsCommand } from './cli/runs.command.js';
import { statusCommand } from './cli/status.command.js';
import { trackingCommand } from './cli/tracking.command.js';
import { PokewatchError } from './shared/errors.js';
import { hideKnownWarnings } from './start/known-warnings.js';

const program = new Command('pokewatch')
  .description('Trading-card prices in, fair values and BUY / SELL / HOLD signals out. Works beside a running server and alone.')
  .addHelpText('after', '\nSettings come from the environment or .env; .env.example lists them all.')
  .showHelpAfterError('(--help shows what is accepted)')
  .addCommand(importCommand())
  .addCommand(runCommand())
  .addCommand(backfillCommand())
  .addCommand(schedulesCommand())
  .addCommand(runsCommand())
  .addCommand(backtestCommand())
  .addCommand(statusCommand())
  .addCommand(qualityCommand())
  .addCommand(lineageCommand())
  .addCommand(identityCommand())
  .addCommand(modelCardCommand())
  .addCommand(trackingCommand())
  .addCommand(keysCommand())
  .addCommand(alertsCommand())
  .addCommand(migrateCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(openapiCommand())
  .addCommand(labCommand());

async function main(): Promise<number> {
  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    tell(error instanceof PokewatchError ? `Error: ${error.message}` : error instanceof Error ? (error.stack ?? error.message) : String(error));
    return error instanceof PokewatchError ? error.exitCode : 1;
  }
}

keepStdoutForAnswers();
hideKnownWarnings();
// `pokewatch run | head` closes our output early: the work goes on and is put away in order, only nobody reads of it.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await main();
