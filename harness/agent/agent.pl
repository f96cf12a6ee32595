#!/usr/bin/perl
# A listencheck agent whose calls are perl's built-in socket functions, with the primitive verbs of harness/PROTOCOL.md only.
#
# perl has no descriptor numbers in these calls: what is no file handle of ours (`none`, `huge:` …) is unsupported. A call that
# blocks is ended by a timer's signal, so there are no outstanding calls (`begin`) and no threads.
use strict;
use warnings;
no warnings qw(closed unopened io uninitialized);    # a missing word is an undefined argument, and refused as such
use Errno      ();
use Fcntl      qw(F_GETFL F_SETFL F_GETFD O_NONBLOCK O_RDONLY O_RDWR FD_CLOEXEC);
use File::Temp ();
use IO::Poll   ();
use POSIX      ();
use Socket     qw(:all);
use Time::HiRes qw(setitimer ITIMER_REAL);

my %families = (
    inet      => [AF_INET,  SOCK_STREAM,    0],
    inet6     => [AF_INET6, SOCK_STREAM,    0],
    unix      => [AF_UNIX,  SOCK_STREAM,    0],
    seqpacket => [AF_UNIX,  SOCK_SEQPACKET, 0],
    mptcp     => [AF_INET,  SOCK_STREAM,    262],
    mptcp6    => [AF_INET6, SOCK_STREAM,    262],
);
my %types   = (stream => 0, dgram => SOCK_DGRAM, raw => SOCK_RAW, seqpacket => SOCK_SEQPACKET);
my %words   = (
    any    => ['0.0.0.0', '::'], loopback => ['127.0.0.1', '::1'], other => ['127.0.0.2', '::ffff:127.0.0.2'],
    mapped => [('::ffff:127.0.0.1') x 2], nonlocal => ['192.0.2.1', '2001:db8::1'],
);
my %numbers = (somaxconn => SOMAXCONN, max => 2**31 - 1, min => -2**31);
my %how     = (rd => SHUT_RD, wr => SHUT_WR, rdwr => SHUT_RDWR);
my @events  = ([1, 'in'], [4, 'out'], [16, 'hup'], [8, 'err'], [0x2000, 'rdhup'], [2, 'pri'], [32, 'nval']);
my %flags   = (peek => MSG_PEEK, oob => MSG_OOB, dontwait => MSG_DONTWAIT);
my %options = (
    acceptconn => [SOL_SOCKET,   SO_ACCEPTCONN], error     => [SOL_SOCKET, SO_ERROR],
    type       => [SOL_SOCKET,   SO_TYPE],       protocol  => [SOL_SOCKET, SO_PROTOCOL],
    domain     => [SOL_SOCKET,   SO_DOMAIN],     reuseaddr => [SOL_SOCKET, SO_REUSEADDR],
    reuseport  => [SOL_SOCKET,   SO_REUSEPORT],  keepalive => [SOL_SOCKET, SO_KEEPALIVE],
    rcvbuf     => [SOL_SOCKET,   SO_RCVBUF],     sndbuf    => [SOL_SOCKET, SO_SNDBUF],
    oobinline  => [SOL_SOCKET,   SO_OOBINLINE],  nodelay   => [IPPROTO_TCP, TCP_NODELAY],
    v6only     => [IPPROTO_IPV6, IPV6_V6ONLY],   unknown   => [SOL_SOCKET, 0x7FFF],
    linger     => [SOL_SOCKET,   SO_LINGER],
);
my %error_names = map { Errno->can($_)->() => $_ } grep { !/^(EWOULDBLOCK|ENOTSUP|EDEADLOCK)$/ } keys %!;
my ($scale, $ended, $directory, $paths, $skipping) = (1, 0, undef, 0, 0);
my (%handles, %closed, %children, %made_as);

# A whole reply that stands for no call.
sub refuse { die {reply => $_[0]} }

# A system call's result: it failed where false.
sub succeed { return $_[0] || die {error => $! + 0} }

sub encoded { my ($text) = @_; $text =~ s/([^!-\$&-~])/sprintf '%%%02X', ord $1/ge; return $text }

sub handle {
    my ($name) = @_;
    return $handles{$name} // refuse($name =~ /:|^none$/ ? 'unsupported' : 'fail error=nohandle');
}

# What listen() and accept() are given: a socket of ours, or another file handle perl can have.
sub special {
    my ($name) = @_;
    my ($kind, $rest) = $name =~ /^([a-z-]+):(.*)$/ or return handle($name);
    return $closed{$rest} // refuse('fail error=nohandle') if $kind eq 'closed';
    my ($handle, $other);
    my %paths = ('file' => $0, 'dir' => '/', 'null' => '/dev/null', 'tty' => '/dev/ptmx');
    if ($paths{$kind}) { succeed(sysopen $handle, $paths{$kind}, $kind eq 'tty' ? O_RDWR : O_RDONLY) }
    elsif ($kind eq 'pipe-read')  { succeed(pipe $handle, $other) }
    elsif ($kind eq 'pipe-write') { succeed(pipe $other,  $handle) }
    elsif ($kind eq 'pair')       { succeed(socketpair $handle, $other, AF_UNIX, SOCK_STREAM, 0) }
    else                          { refuse('unsupported') }
    return ($handle, $other);
}

