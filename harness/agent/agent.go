// A listencheck agent whose listen is Go's net.ListenConfig.Listen, with the primitive verbs of harness/PROTOCOL.md only.
//
// Go makes, binds and listens in one call and takes no backlog: `socket`, `bind` and options are noted until `listen`, whose
// reply says in `asked` what Go passes to the system, whatever was asked for. Clients are plain system calls, so that what they
// see is told exactly; accepting and closing are the listener's own methods.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

type handle struct {
	family   string
	nonblock bool
	bound    bool   // an address is noted for listen
	address  string // as net.Listen takes it
	options  [][3]int
	listener net.Listener
	accepted net.Conn
	fd       int // -1 before there is a socket
	era      int // how many resets there were before it
}

type reply struct{ outcome, keys string }

var networks = map[string]string{"inet": "tcp4", "inet6": "tcp", "unix": "unix", "seqpacket": "unixpacket"}
var words = map[string][2]string{"any": {"0.0.0.0", "::"}, "loopback": {"127.0.0.1", "::1"}, "other": {"127.0.0.2", "::ffff:127.0.0.2"},
	"mapped": {"::ffff:127.0.0.1", "::ffff:127.0.0.1"}, "nonlocal": {"192.0.2.1", "2001:db8::1"}}
var options = map[string][2]int{"acceptconn": {1, 30}, "error": {1, 4}, "type": {1, 3}, "protocol": {1, 38}, "domain": {1, 39},
	"reuseaddr": {1, 2}, "reuseport": {1, 15}, "keepalive": {1, 9}, "rcvbuf": {1, 8}, "sndbuf": {1, 7}, "oobinline": {1, 10},
	"nodelay": {6, 1}, "v6only": {41, 26}, "unknown": {1, 0x7FFF}}
var events = []struct {
	bit  int16
	name string
}{{1, "in"}, {4, "out"}, {16, "hup"}, {8, "err"}, {0x2000, "rdhup"}, {2, "pri"}, {32, "nval"}}
var names = map[syscall.Errno]string{syscall.EADDRINUSE: "EADDRINUSE", syscall.EADDRNOTAVAIL: "EADDRNOTAVAIL", syscall.EACCES: "EACCES",
	syscall.EINVAL: "EINVAL", syscall.ECONNREFUSED: "ECONNREFUSED", syscall.ECONNRESET: "ECONNRESET", syscall.EPIPE: "EPIPE",
	syscall.EAGAIN: "EAGAIN", syscall.EINPROGRESS: "EINPROGRESS", syscall.EALREADY: "EALREADY", syscall.EISCONN: "EISCONN",
	syscall.ENOTCONN: "ENOTCONN", syscall.EBADF: "EBADF", syscall.ENOPROTOOPT: "ENOPROTOOPT", syscall.EOPNOTSUPP: "EOPNOTSUPP",
	syscall.ENOENT: "ENOENT", syscall.EDESTADDRREQ: "EDESTADDRREQ", syscall.EPERM: "EPERM", syscall.EPROTOTYPE: "EPROTOTYPE",
	syscall.EAFNOSUPPORT: "EAFNOSUPPORT", syscall.ENETUNREACH: "ENETUNREACH", syscall.EINTR: "EINTR", syscall.ETIMEDOUT: "ETIMEDOUT"}

var unsupported, usage, nohandle = reply{"unsupported", ""}, reply{"fail error=usage", ""}, reply{"fail error=nohandle", ""}
var handles = map[string]*handle{} // touched by outstanding calls too: through find, put and remove
var lock sync.Mutex
var tasks = map[string]chan reply{}
var scale, paths, directory, void, era = 1.0, 0, "", false, 0

// Ends a request with a reply that stands for no call.
func refuse(r reply) { panic(r) }

