/** Which screen an address is. One that is not somebody's to see isn't there. */
import type { ComponentType } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { PLACES, type Place } from './actions/go.ts';
import { useMay } from './api/use-api.tsx';
import { AuditScreen } from './audit/audit-screen.tsx';
import { CaseScreen } from './case/case-screen.tsx';
import { QueueScreen } from './queue/queue-screen.tsx';
import { SettingsScreen } from './settings/settings-screen.tsx';
import { NothingHere } from './shell/nothing-here.tsx';

const SCREENS: Partial<Record<Place, ComponentType>> = {
  queue: QueueScreen,
  audit: AuditScreen,
  settings: SettingsScreen,
};

export function Screens() {
  const may = useMay();
  const mine = PLACES.filter(({ needs }) => needs === null || may(needs));
  return (
    <Switch>
      <Route path="/">
        <Redirect to={`/${mine[0]?.name ?? 'settings'}`} replace />
      </Route>
      {mine.map(({ name }) => (
        <Route key={name} path={`/${name}`} component={SCREENS[name] ?? NothingHere} />
      ))}
      {may('case.read') && (
        <Route path="/case/:id">{({ id }) => <CaseScreen key={id} id={decodeURIComponent(id)} />}</Route>
      )}
      <Route>
        <NothingHere />
      </Route>
    </Switch>
  );
}
