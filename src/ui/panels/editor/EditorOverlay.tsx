import type { EditorRequest } from '../../../lab/lab.ts';
import type { Workspace } from '../../store/workspace.ts';
export default function EditorOverlay({ request }: { workspace: Workspace; request: EditorRequest }) {
  return <p>{request.path}</p>;
}