// What the call's error is named; Go's own errors keep their words.
func check(err error) {
	var number syscall.Errno
	switch {
	case err == nil:
	case errors.As(err, &number):
		name, found := names[number]
		if !found {
			name = "unknown"
		}
		refuse(reply{fmt.Sprintf("fail error=%s code=%d", name, int(number)), ""})
	case errors.Is(err, os.ErrDeadlineExceeded):
		refuse(reply{"fail error=EAGAIN code=0", " native=ErrDeadlineExceeded"})
	case errors.Is(err, net.ErrClosed):
		refuse(reply{"fail error=ErrClosed code=0", ""})
	default:
		refuse(reply{"fail error=unknown code=0", " native=" + encode(err.Error())})
	}
}

func encode(text string) string {
	out := ""
	for _, c := range []byte(text) {
		if c > ' ' && c <= '~' && c != '%' {
			out += string(rune(c))
		} else {
			out += fmt.Sprintf("%%%02X", c)
		}
	}
	return out
}

func find(name string) *handle {
	lock.Lock()
	defer lock.Unlock()
	return handles[name]
}

// What an outstanding call of a case that is over makes is nobody's.
func put(name string, h *handle) {
	lock.Lock()
	defer lock.Unlock()
	if h.era != era {
		shut(h)
		refuse(reply{"blocked", ""})
	}
	handles[name] = h
}

func remove(name string) {
	lock.Lock()
	defer lock.Unlock()
	delete(handles, name)
}

func get(name string) *handle {
	h := find(name)
	if h == nil && (strings.Contains(name, ":") || name == "none") {
		refuse(unsupported)
	}
	if h == nil {
		refuse(nohandle)
	}
	return h
}

func atoi(text string) int {
	number, err := strconv.Atoi(text)
	if err != nil {
		refuse(usage)
	}
	return number
}

// The socket of a handle that has one: what Go has not made yet cannot be asked.
func socketOf(name string) int {
	h := get(name)
	if h.fd < 0 {
		refuse(unsupported)
	}
	return h.fd
}

func descriptor(connection syscall.Conn) (fd int) {
	raw, err := connection.SyscallConn()
	check(err)
	check(raw.Control(func(number uintptr) { fd = int(number) }))
	return
}

func domain(family string) int {
	return map[string]int{"inet": syscall.AF_INET, "inet6": syscall.AF_INET6, "unix": syscall.AF_UNIX, "seqpacket": syscall.AF_UNIX}[family]
}

// A handle becomes a client: only now is there a socket.
func client(h *handle) int {
	if h.fd < 0 {
		if h.bound {
			refuse(unsupported)
		}
		kind := syscall.SOCK_STREAM
		if h.family == "seqpacket" {
			kind = syscall.SOCK_SEQPACKET
		}
		fd, err := syscall.Socket(domain(h.family), kind, 0)
		check(err)
		h.fd = fd
		for _, o := range h.options {
			check(syscall.SetsockoptInt(fd, o[0], o[1], o[2]))
		}
		check(syscall.SetNonblock(fd, h.nonblock))
	}
	return h.fd
}

func nameKeys(address syscall.Sockaddr, prefix bool) string {
	family, text, port := "unix", "unnamed", ""
	switch a := address.(type) {
	case *syscall.SockaddrInet4:
		family, text, port = "inet", net.IP(a.Addr[:]).String(), strconv.Itoa(a.Port)
	case *syscall.SockaddrInet6:
		family, text, port = "inet6", net.IP(a.Addr[:]).String(), strconv.Itoa(a.Port)
		if strings.Contains(text, ".") {
			text = "::ffff:" + text
		}
	case *syscall.SockaddrUnix:
		if a.Name != "" {
			text = "path"
		}
	}
	if text == "0.0.0.0" || text == "::" {
		text = "any"
	}
	keys := " family=" + family + " address=" + text
	if prefix {
		keys = " peer=" + text + " peerfamily=" + family
	}
	if port != "" {
		keys += map[bool]string{true: " peerport=", false: " port="}[prefix] + port
	}
	return keys
}

func portOf(name string) int {
	address, err := syscall.Getsockname(socketOf(name))
	check(err)
	switch a := address.(type) {
	case *syscall.SockaddrInet4:
		return a.Port
	case *syscall.SockaddrInet6:
		return a.Port
	}
	refuse(usage)
	return 0
}

