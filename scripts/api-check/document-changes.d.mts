export interface DocumentChange {
  /** As in `GET /v1/cards/{card_id}/response/200/set`. */
  readonly pointer: string;
  readonly what: string;
  readonly breaking: boolean;
}
export function documentChanges(from: unknown, to: unknown): DocumentChange[];
