import { ErrorBoundary, lazy, LocationProvider, Route, Router, useLocation } from 'preact-iso';
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { explain, readSession, type Session, signOut } from './api.js';
import { whenSignedOut } from './load.js';
import { Problem } from './parts.js';
import { SessionContext } from './session.js';
import { SignIn } from './sign-in.js';
import { Today } from './pages/today.js';

const PAGES = [
  { path: '/', title: 'Today' },
  { path: '/search', title: 'Search' },
  { path: '/market', title: 'Market' },
  { path: '/collection', title: 'Collection' },
  { path: '/track-record', title: 'Track record' },
  { path: '/models', title: 'Models' },
  { path: '/pipeline', title: 'Pipeline' },
  { path: '/alerts', title: 'Alerts' },
] as const;

const Card = lazy(() => import('./pages/card.js').then((page) => page.Card));
const Search = lazy(() => import('./pages/search.js').then((page) => page.Search));
const Market = lazy(() => import('./pages/market.js').then((page) => page.Market));
const Collection = lazy(() => import('./pages/collection.js').then((page) => page.Collection));
const TrackRecord = lazy(() => import('./pages/track-record.js').then((page) => page.TrackRecord));
const Models = lazy(() => import('./pages/models.js').then((page) => page.Models));
const Pipeline = lazy(() => import('./pages/pipeline.js').then((page) => page.Pipeline));
const Run = lazy(() => import('./pages/run.js').then((page) => page.Run));
const Alerts = lazy(() => import('./pages/alerts.js').then((page) => page.Alerts));
const Report = lazy(() => import('./pages/report.js').then((page) => page.Report));

export function App({ givenKey }: { givenKey: string | undefined }) {
  const [session, setSession] = useState<Session | null | undefined>(givenKey === undefined ? undefined : null);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const look = useCallback(() => {
    setProblem(undefined);
    readSession().then((found) => setSession(found ?? null), (error: unknown) => setProblem(explain(error)));
  }, []);
  useEffect(() => {
    whenSignedOut(() => setSession(null));
    if (givenKey === undefined) look();
  }, [look, givenKey]);
  if (problem !== undefined) return <main class="alone"><Problem text={problem} again={look} /></main>;
  if (session === undefined) return <main class="alone"><p class="waiting" role="status">PokeWatch is loading…</p></main>;
  if (session === null) return <SignIn given={givenKey} onSignedIn={setSession} />;
  return (
    <SessionContext.Provider value={session}>
      <LocationProvider>
        <Frame onSignedOut={() => setSession(null)} session={session}>
          <ErrorBoundary onError={(error) => setProblem(explain(error))}>
            <Router>
              <Route path="/" component={Today} />
              <Route path="/cards/:id" component={Card} />
              <Route path="/search" component={Search} />
              <Route path="/market" component={Market} />
              <Route path="/collection" component={Collection} />
              <Route path="/track-record" component={TrackRecord} />
              <Route path="/models" component={Models} />
              <Route path="/pipeline" component={Pipeline} />
              <Route path="/pipeline/:id" component={Run} />
              <Route path="/alerts" component={Alerts} />
              <Route path="/report" component={Report} />
              <Route default component={NotThere} />
            </Router>
          </ErrorBoundary>
        </Frame>
      </LocationProvider>
    </SessionContext.Provider>
  );
}

function Frame({ children, session, onSignedOut }: { children: ComponentChildren; session: Session; onSignedOut: () => void }) {
  const { path } = useLocation();
  return (
    <>
      <a class="skip" href="#main">Skip to the content</a>
      <header class="top">
        <a class="brand" href="/">PokeWatch</a>
        <nav aria-label="Pages">
          <ul>{PAGES.map((page) => <li key={page.path}><a href={page.path} aria-current={isAt(path, page.path) ? 'page' : undefined}>{page.title}</a></li>)}</ul>
        </nav>
        <p class="who"><span title={`Key: ${session.key_name}`}>{session.account}</span> <button type="button" class="quiet" onClick={() => void signOut().finally(onSignedOut)}>Sign out</button></p>
      </header>
      <main id="main" tabIndex={-1}>{children}</main>
      <footer>
        <p>Prices are those of the sources named beside them. Signals are estimates, and <a href="/track-record">their record</a> is public. <a href="/docs" target="_self">API</a></p>
        <p>Charts by <a href="https://www.tradingview.com/" rel="noreferrer">TradingView Lightweight Charts™</a>, Copyright © 2025 TradingView, Inc.</p>
      </footer>
    </>
  );
}

const isAt = (path: string, page: string): boolean => (page === '/' ? path === '/' : path === page || path.startsWith(`${page}/`));

function NotThere() {
  return <><h1>There is no such page</h1><p><a href="/">Today</a> has what is new, <a href="/search">Search</a> finds cards.</p></>;
}
