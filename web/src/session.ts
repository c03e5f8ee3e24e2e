import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { may, type Session } from './api.js';

export const SessionContext = createContext<Session | undefined>(undefined);

/** Whether who is signed in may do what needs a scope. */
export function useMay(scope: 'read' | 'write' | 'admin'): boolean {
  return may(useContext(SessionContext), scope);
}
