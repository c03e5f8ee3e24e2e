import { BadData } from '../shared/errors.js';

export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'skipped_muted'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** @throws BadData where there is no such state */
export function toDeliveryState(text: string): DeliveryState {
  const state = DELIVERY_STATES.find((each) => each === text);
  if (state === undefined) throw new BadData(`state "${text}" is not known; expected one of ${DELIVERY_STATES.join(', ')}.`);
  return state;
}
