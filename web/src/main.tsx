import { render } from 'preact';
import { App } from './app.js';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no #app.');
root.replaceChildren();
render(<App givenKey={takeKeyFromAddress()} />, root);

/** A key behind `#key=` is taken out of the address before anything else, so that it is in no bookmark and no history. */
function takeKeyFromAddress(): string | undefined {
  const key = /^#key=(pw_[\w-]+)$/.exec(window.location.hash)?.[1];
  if (key !== undefined) window.history.replaceState(null, '', window.location.pathname + window.location.search);
  return key;
}
