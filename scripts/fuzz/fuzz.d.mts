export interface FuzzRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

export interface FuzzAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

export interface FuzzFinding {
  readonly operation: string;
  readonly wrong: string;
  readonly request: FuzzRequest | undefined;
  readonly again: string;
}

export interface FuzzOptions {
  readonly document: object;
  readonly send: (request: FuzzRequest) => Promise<FuzzAnswer>;
  readonly key: string;
  readonly requests: number;
  readonly seed: number;
  readonly only?: string;
  readonly path?: string;
  readonly onProgress?: (progress: { operation: string; sent: number; findings: number }) => void;
}

export interface FuzzResult {
  readonly sent: number;
  readonly operations: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly findings: readonly FuzzFinding[];
}

export const LEFT_ALONE: readonly string[];
export function fuzz(options: FuzzOptions): Promise<FuzzResult>;
