import type { ComponentChildren } from 'preact';
import { api } from '../api.js';
import { useLoad } from '../load.js';
import { ADVICE_TITLES } from '../words.js';

export interface Filter {
  readonly profile: '' | 'collection' | 'tcgplayer' | 'ebay' | 'cardmarket';
  readonly advice: '' | 'collection' | 'flip' | 'wait_before_selling';
  readonly set: string;
  readonly category: string;
  readonly min_price: string;
  readonly max_price: string;
  readonly liquid: boolean;
  readonly changed: boolean;
}

const CATEGORIES = ['grail', 'chase', 'meta', 'personal'];

export function Field({ label, id, children }: { label: string; id: string; children: ComponentChildren }) {
  return <p class="field"><label for={id}>{label}</label>{children}</p>;
}

/** Whose costs, and which cards. */
export function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const set = <K extends keyof Filter>(name: K, value: Filter[K]) => onChange({ ...filter, [name]: value });
  const profiles = useLoad((signal) => api.get('/v1/cost-profiles', { signal }), []);
  return (
    <details class="filters">
      <summary>Costs and filters</summary>
      <div class="row">
        <Field label="My costs" id="profile">
          <select id="profile" value={filter.profile} onChange={(event) => set('profile', event.currentTarget.value as Filter['profile'])}>
            <option value="">as the service is set</option>
            {profiles.data?.items.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        </Field>
        <Field label="Advice" id="advice">
          <select id="advice" value={filter.advice} onChange={(event) => set('advice', event.currentTarget.value as Filter['advice'])}>
            <option value="">any</option>
            {Object.entries(ADVICE_TITLES).map(([id, title]) => <option key={id} value={id}>{title}</option>)}
          </select>
        </Field>
        <Field label="Set" id="set"><input id="set" value={filter.set} placeholder="any" onChange={(event) => set('set', event.currentTarget.value.trim())} /></Field>
        <Field label="Category" id="category">
          <select id="category" value={filter.category} onChange={(event) => set('category', event.currentTarget.value)}>
            <option value="">any</option>
            {CATEGORIES.map((each) => <option key={each} value={each}>{each}</option>)}
          </select>
        </Field>
        <Field label="Price from" id="min-price"><input id="min-price" type="number" min="0" step="any" value={filter.min_price} onChange={(event) => set('min_price', event.currentTarget.value)} /></Field>
        <Field label="Price to" id="max-price"><input id="max-price" type="number" min="0" step="any" value={filter.max_price} onChange={(event) => set('max_price', event.currentTarget.value)} /></Field>
        <p class="check"><input id="liquid" type="checkbox" checked={filter.liquid} onChange={(event) => set('liquid', event.currentTarget.checked)} /><label for="liquid">Only cards with more than a few listings</label></p>
        <p class="check"><input id="changed" type="checkbox" checked={filter.changed} onChange={(event) => set('changed', event.currentTarget.checked)} /><label for="changed">Only what changed since the day before</label></p>
      </div>
    </details>
  );
}
