// A listencheck agent whose listen is Node's net.Server.listen(), with the primitive verbs of harness/PROTOCOL.md only.
//
// Node makes, binds and listens in one call: `socket` and `bind` are noted until `listen`. Its event loop accepts whatever
// comes whenever it turns, so the system's queue is nearly always empty: `accept` takes from what Node has accepted.
'use strict';
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');

const families = new Set(['inet', 'inet6', 'unix']);
const words = {
  any: ['0.0.0.0', '::'], loopback: ['127.0.0.1', '::1'], other: ['127.0.0.2', '::ffff:127.0.0.2'],
  mapped: ['::ffff:127.0.0.1', '::ffff:127.0.0.1'], nonlocal: ['192.0.2.1', '2001:db8::1'],
};
const nothing = Buffer.alloc(0);
const handles = new Map();
const tasks = new Map();
let scale = 1, directory = '', paths = 0, skipping = false, happened = 0;

class Reply { constructor(text) { this.text = text; } }
const refuse = (text) => { throw new Reply(text); };
const encode = (text) => String(text).replace(/[^!-$&-~]/g, (c) => '%' + (c.charCodeAt(0) & 255).toString(16).toUpperCase().padStart(2, '0'));

function get(name) {
  if (!handles.has(name)) refuse(/:|^none$/.test(name) ? 'unsupported' : 'fail error=nohandle');
  return handles.get(name);
}

// The error of Node as it names it; a number where it has the system's.
function failure(error) {
  if (error instanceof Reply) return error.text;
  if (!error.code) return error instanceof TypeError || error instanceof RangeError ? 'fail error=usage' : `fail error=${encode(error.message)} code=0`;
  return `fail error=${error.code} code=${error.errno ? Math.abs(error.errno) : 0}`;
}

// What the event loop has at hand now, without waiting: one turn of it.
const turn = () => new Promise((resolve) => { setImmediate(() => setImmediate(resolve)); });

// The same, where something was done since the last look: all ends are here, so of itself nothing comes.
let looked = false;
async function look() {
  if (!looked || tasks.size > 0) await turn();
  looked = true;
}

// A promise's value, or `blocked`; turns of the event loop go on meanwhile.
function within(promise, milliseconds, otherwise = () => refuse('blocked')) {
  return new Promise((resolve, reject) => {
    // On a busy machine the time may be over before the loop has looked at what came: it has its turn first.
    const over = () => { try { resolve(otherwise()); } catch (error) { reject(error); } };
    const timer = setTimeout(() => turn().then(turn).then(over), milliseconds);
    promise.then((value) => { clearTimeout(timer); resolve(value); }, (error) => { clearTimeout(timer); reject(error); });
  });
}

// Resolves when `enough()`, or when nothing has happened for a while that could lead to an event: all ends are here, the loop has
// turned over and over, and no connection is being made that the system might try again.
async function quiet(enough) {
  const still = 5;
  for (let turns = 0, last = happened; !enough() && (turns < still || [...handles.values()].some((h) => h.socket?.connecting)); turns++) {
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    if (last !== happened) [turns, last] = [0, happened];
  }
}

// Resolves once `ready()` is true; `change` is called by every event of the handle.
function until(h, ready) {
  if (ready()) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => { if (ready()) { h.changes.delete(look); resolve(); } };
    h.changes.add(look);
  });
}
const changed = (h) => { happened++; if (h.changes.size > 0) for (const look of [...h.changes]) look(); };

function watch(h, socket) {
  Object.assign(h, { socket, data: nothing, ended: false, gone: false, error: null });
  socket.on('data', (chunk) => { h.data = h.data.length > 0 ? Buffer.concat([h.data, chunk]) : chunk; changed(h); });
  socket.on('end', () => { h.ended = true; changed(h); });
  socket.on('error', (error) => { h.error = error; changed(h); });
  socket.on('close', () => { h.gone = true; changed(h); });
  socket.on('connect', () => changed(h));
  return h;
}

const fresh = (family, nonblock) => ({ family, nonblock, changes: new Set(), place: null, v6only: false });

