import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { ClientError } from '../app/errors.ts';
import type { Values } from '../argparse/parse.ts';
import { NOTHING, isSet, text, words, type CommandTable } from '../command.ts';
import { domainId, findDomain, findProject, findResource, fromToken, idOf } from './find.ts';
import { Keystone, isStatus, type Data, type Info } from './keystone.ts';
import { PROJECTS, USERS } from './kinds.ts';
import { queryText, type Query } from './query.ts';
import { createOrFind, domainFilter, either, filledIn, forEach, given, immutableOptions, listed, setOptions, shown } from './shared.ts';
import { sortItems } from './sort.ts';

/** openstack project create, delete, list, set, show. */
export const projectCommands: CommandTable = {
  *'project create'(context, values) {
    const keystone = yield* Keystone.of(context);
    const domain = yield* domainId(keystone, text(values, 'domain'));
    const parent = text(values, 'parent') === '' ? null : idOf(yield* findResource(keystone, PROJECTS, text(values, 'parent')));
    const data = {
      domain_id: domain, name: text(values, 'name'), description: given(values, 'description'), enabled: !isSet(values, 'disable'),
      options: immutableOptions(values), ...properties(values), tags: [...new Set(words(values, 'tags'))], parent_id: parent,
    };
    return shown(tagged(yield* createOrFind(keystone, PROJECTS, values, data, { filter: { domain_id: domain } })));
  },

  *'project delete'(context, values) {
    const keystone = yield* Keystone.of(context);
    const filter = yield* domainFilter(keystone, values);
    return yield* forEach(context, {
      names: words(values, 'projects'), fails: 'projects failed to delete',
      says: (name, error) => `Failed to delete project with name or ID '${name}': ${error}`,
      *act(name) {
        yield* keystone.remove(PROJECTS, idOf(yield* findResource(keystone, PROJECTS, name, filter)));
      },
    });
  },

  *'project list'(context, values) {
    const keystone = yield* Keystone.of(context);
    const projects = yield* listProjects(keystone, yield* listFilter(keystone, values));
    const sorted = sortItems(projects.map(tagged), text(values, 'sort'));
    return listed(sorted, isSet(values, 'long') ? ['ID', 'Name', 'Domain ID', 'Description', 'Enabled'] : ['ID', 'Name']);
  },

  *'project set'(context, values) {
    const keystone = yield* Keystone.of(context);
    const project = yield* findProject(keystone, text(values, 'project'), text(values, 'domain'));
    const changes = {
      name: filledIn(values, 'name'), description: filledIn(values, 'description'), enabled: either(values, 'enable', 'disable'),
      ...setOptions(values), ...values['property'] as Data | null, ...newTags(values, project),
    };
    yield* keystone.update(PROJECTS, idOf(project), changes);
    return NOTHING;
  },

  *'project show'(context, values) {
    const keystone = yield* Keystone.of(context);
    const named = yield* fromToken(keystone, 'project', text(values, 'project'), text(values, 'domain'));
    const project = yield* findResource(keystone, PROJECTS, named, yield* domainFilter(keystone, values));
    const wanted = [...isSet(values, 'children') ? ['subtree_as_ids'] : [], ...isSet(values, 'parents') ? ['parents_as_ids'] : []];
    if (wanted.length === 0) return shown(tagged(project));
    return shown(tagged(yield* keystone.get(PROJECTS, idOf(project), `?${wanted.join('&')}`)));
  },
};

/** keystoneclient gives every project tags. */
const tagged = (project: Info): Info => ('tags' in project ? project : { ...project, tags: [] });

/** `--property`; `is_domain` becomes a truth value where it reads as one. */
function properties(values: Values): Data {
  const all = { ...values['property'] as Readonly<Record<string, Json>> | null };
  const isDomain = all['is_domain'];
  if (typeof isDomain !== 'string') return all;
  const known = new Map([['true', true], ['false', false], ['none', null]]);
  const value = known.get(isDomain.toLowerCase());
  return { ...all, is_domain: value === undefined ? isDomain : value };
}

interface ListFilter {
  readonly user: string | null;
  readonly query: Query;
}

function* listFilter(keystone: Keystone, values: Values): Routine<ListFilter> {
  const domain = text(values, 'domain') === '' ? null : idOf(yield* findDomain(keystone, text(values, 'domain')));
  const parent = text(values, 'parent') === '' ? null : idOf(yield* findProject(keystone, text(values, 'parent')));
  const name = text(values, 'user');
  const user = name === '' ? null : idOf(yield* findResource(keystone, USERS, name, domain === null ? null : { domain_id: domain }));
  if (isSet(values, 'my_projects')) return { user: yield* keystone.userId(), query: {} };
  return { user, query: { domain_id: domain, parent_id: parent, ...tagFilter(values) } };
}

function tagFilter(values: Values): Query {
  const filters = ['tags', 'tags_any', 'not_tags', 'not_tags_any'].map((dest) => [dest.replaceAll('_', '-'), words(values, dest).join(',')] as const);
  return Object.fromEntries(filters.filter(([, tags]) => tags !== ''));
}

/** A list; who may not see all, and asked for all, sees his own. */
function* listProjects(keystone: Keystone, { user, query }: ListFilter): Routine<readonly Info[]> {
  const ofUser = (id: string | null): Routine<readonly Info[]> =>
    keystone.listAnywhere(`${id === null ? '' : `/users/${id}`}/projects${queryText(query)}`, 'projects', true);
  try {
    return yield* ofUser(user);
  } catch (error) {
    const isPlain = user === null && Object.values(query).every((value) => value === null || value === undefined);
    if (!isStatus(error, 403) || !isPlain) throw error;
    return yield* ofUser(yield* keystone.userId());
  }
}

function newTags(values: Values, project: Info): { readonly tags?: Json } {
  const [removed, added] = [text(values, 'remove_tag'), words(values, 'tags')];
  const isCleared = isSet(values, 'clear_tags');
  const isRemoving = typeof values['remove_tag'] === 'string' && removed !== '';
  if (!isCleared && !isRemoving && added.length === 0) return {};
  // Of a project that could only be trusted to exist no tags are known: AttributeError.
  if (!isCleared && !('links' in project)) throw new ClientError('tags', 'builtins.AttributeError');
  const old = isCleared ? [] : tagged(project)['tags'] as readonly string[];
  if (isRemoving) return { tags: old.filter((tag) => tag !== removed) };
  return { tags: [...new Set([...old, ...added])] };
}
