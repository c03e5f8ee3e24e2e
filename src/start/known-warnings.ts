/** Warnings of packages we use that a person who runs PokeWatch can do nothing about. */
const KNOWN = [/Calling client\.query\(\) when the client is already executing a query is deprecated/];

/** Keeps known warnings off the terminal; every other one is shown as Node would. */
export function hideKnownWarnings(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (!KNOWN.some((pattern) => pattern.test(warning.message))) process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
}