function place(family, word, port = '0') {
  if (word.startsWith('@')) return nameOf(get(word.slice(1)));
  if (family === 'unix') {
    if (word !== 'loopback' && word !== 'any') refuse('unsupported');
    if (!directory) fs.mkdirSync(directory = path.join(process.env.LISTENCHECK_DIRECTORY || os.tmpdir(), `node-${process.pid}`));
    return { path: `${directory}/${++paths}` };
  }
  const number = port.startsWith('@') ? nameOf(get(port.slice(1))).port : port === 'free' ? 0 : Number(port);
  if (!Number.isInteger(number)) refuse('fail error=usage');
  return { host: words[word] ? words[word][family === 'inet6' ? 1 : 0] : word, port: number };
}

// Where a handle is bound: Node knows it of a server that listens and of a socket that is connected.
function nameOf(h) {
  const name = h.server?.listening ? h.server.address() : h.socket && !h.socket.connecting && !h.gone ? h.socket.address() : null;
  if (typeof name === 'string') return { path: name };
  if (!name || name.port === undefined) refuse('unsupported');
  return { host: name.address, port: name.port };
}

function keysOf(name, peer = false) {
  const [f, a, p] = peer ? ['peerfamily', 'peer', 'peerport'] : ['family', 'address', 'port'];
  if (name.path !== undefined) return { [f]: 'unix', [a]: name.path ? 'path' : 'unnamed' };
  const any = name.host === '0.0.0.0' || name.host === '::';
  return { [f]: name.host.includes(':') ? 'inet6' : 'inet', [a]: any ? 'any' : name.host, [p]: name.port };
}

function backlogOf(word) {
  const match = /^(-?\d+|[a-z]+)([+-]\d+)?$/.exec(word) || refuse('fail error=usage');
  const known = { max: 2147483647, min: -2147483648 };
  if (match[1] === 'somaxconn') refuse('unsupported'); // Node has no such constant
  const number = match[1] === 'limit' ? Number(fs.readFileSync('/proc/sys/net/core/somaxconn', 'ascii')) : known[match[1]] ?? Number(match[1]);
  return Number.isNaN(number) ? refuse('fail error=usage') : number + Number(match[2] || 0);
}

// Listening on a descriptor is Node's way to listen on what it has not made itself.
const descriptors = { 'file:': __filename, 'dir:': '/', 'null:': '/dev/null' };

function listen(server, options) {
  return new Promise((resolve, reject) => {
    const done = (action, value) => { server.off('listening', good); server.off('error', bad); action(value); };
    const good = () => done(resolve), bad = (error) => done(reject, error);
    server.once('listening', good);
    server.once('error', bad);
    try { server.listen(options); } catch (error) { done(reject, error); }
  });
}

