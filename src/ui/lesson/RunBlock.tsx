// Commands of a lesson: on which host, to copy, and to run with one click if the student likes.
import { Check, Copy, Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText } from '../app/clipboard.ts';
import { tell } from '../app/messages.ts';
import { Button } from '../design/Button.tsx';
import { useStore } from '../design/use-store.ts';
import { focusTerminal } from '../panels/terminal/focus.ts';
import { settings } from '../store/settings.ts';
import type { Workspace } from '../store/workspace.ts';
import styles from './RunBlock.module.css';
import { texts } from './texts.ts';

interface Props {
  readonly workspace: Workspace;
  readonly host: string;
  readonly text: string;
  /** Called after "run": on a phone the terminal comes to the front. */
  readonly onRun?: () => void;
}

export function RunBlock({ workspace, host, text, onRun }: Props) {
  const runsWithOneClick = useStore(settings, (state) => state.runsWithOneClick);
  const canRun = useStore(workspace.store, (state) => state.phase.kind === 'ready' && !state.isReadOnly);
  const run = async (): Promise<void> => {
    onRun?.();
    focusTerminal(await workspace.terminals.run(host, text));
  };
  return (
    <figure className={styles.block}>
      <figcaption className={styles.bar}>
        <span className={styles.host}>{host}</span>
        <CopyButton host={host} text={text} />
        {runsWithOneClick && (
          <Button look="quiet" isDisabled={!canRun} onPress={() => void run()} aria-label={texts.runOn(host)}>
            <Play aria-hidden="true" /> {texts.run}
          </Button>
        )}
      </figcaption>
      <pre className={styles.text}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}

function CopyButton({ host, text }: Pick<Props, 'host' | 'text'>) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async (): Promise<void> => {
    if (await copyText(text)) setCopied(true);
    else tell(texts.copyFailed, true);
  };
  return (
    <Button look="quiet" onPress={() => void copy()} aria-label={texts.copyFrom(host)}>
      {isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />} {isCopied ? texts.copied : texts.copy}
    </Button>
  );
}
