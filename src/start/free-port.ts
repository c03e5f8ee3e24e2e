import { createServer } from 'node:net';
import { ConfigError } from '../shared/errors.js';

/** Throws ConfigError now where the address is taken, not after minutes of work. Port 0 is always free. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen(port, host, resolve);
    });
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${(error as Error).message})`;
    throw new ConfigError(`PORT ${port} on ${host} ${why}; set PORT (or HOST) to another.`, { cause: error });
  } finally {
    probe.close();
  }
}
