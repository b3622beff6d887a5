// What a person may do to the whole lab: undo, save as a file, open one, start again, erase. Asks before it loses.
import type { Session } from '../../course/engine.ts';
import type { Chapter, Course, Lesson } from '../../course/types.ts';
import { SnapshotError, TerminalsError } from '../../lab/lab.ts';
import { StartError } from '../../lab/start.ts';
import { LabFileError, unpackLab } from '../store/lab-file.ts';
import { eraseLocal } from '../store/local.ts';
import type { Workspace } from '../store/workspace.ts';
import type { Workspaces } from '../store/workspaces.ts';
import { openDialog } from './dialogs.ts';
import { saveAs, pickFile } from './files.ts';
import { tell } from './messages.ts';
import { confirmTexts, texts } from './texts.ts';

/** Takes the last command back and says so; real machines have no undo, and say that. */
export async function undo(workspace: Workspace): Promise<void> {
  const { offers, phase } = workspace.store.getState();
  if (phase.kind === 'ready' && !offers.includes('undo')) tell(texts.noUndo);
  else tell((await workspace.undo()) ? texts.undone : texts.nothingToUndo);
}

/** Opens a terminal, or says why there can be no more. */
export async function openTerminal(open: () => Promise<void>): Promise<void> {
  try {
    await open();
  } catch (error) {
    if (!(error instanceof TerminalsError)) throw error;
    tell(texts.noMoreTerminals(error.host, error.most), true);
  }
}

/** Gives the lab to the person as a file. */
export async function exportLab(workspace: Workspace): Promise<void> {
  const text = await workspace.exportFile();
  if (text !== null) saveAs(`${workspace.key}.handstack`, text);
}

/** Asks for a file and goes on with the lab in it. */
export async function importLab(workspace: Workspace): Promise<void> {
  const text = await pickFile('.handstack');
  if (text === null) return;
  if (!isForThis(workspace, text)) return;
  openDialog({
    kind: 'confirm',
    confirmation: {
      title: confirmTexts.importTitle,
      says: confirmTexts.importSays,
      action: confirmTexts.importAction,
      isDangerous: false,
      onConfirm: () => openFile(workspace, text),
    },
  });
}

function isForThis(workspace: Workspace, text: string): boolean {
  try {
    if (unpackLab(text).key === workspace.key) return true;
    tell(texts.otherLab, true);
  } catch {
    tell(texts.badFile, true);
  }
  return false;
}

async function openFile(workspace: Workspace, text: string): Promise<void> {
  try {
    await workspace.importFile(text, texts.importing);
    tell(texts.opened);
  } catch (error) {
    const isOurs = error instanceof SnapshotError || error instanceof LabFileError;
    if (!isOurs) throw error;
    tell(error instanceof SnapshotError && error.reason !== 'damaged' ? texts.badVersion : texts.badFile, true);
  }
}

/** The step that the open lesson is at, or null. */
export function openStep(session: Session | null): { readonly id: string; readonly title: string } | null {
  const open = session?.state().open;
  const id = open?.steps.find(({ status }) => status === 'open')?.id;
  return open?.lesson.steps.find((step) => step.id === id) ?? null;
}

/** Asks, then brings the machines back to the beginning of a step. */
export function resetStep(workspace: Workspace, step: { readonly id: string; readonly title: string }): void {
  openDialog({
    kind: 'confirm',
    confirmation: {
      title: confirmTexts.stepTitle,
      says: confirmTexts.stepSays(step.title),
      action: confirmTexts.stepAction,
      isDangerous: true,
      onConfirm: async () => {
        const isDone = await workspace.resetStep(step.id, texts.resetting);
        tell(isDone ? texts.stepReset : texts.resetStepGone, !isDone);
      },
    },
  });
}

/** Asks, then puts the machines where a step ends. */
export function skipStep(workspace: Workspace, step: { readonly id: string; readonly title: string }): void {
  openDialog({
    kind: 'confirm',
    confirmation: {
      title: confirmTexts.skipTitle,
      says: confirmTexts.skipSays(step.title),
      action: confirmTexts.skipAction,
      isDangerous: true,
      onConfirm: async () => {
        try {
          const isDone = await workspace.skip(step.id, texts.resetting);
          tell(isDone ? texts.skipped : texts.resetFailed, !isDone);
        } catch (error) {
          const isUnprepared = error instanceof StartError && error.fault === 'missing-image';
          tell(isUnprepared ? texts.notPrepared : `${texts.resetFailed} ${error instanceof Error ? error.message : ''}`, true);
        }
      },
    },
  });
}

/** Asks, then puts the machines where the chapter starts. */
export function resetChapter(workspace: Workspace, course: Course, chapter: Chapter): void {
  const [first] = chapter.lessons;
  openDialog({
    kind: 'confirm',
    confirmation: {
      title: confirmTexts.chapterTitle,
      says: confirmTexts.chapterSays(chapter.title),
      action: confirmTexts.chapterAction,
      isDangerous: true,
      onConfirm: () => (first === undefined ? undefined : startLesson(workspace, course, first)),
    },
  });
}

/** Puts the machines where a lesson starts, without asking. */
export async function startLesson(workspace: Workspace, course: Course, lesson: Lesson): Promise<void> {
  const all = course.chapters.flatMap(({ lessons }) => lessons.map(({ id }) => id));
  try {
    await workspace.restart(lesson.id, all.slice(all.indexOf(lesson.id)), texts.resetting);
  } catch (error) {
    tell(`${texts.resetFailed} ${error instanceof Error ? error.message : ''}`, true);
  }
}

/** Asks, then leaves no key in any store, and goes home. */
export function eraseEverything(workspaces: Workspaces): void {
  openDialog({
    kind: 'confirm',
    confirmation: {
      title: confirmTexts.eraseTitle,
      says: confirmTexts.eraseSays,
      action: confirmTexts.eraseAction,
      isDangerous: true,
      onConfirm: async () => {
        await workspaces.eraseAll();
        eraseLocal();
        location.hash = '#/';
        location.reload();
      },
    },
  });
}