sub set_blocking {
    my ($socket, $blocking) = @_;
    my $flags = succeed(fcntl $socket, F_GETFL, 0);
    succeed(fcntl $socket, F_SETFL, $blocking ? $flags & ~O_NONBLOCK : $flags | O_NONBLOCK);
}

sub make {
    my ($name, $family, $type, $protocol) = @_;
    refuse('unsupported')      if !$families{$family} || !exists $types{$type};
    refuse('fail error=usage') if $handles{$name}     || $name =~ /:|^none$/;
    my ($domain, $usual, $own) = @{$families{$family}};
    succeed(socket my $socket, $domain, $types{$type} || $usual, $protocol || $own);
    $made_as{$name} = $family;
    return $handles{$name} = $socket;
}

sub flags_of {
    my $flags = 0;
    $flags |= $flags{$_} // refuse('unsupported') for split /\+/, $_[0];
    return $flags;
}

sub domain_of { return unpack 'S', getsockname $_[0] }

# (family, address, port) of a packed address
sub described {
    my ($packed) = @_;
    my $domain = length $packed >= 2 ? unpack 'S', $packed : AF_UNIX;
    my $path = $domain == AF_UNIX && length $packed > 2 ? unpack_sockaddr_un($packed) : '';
    return ('unix', $path eq '' ? 'unnamed' : $path =~ /^\0/ ? 'abstract' : 'path') if $domain == AF_UNIX;
    my ($port, $address) = $domain == AF_INET6 ? unpack_sockaddr_in6($packed) : unpack_sockaddr_in($packed);
    my $text = Socket::inet_ntop($domain, $address);
    return ($domain == AF_INET6 ? 'inet6' : 'inet', $text =~ /^(0\.0\.0\.0|::)$/ ? 'any' : $text, $port);
}

sub keys_of { my ($family, $address, $port) = described($_[0]);
    return (family => $family, address => $address, defined $port ? (port => $port) : ()) }

# A port free for both families, outside of the range from which the system assigns them.
sub free_port {
    for (1 .. 100) {
        my $port = 10000 + int rand 20000;
        socket my $probe, AF_INET6, SOCK_STREAM, 0;
        return $port if bind $probe, pack_sockaddr_in6($port, Socket::IN6ADDR_ANY);
    }
    return 0;
}

sub packed {
    my ($domain, $word, $port) = @_;
    return succeed(getsockname handle($1)) if $word =~ /^@(.+)/;
    if ($domain == AF_UNIX) {
        return pack 'S', AF_UNIX if $word eq 'autobind';
        return pack_sockaddr_un("\0listencheck-$$-" . ++$paths) if $word eq 'abstract';
        refuse('unsupported') if $word !~ /^(loopback|any)$/;
        $directory //= File::Temp->newdir('listencheck-XXXXXX', TMPDIR => 1);
        return pack_sockaddr_un($directory . '/' . ++$paths);
    }
    $port = (described(getsockname handle($1)))[2] if $port =~ /^@(.+)/;
    $port = free_port() if $port eq 'free';
    my $address = Socket::inet_pton($domain, $words{$word} ? $words{$word}[$domain == AF_INET6] : $word);
    refuse('fail error=usage') if !defined $address || $port !~ /^\d+$/;
    return $domain == AF_INET6 ? pack_sockaddr_in6($port, $address) : pack_sockaddr_in($port, $address);
}

# Whether a port is among those the system assigns.
sub range_of {
    my ($port) = @_;
    return () if !$port || !open my $file, '<', '/proc/sys/net/ipv4/ip_local_port_range';
    my ($low, $high) = split ' ', <$file>;
    return (range => $port >= $low && $port <= $high ? 'inside' : 'outside');
}

sub limits {
    my %found = (constant => SOMAXCONN);
    if (open my $file, '<', '/proc/sys/net/core/somaxconn') { chomp($found{somaxconn} = <$file>) }
    return %found;
}

