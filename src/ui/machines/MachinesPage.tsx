// Where one chooses what the machines are: simulated, or a real Linux in an emulated PC. Says what that is and what it costs
// before anything of it is fetched.
import { useCallback, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { usePage } from '../app/page-context.ts';
import { PageTools } from '../app/TopBar.tsx';
import { useStore } from '../design/use-store.ts';
import home from '../home/HomePage.module.css';
import type { GuestOffer } from '../store/running-lab.ts';
import { changeSettings, settings } from '../store/settings.ts';
import styles from './MachinesPage.module.css';
import { texts } from './texts.ts';

/** The emulator itself, compressed: its code and its WebAssembly. */
const EMULATOR_BYTES = 1_000_000;

export default function MachinesPage() {
  useEffect(() => {
    document.title = `${texts.title} · Handstack`;
  }, []);
  const machines = useStore(settings, (state) => state.machines);
  const { offer, look } = useOffer();
  return (
    <div>
      <header className={home.bar} data-region="top" tabIndex={-1}>
        <Link href="/" className={home.brand}>
          Handstack
        </Link>
        <PageTools />
      </header>
      <main className={styles.main} tabIndex={-1} data-region="machines">
        <h1 className={styles.title}>{texts.title}</h1>
        <p className={styles.lead}>{texts.lead}</p>
        <p className={styles.quiet}>{texts.honest}</p>
        {offer === 'looking' && <p className={styles.quiet} role="status">{texts.looking}</p>}
        {offer === null && <NoImage onAgain={look} />}
        {offer !== 'looking' && offer !== null && <Facts offer={offer} />}
        <div className={styles.actions}>
          {machines === 'simulated' && offer !== 'looking' && offer !== null && (
            <button type="button" className={styles.chosen} onClick={() => changeSettings({ machines: 'guest' })}>
              {texts.begin}
            </button>
          )}
          {machines === 'guest' && (
            <button type="button" className={styles.action} onClick={() => changeSettings({ machines: 'simulated' })}>
              {texts.back}
            </button>
          )}
          <Link href="/" className={machines === 'guest' ? styles.chosen : styles.action}>
            {texts.toLessons}
          </Link>
        </div>
        <p className={styles.quiet} role="status">
          {texts.now[machines]} {texts.separate}
        </p>
      </main>
    </div>
  );
}

/** What is served: looked for when the page opens, and again when asked. */
function useOffer(): { readonly offer: GuestOffer | null | 'looking'; readonly look: () => void } {
  const { services } = usePage();
  const [offer, setOffer] = useState<GuestOffer | null | 'looking'>('looking');
  const look = useCallback(() => {
    setOffer('looking');
    void services.guestOffer().then(setOffer, () => setOffer(null));
  }, [services]);
  useEffect(look, [look]);
  return { offer, look };
}

function Facts({ offer }: { readonly offer: GuestOffer }) {
  return (
    <dl className={styles.facts}>
      <dt>{texts.facts.system}</dt>
      <dd>{offer.system}</dd>
      <dt>{texts.facts.download}</dt>
      <dd>{texts.downloadMore(offer.bytes + EMULATOR_BYTES)}</dd>
      <dt>{texts.facts.memory}</dt>
      <dd>{texts.memory(offer.memoryMb)}</dd>
      <dt>{texts.facts.cost}</dt>
      <dd>{texts.cost}</dd>
    </dl>
  );
}

function NoImage({ onAgain }: { readonly onAgain: () => void }) {
  return (
    <section className={styles.absent}>
      <h2>{texts.noImageTitle}</h2>
      <p>{texts.noImage}</p>
      <code className={styles.command}>{texts.command}</code>
      <p>{texts.noImageThen}</p>
      <div className={styles.actions}>
        <button type="button" className={styles.action} onClick={onAgain}>
          {texts.again}
        </button>
      </div>
    </section>
  );
}
