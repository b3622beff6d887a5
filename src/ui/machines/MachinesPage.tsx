// Where one chooses what the machines are: simulated, or a real Linux in an emulated PC. Says what that is and what it costs
// before anything of it is fetched.
import { useCallback, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { Chapter } from '../../course/types.ts';
import { usePage } from '../app/page-context.ts';
import { PageTools } from '../app/TopBar.tsx';
import { Button, buttonLook } from '../design/Button.tsx';
import { Actions, Card } from '../design/Card.tsx';
import { useStore } from '../design/use-store.ts';
import home from '../home/HomePage.module.css';
import type { GuestOffer } from '../store/running-lab.ts';
import { changeSettings, settings, type Machines } from '../store/settings.ts';
import styles from './MachinesPage.module.css';
import { texts } from './texts.ts';

/** The emulator itself, compressed: its code and its WebAssembly. */
const EMULATOR_BYTES = 1_000_000;

export default function MachinesPage() {
  useEffect(() => {
    document.title = `${texts.title} · Handstack`;
  }, []);
  const machines = useStore(settings, (state) => state.machines);
  const { offers, look } = useOffers();
  const chapters = useChapters();
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
        {offers === 'looking' && <p className={styles.quiet} role="status">{texts.looking}</p>}
        {offers !== 'looking' && offers.length === 0 && <NoImage onAgain={look} />}
        {offers !== 'looking' && offers.map((offer) => <Guest key={offer.machines} offer={offer} isInUse={machines === offer.machines} chapters={chapters} />)}
        <Actions>
          {machines !== 'simulated' && <Button onPress={() => changeSettings({ machines: 'simulated' })}>{texts.back}</Button>}
          <Link href="/" className={buttonLook(machines === 'simulated' ? 'plain' : 'strong')}>
            {texts.toLessons}
          </Link>
        </Actions>
        <p className={styles.quiet} role="status">
          {nowInUse(machines, offers)} {texts.separate}
        </p>
      </main>
    </div>
  );
}

function nowInUse(machines: Machines, offers: readonly GuestOffer[] | 'looking'): string {
  if (machines === 'simulated') return texts.nowSimulated;
  const title = offers === 'looking' ? undefined : offers.find((offer) => offer.machines === machines)?.title;
  return texts.nowReal(title ?? null);
}

/** The chapters of all courses, to tell which of them a guest can do. */
function useChapters(): readonly Chapter[] {
  const { services } = usePage();
  const [chapters, setChapters] = useState<readonly Chapter[]>([]);
  useEffect(() => {
    void services.loadCourses().then((courses) => { setChapters(courses.flatMap((course) => course.chapters)); }, () => undefined);
  }, [services]);
  return chapters;
}

/** What is served: looked for when the page opens, and again when asked. */
function useOffers(): { readonly offers: readonly GuestOffer[] | 'looking'; readonly look: () => void } {
  const { services } = usePage();
  const [offers, setOffers] = useState<readonly GuestOffer[] | 'looking'>('looking');
  const look = useCallback(() => {
    setOffers('looking');
    void services.guestOffers().then(setOffers, () => setOffers([]));
  }, [services]);
  useEffect(look, [look]);
  return { offers, look };
}

interface GuestProps {
  readonly offer: GuestOffer;
  readonly isInUse: boolean;
  readonly chapters: readonly Chapter[];
}

function Guest({ offer, isInUse, chapters }: GuestProps) {
  const able = chapters.filter(({ lessons }) => lessons.every(({ needs }) => needs.every((need) => offer.offers.includes(need))));
  return (
    <Card title={offer.title}>
      <dl className={styles.facts}>
        <dt>{texts.facts.system}</dt>
        <dd>{offer.system}</dd>
        <dt>{texts.facts.download}</dt>
        <dd>{texts.downloadMore(offer.bytes + EMULATOR_BYTES)}</dd>
        <dt>{texts.facts.memory}</dt>
        <dd>{texts.memory(offer.memoryMb)}</dd>
        <dt>{texts.facts.chapters}</dt>
        <dd>{able.map(({ title }) => title).join(' · ')}</dd>
        <dt>{texts.facts.cost}</dt>
        <dd>{offer.offers.includes('keystone') ? texts.costLarge : texts.cost}</dd>
      </dl>
      <Actions>
        {isInUse ? <p role="status">{texts.inUse}</p> : (
          <Button look="strong" onPress={() => choose(offer.machines)}>{texts.begin(offer.title)}</Button>
        )}
      </Actions>
    </Card>
  );
}

/** Whoever chooses goes to a lab next: its page comes meanwhile. */
function choose(machines: Machines): void {
  changeSettings({ machines });
  void import('../lesson/LabPage.tsx').catch(() => undefined);
}

function NoImage({ onAgain }: { readonly onAgain: () => void }) {
  return (
    <Card title={texts.noImageTitle}>
      <p>{texts.noImage}</p>
      <code className={styles.command}>{texts.command}</code>
      <p>{texts.noImageThen}</p>
      <Actions>
        <Button onPress={onAgain}>{texts.again}</Button>
      </Actions>
    </Card>
  );
}
