/** The last instant that RFC 3339 can write: a later one would come back in a form that no client reads. */
export const LAST_INSTANT = new Date('9999-12-31T23:59:59.999Z');
