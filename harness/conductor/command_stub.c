#include "commands.h"
static int none(int c, char **v) { (void)c; (void)v; return 64; }
const struct command command_shell = {"shell","","",none}, command_judge={"judge","","",none}, command_gate={"gate","","",none}, command_accept={"accept","","",none}, command_list={"list","","",none}, command_lint={"lint","","",none}, command_lock={"lock","","",none}, command_version={"version","","",none};