// Where a word and a port lead, as net.Listen takes it.
func place(family, word, port string) string {
	if strings.HasPrefix(word, "@") {
		other := get(word[1:])
		if other.listener == nil {
			refuse(unsupported)
		}
		return other.listener.Addr().String()
	}
	if domain(family) == syscall.AF_UNIX {
		if word != "loopback" && word != "any" {
			refuse(unsupported)
		}
		if directory == "" {
			made, err := os.MkdirTemp("", "listencheck-")
			check(err)
			directory = made
		}
		paths++
		return fmt.Sprintf("%s/%d", directory, paths)
	}
	if strings.HasPrefix(port, "@") {
		port = strconv.Itoa(portOf(port[1:]))
	}
	if port == "free" || port == "" {
		port = "0"
	}
	if known, found := words[word]; found {
		word = known[map[string]int{"inet6": 1}[family]]
	}
	return net.JoinHostPort(word, port)
}

func sockaddr(family, at string) syscall.Sockaddr {
	if domain(family) == syscall.AF_UNIX {
		return &syscall.SockaddrUnix{Name: at}
	}
	host, port, err := net.SplitHostPort(at)
	ip := net.ParseIP(host)
	if err != nil || ip == nil {
		refuse(usage)
	}
	if family == "inet" {
		address := &syscall.SockaddrInet4{Port: atoi(port)}
		if copy(address.Addr[:], ip.To4()) != 4 {
			refuse(usage)
		}
		return address
	}
	address := &syscall.SockaddrInet6{Port: atoi(port)}
	copy(address.Addr[:], ip.To16())
	return address
}

func systemLimit() int {
	text, err := os.ReadFile("/proc/sys/net/core/somaxconn")
	check(err)
	return atoi(strings.TrimSpace(string(text)))
}

func main() {
	in, out := bufio.NewReader(os.Stdin), bufio.NewWriter(os.Stdout)
	for {
		if in.Buffered() == 0 {
			out.Flush()
		}
		line, err := in.ReadString('\n')
		fields := strings.Fields(line)
		if err == nil && len(fields) > 0 {
			r := usage
			if len(fields) > 1 {
				r = answer(fields[1:], out)
			}
			fmt.Fprintf(out, "%s %s%s\n", fields[0], r.outcome, r.keys)
		}
		if err == io.EOF || len(fields) > 1 && fields[1] == "bye" {
			reset()
			out.Flush()
			os.Exit(0)
		}
	}
}

// `must REQUEST`: where it does not succeed the case is void, and nothing more is done until reset.
func answer(request []string, out *bufio.Writer) reply {
	if request[0] == "reset" || request[0] == "bye" {
		void = false
	}
	if void {
		return reply{"unsupported", " skipped=yes"}
	}
	must := request[0] == "must" && len(request) > 1
	if must {
		request = request[1:]
	}
	r := run(request, out)
	void = must && r.outcome != "ok"
	return r
}

// One request; what may block runs beside the others and is `blocked` when it is not back in time.
func run(request []string, out *bufio.Writer) reply {
	verb := request[0]
	switch {
	case verb == "begin" && len(request) > 2:
		tasks[request[1]] = outstanding(request[2:])
		return reply{"ok", ""}
	case verb == "await" && len(request) > 1:
		task, wait := tasks[request[1]], 1000
		if task == nil {
			return nohandle
		}
		if len(request) > 2 {
			wait, _ = strconv.Atoi(strings.TrimPrefix(request[2], "wait="))
		}
		r := await(task, wait)
		if r.outcome != "blocked" {
			delete(tasks, request[1])
		}
		return r
	case verb == "thread":
		out.Flush()
		return await(outstanding(request[1:]), 1000)
	case (verb == "accept" || verb == "connect" || verb == "recv" || verb == "send") && !returnsAtOnce(request):
		out.Flush()
		return await(outstanding(request), 1000)
	}
	return perform(request)
}

