import { useState } from 'preact/hooks';
import { api, type Schemas } from '../api.js';
import { count } from '../format.js';
import { useAct } from '../load.js';
import { Said, Table } from '../parts.js';
import { Problems } from './collection-tray.js';

type Preview = Schemas['ImportPreviewAnswer'];

const FIELDS = ['name', 'set', 'number', 'variant', 'condition', 'grade', 'language', 'quantity', 'unit_cost', 'acquired_on', 'note'] as const;
const TIMEOUT_MS = 60_000;

/** Drop a file, see row by row what would happen, and take the good rows in. */
export function ImportList({ onDone }: { onDone: () => void }) {
  const [content, setContent] = useState('');
  const [preview, setPreview] = useState<Preview | undefined>(undefined);
  const [columns, setColumns] = useState<readonly string[]>([]);
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const { act, isBusy, said, problem } = useAct();
  const body = (text: string) => ({ content: text, ...(Object.keys(mapping).length > 0 ? { mapping } : {}) });
  const look = (text: string) =>
    act(async () => {
      setContent(text);
      setPreview(undefined);
      setColumns(text.split(/\r?\n/, 1)[0]?.split(/[,;\t]/).map((name) => name.replace(/^[\uFEFF"]+|"$/g, '').trim()) ?? []);
      const found = await api.post('/v1/collection/imports/preview', { body: body(text), timeoutMs: TIMEOUT_MS });
      setPreview(found);
      return undefined;
    });
  const take = () =>
    act(async () => {
      const done = await api.post('/v1/collection/imports', { body: body(content), timeoutMs: TIMEOUT_MS });
      setPreview(undefined);
      setContent('');
      onDone();
      return `${count(done.added)} lots added, ${count(done.changed)} changed, ${count(done.unchanged)} were there already; ${count(done.in_tray)} rows are in the tray.`;
    });
  return (
    <section aria-labelledby="import">
      <h2 id="import">Take a list in</h2>
      <p class="field">
        <label for="file">A file of TCGplayer, Collectr, Dragon Shield, PokéCollector, of ours, or any other CSV</label>
        <input id="file" type="file" accept=".csv,.txt,text/csv" onChange={(event) => { const file = event.currentTarget.files?.[0]; if (file) void file.text().then(look); }} />
      </p>
      <Said said={said} problem={problem} />
      {problem !== undefined && columns.length > 1 && <Mapping columns={columns} mapping={mapping} onChange={setMapping} onLook={() => look(content)} isBusy={isBusy} />}
      {preview !== undefined && (
        <>
          <p><strong>{count(preview.good_count)} of {count(preview.row_count)} rows</strong> can be taken{preview.preset !== null && `, as a list of ${preview.preset.replaceAll('_', ' ')}`}; {count(preview.bad_count)} cannot, and would wait in the tray.</p>
          <Table
            caption={`The first ${preview.rows.length} rows that can be taken`} rows={preview.rows} keyOf={({ line }) => line}
            columns={[
              { title: 'Line', of: ({ line }) => count(line), isNumber: true },
              { title: 'Card', of: ({ name, set, variant }) => `${name} (${set}, ${variant})` },
              { title: 'Quantity', of: ({ quantity }) => count(quantity), isNumber: true },
              { title: 'Kind', of: ({ condition, grade }) => `${condition}, ${grade}` },
              { title: '', of: ({ status }) => <span class="tag">{status}</span> },
            ]}
          />
          {preview.bad_rows.length > 0 && <details open><summary>Rows that cannot be taken</summary><ul>{preview.bad_rows.map((row) => <li key={row.line}>Line {row.line}: <Problems of={row.problems} /></li>)}</ul></details>}
          <button type="button" disabled={isBusy || preview.row_count === 0} onClick={take}>{isBusy ? 'Taking in…' : `Take ${count(preview.good_count)} rows in`}</button>
        </>
      )}
    </section>
  );
}

function Mapping({ columns, mapping, onChange, onLook, isBusy }: { columns: readonly string[]; mapping: Record<string, string>; onChange: (mapping: Record<string, string>) => void; onLook: () => void; isBusy: boolean }) {
  const set = (field: string, column: string) => {
    const { [field]: _, ...others } = mapping;
    onChange(column === '' ? others : { ...others, [field]: column });
  };
  return (
    <fieldset>
      <legend>Which column is which?</legend>
      <div class="row">
        {FIELDS.map((field) => (
          <p class="field" key={field}>
            <label for={`map-${field}`}>{field.replaceAll('_', ' ')}</label>
            <select id={`map-${field}`} value={mapping[field] ?? ''} onChange={(event) => set(field, event.currentTarget.value)}><option value="">none</option>{columns.map((column) => <option key={column}>{column}</option>)}</select>
          </p>
        ))}
      </div>
      <button type="button" disabled={isBusy || Object.keys(mapping).length === 0} onClick={onLook}>Look again</button>
    </fieldset>
  );
}
