import { SetMetadata } from '@nestjs/common';

/** Metadata key of the field that holds the items of a batch. */
export const COUNTED_ITEMS = 'pokewatch:counted-items';

/** The call counts as one request for every ten items of this field of its body. */
export const CountItems = (field: string) => SetMetadata(COUNTED_ITEMS, field);

/** What the 413 of such a call means, for its documentation. */
export const BATCH_TOO_LARGE = 'The batch counts as more requests than this key may ever send at once (`batch_too_large`): `max_items` says how many items it may have';