// A request made beside the others. It has begun when this returns: it must not meet the handles of a later case.
func outstanding(request []string) chan reply {
	task, begun := make(chan reply, 1), make(chan bool)
	go func() {
		close(begun)
		task <- perform(request)
	}()
	<-begun
	return task
}

func returnsAtOnce(request []string) bool {
	if len(request) < 2 {
		return true
	}
	h := find(request[1])
	return h == nil && request[0] != "connect" || h != nil && h.nonblock || strings.Contains(strings.Join(request[2:], " "), "dontwait")
}

func await(task chan reply, milliseconds int) reply {
	select {
	case r := <-task:
		return r
	case <-time.After(time.Duration(float64(milliseconds)*scale) * time.Millisecond):
	}
	select { // on a busy machine both may be there
	case r := <-task:
		return r
	default:
		return reply{"blocked", ""}
	}
}

func perform(request []string) (r reply) {
	start, option, argument := time.Now(), map[string]string{}, []string{}
	for _, word := range request {
		if at := strings.Index(word, "="); at > 0 && word[0] >= 'a' && word[0] <= 'z' {
			option[word[:at]] = word[at+1:]
		} else {
			argument = append(argument, word)
		}
	}
	defer func() {
		switch failure := recover().(type) {
		case nil:
		case reply:
			r = failure
		default:
			r = usage // a word that is missing
		}
		if strings.HasPrefix(r.outcome, "ok") || strings.Contains(r.outcome, " code=") {
			r.keys += fmt.Sprintf(" us=%d", time.Since(start).Microseconds())
		}
	}()
	known := map[string]string{"hello": "time-scale", "bind": "port", "connect": "port family", "poll": "wait until", "recv": "bytes flags", "send": "flags"}
	for key := range option {
		if !strings.Contains(" "+known[argument[0]]+" ", " "+key+" ") {
			return unsupported
		}
	}
	verb := verbs[argument[0]]
	if verb == nil {
		return unsupported
	}
	return reply{"ok", verb(argument[1:], option)}
}

func reset() int {
	lock.Lock()
	defer lock.Unlock()
	open := len(handles)
	for _, h := range handles {
		if h.fd >= 0 {
			syscall.SetsockoptLinger(h.fd, 1, 13, &syscall.Linger{Onoff: 1})
		}
		shut(h)
	}
	handles, tasks = map[string]*handle{}, map[string]chan reply{}
	era++
	if directory != "" {
		os.RemoveAll(directory)
		directory = ""
	}
	return open
}

func shut(h *handle) error {
	switch {
	case h.listener != nil:
		return h.listener.Close()
	case h.accepted != nil:
		return h.accepted.Close()
	case h.fd >= 0:
		return syscall.Close(h.fd)
	}
	return nil
}

// init: verbs and perform need each other.
var verbs map[string]func(a []string, option map[string]string) string

