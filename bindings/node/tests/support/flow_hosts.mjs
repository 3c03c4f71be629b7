// A board and a CRM in memory, as a portal would put its own behind the interfaces.
import { refusal } from 'careweave';

const same = (one, other) => one?.source === other?.source && one?.id === other?.id;

/** Tasks in memory, with the rules of every board. */
export class MemoryBoard {
  tasks = new Map();
  order = new Map();
  keys = new Map();
  changes = 0;

  find(external) {
    return [...this.tasks.values()].find((task) => same(task.external, external)) ?? null;
  }

  async get(taskId) {
    const task = this.tasks.get(taskId);
    if (task === undefined) throw refusal('not_found', 'there is no such task');
    return task;
  }

  async changed(after, limit) {
    if (after !== null && !/^\d+$/.test(after)) {
      throw refusal('invalid_input', 'must be a mark of this board', { field: 'after' });
    }
    const since = Number(after ?? 0);
    const later = [...this.order].filter(([, number]) => number > since).sort(([, one], [, other]) => one - other);
    const page = later.slice(0, limit);
    return {
      tasks: page.map(([id]) => this.tasks.get(id)),
      next: String(page.at(-1)?.[1] ?? since),
      more: later.length > page.length,
    };
  }

  async apply(change, key) {
    const used = this.keys.get(key);
    if (used !== undefined) {
      if (used.digest !== change.digest) throw refusal('key_reuse', 'the key was used for another change');
      return this.tasks.get(used.id);
    }
    const task = change.kind === 'create' ? this.#create(change) : this.#update(change);
    this.keys.set(key, { digest: change.digest, id: task.id });
    return this.#keep(task);
  }

  /** Changes a task as a person at the portal does. */
  edit(taskId, changed) {
    const task = this.tasks.get(taskId);
    return this.#keep({ ...task, version: task.version + 1, draft: { ...task.draft, ...changed } });
  }

  #taken(external, byAnotherThan) {
    const held = this.find(external);
    if (held !== null && held.id !== byAnotherThan) {
      throw refusal('conflict', 'another task stands for this appointment');
    }
  }

  #create({ external, draft }) {
    this.#taken(external);
    return { id: `task-${this.tasks.size + 1}`, version: 1, priority: 'normal', external, draft };
  }

  #update({ taskId, expected, external, draft }) {
    const task = this.tasks.get(taskId);
    if (task === undefined) throw refusal('not_found', 'there is no such task');
    if (task.version !== expected) throw refusal('conflict', 'the task changed since it was read');
    if (external !== null) this.#taken(external, taskId);
    return { ...task, version: task.version + 1, external: external ?? task.external, draft: draft ?? task.draft };
  }

  #keep(task) {
    this.order.set(task.id, (this.changes += 1));
    this.tasks.set(task.id, task);
    return task;
  }
}

/** Deals in memory. */
export class MemoryCrm {
  deals = new Map();
  keys = new Set();
  told = [];
  number = 0;
  loseNext = false;

  put(deal) {
    this.deals.set(deal.id, { number: (this.number += 1), deal });
  }

  edit(id, changed) {
    this.put({ ...this.deals.get(id).deal, ...changed, updatedAt: new Date().toISOString() });
  }

  async changedDeals(after) {
    const since = Number(after ?? 0);
    const changed = [...this.deals.values()].filter(({ number }) => number > since).sort((a, b) => a.number - b.number);
    const page = changed.slice(0, 2);
    const last = page.length === 0 ? after : String(page.at(-1).number);
    return { deals: page.map(({ deal }) => deal), next: changed.length > page.length ? last : null, resume: last };
  }

  async deal(id) {
    return this.deals.get(id)?.deal ?? null;
  }

  async apply(change, key) {
    if (this.keys.has(key)) return;
    this.keys.add(key);
    this.told.push(change);
    if (change.fields !== null) {
      const names = change.fields.changed.map((name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase()));
      this.edit(change.dealId, Object.fromEntries(names.map((name) => [name, change.fields[name]])));
    }
    if (this.loseNext) {
      this.loseNext = false;
      throw new TypeError('Alpha Testclient: the answer was lost');
    }
  }

  async hasApplied(key) {
    return this.keys.has(key);
  }
}

/** A deal with everything a client needs. */
export function deal(id, changed = {}) {
  return {
    id,
    name: 'Alpha Testclient',
    phone: '3035550100',
    stage: 'new',
    updatedAt: new Date().toISOString(),
    email: 'alpha@example.invalid',
    address: { line1: '1 Test Street', city: 'Denver', state: 'CO', zipCode: '80202' },
    referralSource: 'Test Hospital',
    notes: 'prefers mornings',
    monthlyRevenueMinor: 312_000,
    startDate: '2026-05-04',
    ...changed,
  };
}
