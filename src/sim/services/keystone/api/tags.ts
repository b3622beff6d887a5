import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { type Ref, textOf } from '../store/model.ts';
import { type Answer, type Call, NO_CONTENT, ok } from './call.ts';
import { changeProject, readProject } from './projects.ts';
import { isTable, validate } from './schema.ts';

const tagsOf = (project: Ref): string[] => [...project.tags as readonly string[]];

const shown = (call: Call, tags: readonly string[]): Json => ({ links: { self: call.link() + (call.self.includes('?') ? `?${call.self.split('?')[1] ?? ''}` : '') }, tags });

/** GET /v3/projects/{project_id}/tags */
export function* listTags(call: Call): Routine<Answer> {
  return ok(shown(call, tagsOf(yield* readProject(call, call.param('project_id')))));
}

/** PUT /v3/projects/{project_id}/tags */
export function* replaceTags(call: Call): Routine<Answer> {
  const tags = call.json.tags ?? {};
  validate('project_tags_update', tags);
  const project = yield* readProject(call, call.param('project_id'));
  const names = (tags as readonly string[]).map((tag) => tag.trim());
  yield* write(call, project, names, 'update');
  return ok(shown(call, names));
}

/** DELETE /v3/projects/{project_id}/tags */
export function* clearTags(call: Call): Routine<Answer> {
  yield* write(call, yield* readProject(call, call.param('project_id')), [], 'update');
  return NO_CONTENT;
}

/** HEAD and GET /v3/projects/{project_id}/tags/{value} */
export function* checkTag(call: Call): Routine<Answer> {
  const project = yield* readProject(call, call.param('project_id'));
  if (!tagsOf(project).includes(call.param('value'))) throw new KeystoneError('ProjectTagNotFound', { project_tag: call.param('value') });
  return NO_CONTENT;
}

/** PUT /v3/projects/{project_id}/tags/{value} */
export function* addTag(call: Call): Routine<Answer> {
  const value = call.param('value');
  validate('project_tag_create', value);
  const project = yield* readProject(call, call.param('project_id'));
  const tags = [...tagsOf(project), value];
  validate('project_tags_update', tags);
  yield* write(call, project, tags.map((tag) => tag.trim()), 'create');
  return { status: 201, text: '', headers: [['Content-Type', 'text/html; charset=utf-8'], ['Location', `${call.link()}/${textOf(project.id)}/tags/${value}`]] };
}

/** DELETE /v3/projects/{project_id}/tags/{value} */
export function* removeTag(call: Call): Routine<Answer> {
  const project = yield* readProject(call, call.param('project_id'));
  const tags = tagsOf(project);
  requireMutable(project, 'delete');
  if (!tags.includes(call.param('value'))) throw new KeystoneError('ProjectTagNotFound', { project_tag: call.param('value') });
  yield* write(call, project, tags.filter((tag) => tag !== call.param('value')), 'delete');
  return NO_CONTENT;
}

function* write(call: Call, project: Ref, tags: readonly string[], verb: 'create' | 'update' | 'delete'): Routine<void> {
  requireMutable(project, verb);
  yield* changeProject(call, project, { tags });
}

function requireMutable(project: Ref, verb: string): void {
  if (!isTable(project.options) || project.options.immutable !== true) return;
  throw new KeystoneError('ResourceUpdateForbidden', {}, `Cannot ${verb} project tags for ${textOf(project.id)}, project is immutable. Set "immutable" option to false before creating project tags.`);
}