const verbs = {
  hello: (version, options) => {
    if (version !== '1') refuse('fail error=usage');
    scale = Number(options['time-scale'] || 1);
    return { proto: 1, name: `node-${process.versions.node.split('.')[0]}`, os: `${os.platform()}/${os.release()}`, errors: 'posix',
      caps: 'inet,inet6,unix,nonblock,thread,must' };
  },
  bye: () => reset(),
  reset: () => ({ open: reset() }),
  limits: () => ({ somaxconn: Number(fs.readFileSync('/proc/sys/net/core/somaxconn', 'ascii')) }),
  socket: (name, family, type, ...flags) => {
    if (!families.has(family) || type !== 'stream') refuse('unsupported');
    if (handles.has(name) || name.includes(':')) refuse('fail error=usage');
    handles.set(name, fresh(family, flags.includes('nonblock')));
  },
  bind: (name, word, options) => {
    const h = get(name);
    if (h.server || h.socket || h.place) refuse('unsupported');
    h.place = place(h.family, word, options.port);
    return { deferred: 'yes' };
  },
  listen: async (name, word) => {
    const backlog = backlogOf(word);
    if (descriptors[name]) {
      const server = net.createServer(), fd = fs.openSync(descriptors[name], 'r');
      try { await listen(server, { fd, backlog }); server.close(); } finally { try { fs.closeSync(fd); } catch { /* Node's own */ } }
      return { asked: backlog };
    }
    const h = get(name);
    if (h.socket || (h.family === 'unix' && !h.place)) refuse('unsupported');
    if (!h.server) {
      h.waiting = [];
      h.server = net.createServer({ allowHalfOpen: true });
      h.server.on('connection', (socket) => { h.waiting.push(watch(fresh(h.family, false), socket)); changed(h); });
      h.server.on('error', () => {}); // each listen has its own listener for errors
    }
    const where = h.place || { host: h.family === 'inet' ? '0.0.0.0' : '::', port: 0 };
    await listen(h.server, { ...where, backlog, ipv6Only: h.v6only });
    return { asked: backlog };
  },
  connect: async (name, target, options) => {
    const other = handles.get(target);
    if (!handles.has(name)) handles.set(name, fresh(options.family || other?.family || 'inet', false));
    const h = get(name);
    if (h.server || h.socket || h.place) refuse('unsupported');
    const where = other ? nameOf(other) : place(h.family, target, options.port);
    if (where.host && /^(0\.0\.0\.0|::|127\.0\.0\.1|::1)$/.test(where.host)) where.host = words.loopback[h.family === 'inet6' ? 1 : 0];
    watch(h, net.connect({ ...where, allowHalfOpen: true }));
    const settled = until(h, () => h.error || !h.socket.connecting);
    await within(settled, 1000 * scale, () => refuse(h.nonblock ? 'fail error=EINPROGRESS code=115' : 'blocked'));
    if (h.error) { const { error } = h; Object.assign(h, fresh(h.family, h.nonblock), { socket: null, error: null }); throw error; }
  },
  accept: async (name, accepted) => {
    const h = get(name);
    if (!h.server) refuse('unsupported');
    if (handles.has(accepted)) refuse('fail error=usage');
    let taken = null, over = false; // each connection is for one who waits
    const come = () => over || taken || (taken = h.waiting.shift());
    if (!come()) {
      await within(until(h, come), h.nonblock ? 3 : 1000 * scale, () => {
        over = true;
        refuse(h.nonblock ? 'fail error=EAGAIN code=0' : 'blocked');
      });
    }
    handles.set(accepted, taken);
    const { remoteAddress, remotePort } = taken.socket;
    return h.family === 'unix' ? { peer: 'unnamed', peerfamily: 'unix' } : remoteAddress ? keysOf({ host: remoteAddress, port: remotePort }, true) : {};
  },
  close: async (name) => {
    const h = get(name);
    handles.delete(name);
    if (h.socket) { h.socket.destroy(); await within(until(h, () => h.gone), 1000 * scale); }
    if (h.server?.listening) h.server.close();
  },
  shutdown: (name, how) => {
    const h = get(name);
    if (!h.socket || how !== 'wr') refuse('unsupported');
    return new Promise((resolve) => { h.socket.end(() => resolve({})); });
  },
  send: (name, text, options) => {
    const h = get(name);
    if (options.flags && options.flags !== 'dontwait') refuse('unsupported'); // Node's writes never wait
    if (!h.socket) refuse('unsupported');
    return within(new Promise((resolve, reject) => {
      h.socket.write(text, (error) => { if (error) reject(error); else resolve({ bytes: text.length }); });
    }), 1000 * scale);
  },
  recv: async (name, options) => {
    const h = get(name), flags = (options.flags || '').split('+'), most = Number(options.bytes || 100);
    if (!h.socket || flags.includes('oob')) refuse('unsupported');
    const ready = () => h.data.length > 0 || h.ended || h.error || h.gone;
    const soon = h.nonblock || flags.includes('dontwait');
    if (!ready() && soon) await look();
    else if (!ready()) await within(until(h, ready), 1000 * scale);
    if (!ready()) refuse('fail error=EAGAIN code=0');
    if (h.data.length === 0 && h.error) throw h.error;
    const data = h.data.subarray(0, most);
    if (!flags.includes('peek')) h.data = h.data.subarray(data.length);
    return { bytes: data.length, text: data.toString('latin1') };
  },
  sockname: (name) => keysOf(nameOf(get(name))),
  peername: (name) => {
    const { socket } = get(name);
    return socket?.remoteAddress ? keysOf({ host: socket.remoteAddress, port: socket.remotePort }) : refuse('unsupported');
  },
  setopt: (name, option, value) => {
    const h = get(name);
    if (option === 'nonblock') h.nonblock = value !== '0';
    else if (option === 'v6only' && !h.server && !h.socket) h.v6only = value !== '0';
    else if (option !== 'reuseaddr' || value !== '1') refuse('unsupported'); // Node's sockets have SO_REUSEADDR always
  },
  // Readiness as Node's events tell it.
  poll: async (name, options) => {
    const h = get(name), wait = Number(options.wait || 0) * scale;
    if (!h.server && !h.socket) refuse('unsupported');
    const out = () => h.socket && !h.socket.connecting && h.socket.writable;
    const read = () => (h.server ? h.waiting.length > 0 : h.data.length > 0 || h.ended || h.error || h.gone);
    const any = () => read() || out();
    const wanted = { any, in: read, out, hup: () => h.gone, err: () => h.error, rdhup: () => h.ended }[options.until || 'any'] || refuse('unsupported');
    let over = false;
    if (wait === 0) await look();
    else if (!wanted()) await within(Promise.race([until(h, () => over || wanted()), quiet(() => over || wanted())]), wait, () => {});
    over = true;
    const seen = { in: read(), out: out(), hup: h.gone, err: h.error, rdhup: h.ended };
    return { events: Object.keys(seen).filter((event) => seen[event]).join('+') || 'none' };
  },
  begin: (name, ...request) => { tasks.set(name, perform(request)); },
  thread: () => refuse('unsupported'),
  await: async (name, options) => {
    if (!tasks.has(name)) refuse('fail error=nohandle');
    refuse(await within(tasks.get(name), Number(options.wait || 1000) * scale));
  },
};

