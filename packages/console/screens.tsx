/** Which screen an address is. One that is not somebody's to see isn't there. */
import { type ComponentType, lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import type { Place } from './actions/go.ts';
import { useMay } from './api/use-api.tsx';
import { CaseScreen } from './case/case-screen.tsx';
import { QueueScreen } from './queue/queue-screen.tsx';
import { NothingHere } from './shell/nothing-here.tsx';
import { beginningOf, placesOf } from './shell/places.ts';
import { SIGNED_IN, SignedIn } from './shell/signed-in.tsx';

/** Those that are used all day are there at once; the others come when somebody goes there. */
const SCREENS: Partial<Record<Place, ComponentType>> = {
  queue: QueueScreen,
  appeals: lazy(async () => ({ default: (await import('./appeals/appeals-screen.tsx')).AppealsScreen })),
  referrals: lazy(async () => ({ default: (await import('./referrals/referrals-screen.tsx')).ReferralsScreen })),
  reports: lazy(async () => ({ default: (await import('./reports/reports-screen.tsx')).ReportsScreen })),
  numbers: lazy(async () => ({ default: (await import('./numbers/numbers-screen.tsx')).NumbersScreen })),
  notices: lazy(async () => ({ default: (await import('./notices/notices-screen.tsx')).NoticesScreen })),
  measures: lazy(async () => ({ default: (await import('./measures/measures-screen.tsx')).MeasuresScreen })),
  assessments: lazy(async () => ({
    default: (await import('./assessments/assessments-screen.tsx')).AssessmentsScreen,
  })),
  calendar: lazy(async () => ({ default: (await import('./calendar/calendar-screen.tsx')).CalendarScreen })),
  transparency: lazy(async () => ({
    default: (await import('./transparency/transparency-screen.tsx')).TransparencyScreen,
  })),
  search: lazy(async () => ({ default: (await import('./search/search-screen.tsx')).SearchScreen })),
  people: lazy(async () => ({ default: (await import('./people/people-screen.tsx')).PeopleScreen })),
  policy: lazy(async () => ({ default: (await import('./policy/policy-screen.tsx')).PolicyScreen })),
  lists: lazy(async () => ({ default: (await import('./lists/lists-screen.tsx')).ListsScreen })),
  outbox: lazy(async () => ({ default: (await import('./outbox/outbox-screen.tsx')).OutboxScreen })),
  keys: lazy(async () => ({ default: (await import('./keys/keys-screen.tsx')).KeysScreen })),
  audit: lazy(async () => ({ default: (await import('./audit/audit-screen.tsx')).AuditScreen })),
  settings: lazy(async () => ({ default: (await import('./settings/settings-screen.tsx')).SettingsScreen })),
};
const AppealScreen = lazy(async () => ({ default: (await import('./appeals/appeal-screen.tsx')).AppealScreen }));
const EvidenceScreen = lazy(async () => ({ default: (await import('./evidence/evidence-screen.tsx')).EvidenceScreen }));
const ReferralScreen = lazy(async () => ({
  default: (await import('./referrals/referral-screen.tsx')).ReferralScreen,
}));
const PortalScreen = lazy(async () => ({
  default: (await import('./referrals/portal/portal-screen.tsx')).PortalScreen,
}));
const AssessmentScreen = lazy(async () => ({
  default: (await import('./assessments/assessment-screen.tsx')).AssessmentScreen,
}));
const StepScreen = lazy(async () => ({ default: (await import('./assessments/step-screen.tsx')).StepScreen }));
const VersionScreen = lazy(async () => ({ default: (await import('./assessments/version-screen.tsx')).VersionScreen }));
const ChangedScreen = lazy(async () => ({ default: (await import('./assessments/changed-screen.tsx')).ChangedScreen }));
const TryScreen = lazy(async () => ({ default: (await import('./policy/try-screen.tsx')).TryScreen }));
const ListScreen = lazy(async () => ({ default: (await import('./lists/list-screen.tsx')).ListScreen }));
const MeasureScreen = lazy(async () => ({ default: (await import('./measures/measure-screen.tsx')).MeasureScreen }));
const AnswersScreen = lazy(async () => ({ default: (await import('./measures/answers-screen.tsx')).AnswersScreen }));
const AnsweredScreen = lazy(async () => ({ default: (await import('./measures/answered-screen.tsx')).AnsweredScreen }));
const CompareScreen = lazy(async () => ({ default: (await import('./measures/compare-screen.tsx')).CompareScreen }));
const DraftScreen = lazy(async () => ({ default: (await import('./transparency/draft-screen.tsx')).DraftScreen }));
const AccountScreen = lazy(async () => ({ default: (await import('./account/account-screen.tsx')).AccountScreen }));

export function Screens() {
  const may = useMay();
  const mine = placesOf(may);
  return (
    <Suspense>
      <Switch>
        <Route path="/">
          <Redirect to={`/${beginningOf(may)}`} replace />
        </Route>
        <Route path={SIGNED_IN} component={SignedIn} />
        {mine.map(({ name }) => (
          <Route key={name} path={`/${name}`} component={SCREENS[name] ?? NothingHere} />
        ))}
        {may('policy.try') && <Route path="/policy/try" component={TryScreen} />}
        {may('case.read') && (
          <Route path="/case/:id">{({ id }) => <CaseScreen key={id} id={decodeURIComponent(id)} />}</Route>
        )}
        {may('case.read') && (
          <Route path="/case/:id/evidence">{({ id }) => <EvidenceScreen key={id} id={decodeURIComponent(id)} />}</Route>
        )}
        {may('referral.read') && (
          <Route path="/referral/:id">{({ id }) => <ReferralScreen key={id} id={decodeURIComponent(id)} />}</Route>
        )}
        {may('referral.work') && (
          <Route path="/referral/:id/portal">{({ id }) => <PortalScreen key={id} id={decodeURIComponent(id)} />}</Route>
        )}
        {may('appeal.read') && (
          <Route path="/appeal/:id">{({ id }) => <AppealScreen key={id} id={decodeURIComponent(id)} />}</Route>
        )}
        {may('list.read') && (
          <Route path="/list/:name">{({ name }) => <ListScreen key={name} name={decodeURIComponent(name)} />}</Route>
        )}
        {may('measures.read') && <Route path="/measures/answers" component={AnswersScreen} />}
        {may('measures.read') && (
          <Route path="/measures/answers/:version">{({ version }) => <AnsweredScreen version={version} />}</Route>
        )}
        {may('measures.read') && <Route path="/measures/compare" component={CompareScreen} />}
        {may('measures.read') && (
          <Route path="/measure/:code/:id">
            {({ code, id }) => (
              <MeasureScreen key={`${code} ${id}`} code={decodeURIComponent(code)} id={decodeURIComponent(id)} />
            )}
          </Route>
        )}
        {may('measures.read') && (
          <Route path="/assessment/:kind">{({ kind }) => <AssessmentScreen key={kind} kind={kind} />}</Route>
        )}
        {may('measures.read') && (
          <Route path="/assessment/:kind/step/:section">
            {({ kind, section }) => <StepScreen key={`${kind} ${section}`} kind={kind} section={section} />}
          </Route>
        )}
        {may('measures.read') && (
          <Route path="/assessment/:kind/version/:number">
            {({ kind, number }) => <VersionScreen key={`${kind} ${number}`} kind={kind} number={Number(number)} />}
          </Route>
        )}
        {may('measures.read') && (
          <Route path="/assessment/:kind/changed/:before/:after?">
            {({ kind, before, after }) => (
              <ChangedScreen
                key={`${kind} ${before} ${after}`}
                kind={kind}
                before={Number(before)}
                after={after === undefined ? null : Number(after)}
              />
            )}
          </Route>
        )}
        {may('measures.write') && <Route path="/transparency/draft" component={DraftScreen} />}
        {may('account.search') && (
          <Route path="/account/:id">{({ id }) => <AccountScreen key={id} id={decodeURIComponent(id)} />}</Route>
        )}
        <Route>
          <NothingHere />
        </Route>
      </Switch>
    </Suspense>
  );
}
