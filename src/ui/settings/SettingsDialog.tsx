// What a person may set. Every change holds at once and is remembered.
import { X } from 'lucide-react';
import { useId } from 'react';
import { Heading } from 'react-aria-components';
import { closeDialog } from '../app/dialogs.ts';
import dialog from '../app/Dialogs.module.css';
import { Button, IconButton } from '../design/Button.tsx';
import { useStore } from '../design/use-store.ts';
import { changeSettings, settings, stepFontSize, type Motion, type Theme } from '../store/settings.ts';
import styles from './SettingsDialog.module.css';
import { texts } from './texts.ts';

export function SettingsDialog() {
  const now = useStore(settings, (state) => state);
  return (
    <div className={dialog.body}>
      <div className={dialog.head}>
        <Heading slot="title" className={dialog.title ?? ''}>
          {texts.title}
        </Heading>
        <IconButton label={texts.close} onPress={closeDialog}>
          <X />
        </IconButton>
      </div>
      <Choice label={texts.theme} value={now.theme} options={texts.themes} onChange={(theme) => changeSettings({ theme: theme as Theme })} />
      <div className={styles.group} role="group" aria-label={texts.fontSize}>
        <span className={styles.label}>{texts.fontSize}</span>
        <div className={styles.sizes}>
          <Button aria-label={texts.smaller} onPress={() => changeSettings({ fontSize: stepFontSize(now.fontSize, -1) })}>
            A−
          </Button>
          <output className={styles.size}>{texts.pixels(now.fontSize)}</output>
          <Button aria-label={texts.bigger} onPress={() => changeSettings({ fontSize: stepFontSize(now.fontSize, 1) })}>
            A+
          </Button>
        </div>
      </div>
      <Toggle
        isSelected={now.runsWithOneClick}
        label={texts.oneClick}
        says={texts.oneClickSays}
        onChange={(runsWithOneClick) => changeSettings({ runsWithOneClick })}
      />
      <Toggle
        isSelected={now.hasScreenReader}
        label={texts.screenReader}
        says={texts.screenReaderSays}
        onChange={(hasScreenReader) => changeSettings({ hasScreenReader })}
      />
      <Choice label={texts.motion} value={now.motion} options={texts.motions} onChange={(motion) => changeSettings({ motion: motion as Motion })} />
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: Readonly<Record<string, string>>;
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend className={styles.label}>{label}</legend>
      <div className={styles.choices}>
        {Object.entries(options).map(([id, says]) => (
          <label key={id} className={styles.choice}>
            <input type="radio" className="visually-hidden" name={name} value={id} checked={id === value} onChange={() => onChange(id)} />
            {says}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface ToggleProps {
  readonly isSelected: boolean;
  readonly label: string;
  readonly says: string;
  readonly onChange: (isSelected: boolean) => void;
}

function Toggle({ isSelected, label, says, onChange }: ToggleProps) {
  return (
    <label className={styles.toggle}>
      <span className={styles.toggleText}>
        <span className={styles.label}>{label}</span>
        <span className={styles.says}>{says}</span>
      </span>
      <input
        type="checkbox"
        role="switch"
        className="visually-hidden"
        checked={isSelected}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={styles.track} aria-hidden="true">
        <span className={styles.thumb} />
      </span>
    </label>
  );
}
