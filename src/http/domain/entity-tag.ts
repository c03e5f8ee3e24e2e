/** Whether an `If-None-Match` names the entity tag: `*` names every one, and a weak one is as good here (RFC 9110, 13.1.2). */
export function isNamed(ifNoneMatch: string, etag: string): boolean {
  return ifNoneMatch.split(',').some((part) => {
    const tag = part.trim();
    return tag === '*' || (tag.startsWith('W/') ? tag.slice(2) : tag) === etag;
  });
}
