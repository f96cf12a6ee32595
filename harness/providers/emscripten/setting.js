// Put before the agent that emcc builds: how it is loaded under Node, and what it is told of sockets.
Module.happened = 0;

// Node's fetch() knows no files: the program is read here. An exception of a system call other than SOCKFS's own would unwind
// the whole program: it becomes an error number, by its class, in the order of providers/emscripten.c.
Module.instantiateWasm = (imports, done) => {
  const classes = ['TypeError', 'RangeError', 'SyntaxError'];
  for (const space of Object.values(imports)) {
    for (const name of Object.keys(space)) {
      const call = space[name];
      if (!/^__syscall_/.test(name)) continue;
      space[name] = (...values) => {
        try {
          return call(...values);
        } catch (thrown) {
          const which = classes.indexOf(thrown && thrown.constructor.name);
          return -(3001 + (which < 0 ? classes.length : which));
        }
      };
    }
  }
  const program = new WebAssembly.Module(require('fs').readFileSync(`${__dirname}/agent-emscripten.wasm`));
  const instance = new WebAssembly.Instance(program, imports);
  done(instance, program);
  return instance.exports;
};

// Events are counted, so that a wait knows when nothing more is to come.
Module.onRuntimeInitialized = () => {
  for (const event of ['error', 'open', 'listen', 'connection', 'message', 'close']) {
    Module.websocket.on(event, () => { Module.happened++; });
  }
};