func init() {
	verbs = map[string]func(a []string, option map[string]string) string{
		"hello": func(a []string, option map[string]string) string {
			if a[0] != "1" {
				refuse(usage)
			}
			if number, err := strconv.ParseFloat(option["time-scale"], 64); err == nil && number > 0 {
				scale = number
			}
			release := ""
			var system syscall.Utsname
			check(syscall.Uname(&system))
			for _, c := range system.Release {
				if c != 0 {
					release += string(rune(c))
				}
			}
			version := strings.Split(strings.TrimPrefix(runtime.Version(), "go"), ".")
			return " proto=1 name=go-" + version[0] + "." + version[1] + " os=linux/" + encode(release) +
				" errors=posix caps=inet,inet6,unix,seqpacket,nonblock,thread,must"
		},
		"bye":   func(a []string, option map[string]string) string { return "" },
		"reset": func(a []string, option map[string]string) string { return fmt.Sprintf(" open=%d", reset()) },
		"limits": func(a []string, option map[string]string) string {
			return fmt.Sprintf(" constant=%d somaxconn=%d", syscall.SOMAXCONN, systemLimit())
		},
		"socket": func(a []string, option map[string]string) string {
			if networks[a[1]] == "" || a[2] != "stream" && a[2] != a[1] {
				refuse(unsupported)
			}
			if find(a[0]) != nil || strings.Contains(a[0], ":") {
				refuse(usage)
			}
			put(a[0], &handle{family: a[1], fd: -1, era: era, nonblock: len(a) > 3 && a[3] == "nonblock"})
			return ""
		},
		"bind": func(a []string, option map[string]string) string {
			h := get(a[0])
			if h.fd >= 0 || h.bound {
				refuse(unsupported)
			}
			h.address, h.bound = place(h.family, a[1], option["port"]), true
			return " deferred=yes"
		},
		"listen": func(a []string, option map[string]string) string {
			h := get(a[0])
			if h.fd >= 0 {
				refuse(unsupported) // Go has no call that listens on a socket it has
			}
			_ = a[1]
			if !h.bound && domain(h.family) != syscall.AF_UNIX {
				h.address = ":0"
			}
			noted := func(network, address string, raw syscall.RawConn) error {
				var failure error
				if err := raw.Control(func(fd uintptr) {
					for _, o := range h.options {
						if err := syscall.SetsockoptInt(int(fd), o[0], o[1], o[2]); err != nil {
							failure = err
						}
					}
				}); err != nil {
					return err
				}
				return failure
			}
			listener, err := (&net.ListenConfig{Control: noted}).Listen(context.Background(), networks[h.family], h.address)
			check(err)
			h.listener, h.fd = listener, descriptor(listener.(syscall.Conn))
			return fmt.Sprintf(" asked=%d", systemLimit())
		},
		"connect": func(a []string, option map[string]string) string {
			target, h := find(a[1]), find(a[0])
			if h == nil {
				h = &handle{family: option["family"], fd: -1, era: era}
				if target != nil {
					h.era = target.era
				}
				if h.family == "" && target != nil {
					h.family = target.family
				}
				if networks[h.family] == "" {
					refuse(unsupported)
				}
				put(a[0], h)
			}
			if h.listener != nil {
				refuse(unsupported)
			}
			at := ""
			if target != nil && target.listener != nil {
				at = target.listener.Addr().String()
			} else if target != nil {
				refuse(unsupported) // a name that Go has only noted
			} else {
				at = place(h.family, a[1], option["port"])
			}
			if host, port, err := net.SplitHostPort(at); err == nil && domain(h.family) != syscall.AF_UNIX {
				if ip := net.ParseIP(host); ip != nil && (ip.IsUnspecified() || host == "::1" || host == "127.0.0.1") {
					at = place(h.family, "loopback", port)
				}
			}
			address := sockaddr(h.family, at)
			check(syscall.Connect(client(h), address))
			return ""
		},
		"accept": func(a []string, option map[string]string) string {
			h := get(a[0])
			if h.listener == nil {
				refuse(unsupported)
			}
			if find(a[1]) != nil {
				refuse(usage)
			}
			// Go's sockets never block a thread; a deadline is how not to wait. One that has passed does not even look.
			if h.nonblock {
				check(h.listener.(interface{ SetDeadline(time.Time) error }).SetDeadline(time.Now().Add(3 * time.Millisecond)))
			} else {
				check(h.listener.(interface{ SetDeadline(time.Time) error }).SetDeadline(time.Time{}))
			}
			accepted, err := h.listener.Accept()
			check(err)
			fd := descriptor(accepted.(syscall.Conn))
			put(a[1], &handle{family: h.family, accepted: accepted, fd: fd, era: h.era})
			peer, err := syscall.Getpeername(fd)
			check(err)
			return nameKeys(peer, true)
		},
		"close": func(a []string, option map[string]string) string {
			h := get(a[0])
			remove(a[0])
			check(shut(h))
			return ""
		},
		"shutdown": func(a []string, option map[string]string) string {
			how, found := map[string]int{"rd": 0, "wr": 1, "rdwr": 2}[a[1]]
			if !found {
				refuse(usage)
			}
			check(syscall.Shutdown(socketOf(a[0]), how))
			return ""
		},
		"send": func(a []string, option map[string]string) string {
			flags := 0x4000 // without a signal
			if option["flags"] != "" {
				flags |= map[string]int{"dontwait": 0x40, "oob": 1}[option["flags"]]
			}
			sent, err := syscall.SendmsgN(socketOf(a[0]), []byte(a[1]), nil, nil, flags)
			check(err)
			return fmt.Sprintf(" bytes=%d", sent)
		},
		"recv": func(a []string, option map[string]string) string {
			h, fd := get(a[0]), socketOf(a[0])
			data, flags := make([]byte, 100), 0
			for _, flag := range strings.Split(option["flags"], "+") {
				flags |= map[string]int{"oob": 1, "peek": 2, "dontwait": 0x40}[flag]
			}
			if option["bytes"] != "" {
				data = data[:atoi(option["bytes"])]
			}
			if h.accepted != nil && flags&0x40 == 0 { // Go has made it non-blocking
				pollFor(fd, map[bool]int16{true: 2, false: 1}[flags&1 != 0], int(1000*scale)) // urgent data are no POLLIN
			}
			got, _, err := syscall.Recvfrom(fd, data, flags)
			check(err)
			return fmt.Sprintf(" bytes=%d text=%s", got, encode(string(data[:got])))
		},
		"sockname": func(a []string, option map[string]string) string {
			address, err := syscall.Getsockname(socketOf(a[0]))
			check(err)
			return nameKeys(address, false)
		},
		"peername": func(a []string, option map[string]string) string {
			address, err := syscall.Getpeername(socketOf(a[0]))
			check(err)
			return nameKeys(address, false)
		},
		"getopt": func(a []string, option map[string]string) string {
			known, found := options[a[1]]
			if !found {
				refuse(unsupported)
			}
			value, err := syscall.GetsockoptInt(socketOf(a[0]), known[0], known[1])
			check(err)
			return fmt.Sprintf(" value=%d", value)
		},
		"setopt": func(a []string, option map[string]string) string {
			h := get(a[0])
			if a[1] == "nonblock" {
				h.nonblock = a[2] != "0"
				if h.fd >= 0 && h.listener == nil && h.accepted == nil {
					check(syscall.SetNonblock(h.fd, h.nonblock))
				}
				return ""
			}
			known, found := options[a[1]]
			if !found {
				refuse(unsupported)
			}
			if h.fd < 0 && strings.Contains("unknown acceptconn error type protocol domain", a[1]) {
				refuse(unsupported) // no system would take these, but the failure would show at listen
			}
			if h.fd < 0 {
				h.options = append(h.options, [3]int{known[0], known[1], atoi(a[2])})
				return ""
			}
			check(syscall.SetsockoptInt(h.fd, known[0], known[1], atoi(a[2])))
			return ""
		},
		"poll": func(a []string, option map[string]string) string {
			fd, until, wait := socketOf(a[0]), int16(0x2007), 0
			if option["wait"] != "" {
				wait = int(float64(atoi(option["wait"])) * scale)
			}
			if option["until"] != "" {
				until = map[string]int16{"in": 1, "pri": 2, "out": 4, "rdhup": 0x2000}[option["until"]]
			}
			pollFor(fd, until, wait)
			seen, found := pollFor(fd, 0x2007, 0), []string{}
			for _, event := range events {
				if seen&event.bit != 0 {
					found = append(found, event.name)
				}
			}
			if len(found) == 0 {
				found = []string{"none"}
			}
			return " events=" + strings.Join(found, "+")
		},
	}
}

func pollFor(fd int, wanted int16, wait int) int16 {
	what := struct {
		fd             int32
		wanted, events int16
	}{int32(fd), wanted, 0}
	syscall.Syscall(syscall.SYS_POLL, uintptr(unsafe.Pointer(&what)), 1, uintptr(wait))
	return what.events
}
