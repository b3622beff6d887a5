import type { Routine } from '../../../host/program.ts';
import type { App } from '../app.ts';
import { find, type Ref } from '../store/model.ts';
import { asDomain, findProjectByName, PROJECT, ROOT } from '../store/projects.ts';
import { roleBook, type RoleBook } from '../store/roles.ts';
import { findUser, findUserByName, type User } from '../store/users.ts';
import { found } from './faults.ts';

/** Reads what a request asks for again and again, each once: users, projects and domains without tags and options, roles. */
export class Reader {
  readonly app: App;
  readonly #projects = new Map<string, Ref | null>();
  readonly #names = new Map<string, Ref | null>();
  readonly #users = new Map<string, User | null>();
  #book: RoleBook | null = null;

  constructor(app: App) {
    this.app = app;
  }

  get nowMs(): number {
    return this.app.sys.nowMs();
  }

  /** Everything is read anew: something was changed. */
  forget(): void {
    this.#projects.clear();
    this.#names.clear();
    this.#users.clear();
  }

  /** A project or domain by id, or null. */
  *project(id: string): Routine<Ref | null> {
    const held = this.#projects.get(id);
    if (held !== undefined) return held;
    const project = id === ROOT ? null : yield* find(this.app.db, PROJECT, id);
    this.#projects.set(id, project);
    return project;
  }

  /** A project by name; with the domain null: a domain by name. */
  *projectByName(name: string, domainId: string | null): Routine<Ref | null> {
    const key = JSON.stringify([name, domainId]);
    const held = this.#names.get(key);
    if (held !== undefined) return held;
    const project = yield* findProjectByName(this.app.db, name, domainId);
    this.#names.set(key, project);
    if (typeof project?.id === 'string') this.#projects.set(project.id, project);
    return project;
  }

  /** A domain by id, in the very letters (the database would take others); 404 when there is none. */
  *domain(id: string): Routine<Ref> {
    const project = yield* this.project(id);
    return asDomain(found('domain', id, project?.is_domain === true && project.id === id ? project : null));
  }

  /** A user by id; 404 when there is none. */
  *user(id: string): Routine<User> {
    return found('user', id, yield* this.findUser(id));
  }

  /** A user by id, or null. */
  *findUser(id: string): Routine<User | null> {
    const held = this.#users.get(id);
    if (held !== undefined) return held;
    const user = yield* findUser(this.app.db, this.app.config, this.nowMs, id);
    this.#users.set(id, user);
    return user;
  }

  /** A user by name in a domain, or null. */
  *userByName(name: string, domainId: string): Routine<User | null> {
    const user = yield* findUserByName(this.app.db, this.app.config, this.nowMs, name, domainId);
    if (user !== null) this.#users.set(user.id, user);
    return user;
  }

  *book(): Routine<RoleBook> {
    return this.#book ??= yield* roleBook(this.app.db);
  }
}
