// Says that the machines in use cannot do a lesson, and which others can, with what they cost, before anything is fetched.
import { useEffect, useState } from 'react';
import type { Capability } from '../../lab/lab.ts';
import { usePage } from '../app/page-context.ts';
import { Button } from '../design/Button.tsx';
import { useStore } from '../design/use-store.ts';
import type { GuestOffer } from '../store/running-lab.ts';
import { changeSettings, type Machines } from '../store/settings.ts';
import type { Workspace } from '../store/workspace.ts';
import styles from './LessonPanel.module.css';
import { texts } from './texts.ts';

interface Props {
  readonly workspace: Workspace;
  readonly needs: readonly Capability[];
  readonly lacks: readonly string[];
}

export function Lacks({ workspace, needs, lacks }: Props) {
  const machines = useStore(workspace.store, (state) => state.machines);
  const offers = useGuestOffers();
  const others = offers.filter((offer) => offer.machines !== machines && needs.every((need) => offer.offers.includes(need)));
  return (
    <div className={styles.notice}>
      <p>{texts.lacks(lacks)}</p>
      {machines !== 'simulated' && <Button onPress={() => use('simulated')}>{texts.useSimulated}</Button>}
      {machines !== 'simulated' && others.map((offer) => (
        <Button key={offer.machines} onPress={() => use(offer.machines)}>
          {texts.useGuest(offer.title, offer.bytes)}
        </Button>
      ))}
      {machines !== 'simulated' && <p>{texts.separateLabs}</p>}
    </div>
  );
}

/** The real guests that are served here. */
export function useGuestOffers(): readonly GuestOffer[] {
  const { services } = usePage();
  const [offers, setOffers] = useState<readonly GuestOffer[]>([]);
  useEffect(() => {
    void services.guestOffers().then(setOffers, () => undefined);
  }, [services]);
  return offers;
}

/** Other machines are another lab: the page begins anew with it, at the same lesson. */
function use(machines: Machines): void {
  changeSettings({ machines });
  location.reload();
}
