interface Place {
  path: string;
  method: string;
}
export function schemaCheck(document: object): (pointer: string, value: unknown) => string | undefined;
export function answerCheck(document: object): (operation: Place, answer: { status: number; contentType: string; body: string }) => string | undefined;
export function pointerOf(operation: Place): string;
export function escape(part: string): string;
