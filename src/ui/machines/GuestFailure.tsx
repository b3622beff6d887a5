// A real machine did not start: why, and the way on, back to the simulated ones if need be.
import type { StartFault } from '../../lab/start.ts';
import { Failure } from '../app/Failure.tsx';
import { failureTexts } from '../app/texts.ts';
import { changeSettings } from '../store/settings.ts';
import type { Workspace } from '../store/workspace.ts';
import { startTexts, texts } from './texts.ts';

interface Props {
  readonly workspace: Workspace;
  readonly fault: StartFault;
  readonly detail: string;
}

export default function GuestFailure({ workspace, fault, detail }: Props) {
  const { title, says } = startTexts[fault];
  const again = { label: failureTexts.again, isMain: true, onPress: () => void workspace.start(true) };
  const about = { label: texts.about, onPress: () => location.assign('#/machines') };
  return <Failure title={title} says={says} detail={detail} actions={[again, backToSimulated, about]} />;
}

const backToSimulated = {
  label: texts.back,
  onPress: () => {
    changeSettings({ machines: 'simulated' });
    location.reload();
  },
};
