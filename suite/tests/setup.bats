# What run.sh does on a machine that lacks something: a PATH with nothing but the basic tools and a stand-in for the package
# manager, which writes down how it was called and "installs" a make and a compiler.
load common

setup() {
  cd "$BATS_TEST_TMPDIR" || return
  mkdir bin
  local tool
  for tool in sh dirname readlink mktemp rm cat sed cut sort grep tr uname tail env ls ln touch head; do
    ln -s "$(command -v "$tool")" bin/
  done
  CALLS=$BATS_TEST_TMPDIR/calls
  export CALLS
  unset LISTENCHECK_NO_INSTALL CC
  user 0
}

# Who one is: NUMBER
user() {
  printf '#!/bin/sh\necho %s\n' "$1" >bin/id
  chmod +x bin/id
}

# A package manager: NAME [EXIT CODE OF AN INSTALLATION]
manager() {
  cat >"bin/$1" <<END
#!/bin/sh
case "\$*" in "-s install"*) exit \${KNOWS_PACKAGES:-0} ;; esac
echo "$1 \$* frontend=\${DEBIAN_FRONTEND-}" >>"\$CALLS"
case "\$*" in update) exit 0 ;; esac
echo "what the package manager said"
[ ${2-0} = 0 ] || exit ${2-0}
for tool in make cc; do
  printf '#!/bin/sh\nexit 0\n' >"$PWD/bin/\$tool"
  "$(command -v chmod)" +x "$PWD/bin/\$tool"
done
END
  chmod +x "bin/$1"
}

run_bare() { run env PATH="$BATS_TEST_TMPDIR/bin" "$RUN" "$@"; }

@test "--no-install names what is missing, why, and the exact command, and installs nothing" {
  manager apt-get
  run_bare build --no-install
  assert_failure 3
  assert_line --regexp '^  make +runs the build$'
  assert_line --regexp '^  gcc +compiles the conductor and the agents$'
  assert_line --regexp '^  env .*apt-get .*install -y --no-install-recommends gcc libc6-dev make *$'
  assert [ ! -e calls ]
}

@test "LISTENCHECK_NO_INSTALL=1 says the same as --no-install" {
  manager apt-get
  LISTENCHECK_NO_INSTALL=1 run_bare build
  assert_failure 3
  assert_line --regexp '^  (env .*)?apt-get .*install'
  assert [ ! -e calls ]
}

@test "each package manager is asked in its own words" {
  local name
  for name in 'apk add --no-cache' 'dnf install -y' 'pacman -Sy --needed --noconfirm' 'pkg install -y' 'brew install'; do
    rm -f bin/apk bin/dnf bin/pacman bin/pkg bin/brew
    manager "${name%% *}"
    run_bare build --no-install
    assert_failure 3
    assert_output --partial "  $name"
  done
}

@test "root installs without a question, quietly, and goes on" {
  manager apt-get
  run_bare build </dev/null
  assert_success
  refute_output --partial "what the package manager said"
  run cat calls
  assert_line --regexp '^apt-get .*install -y --no-install-recommends .*gcc.*make.*frontend=noninteractive$'
  refute_line --partial update
}

@test "apt-get's lists are read again only when they do not know a package" {
  manager apt-get
  KNOWS_PACKAGES=100 run_bare build </dev/null
  assert_success
  run cat calls
  assert_line --index 0 --partial "apt-get update"
  assert_line --index 1 --partial "install"
}

@test "a user without sudo gets the command and exit 3" {
  user 1000
  manager apt-get
  run_bare build </dev/null
  assert_failure 3
  assert_output --partial "  sudo env DEBIAN_FRONTEND=noninteractive apt-get"
  assert [ ! -e calls ]
}

@test "a user with sudo that asks for no password installs" {
  user 1000
  manager apt-get
  # shellcheck disable=SC2016
  printf '#!/bin/sh\n[ "$1" != -n ] || shift\n[ "$1" != true ] || exit 0\necho sudo >>"$CALLS"\nexec "$@"\n' >bin/sudo
  chmod +x bin/sudo
  run_bare build </dev/null
  assert_success
  run cat calls
  assert_line --index 0 sudo
}

@test "a user whose sudo asks for a password gets the command and exit 3" {
  user 1000
  manager apt-get
  printf '#!/bin/sh\nexit 1\n' >bin/sudo
  chmod +x bin/sudo
  run_bare build </dev/null
  assert_failure 3
  assert [ ! -e calls ]
}

@test "an installation that fails shows what was said and ends with 3" {
  manager apt-get 100
  run_bare build </dev/null
  assert_failure 3
  assert_output --partial "what the package manager said"
  assert_output --partial "cannot go on without: make cc libc"
}

@test "without a package manager the missing tools are named" {
  run_bare build </dev/null
  assert_failure 3
  assert_output --partial "make (no package known here)"
}

# On a terminal of its own: ANSWER COMMAND…
on_terminal() {
  local answer=$1
  shift
  printf '%s\n' "$answer" | script -qec "$*" /dev/null
}

@test "on a terminal it asks, and no means no" {
  manager apt-get
  run on_terminal n "env PATH='$PWD/bin' '$RUN' build"
  assert_failure 3
  assert_output --partial "Install now?"
  assert [ ! -e calls ]
}

@test "on a terminal it asks, and yes installs" {
  manager apt-get
  run on_terminal y "env PATH='$PWD/bin' '$RUN' build"
  assert_success
  assert_output --partial "Install now?"
  assert [ -e calls ]
}
