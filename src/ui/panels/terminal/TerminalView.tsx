// One terminal's screen, with the editor in its place when a program asks for it.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { TerminalInfo } from '../../../lab/lab.ts';
import { commandOf } from '../../app/shortcuts.ts';
import { usePage } from '../../app/page-context.ts';
import { useLook } from '../../app/use-look.ts';
import { later } from '../../design/later.tsx';
import { useStore } from '../../design/use-store.ts';
import type { Workspace } from '../../store/workspace.ts';
import { keepFocus, onFocusRequest } from './focus.ts';
import type { Screen, ScreenSize } from './screen.ts';
import { registerScreen } from './screens.ts';
import styles from './TerminalView.module.css';
import { texts } from './texts.ts';

const EditorOverlay = later(() => import('../editor/EditorOverlay.tsx'), <p className={styles.opening}>{texts.openingEditor}</p>);

interface Props {
  readonly workspace: Workspace;
  readonly terminal: TerminalInfo;
}

export function TerminalView({ workspace, terminal }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const screen = useScreen(workspace, terminal.id, element);
  const request = useStore(workspace.store, (state) => state.editors[terminal.id] ?? null);
  const isEditing = request !== null;
  useLayoutEffect(() => () => {
    // Drawn anew (undo, reset): the new screen has the keyboard if the old one had it.
    if (element.current?.contains(document.activeElement) === true) keepFocus(terminal.id);
  }, [terminal.id]);
  useEffect(() => {
    if (!isEditing) return undefined;
    // When the editor closes, the prompt has the keyboard again.
    return () => screen?.focus();
  }, [isEditing, screen]);
  return (
    <div className={styles.view}>
      <div
        ref={element}
        className={styles.screen}
        role="group"
        aria-label={texts.screen(terminal.host)}
        inert={isEditing}
        onFocus={() => workspace.terminals.select(terminal.id)}
      />
      {request !== null && (
        <EditorOverlay workspace={workspace} request={request} />
      )}
    </div>
  );
}

/** A screen in `element`, drawn from the lab; drawn anew when the world was replaced. */
function useScreen(workspace: Workspace, id: string, element: React.RefObject<HTMLDivElement | null>): Screen | null {
  const { services } = usePage();
  const look = useLook();
  const [screen, setScreen] = useState<Screen | null>(null);
  const generation = useStore(workspace.store, (state) => state.generation);
  const firstLook = useRef(look);

  useEffect(() => {
    const place = element.current;
    if (place === null) return undefined;
    const stops: (() => void)[] = [];
    let isOver = false;
    void services.createScreen(firstLook.current, (event) => commandOf(event) !== null).then((made) => {
      if (isOver) {
        made.dispose();
        return;
      }
      made.mount(place);
      made.onKeys((keys) => workspace.terminals.type(id, keys));
      const fit = fitter(made, (size) => workspace.terminals.resize(id, size));
      const observer = new ResizeObserver(fit);
      observer.observe(place);
      fit();
      stops.push(
        () => observer.disconnect(),
        workspace.terminals.listen(id, (text) => made.write(text)),
        onFocusRequest(id, () => made.focus()),
        registerScreen(id, made),
        () => made.dispose(),
      );
      setScreen(made);
    });
    return () => {
      isOver = true;
      for (const stop of stops) stop();
      setScreen(null);
    };
  }, [services, workspace, id, element, generation]);

  useEffect(() => {
    firstLook.current = look;
    if (screen === null) return;
    screen.apply(look);
    const size = screen.fit();
    if (size !== null) workspace.terminals.resize(id, size);
  }, [screen, look, workspace, id]);
  return screen;
}

/** Fits the screen to its place; tells the lab when columns or rows changed. */
function fitter(screen: Screen, tell: (size: ScreenSize) => void): () => void {
  let known = '';
  return () => {
    const size = screen.fit();
    const now = JSON.stringify(size);
    if (size === null || now === known) return;
    known = now;
    tell(size);
  };
}