my %verbs = (
    hello => sub {
        my ($option, $version) = @_;
        $scale = $option->{'time-scale'} // 1;
        refuse('fail error=usage') if $version ne '1' || $scale !~ /^\d+(\.\d+)?$/;
        my @caps = qw(dgram dup fork nonblock must);
        for my $family (sort keys %families) {
            push @caps, $family if eval { make('probe', $family, 'stream', 0) };
            delete $handles{probe};
        }
        my ($system, undef, $release) = POSIX::uname();
        my $name = sprintf 'perl-%d.%d', $] =~ /^(\d+)\.(\d{3})/;
        return (proto => 1, name => $name, os => lc "$system/$release", errors => 'posix', caps => join ',', @caps);
    },
    bye   => sub { reset_all(); $ended = 1; return },
    reset => sub { return (open => reset_all()) },
    limits => sub { return limits() },
    socket => sub {
        my ($option, $name, $family, $type, @flags) = @_;
        my $socket = make($name, $family, $type, $option->{protocol});
        set_blocking($socket, 0) if grep { $_ eq 'nonblock' } @flags;
        return;
    },
    bind => sub {
        my ($option, $name, $address) = @_;
        my $socket = handle($name);
        my $packed = packed(domain_of($socket), $address, $option->{port} // 0);
        succeed(bind $socket, $packed);
        return;
    },
    listen => sub {
        my (undef, $name, $backlog) = @_;
        my ($word, $more) = $backlog =~ /^(-?\d+|[a-z]+)([+-]\d+)?$/ or refuse('fail error=usage');
        my %known  = (%numbers, limit => {limits()}->{somaxconn});
        my $number = ($word =~ /\d/ ? $word : $known{$word} // refuse('fail error=usage')) + ($more // 0);
        my ($handle, $other) = special($name);
        succeed(listen $handle, $number);
        return (asked => $number);
    },
    connect => sub {
        my ($option, $name, $target) = @_;
        my $listener = $handles{$target};
        if (!$handles{$name}) {
            make($name, $option->{family} || $made_as{$target} || 'inet', 'stream', 0);
        }
        my $socket = $handles{$name};
        my $domain = domain_of($socket);
        my $packed = $listener ? getsockname $listener : packed($domain, $target, $option->{port} // 0);
        my ($family, $address, $port) = described($packed);
        if ($family ne 'unix' && ($address eq 'any' || $address =~ /^(127\.0\.0\.1|::1)$/)) {
            $packed = packed($domain, 'loopback', $port);    # of the client's own family
        }
        succeed(connect $socket, $packed);
        return;
    },
    accept => sub {
        my ($option, $name, $new) = @_;
        refuse('fail error=usage') if $handles{$new};
        my ($handle, $other) = special($name);
        my $peer = succeed(accept my $accepted, $handle);
        ($handles{$new}, $made_as{$new}) = ($accepted, $made_as{$name});
        my %peer = keys_of($peer);
        return (peer => $peer{address}, defined $peer{port} ? (peerport => $peer{port}) : (), peerfamily => $peer{family});
    },
    close => sub {
        my (undef, $name) = @_;
        $closed{$name} = handle($name);
        delete $handles{$name};
        succeed(close $closed{$name});
        return;
    },
    shutdown => sub { succeed(shutdown handle($_[1]), $how{$_[2]} // refuse('fail error=usage')); return },
    dup      => sub { succeed(open my $new, '+<&', handle($_[1])); ($handles{$_[2]}, $made_as{$_[2]}) = ($new, $made_as{$_[1]}); return },
    sockname => sub { my %keys = keys_of(succeed(getsockname handle($_[1]))); return (%keys, range_of($keys{port})) },
    peername => sub { return keys_of(succeed(getpeername handle($_[1]))) },
    send     => sub {
        my ($option, $name, $text) = @_;
        my $sent = send handle($name), $text, flags_of($option->{flags});
        succeed(defined $sent);
        return (bytes => $sent);
    },
    recv     => sub {
        my ($option, $name) = @_;
        succeed(defined recv handle($name), my $data, $option->{bytes} // 100, flags_of($option->{flags}));
        return (bytes => length $data, text => $data);
    },
    getopt => sub {
        my (undef, $name, $option) = @_;
        my $socket = handle($name);
        return (value => (fcntl($socket, F_GETFL, 0) & O_NONBLOCK) ? 1 : 0) if $option eq 'nonblock';
        return (value => fcntl($socket, F_GETFD, 0) & FD_CLOEXEC) if $option eq 'cloexec';
        my ($level, $number) = @{$options{$option} // refuse('unsupported')};
        my $value = getsockopt $socket, $level, $number;
        succeed(defined $value);
        my ($first, $second) = unpack 'ii', $value;
        return (value => $option ne 'linger' ? $first : $first ? $second : -1);
    },
    setopt => sub {
        my (undef, $name, $option, $value) = @_;
        my $socket = handle($name);
        if ($option eq 'nonblock') { set_blocking($socket, !$value); return }
        my ($level, $number) = $option eq 'rcvtimeo' ? (SOL_SOCKET, SO_RCVTIMEO) : @{$options{$option} // refuse('unsupported')};
        my $packed =
              $option eq 'rcvtimeo' ? pack('l!l!', int $value / 1000, $value % 1000 * 1000)
            : $option eq 'linger'   ? pack('ii', $value >= 0, $value)
            :                         pack 'i', $value;
        succeed(setsockopt $socket, $level, $number, $packed);
        return;
    },
    poll => sub {
        my ($option, $name) = @_;
        my %wanted = (in => 1, out => 4, hup => 0, err => 0, rdhup => 0x2000);
        my @asked  = (fileno handle($name), $option->{until} ? $wanted{$option->{until}} // refuse('unsupported') : 0x2007);
        IO::Poll::_poll(($option->{wait} // 0) * ($option->{wait} ? $scale : 1), @asked);
        IO::Poll::_poll(0, @asked = ($asked[0], 0x2007));
        return (events => join('+', map { $asked[1] & $_->[0] ? $_->[1] : () } @events) || 'none');
    },
    fork => sub {
        my (undef, $name) = @_;
        succeed(socketpair my $here, my $there, AF_UNIX, SOCK_STREAM, 0);
        my $process = fork;
        succeed(defined $process);
        if (!$process) {
            close $_->[1] for values %children;    # an end held here too would keep its child waiting
            close $here;
            serve($there, $there);
            POSIX::_exit(0);
        }
        $children{$name} = [$process, $here];
        return;
    },
    child => sub {
        my (undef, $name, @request) = @_;
        my (undef, $link) = @{$children{$name} // refuse('fail error=nohandle')};
        syswrite $link, "1 @request\n";
        my $answer = <$link> // refuse('fail error=nohandle');
        refuse($answer =~ /^1 (.*)$/);
    },
    wait => sub { refuse('fail error=nohandle') if !$children{$_[1]}; end_child($_[1]); return },
);
my %may_block = map { $_ => 1 } qw(connect accept send recv);
my %accepted_options = (hello => 'time-scale', socket => 'protocol', bind => 'port', connect => 'port family', poll => 'wait until',
    recv => 'flags bytes', send => 'flags');

sub end_child { my ($process, $link) = @{delete $children{$_[0]}}; close $link; waitpid $process, 0 }

sub reset_all {
    my $open = keys %handles;
    end_child($_) for keys %children;
    setsockopt $_, SOL_SOCKET, SO_LINGER, pack 'ii', 1, 0 for values %handles;
    %handles = %closed = %made_as = ();
    undef $directory;
    return $open;
}

sub perform {
    my ($verb, @words) = @_;
    my %option  = map { /^([a-z-]+)=(.*)$/ ? ($1, $2) : () } @words;
    my @argument = $verb eq 'child' ? @words : grep { !/^[a-z-]+=/ } @words;
    my $known = ' ' . ($accepted_options{$verb} // '') . ' ';
    return 'unsupported' if !$verbs{$verb} || $verb ne 'child' && grep { $known !~ / \Q$_\E / } keys %option;
    my ($start, %keys) = Time::HiRes::time();
    local $SIG{ALRM} = sub { die {reply => 'blocked'} };
    local $SIG{PIPE} = 'IGNORE';
    my $done = eval {
        setitimer(ITIMER_REAL, $scale) if $may_block{$verb};
        %keys = $verbs{$verb}->(\%option, @argument);
        1;
    };
    my $failure = $@;
    setitimer(ITIMER_REAL, 0) if $may_block{$verb};
    my $us = int 1e6 * (Time::HiRes::time() - $start);
    return join ' ', 'ok', (map { "$_=" . encoded($keys{$_}) } sort keys %keys), "us=$us" if $done;
    return 'fail error=usage' if !ref $failure;
    return $failure->{reply} // sprintf 'fail error=%s code=%d us=%d', $error_names{$failure->{error}} // 'noerror', $failure->{error}, $us;
}

# `must REQUEST`: where it does not succeed the case is void, and nothing more is done until reset.
sub answer {
    my @request = @_;
    $skipping = 0 if $request[0] eq 'reset' || $request[0] eq 'bye';
    return 'unsupported skipped=yes' if $skipping;
    my $must = @request > 1 && $request[0] eq 'must' && shift @request;
    my $reply = perform(@request);
    $skipping = $must && $reply !~ /^ok\b/;
    return $reply;
}

sub serve {
    my ($in, $out) = @_;
    my $waiting = '';
    while (!$ended && sysread $in, $waiting, 65536, length $waiting) {
        my $replies = '';
        while (!$ended && $waiting =~ s/^([^\n]*)\n//) {
            my ($ident, $request) = $1 =~ /^(\d+) ([!-~ ]*)\r?$/ or next;
            my $reply = length $1 <= 512 ? answer(split ' ', $request) : 'fail error=usage';
            $replies .= "$ident $reply\n";
        }
        syswrite $out, $replies;
    }
}

serve(*STDIN, *STDOUT);
reset_all();
