// A listencheck agent whose listen is Java's ServerSocket.bind(), with the primitive verbs of harness/PROTOCOL.md only.
//
// Java makes, binds and listens in one call: `socket`, `bind` and options are noted until `listen`. The ServerSocket is that of a
// ServerSocketChannel, so that it can be asked not to wait; AF_UNIX is known to the channel only. Java names no error numbers:
// where its words are those of the system they are given that name, else the exception's own.
//
// A run starts many agents and asks hundreds of thousands of lines: nothing is used that loads much (temporary files load
// cryptography), and replies are written when nothing more is asked or something is waited for.
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;

public class Agent {
    static final Map<String, String[]> WORDS = Map.of("any", new String[] {"0.0.0.0", "::"}, "loopback", new String[] {"127.0.0.1", "::1"},
            "other", new String[] {"127.0.0.2", "::1"}, "nonlocal", new String[] {"192.0.2.1", "2001:db8::1"});
    static final Map<String, StandardProtocolFamily> FAMILIES = Map.of("inet", StandardProtocolFamily.INET, "inet6",
            StandardProtocolFamily.INET6, "unix", StandardProtocolFamily.UNIX);
    static final Map<String, SocketOption<?>> OPTIONS = Map.of("reuseaddr", StandardSocketOptions.SO_REUSEADDR, "reuseport",
            StandardSocketOptions.SO_REUSEPORT, "rcvbuf", StandardSocketOptions.SO_RCVBUF, "sndbuf", StandardSocketOptions.SO_SNDBUF,
            "keepalive", StandardSocketOptions.SO_KEEPALIVE, "nodelay", StandardSocketOptions.TCP_NODELAY);
    static final String[][] ERRORS = {{"Address already in use", "EADDRINUSE"}, {"Permission denied", "EACCES"},
            {"Cannot assign requested address", "EADDRNOTAVAIL"}, {"Connection refused", "ECONNREFUSED"}, {"Connection reset", "ECONNRESET"},
            {"Broken pipe", "EPIPE"}, {"Network is unreachable", "ENETUNREACH"}, {"Invalid argument", "EINVAL"},
            {"Protocol family unavailable", "EAFNOSUPPORT"}, {"Resource temporarily unavailable", "EAGAIN"}, {"No such file", "ENOENT"}};
    static final Map<String, Set<String>> KNOWN = Map.of("hello", Set.of("time-scale"), "bind", Set.of("port"), "connect",
            Set.of("port", "family"), "send", Set.of("flags"), "recv", Set.of("bytes", "flags"), "poll", Set.of("wait", "until"));
    static final InetAddress LOOPBACK = literal("127.0.0.1"), LOOPBACK6 = literal("::1");

    /** A whole reply that stands for no call. */
    static final class Refused extends RuntimeException {
        Refused(String reply) { super(reply, null, false, false); }
    }

    static final class Handle {
        String family;
        boolean nonblock, pending;
        volatile int outstanding; // calls that wait: Java holds a lock over them, and a change of mode would wait too
        SocketAddress place;
        final Map<SocketOption<?>, Integer> options = new LinkedHashMap<>();
        ServerSocketChannel server;
        SocketChannel socket;
        final ByteBuffer peeked = ByteBuffer.allocate(1).flip();
        Handle(String family, boolean nonblock) { this.family = family; this.nonblock = nonblock; }
        NetworkChannel channel() {
            NetworkChannel found = server != null ? server : socket;
            if (found == null) throw new Refused("unsupported");
            return found;
        }
    }