function reset() {
  const open = handles.size;
  for (const h of handles.values()) {
    for (const socket of [h.socket, ...(h.waiting || []).map((waiting) => waiting.socket)]) {
      try { socket?.resetAndDestroy(); } catch { socket?.destroy(); } // only what is TCP and whole can be reset
    }
    if (h.server?.listening) h.server.close();
  }
  handles.clear();
  tasks.clear();
  return open;
}

const known = { hello: ['time-scale'], bind: ['port'], connect: ['port', 'family'], send: ['flags'], recv: ['bytes', 'flags'], poll: ['wait', 'until'], await: ['wait'] };

async function perform([verb, ...rest]) {
  const options = {}, plain = [];
  for (const word of rest) {
    if (verb === 'begin' || !/^[a-z][a-z-]*=/.test(word)) { plain.push(word); continue; }
    const at = word.indexOf('='), key = word.slice(0, at);
    if (!known[verb]?.includes(key)) return 'unsupported';
    options[key] = word.slice(at + 1);
  }
  if (!Object.hasOwn(verbs, verb)) return 'unsupported';
  if (verb !== 'poll' && verb !== 'recv') looked = false;
  const start = process.hrtime.bigint();
  let outcome, timed = true;
  try {
    const keys = await verbs[verb](...plain, ...(known[verb] ? [options] : []));
    outcome = 'ok';
    for (const key in keys) outcome += ` ${key}=${encode(keys[key])}`;
  } catch (error) {
    outcome = failure(error);
    timed = !(error instanceof Reply);
  }
  return timed && /^ok| code=/.test(outcome) ? `${outcome} us=${(process.hrtime.bigint() - start) / 1000n}` : outcome;
}

// `must REQUEST`: where it does not succeed the case is void, and nothing more is done until reset.
async function answer(request) {
  if (request[0] === 'reset' || request[0] === 'bye') skipping = false;
  if (skipping) return 'unsupported skipped=yes';
  const must = request[0] === 'must' && request.length > 1;
  const reply = await perform(must ? request.slice(1) : request);
  skipping = must && !/^ok\b/.test(reply);
  return reply;
}

// Replies wait for company, but not for long: who sent the requests must see where a slow one begins.
const held = 2; // milliseconds
let replies = '', timer = null;
function flush() {
  clearTimeout(timer);
  timer = null;
  if (replies !== '') process.stdout.write(replies);
  replies = '';
}
function say(reply) {
  timer ??= setTimeout(flush, held);
  replies += `${reply}\n`;
}

async function main() {
  let waiting = '';
  for await (const chunk of process.stdin) {
    const lines = (waiting + chunk.toString('latin1')).split('\n');
    waiting = lines.pop();
    for (const line of lines) {
      const [ident, ...request] = line.trim().split(/ +/);
      if (!/^\d+$/.test(ident)) continue;
      const reply = request.length === 0 || line.length > 512 ? 'fail error=usage' : await answer(request);
      say(`${ident} ${reply}`);
      if (request[0] === 'bye') return;
    }
    flush();
  }
}

main().then(() => {
  reset();
  if (directory) fs.rmSync(directory, { recursive: true, force: true });
  flush();
  process.stdout.write('', () => process.exit(0));
});
