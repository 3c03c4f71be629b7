// The `careweave` command: the sandbox, and what the bindings are compared with.
import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = new URL('../../../../', import.meta.url);
export const ROSTER = fileURLToPath(new URL('examples/data/roster.json', ROOT));
export const EXAMPLES = fileURLToPath(new URL('examples/node/', ROOT));
export const AGENCY = ['--seed', '7', '--now', '2026-04-06T12:00:00Z'];

function command() {
  if (process.env.CAREWEAVE_BIN) return process.env.CAREWEAVE_BIN;
  const target = fileURLToPath(new URL('target/', ROOT));
  const name = process.platform === 'win32' ? 'careweave.exe' : 'careweave';
  const built = ['.', ...(existsSync(target) ? readdirSync(target) : [])]
    .map((triple) => join(target, triple, 'debug', name))
    .find((path) => existsSync(path));
  if (built === undefined) {
    throw new Error('there is no careweave command: `cargo build -p careweave-cli`, or set CAREWEAVE_BIN');
  }
  return built;
}

/** What the command prints. */
export async function careweave(...args) {
  return print(command(), args);
}

/** What a program prints; fails with its standard error where it does. */
export async function print(program, args, env = {}) {
  return run(program, args, { env });
}

/** As {@link print}, in a folder. */
export async function run(program, args, { env = {}, cwd } = {}) {
  const ended = await promisify(execFile)(program, args, {
    cwd,
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  return ended.stdout;
}

/** A sandbox of its own, built from the same seed each time. */
export class Sandbox {
  #child;

  static async start(agency = AGENCY) {
    const sandbox = new Sandbox();
    sandbox.#child = spawn(command(), ['sandbox', '--json', ...agency, '--max-seconds', '300'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: sandbox.#child.stdout });
    sandbox.ready = await new Promise((resolve, reject) => {
      lines.once('line', (line) => resolve(JSON.parse(line)));
      sandbox.#child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
    });
    return sandbox;
  }

  async stop() {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await ended;
  }

  get settings() {
    const { credentials, wellsky } = this.ready;
    return {
      apiKey: credentials.wellsky.api_key,
      apiSecret: credentials.wellsky.api_secret,
      agencyId: credentials.wellsky.agency_id,
      baseUrl: wellsky.rest,
      tokenUrl: wellsky.token,
    };
  }

  /** As {@link settings}, for the other of the vendor's two APIs. */
  get connectSettings() {
    const { connect, connect_token: tokenUrl } = this.ready.wellsky;
    return { ...this.settings, api: 'connect', baseUrl: connect, tokenUrl };
  }

  /** The same as environment variables. */
  get env() {
    return {
      WELLSKY_API_KEY: this.settings.apiKey,
      WELLSKY_API_SECRET: this.settings.apiSecret,
      WELLSKY_AGENCY_ID: this.settings.agencyId,
      WELLSKY_BASE_URL: this.settings.baseUrl,
      WELLSKY_TOKEN_URL: this.settings.tokenUrl,
      CAREWEAVE_AGENCY_ZONE: this.ready.zone,
      CAREWEAVE_SANDBOX_CONTROL: this.ready.control,
    };
  }

  async control(method, path, body) {
    const answer = await fetch(`${this.ready.control}/_sandbox/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return text === '' ? undefined : JSON.parse(text);
  }

  async journal(query = '') {
    return (await this.control('GET', `journal${query}`)).entries;
  }

  /** Asks until the journal satisfies the condition. */
  async journalled(condition, query = '') {
    for (;;) {
      const entries = await this.journal(query);
      if (condition(entries)) return entries;
    }
  }
}