    final Map<String, Handle> handles = new ConcurrentHashMap<>();
    final Map<String, Future<String>> tasks = new HashMap<>();
    final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    });
    final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.ISO_8859_1);
    final StringBuilder replies = new StringBuilder();
    /** The calls of other threads have their own: one that waits holds it. */
    final ThreadLocal<Selector> selectors = new ThreadLocal<>();
    double scale = 1;
    int paths;
    Path directory;
    boolean skipping;

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte c : text.getBytes(StandardCharsets.ISO_8859_1)) {
            if (c > ' ' && c <= '~' && c != '%') encoded.append((char) c);
            else encoded.append('%').append("0123456789ABCDEF".charAt(c >> 4 & 15)).append("0123456789ABCDEF".charAt(c & 15));
        }
        return encoded.toString();
    }

    synchronized void reply(String ident, String reply) {
        replies.append(ident).append(' ').append(reply).append('\n');
    }

    synchronized void flush() {
        out.print(replies);
        out.flush();
        replies.setLength(0);
    }

    static String failure(Exception e) {
        if (e instanceof Refused) return e.getMessage();
        String words = String.valueOf(e.getMessage());
        for (String[] known : ERRORS)
            if (words.startsWith(known[0])) return "fail error=" + known[1] + " code=0 native=" + encode(e.getClass().getSimpleName());
        if (e instanceof IndexOutOfBoundsException || e instanceof NumberFormatException) return "fail error=usage";
        return "fail error=" + e.getClass().getSimpleName() + " code=0 native=" + encode(words);
    }

    Handle get(String name) {
        Handle found = handles.get(name);
        if (found == null) throw new Refused(name.contains(":") || name.equals("none") ? "unsupported" : "fail error=nohandle");
        return found;
    }

    Handle make(String name, String family, boolean nonblock) {
        if (!FAMILIES.containsKey(family)) throw new Refused("unsupported");
        if (handles.containsKey(name) || name.contains(":")) throw new Refused("fail error=usage");
        Handle made = new Handle(family, nonblock);
        handles.put(name, made);
        return made;
    }

    SocketAddress place(String family, String word, String port) throws IOException {
        if (word.startsWith("@")) return get(word.substring(1)).channel().getLocalAddress();
        if (family.equals("unix")) {
            if (!word.equals("loopback") && !word.equals("any")) throw new Refused("unsupported");
            if (directory == null) {
                String around = System.getenv().getOrDefault("LISTENCHECK_DIRECTORY", System.getProperty("java.io.tmpdir"));
                directory = Files.createDirectory(Path.of(around, "java-" + ProcessHandle.current().pid()));
            }
            return UnixDomainSocketAddress.of(directory.resolve(String.valueOf(++paths)));
        }
        int number = port.startsWith("@") ? ((InetSocketAddress) get(port.substring(1)).channel().getLocalAddress()).getPort()
                : port.equals("free") ? 0 : Integer.parseInt(port);
        if (family.equals("inet6") && word.equals("other") || word.equals("mapped")) throw new Refused("unsupported");
        String literal = WORDS.containsKey(word) ? WORDS.get(word)[family.equals("inet6") ? 1 : 0] : word;
        return new InetSocketAddress(InetAddress.getByName(literal), number);
    }

    static String keys(SocketAddress name, String family, String address, String port) {
        if (!(name instanceof InetSocketAddress inet))
            return " " + family + "=unix " + address + "=" + (name == null || name.toString().isEmpty() ? "unnamed" : "path");
        boolean six = inet.getAddress() instanceof Inet6Address;
        String text = inet.getAddress().isAnyLocalAddress() ? "any"
                : inet.getAddress().equals(LOOPBACK6) ? "::1" : inet.getAddress().getHostAddress();
        return " " + family + "=" + (six ? "inet6" : "inet") + " " + address + "=" + text + " " + port + "=" + inet.getPort();
    }

    static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    static long systemLimit() throws IOException { return Long.parseLong(Files.readString(Path.of("/proc/sys/net/core/somaxconn")).trim()); }

    static int backlogOf(String word) throws IOException {
        if (word.equals("max")) return Integer.MAX_VALUE;
        if (word.equals("min")) return Integer.MIN_VALUE;
        if (word.startsWith("somaxconn")) throw new Refused("unsupported"); // Java has no such constant
        if (word.startsWith("limit")) return (int) systemLimit() + (word.length() > 5 ? Integer.parseInt(word.substring(5)) : 0);
        return Integer.parseInt(word);
    }

    <T> void options(NetworkChannel channel, Handle h) throws IOException {
        for (var option : h.options.entrySet()) set(channel, option.getKey(), option.getValue());
    }

    @SuppressWarnings("unchecked")
    static void set(NetworkChannel channel, SocketOption<?> option, int value) throws IOException {
        if (!channel.supportedOptions().contains(option)) throw new Refused("unsupported");
        if (option.type() == Boolean.class) channel.setOption((SocketOption<Boolean>) option, value != 0);
        else channel.setOption((SocketOption<Integer>) option, value);
    }

    String call(String verb, List<String> a, Map<String, String> option) throws Exception {
        switch (verb) {
        case "hello":
            if (!a.get(0).equals("1")) throw new Refused("fail error=usage");
            scale = Double.parseDouble(option.getOrDefault("time-scale", "1"));
            return " proto=1 name=java-" + Runtime.version().feature() + " os=" + System.getProperty("os.name").toLowerCase() + "/"
                    + encode(System.getProperty("os.version")) + " errors=posix caps=inet,inet6,unix,nonblock,thread,must";
        case "bye":
        case "reset":
            return " open=" + reset();
        case "limits":
            return " somaxconn=" + systemLimit();
        case "socket":
            if (!a.get(2).equals("stream")) throw new Refused("unsupported");
            make(a.get(0), a.get(1), a.contains("nonblock"));
            return "";
        case "bind": {
            Handle h = get(a.get(0));
            if (h.place != null || h.server != null || h.socket != null) throw new Refused("unsupported");
            h.place = place(h.family, a.get(1), option.getOrDefault("port", "0"));
            return " deferred=yes";
        }
        case "listen":
            return listen(get(a.get(0)), backlogOf(a.get(1)));
        case "connect":
            return connect(a.get(0), a.get(1), option);
        case "accept": {
            Handle h = get(a.get(0));
            if (h.server == null) throw new Refused("unsupported");
            if (handles.containsKey(a.get(1))) throw new Refused("fail error=usage");
            SocketChannel accepted = waiting(h, () -> h.server.accept());
            if (accepted == null) return "fail error=EAGAIN code=0 native=null";
            make(a.get(1), h.family, false).socket = accepted;
            return keys(accepted.getRemoteAddress(), "peerfamily", "peer", "peerport");
        }
        case "close": {
            Handle h = get(a.get(0));
            handles.remove(a.get(0));
            if (h.server != null || h.socket != null) h.channel().close();
            return "";
        }
        case "shutdown": {
            Handle h = get(a.get(0));
            if (h.socket == null || a.get(1).equals("rdwr")) throw new Refused("unsupported");
            if (a.get(1).equals("rd")) h.socket.shutdownInput(); else h.socket.shutdownOutput();
            return "";
        }
        case "send": {
            Handle h = get(a.get(0));
            if (h.socket == null || !option.getOrDefault("flags", "dontwait").equals("dontwait")) throw new Refused("unsupported");
            return " bytes=" + h.socket.write(ByteBuffer.wrap(a.get(1).getBytes(StandardCharsets.US_ASCII)));
        }
        case "recv":
            return receive(get(a.get(0)), Integer.parseInt(option.getOrDefault("bytes", "100")), option.getOrDefault("flags", ""));
        case "sockname": {
            SocketAddress name = get(a.get(0)).channel().getLocalAddress();
            return keys(name, "family", "address", "port");
        }
        case "peername": {
            Handle h = get(a.get(0));
            if (h.socket == null) throw new Refused("unsupported");
            return h.socket.getRemoteAddress() == null ? "fail error=ENOTCONN code=0 native=null"
                    : keys(h.socket.getRemoteAddress(), "family", "address", "port");
        }
        case "getopt": {
            NetworkChannel channel = get(a.get(0)).channel();
            SocketOption<?> wanted = OPTIONS.get(a.get(1));
            if (a.get(1).equals("nonblock")) return " value=" + (get(a.get(0)).nonblock ? 1 : 0);
            if (wanted == null || !channel.supportedOptions().contains(wanted)) throw new Refused("unsupported");
            Object value = channel.getOption(wanted);
            return " value=" + (value instanceof Boolean on ? on ? 1 : 0 : value);
        }
        case "setopt": {
            Handle h = get(a.get(0));
            int value = Integer.parseInt(a.get(2));
            if (a.get(1).equals("nonblock")) {
                h.nonblock = value != 0;
                if (h.server != null || h.socket != null) mode(h, value == 0);
                return "";
            }
            if (!OPTIONS.containsKey(a.get(1))) throw new Refused("unsupported");
            if (h.server != null || h.socket != null) set(h.channel(), OPTIONS.get(a.get(1)), value);
            else h.options.put(OPTIONS.get(a.get(1)), value);
            return "";
        }
        case "poll":
            return " events=" + poll(get(a.get(0)), (int) (Integer.parseInt(option.getOrDefault("wait", "0")) * scale), option.get("until"));
        default:
            throw new Refused("unsupported");
        }
    }

    static <T> T waiting(Handle h, Callable<T> call) throws Exception {
        h.outstanding++;
        try {
            return call.call();
        } finally {
            h.outstanding--;
        }
    }

    static void mode(Handle h, boolean blocking) throws IOException {
        SelectableChannel channel = (SelectableChannel) h.channel();
        if (channel.isBlocking() == blocking) return;
        if (h.outstanding > 0) throw new Refused("unsupported");
        channel.configureBlocking(blocking);
    }

    String listen(Handle h, int backlog) throws IOException {
        if (h.socket != null) throw new Refused("unsupported");
        boolean first = h.server == null;
        ServerSocketChannel server = first ? ServerSocketChannel.open(FAMILIES.get(h.family)) : h.server;
        try {
            if (first) options(server, h);
            if (h.family.equals("unix")) server.bind(h.place, backlog);
            else server.socket().bind(h.place, backlog);
        } catch (IOException | RuntimeException e) {
            if (first) server.close();
            throw e;
        }
        h.server = server;
        if (first) server.configureBlocking(!h.nonblock);
        return " asked=" + backlog;
    }

    String connect(String name, String target, Map<String, String> option) throws Exception {
        Handle other = handles.get(target);
        Handle known = handles.get(name);
        Handle h = known != null ? known : make(name, option.getOrDefault("family", other == null ? "" : other.family), false);
        if (h.server != null || h.place != null) throw new Refused("unsupported");
        if (h.pending) return h.socket.finishConnect() ? "" : "fail error=EALREADY code=0 native=false";
        SocketAddress at = other == null ? place(h.family, target, option.getOrDefault("port", "0")) : other.channel().getLocalAddress();
        if (at instanceof InetSocketAddress inet && (inet.getAddress().isAnyLocalAddress() || inet.getAddress().equals(LOOPBACK)
                || inet.getAddress().equals(LOOPBACK6)))
            at = new InetSocketAddress(h.family.equals("inet6") ? LOOPBACK6 : LOOPBACK, inet.getPort());
        if (h.socket == null) {
            h.socket = SocketChannel.open(FAMILIES.get(h.family));
            options(h.socket, h);
            h.socket.configureBlocking(!h.nonblock);
        }
        SocketAddress there = at;
        h.pending = !waiting(h, () -> h.socket.connect(there));
        return h.pending ? "fail error=EINPROGRESS code=0 native=false" : "";
    }

    /** Java cannot look without taking: a byte looked at is kept for the next. */
    static String receive(Handle h, int most, String flags) throws Exception {
        if (h.socket == null || flags.contains("oob")) throw new Refused("unsupported");
        boolean peek = flags.contains("peek"), soon = flags.contains("dontwait"), blocking = h.socket.isBlocking();
        if (h.pending) { // what became of the connection shows only so
            if (!h.socket.finishConnect()) return "fail error=EAGAIN code=0 native=pending";
            h.pending = false;
        }
        ByteBuffer data = ByteBuffer.allocate(peek ? 1 : most);
        if (h.peeked.hasRemaining()) data.put(peek ? h.peeked.duplicate() : h.peeked);
        if (soon && blocking) mode(h, false);
        try {
            int got = data.position() > 0 && (peek || !data.hasRemaining()) ? 0 : data.position() > 0 && blocking && !soon ? 0 : waiting(h, () -> h.socket.read(data));
            if (got == 0 && data.position() == 0) return "fail error=EAGAIN code=0 native=0";
        } finally {
            if (soon && blocking) h.socket.configureBlocking(true);
        }
        byte[] bytes = Arrays.copyOf(data.array(), data.position());
        if (peek && bytes.length > 0) h.peeked.clear().put(bytes[0]).flip();
        return " bytes=" + bytes.length + " text=" + encode(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Readiness as a Selector tells it; it does not know of ends and errors but as readable. */
    String poll(Handle h, int wait, String until) throws IOException {
        if (until != null && !until.equals("in")) throw new Refused("unsupported");
        SelectableChannel channel = (SelectableChannel) h.channel();
        boolean blocking = channel.isBlocking();
        int all = h.server != null ? SelectionKey.OP_ACCEPT : h.pending ? SelectionKey.OP_CONNECT : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        try {
            mode(h, false);
            if (selectors.get() == null) selectors.set(Selector.open());
            Selector selector = selectors.get();
            SelectionKey key = channel.register(selector, "in".equals(until) ? all & ~SelectionKey.OP_WRITE : all);
            int ready = selector.selectNow() > 0 ? key.readyOps() : 0;
            if (ready == 0 && wait > 0) {
                flush();
                ready = selector.select(wait) > 0 ? key.readyOps() : 0;
            }
            key.cancel();
            selector.selectNow();
            StringJoiner events = new StringJoiner("+");
            if ((ready & (SelectionKey.OP_ACCEPT | SelectionKey.OP_READ)) != 0 || h.peeked.hasRemaining()) events.add("in");
            if ((ready & (SelectionKey.OP_CONNECT | SelectionKey.OP_WRITE)) != 0) events.add("out");
            return events.length() == 0 ? "none" : events.toString();
        } finally {
            if (channel.isOpen()) channel.configureBlocking(blocking);
        }
    }

    int reset() throws IOException {
        int open = handles.size();
        for (Handle h : handles.values()) {
            if (h.socket != null && !h.family.equals("unix") && h.socket.isOpen()) h.socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            if (h.server != null || h.socket != null) h.channel().close();
        }
        handles.clear();
        tasks.clear();
        if (directory != null) {
            try (var inside = Files.list(directory)) {
                for (Path path : inside.toList()) Files.deleteIfExists(path);
            }
            Files.deleteIfExists(directory);
            directory = null;
        }
        return open;
    }

    /** Of an option: lower-case letters and hyphens. */
    static boolean isName(String word) {
        return word.charAt(0) >= 'a' && word.charAt(0) <= 'z' && word.chars().allMatch(c -> c >= 'a' && c <= 'z' || c == '-');
    }

    String perform(List<String> request) {
        long start = System.nanoTime();
        Map<String, String> option = new HashMap<>();
        List<String> plain = new ArrayList<>();
        for (String word : request.subList(1, request.size())) {
            int at = word.indexOf('=');
            if (at < 1 || !isName(word.substring(0, at))) plain.add(word);
            else option.put(word.substring(0, at), word.substring(at + 1));
        }
        if (!option.isEmpty() && !KNOWN.getOrDefault(request.get(0), Set.of()).containsAll(option.keySet())) return "unsupported";
        String outcome;
        try {
            outcome = call(request.get(0), plain, option);
            outcome = outcome.startsWith("fail") ? outcome : "ok" + outcome;
        } catch (Exception e) {
            outcome = failure(e);
        }
        return outcome.startsWith("ok") || outcome.contains(" code=") ? outcome + " us=" + (System.nanoTime() - start) / 1000 : outcome;
    }

    String await(Future<String> task, double milliseconds) throws Exception {
        if (!task.isDone()) flush();
        try {
            return task.get((long) (milliseconds * scale), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return "blocked";
        }
    }

    /** A request made beside the others. It has begun when this returns: it must not meet the handles of a later case. */
    Future<String> outstanding(List<String> request) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Future<String> task = threads.submit(() -> {
            begun.countDown();
            return perform(request);
        });
        begun.await();
        return task;
    }

    boolean returnsAtOnce(List<String> request) {
        Handle h = request.size() > 1 ? handles.get(request.get(1)) : null;
        return h == null ? !request.get(0).equals("connect") : h.nonblock && h.outstanding == 0;
    }

    /** `must REQUEST`: where it does not succeed the case is void, and nothing more is done until reset. */
    String answer(List<String> request) throws Exception {
        if (List.of("reset", "bye").contains(request.get(0))) skipping = false;
        if (skipping) return "unsupported skipped=yes";
        boolean must = request.get(0).equals("must") && request.size() > 1;
        String reply = carryOut(must ? request.subList(1, request.size()) : request);
        skipping = must && !reply.startsWith("ok");
        return reply;
    }

    String carryOut(List<String> request) throws Exception {
        switch (request.get(0)) {
        case "begin":
            if (request.size() < 3) return "fail error=usage";
            tasks.put(request.get(1), outstanding(request.subList(2, request.size())));
            return "ok";
        case "await": {
            Future<String> task = request.size() > 1 ? tasks.get(request.get(1)) : null;
            return task == null ? "fail error=nohandle" : await(task, request.size() > 2 ? Integer.parseInt(request.get(2).substring(5)) : 1000);
        }
        case "thread":
            if (request.size() < 2) return "fail error=usage";
            return await(outstanding(request.subList(1, request.size())), 1000);
        case "accept", "connect", "recv", "send":
            return returnsAtOnce(request) ? perform(request) : await(outstanding(request), 1000);
        default:
            return perform(request);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Agent agent = new Agent();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.ISO_8859_1), 65536);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> words = List.of(line.trim().split(" "));
            if (words.get(0).isEmpty() || !words.get(0).chars().allMatch(c -> c >= '0' && c <= '9')) continue;
            boolean usable = words.size() > 1 && line.length() <= 512;
            String reply = usable ? agent.answer(words.subList(1, words.size())) : "fail error=usage";
            agent.reply(words.get(0), reply);
            if (!in.ready()) agent.flush();
            if (usable && words.get(1).equals("bye")) break;
        }
        agent.flush();
        agent.reset();
        System.exit(0);
    }
}
