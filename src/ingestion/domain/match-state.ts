/** active: its quotes become observations. quarantined: they wait. rejected: it never was this printing. */
export type MatchState = 'active' | 'quarantined' | 'rejected';
